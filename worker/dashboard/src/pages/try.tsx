// The rule tester: what a payload would lead to, before anything happens.

import type { TargetedSubmitEvent } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { answer, api, errorOf, type Event, type Plan, type Problem, Refused } from "../client";
import { useOverview } from "../overview";
import { count } from "../parts/delivery";
import { Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { EventView, PlanView } from "../parts/plan";
import type { Sample } from "../samples";

interface Tried {
  events: { event: Event; plan: Plan }[];
}

export function Try() {
  const { value, error: noSources } = useOverview();
  const sources = value?.sources ?? [];
  const [chosen, setSource] = useState("");
  const source = sources.find(({ name }) => name === chosen) ?? sources[0];
  const samples = useSamples().filter(({ kind }) => kind === source?.kind);
  const [sample, setSample] = useState<Sample | null>(null);
  const [payload, setPayload] = useState("");
  const [headers, setHeaders] = useState("");
  const [hooks, setHooks] = useState("");
  const [tried, setTried] = useState<Tried | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const editor = useRef<HTMLTextAreaElement>(null);

  function pick(title: string): void {
    const picked = samples.find((one) => one.title === title) ?? null;
    setSample(picked);
    setPayload(picked?.payload ?? "");
    setHeaders(picked?.headers ?? "");
  }

  async function go(event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (source === undefined) return;
    setTried(null);
    setError(null);
    const body = {
      source: source.name,
      payload,
      headers: headersOf(headers),
      ...(hooks.trim() !== "" && { hooks }),
    };
    try {
      setTried(await answer(api.POST("/dry-run", { body })));
    } catch (reason) {
      setError(errorOf(reason));
    }
  }

  function goTo({ line, column }: Problem): void {
    const at = editor.current;
    if (at === null) return;
    const before = hooks.split("\n").slice(0, line - 1);
    const place = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
    at.closest("details")?.setAttribute("open", "");
    at.focus();
    at.setSelectionRange(place, place + 1);
  }

  return (
    <Page title="Try">
      <p>
        See what a webhook would do: its events and the calls planned for them. Nothing is stored
        and nothing is called.
      </p>
      <Failure error={noSources} />
      <form class="try" onSubmit={(event) => void go(event)}>
        <div class="grid">
          <label>
            Source
            <select
              value={source?.name ?? ""}
              onChange={(event) => {
                setSource(event.currentTarget.value);
                setSample(null);
              }}
            >
              {sources.map(({ name, kind }) => (
                <option key={name} value={name}>
                  {name === kind ? name : `${name} (${kind})`}
                </option>
              ))}
            </select>
          </label>
          <label>
            Sample
            <select
              value={sample?.title ?? ""}
              disabled={samples.length === 0}
              onChange={(event) => pick(event.currentTarget.value)}
            >
              <option value="">{samples.length === 0 ? "none for this kind" : "pick one"}</option>
              {samples.map(({ title }) => (
                <option key={title}>{title}</option>
              ))}
            </select>
            {sample && <small>From {sample.from}</small>}
          </label>
        </div>
        <label>
          Payload, as the vendor sends it
          <textarea
            class="code"
            rows={12}
            required
            spellcheck={false}
            value={payload}
            onInput={(event) => setPayload(event.currentTarget.value)}
          />
        </label>
        <details open={Boolean(sample?.headers)}>
          <summary>Headers that say what the event is</summary>
          <label>
            One a line, such as <code>x-github-event: organization</code>
            <textarea
              class="code"
              rows={2}
              spellcheck={false}
              value={headers}
              onInput={(event) => setHeaders(event.currentTarget.value)}
            />
          </label>
        </details>
        <details>
          <summary>Other rules than those of this deployment</summary>
          <label>
            A whole hooks.toml
            <textarea
              class="code"
              rows={16}
              spellcheck={false}
              ref={editor}
              value={hooks}
              onInput={(event) => setHooks(event.currentTarget.value)}
            />
          </label>
          <Deployed use={setHooks} />
          <Check hooks={hooks} goTo={goTo} />
        </details>
        <button disabled={source === undefined}>See what it would do</button>
      </form>
      <section aria-label="What it would do" aria-live="polite">
        {error !== null && <Failure error={error} />}
        {error instanceof Refused && <Problems problems={error.problems} goTo={goTo} />}
        {tried && <Result events={tried.events} />}
      </section>
    </Page>
  );
}

/** The samples, once they are loaded: the other pages need not wait for them. */
function useSamples(): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    void import("../samples").then((loaded) => setSamples(loaded.samples));
  }, []);
  return samples;
}

function headersOf(text: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const [name, ...value] = line.split(":");
    if (name?.trim() && value.length > 0)
      headers[name.trim().toLowerCase()] = value.join(":").trim();
  }
  return headers;
}

/** Brings the rules of this deployment into the editor, to be changed there. */
function Deployed({ use }: { use: (hooks: string) => void }) {
  const [error, setError] = useState<Error | null>(null);

  function load(): void {
    setError(null);
    answer(api.GET("/hooks", { parseAs: "text" })).then(use, setError);
  }

  return (
    <>
      <button type="button" class="outline" onClick={load}>
        Begin with those of this deployment
      </button>
      <Failure error={error} />
    </>
  );
}

function Check({ hooks, goTo }: { hooks: string; goTo: (problem: Problem) => void }) {
  const [problems, setProblems] = useState<readonly Problem[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    setProblems(null);
    setError(null);
  }, [hooks]);

  function check(): void {
    const body = { body: hooks, bodySerializer: (text: string) => text };
    const asked = api.POST("/check", { ...body, headers: { "content-type": "text/plain" } });
    answer(asked).then((checked) => setProblems(checked.problems), setError);
  }

  return (
    <div aria-live="polite">
      <button type="button" class="outline" disabled={hooks.trim() === ""} onClick={check}>
        Check it
      </button>
      <Failure error={error} />
      {problems?.length === 0 && <p>Nothing is wrong with it.</p>}
      {problems && <Problems problems={problems} goTo={goTo} />}
    </div>
  );
}

function Problems({
  problems,
  goTo,
}: {
  problems: readonly Problem[];
  goTo: (problem: Problem) => void;
}) {
  if (problems.length === 0) return null;
  return (
    <ul class="problems">
      {problems.map((problem) => (
        <li key={`${problem.line}:${problem.column} ${problem.message}`}>
          <button type="button" class="outline" onClick={() => goTo(problem)}>
            line {problem.line}, column {problem.column}
          </button>{" "}
          {problem.message}
          {problem.suggestion !== null && (
            <>
              ; did you mean <code>{problem.suggestion}</code>?
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Result({ events }: Tried) {
  if (events.length === 0)
    return <p class="empty">It carries no event; nothing would be stored.</p>;
  const calls = events.flatMap(({ plan }) =>
    plan.flatMap((rule) => rule.steps.filter(({ destructive }) => rule.matches && destructive)),
  );
  return (
    <>
      <h2>
        {count(events.length, "event", "events")},{" "}
        {calls.length === 0
          ? "nothing destructive"
          : count(calls.length, "destructive step", "destructive steps")}
      </h2>
      {events.map(({ event, plan }, index) => (
        <article key={index} class="tried">
          <h3>
            {event.signal ?? event.type} {events.length > 1 && <small>event {index + 1}</small>}
          </h3>
          <EventView event={event} />
          <h4>Plan</h4>
          <PlanView plan={plan} />
        </article>
      ))}
    </>
  );
}
