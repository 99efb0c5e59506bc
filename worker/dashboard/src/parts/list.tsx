// A list of deliveries that stays true and does not move under the reader.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { answer, api, type Delivery, type Filter } from "../client";
import { useAnswer, useWhenDone } from "../refresh";
import { placeOf, Standing, titleOf, Why } from "./delivery";
import { Awaited, Failure } from "./failure";
import { Time } from "./time";

interface ListProps {
  filter: Filter;
  /** Stands there when no delivery does. */
  empty: ComponentChildren;
  /** What follows, where there is more. */
  more?: (cursor: string) => ComponentChildren;
}

/** Deliveries, newest first. */
export function DeliveryList({ filter, empty, more }: ListProps) {
  const about = JSON.stringify(filter);
  const { value, error } = useAnswer(
    (signal) => answer(api.GET("/deliveries", { params: { query: filter }, signal })),
    about,
  );
  const place = useRef<HTMLDivElement>(null);
  const { rows, changes, update } = useCalm(value?.deliveries ?? null, about, place);
  return (
    <div ref={place}>
      {changes > 0 && (
        <p class="changes">
          <button type="button" class="outline" onClick={update}>
            Update the list: {changes} came or went
          </button>
        </p>
      )}
      {rows === null ? <Awaited error={error} /> : <Failure error={error} />}
      {rows?.length === 0 && <div class="empty">{empty}</div>}
      {rows !== null && rows.length > 0 && (
        <ul class="deliveries">
          {rows.map((delivery) => (
            <Row key={`${delivery.source}/${delivery.id}`} delivery={delivery} />
          ))}
        </ul>
      )}
      {value?.cursor != null && more?.(value.cursor)}
    </div>
  );
}

function Row({ delivery }: { delivery: Delivery }) {
  return (
    <li>
      <Standing delivery={delivery} />
      <div>
        <a href={placeOf(delivery)}>{titleOf(delivery)}</a>
        <small>
          {delivery.source}
          {delivery.signal !== null &&
            delivery.signal !== delivery.type &&
            ` · ${delivery.type}`} · <Time at={delivery.receivedAt} />
          {delivery.attempts > 1 && ` · ${delivery.attempts} attempts`}
        </small>
        <small>
          <Why delivery={delivery} />
        </small>
      </div>
    </li>
  );
}

interface Calm {
  rows: Delivery[] | null;
  /** How many came or went since. */
  changes: number;
  /** Shows the list as it is now. */
  update: () => void;
}

/**
 * The rows as they are, each up to date; but none comes or goes while somebody reads them,
 * which is while the page is scrolled, or the pointer or the focus is on the list.
 */
function useCalm(
  fresh: Delivery[] | null,
  about: string,
  place: { current: Element | null },
): Calm {
  const [kept, keep] = useState<{ about: string; rows: Delivery[] } | null>(null);
  const isDone = useRef(false);
  useWhenDone(() => (isDone.current = true));
  const shown = kept?.about === about ? kept.rows : null;
  useEffect(() => {
    if (fresh === null) return;
    const isRead = scrollY > 0 || place.current?.matches(":hover, :focus-within") === true;
    if (shown === null || !isRead || isDone.current || differences(shown, fresh) === 0) {
      keep({ about, rows: fresh });
      isDone.current = false;
    }
  }, [fresh, about]);
  if (fresh === null || shown === null) return { rows: fresh, changes: 0, update: () => {} };
  const now = new Map(fresh.map((delivery) => [key(delivery), delivery]));
  return {
    rows: shown.map((delivery) => now.get(key(delivery)) ?? delivery),
    changes: differences(shown, fresh),
    update: () => keep({ about, rows: fresh }),
  };
}

function key({ source, id }: Delivery): string {
  return `${source}/${id}`;
}

/** How many are in one of the lists alone. */
function differences(one: Delivery[], other: Delivery[]): number {
  const keys = new Set(one.map(key));
  const both = other.filter((delivery) => keys.has(key(delivery))).length;
  return one.length + other.length - 2 * both;
}
