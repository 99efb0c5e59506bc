// What an event leads to: the rules that match it, and their calls.

import type { Event, Plan } from "../client";
import { count, nameOf } from "./delivery";
import { Json, Params } from "./json";
import { Time } from "./time";

type Rule = Plan[number];
type Step = Rule["steps"][number];

/** A plan, rule by rule. */
export function PlanView({ plan }: { plan: Plan }) {
  const matching = plan.filter((rule) => rule.matches || rule.error !== null);
  const others = plan.filter((rule) => !matching.includes(rule));
  return (
    <>
      {matching.length === 0 && <p class="empty">No rule matches: it would be ignored.</p>}
      <ul class="plan">
        {matching.map((rule) => (
          <RuleView key={rule.rule} rule={rule} />
        ))}
      </ul>
      {others.length > 0 && (
        <details>
          <summary>{count(others.length, "rule does", "rules do")} not match</summary>
          <ul>
            {others.map((rule) => (
              <li key={rule.rule}>{rule.rule}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function RuleView({ rule }: { rule: Rule }) {
  return (
    <li>
      <strong>{rule.rule}</strong>
      {rule.at !== null && (
        <p>
          Not at once: at <Time at={rule.at} />
        </p>
      )}
      {rule.brake !== null && (
        <p>
          Its brake lets {count(rule.brake, "destructive call", "destructive calls")} an hour pass.
        </p>
      )}
      {rule.error !== null && <p class="failure">{rule.error}</p>}
      <ol>
        {rule.steps.map((step) => (
          <StepView key={step.step} step={step} />
        ))}
      </ol>
    </li>
  );
}

function StepView({ step }: { step: Step }) {
  return (
    <li class={step.destructive ? "destructive" : ""}>
      <code>{step.action}</code> <small>step “{step.step}”</small>
      {step.destructive && (
        <strong class="mark">
          <span aria-hidden="true">⚠</span> destructive
        </strong>
      )}
      {step.calls?.length === 0 && <p>Makes no call.</p>}
      {step.calls && step.calls.length > 0 && (
        <ul>
          {step.calls.map((call) => (
            <li key={call.key}>
              <Params params={call.params} />
            </li>
          ))}
        </ul>
      )}
      {step.waitsFor && <p>Only the reply to {step.waitsFor.join(" and ")} will tell its calls.</p>}
      {step.error !== undefined && <p class="failure">{step.error}</p>}
    </li>
  );
}

/** An event, in normal form. */
export function EventView({ event }: { event: Event }) {
  return (
    <>
      <dl class="facts">
        <dt>Type</dt>
        <dd>{event.type}</dd>
        <dt>Signal</dt>
        <dd>{event.signal ?? "none"}</dd>
        <dt>Subject</dt>
        <dd>
          {nameOf(event.subject) ?? "nobody"}
          {event.subject?.id != null && <small> id {event.subject.id}</small>}
        </dd>
        <dt>Happened</dt>
        <dd>{event.occurredAt === null ? "not said" : <Time at={event.occurredAt} />}</dd>
        {event.effectiveAt !== null && (
          <>
            <dt>Takes effect</dt>
            <dd>
              <Time at={event.effectiveAt} />
            </dd>
          </>
        )}
      </dl>
      <details>
        <summary>The event as sent</summary>
        <Json value={event.data} label="The event as sent" />
      </details>
    </>
  );
}
