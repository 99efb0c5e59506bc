// How a delivery is named and where it stands, in words and signs; colours only repeat it.

import type { Delivery, Subject } from "../client";
import { Time } from "./time";

type Standing = Delivery["status"] | "held";

const SIGNS: Record<Standing, string> = {
  stored: "•",
  queued: "•",
  running: "▸",
  waiting: "◷",
  held: "‖",
  done: "✓",
  ignored: "–",
  dead: "✕",
};

const WAITS = {
  retry: "to try again",
  date: "for its date",
  turn: "for its turn",
  release: "for you",
};

/** Where a delivery stands, by its sign and its word. */
export function Standing({ delivery }: { delivery: Pick<Delivery, "status" | "waitsFor"> }) {
  const standing: Standing = delivery.waitsFor === "release" ? "held" : delivery.status;
  return (
    <span class={`standing ${standing}`}>
      <span aria-hidden="true">{SIGNS[standing]}</span> {standing}
    </span>
  );
}

/** What a delivery waits for, until when and why; or why it ended. */
export function Why({ delivery: { status, waitsFor, until, reason } }: { delivery: Delivery }) {
  return (
    <>
      {status === "waiting" && waitsFor && (
        <span>
          waits {WAITS[waitsFor]}
          {until !== null && (
            <>
              , until <Time at={until} />
            </>
          )}
        </span>
      )}
      {reason && <span class="reason">{reason}</span>}
    </>
  );
}

/** Whom an event is about, by what one knows people by; null where it is about nobody. */
export function nameOf(subject: Subject): string | null {
  return subject?.email ?? subject?.login ?? subject?.name ?? subject?.id ?? null;
}

/** What happened, and to whom. */
export function titleOf({
  type,
  signal,
  subject,
}: Pick<Delivery, "type" | "signal" | "subject">): string {
  const name = nameOf(subject);
  return name === null ? (signal ?? type) : `${signal ?? type} of ${name}`;
}

/** The page of a delivery. */
export function placeOf({ source, id }: Pick<Delivery, "source" | "id">): string {
  return `/admin/deliveries/${encodeURIComponent(source)}/${encodeURIComponent(id)}`;
}

/** The list of deliveries that a filter leaves. */
export function listPlace(filter: Record<string, string>): string {
  return `/admin/deliveries?${new URLSearchParams(filter)}`;
}

/** One, or several, of something. */
export function count(number: number, one: string, several: string): string {
  return `${number.toLocaleString()} ${number === 1 ? one : several}`;
}

/** So many deliveries. */
export function deliveries(number: number): string {
  return count(number, "delivery", "deliveries");
}
