// At a glance: is it healthy, what came in, what is dead and why, what waits.

import { useState } from "preact/hooks";
import { answer, api, type Overview } from "../client";
import { useOverview } from "../overview";
import { deliveries, listPlace } from "../parts/delivery";
import { Awaited, Failure } from "../parts/failure";
import { DeliveryList } from "../parts/list";
import { Page } from "../parts/page";
import { Plot, type Span } from "../parts/plot";
import { RefuseMany, ReleaseMany } from "../parts/many";
import { useAnswer } from "../refresh";

/** How many of each list are shown here. */
const FEW = 5;

export function OverviewPage() {
  const { value, error } = useOverview();
  return (
    <Page title="Overview">
      {value === null ? (
        <Awaited error={error} />
      ) : (
        <>
          <Failure error={error} />
          <Health overview={value} />
          <Held number={value.counts.release} />
          <Standings counts={value.counts} />
        </>
      )}
      <CameIn now={value?.now ?? Date.now()} />
      {value && <Lists counts={value.counts} />}
    </Page>
  );
}

function Health({ overview }: { overview: Overview }) {
  const { status, faults, alerts, version } = overview;
  const unusable = overview.sources.filter(({ secret }) => secret !== "set");
  return (
    <section class={`health ${status}`} aria-label="Health" role="status">
      <p>
        <strong>
          <span aria-hidden="true">{status === "ok" ? "✓" : "✕"}</span>{" "}
          {status === "ok" ? "Healthy" : "Failing"}
        </strong>{" "}
        <small>version {version}</small>
      </p>
      {faults.length + unusable.length > 0 && (
        <ul>
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
          {unusable.map(({ name, secret }) => (
            <li key={name}>
              the secret of <a href="/admin/sources">{name}</a> is {secret}
            </li>
          ))}
        </ul>
      )}
      {!alerts && <p>Nobody is told when a delivery dies: no alert webhook is set.</p>}
    </section>
  );
}

function Held({ number }: { number: number }) {
  if (number === 0) return null;
  return (
    <section class="held-ones" aria-labelledby="held">
      <h2 id="held">
        <span aria-hidden="true">‖</span> Held: {deliveries(number)}{" "}
        {number === 1 ? "waits" : "wait"} for you
      </h2>
      <p>
        A rule made as many destructive calls in an hour as its brake lets pass. Look whether so
        many are right, then release or refuse them.
      </p>
      <DeliveryList
        filter={{ waitsFor: "release", limit: FEW }}
        empty="None is held any more."
        more={() => (
          <a class="next" href={listPlace({ waitsFor: "release" })}>
            All that are held
          </a>
        )}
      />
      <div class="acts">
        <ReleaseMany which={{}} number={number} />
        <RefuseMany which={{}} number={number} />
      </div>
    </section>
  );
}

function Standings({ counts }: { counts: Overview["counts"] }) {
  const standings = [
    ["Dead", counts.dead, { status: "dead" }],
    ["To be tried again", counts.retry, { waitsFor: "retry" }],
    ["Waiting for a date", counts.date, { waitsFor: "date" }],
    ["Waiting for their turn", counts.turn, { waitsFor: "turn" }],
    ["Stored", counts.stored, { status: "stored" }],
    ["Queued", counts.queued, { status: "queued" }],
    ["Running", counts.running, { status: "running" }],
  ] as const;
  return (
    <section aria-label="How many stand where">
      <ul class="standings">
        {standings.map(([name, number, filter]) => (
          <li key={name} class={name === "Dead" && number > 0 ? "dead" : ""}>
            <a href={listPlace(filter)}>
              <strong>{number.toLocaleString()}</strong> {name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

const SPANS = [
  { name: "24 hours", hours: 24, perBar: 1 },
  { name: "7 days", hours: 7 * 24, perBar: 6 },
  { name: "30 days", hours: 30 * 24, perBar: 24 },
] as const satisfies Span[];

function CameIn({ now }: { now: number }) {
  const [span, setSpan] = useState<Span>(SPANS[0]);
  const { value, error } = useAnswer(
    (signal) =>
      answer(api.GET("/statistics", { params: { query: { hours: span.hours } }, signal })),
    `statistics ${span.hours}`,
  );
  return (
    <section aria-labelledby="came-in">
      <div class="with-choice">
        <h2 id="came-in">What came in</h2>
        <div role="group" aria-label="How far back">
          {SPANS.map((one) => (
            <button
              type="button"
              key={one.name}
              class={one === span ? "" : "outline"}
              aria-pressed={one === span}
              onClick={() => setSpan(one)}
            >
              {one.name}
            </button>
          ))}
        </div>
      </div>
      {value === null ? (
        <div class="plot">
          <Awaited error={error} />
        </div>
      ) : (
        <>
          <Failure error={error} />
          {value.hours.length === 0 && (
            <p class="empty">
              Nothing came in. <a href="/admin/sources">Sources</a> has the URLs to paste into the
              vendors’ forms.
            </p>
          )}
          <Plot hours={value.hours} span={span} now={now} />
        </>
      )}
    </section>
  );
}

const WAITING = [
  ["retry", "To be tried again"],
  ["date", "Waiting for a date"],
  ["turn", "Waiting for their turn"],
] as const;

function Lists({ counts }: { counts: Overview["counts"] }) {
  return (
    <>
      <section aria-labelledby="dead">
        <h2 id="dead">Dead, and why</h2>
        {counts.dead === 0 ? (
          <p class="empty">No delivery is dead.</p>
        ) : (
          <DeliveryList
            filter={{ status: "dead", limit: FEW }}
            empty="No delivery is dead."
            more={() => (
              <a class="next" href={listPlace({ status: "dead" })}>
                All dead ones
              </a>
            )}
          />
        )}
      </section>
      {WAITING.map(
        ([waitsFor, name]) =>
          counts[waitsFor] > 0 && (
            <section key={waitsFor} aria-labelledby={waitsFor}>
              <h2 id={waitsFor}>{name}</h2>
              <DeliveryList
                filter={{ waitsFor, limit: FEW }}
                empty="None any more."
                more={() => (
                  <a class="next" href={listPlace({ waitsFor })}>
                    All of them
                  </a>
                )}
              />
            </section>
          ),
      )}
      {counts.running > 0 && (
        <section aria-labelledby="running">
          <h2 id="running">Running</h2>
          <DeliveryList filter={{ status: "running", limit: FEW }} empty="None runs any more." />
        </section>
      )}
    </>
  );
}
