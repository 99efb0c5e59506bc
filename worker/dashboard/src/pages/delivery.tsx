// One delivery: its life as a timeline, its event, and what its rules say now.

import { useRoute } from "preact-iso/router";
import type { ComponentChildren } from "preact";
import { answer, api, type Call, type WholeDelivery } from "../client";
import { Act } from "../parts/act";
import { Standing, titleOf, Why } from "../parts/delivery";
import { Awaited, Failure } from "../parts/failure";
import { Json, Params } from "../parts/json";
import { Repeat } from "../parts/many";
import { Page } from "../parts/page";
import { EventView, PlanView } from "../parts/plan";
import { Time } from "../parts/time";
import { useAnswer } from "../refresh";

interface Place {
  source: string;
  id: string;
}

export function DeliveryPage() {
  const { source = "", id = "" } = useRoute().params;
  const path = { source, id };
  const { value, error } = useAnswer(
    (signal) => answer(api.GET("/deliveries/{source}/{id}", { params: { path }, signal })),
    `${source}/${id}`,
  );
  return (
    <Page title={value ? titleOf(value) : "Delivery"}>
      {value === null ? (
        <Awaited error={error} />
      ) : (
        <>
          <Failure error={error} />
          <Summary delivery={value} />
          <Acts delivery={value} path={path} />
          <Timeline delivery={value} />
          <section aria-labelledby="event">
            <h2 id="event">Event</h2>
            {value.event === null ? (
              <p class="empty">It is erased: the time for which it is kept has passed.</p>
            ) : (
              <EventView event={value.event} />
            )}
          </section>
          <section aria-labelledby="plan">
            <h2 id="plan">Plan by the rules of now</h2>
            {value.plan === null ? (
              <p class="empty">Without the event there is none.</p>
            ) : (
              <PlanView plan={value.plan} />
            )}
          </section>
        </>
      )}
    </Page>
  );
}

function Summary({ delivery }: { delivery: WholeDelivery }) {
  return (
    <div class="summary" role="status">
      <Standing delivery={delivery} />
      <small>
        {delivery.source} · <code>{delivery.id}</code>
      </small>
      <p>
        <Why delivery={delivery} />
      </p>
    </div>
  );
}

function Acts({
  delivery: { status, waitsFor, event, calls },
  path,
}: {
  delivery: WholeDelivery;
  path: Place;
}) {
  const isSettled = status === "done" || status === "ignored" || status === "dead";
  const succeeded = calls.filter(({ outcome }) => outcome === "done" || outcome === "alreadyGone");
  const params = { path };
  return (
    <div class="acts">
      {isSettled && event !== null && (
        <Act
          label="Replay …"
          question="Replay this delivery?"
          verb="Replay it"
          act={async (fields) => {
            const body = { repeat: fields.has("repeat") };
            await answer(api.POST("/deliveries/{source}/{id}/replay", { params, body }));
            return "Replayed: a new attempt is on its way.";
          }}
        >
          <p>It gets a new attempt. {succeeded.length} of its calls succeeded.</p>
          <Repeat />
        </Act>
      )}
      {waitsFor === "release" && (
        <Act
          label="Release …"
          question="Release this delivery?"
          verb="Release it"
          act={async () => {
            await answer(api.POST("/deliveries/{source}/{id}/release", { params }));
            return "Released: it goes on.";
          }}
        >
          <p>
            It goes on at once, and makes the destructive calls of its plan although the brake is
            on.
          </p>
        </Act>
      )}
      {status === "waiting" && (
        <Act
          label="Refuse …"
          question="Refuse this delivery?"
          verb="Refuse it"
          isGrave
          act={async () => {
            await answer(api.POST("/deliveries/{source}/{id}/refuse", { params }));
            return "Refused: it is dead, and can be replayed.";
          }}
        >
          <p>It ends as dead, without the calls that are not made yet. It can be replayed later.</p>
        </Act>
      )}
    </div>
  );
}

/** Something that happened in a delivery's life. */
interface Moment {
  key: string;
  at: number;
  /** Its place among those of the same millisecond. */
  rank: number;
  className: string;
  what: ComponentChildren;
}

function Timeline({ delivery }: { delivery: WholeDelivery }) {
  const moments = momentsOf(delivery);
  const isTold = delivery.settledAt !== null && delivery.history.at(-1)?.reason === delivery.reason;
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <ol class="timeline">
        {moments.map(({ key, at, className, what }) => (
          <li key={key} class={className}>
            <Time at={at} />
            <div>{what}</div>
          </li>
        ))}
        <li class={delivery.status}>
          <span>now</span>
          <div>
            <Standing delivery={delivery} /> {!isTold && <Why delivery={delivery} />}
          </div>
        </li>
      </ol>
    </section>
  );
}

function momentsOf(delivery: WholeDelivery): Moment[] {
  const { status, receivedAt, occurredAt, source, history, calls } = delivery;
  const moments: Moment[] = [];
  const add = (key: string, at: number, rank: number, className: string, what: ComponentChildren) =>
    moments.push({ key, at, rank, className, what });
  if (occurredAt !== receivedAt) add("occurred", occurredAt, 0, "", "It happened");
  add("received", receivedAt, 1, "", `Received from ${source}`);
  for (const { attempt, beganAt, endedAt, ending, reason } of history) {
    const isBrokenOff = endedAt === null && status !== "running";
    const began = `Attempt ${attempt} began${isBrokenOff ? ", and was broken off" : ""}`;
    add(`${attempt} began`, beganAt, 2, isBrokenOff ? "failed" : "", began);
    if (endedAt === null) continue;
    const what = (
      <>
        Attempt {attempt} ended: {ending}
        {reason !== null && <span class="reason">{reason}</span>}
      </>
    );
    add(`${attempt} ended`, endedAt, 4, ending ?? "", what);
  }
  for (const call of calls) {
    add(`call ${call.key}`, call.endedAt, 3, call.outcome, <CallView call={call} />);
  }
  return moments.sort((a, b) => a.at - b.at || a.rank - b.rank);
}

const OUTCOMES: Record<Call["outcome"], string> = {
  done: "✓ done",
  alreadyGone: "✓ already gone",
  refused: "✕ refused",
  failed: "✕ failed",
};

function CallView({ call }: { call: Call }) {
  return (
    <>
      <code>{call.action}</code> <strong>{OUTCOMES[call.outcome]}</strong>
      {call.status !== null && <small> status {call.status}</small>}
      {call.message !== null && <span class="reason">{call.message}</span>}
      {call.params === null ? <p>Its params are erased.</p> : <Params params={call.params} />}
      <small>
        rule “{call.rule}”, step “{call.step}”, attempt {call.attempt}
      </small>
      {call.kept !== undefined && call.kept !== null && (
        <details>
          <summary>What later steps see of the reply</summary>
          <Json value={call.kept} label={`Reply to ${call.action}`} />
        </details>
      )}
    </>
  );
}
