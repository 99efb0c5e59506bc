// What came in and what became of it, over time: a plot, and the same as a table.

import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Hour } from "../client";

const HOUR_MS = 3_600_000;
const HEIGHT = 260;

/** How far back is looked, and how many hours one bar has. */
export interface Span {
  name: string;
  hours: number;
  perBar: number;
}

const BEGINS = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const HOUR = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

const DASHES = { solid: [], dashed: [8, 4], dotted: [2, 4] };

/** An outcome: the field of an hour that counts it. */
interface Outcome {
  field: Exclude<keyof Hour, "start">;
  name: string;
  /** How its line is drawn; what settles a delivery has none, and is stacked as bars. */
  line: keyof typeof DASHES | null;
}

/** Bars come first, from the top of the stack down: each is drawn over the one before. */
const OUTCOMES: readonly Outcome[] = [
  { field: "dead", name: "Dead", line: null },
  { field: "ignored", name: "Ignored", line: null },
  { field: "done", name: "Done", line: null },
  { field: "received", name: "Received", line: "solid" },
  { field: "held", name: "Began to be held", line: "dashed" },
  { field: "duplicate", name: "Duplicates", line: "dotted" },
];

/** The hours of a span, those without anything too, added up per bar. */
function bars(hours: readonly Hour[], { hours: back, perBar }: Span, now: number): Hour[] {
  const known = new Map(hours.map((hour) => [hour.start, hour]));
  const last = Math.floor(now / HOUR_MS) * HOUR_MS;
  const all: Hour[] = [];
  for (let start = last - (back - 1) * HOUR_MS; start <= last; start += perBar * HOUR_MS) {
    const bar: Hour = { start, received: 0, duplicate: 0, done: 0, ignored: 0, dead: 0, held: 0 };
    for (let hour = start; hour < start + perBar * HOUR_MS; hour += HOUR_MS) {
      for (const { field } of OUTCOMES) bar[field] += known.get(hour)?.[field] ?? 0;
    }
    all.push(bar);
  }
  return all;
}

/** How high an outcome reaches: a bar as high as those below it and itself. */
function heights({ field, line }: Outcome, index: number, all: readonly Hour[]): number[] {
  if (line !== null) return all.map((hour) => hour[field]);
  const stack = OUTCOMES.slice(index).filter((other) => other.line === null);
  return all.map((hour) => stack.reduce((sum, other) => sum + hour[other.field], 0));
}

function draw(place: HTMLElement, all: readonly Hour[], perBar: number): uPlot {
  const style = getComputedStyle(place);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const paths = uPlot.paths.bars?.({ size: [0.8, 60], align: 1 });
  const series = OUTCOMES.map(({ field, name, line }): uPlot.Series => {
    // The legend says how many there are, not how high they reach.
    const value: uPlot.Series.Value = (_, __, ___, index) =>
      index === null ? "–" : String(all[index]?.[field] ?? "–");
    const common = { label: name, stroke: colour(field), value, points: { show: false } };
    return line === null
      ? { ...common, fill: colour(field), width: 0, ...(paths && { paths }) }
      : { ...common, width: 2, dash: DASHES[line] };
  });
  const axis: uPlot.Axis = {
    stroke: colour("text"),
    grid: { stroke: colour("grid"), width: 1 },
    ticks: { stroke: colour("grid"), width: 1 },
    font: `12px ${style.fontFamily}`,
  };
  const ticks = perBar === 1 ? HOUR : DAY;
  const start = (all[0]?.start ?? 0) / 1000;
  const end = ((all.at(-1)?.start ?? 0) + perBar * HOUR_MS) / 1000;
  return new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      scales: { x: { range: [start, end] }, y: { range: (_, __, max) => [0, Math.max(max, 4)] } },
      axes: [
        { ...axis, values: (_, seconds) => seconds.map((second) => ticks.format(second * 1000)) },
        // Deliveries are counted in whole ones.
        { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 1e4, 1e5] },
      ],
      series: [
        {
          label: "From",
          value: (_, second) => (second === null ? "–" : BEGINS.format(second * 1000)),
        },
        ...series,
      ],
      cursor: { drag: { x: false, y: false } },
      // The first series is the time.
      legend: { markers: { dash: (_, index) => OUTCOMES[index - 1]?.line ?? "solid" } },
    },
    [
      all.map((hour) => hour.start / 1000),
      ...OUTCOMES.map((outcome, index) => heights(outcome, index, all)),
    ],
    place,
  );
}

/** The plot of a span that ends now, and its table. */
export function Plot({ hours, span, now }: { hours: readonly Hour[]; span: Span; now: number }) {
  const place = useRef<HTMLDivElement>(null);
  const all = bars(hours, span, now);
  const about = JSON.stringify(all);
  useEffect(() => {
    const at = place.current;
    if (at === null) return;
    let plot = draw(at, all, span.perBar);
    const again = (): void => {
      plot.destroy();
      plot = draw(at, all, span.perBar);
    };
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", again);
    const sizes = new ResizeObserver(() => plot.setSize({ width: at.clientWidth, height: HEIGHT }));
    sizes.observe(at);
    return () => {
      scheme.removeEventListener("change", again);
      sizes.disconnect();
      plot.destroy();
    };
  }, [about, span]);
  return (
    <>
      <div class="plot" ref={place} aria-hidden="true" />
      <details>
        <summary>The same as a table</summary>
        <HoursTable all={all} />
      </details>
    </>
  );
}

function HoursTable({ all }: { all: readonly Hour[] }) {
  const busy = all.filter((hour) => OUTCOMES.some(({ field }) => hour[field] > 0));
  if (busy.length === 0) return <p>Nothing came in.</p>;
  return (
    <div class="wide" tabIndex={0} role="region" aria-label="What came in, as a table">
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            {OUTCOMES.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {busy.map((hour) => (
            <tr key={hour.start}>
              <th scope="row">{BEGINS.format(hour.start)}</th>
              {OUTCOMES.map(({ field }) => (
                <td key={field}>{hour[field].toLocaleString()}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
