// Deliveries, by what one looks for.

import { useLocation } from "preact-iso/router";
import type { Filter } from "../client";
import { listPlace } from "../parts/delivery";
import {
  ChoiceField,
  FilterForm,
  type Query,
  SourceField,
  TextField,
  TimeField,
  timeOf,
} from "../parts/filter";
import { DeliveryList } from "../parts/list";
import { RefuseMany, ReleaseMany, ReplayMany, type Which } from "../parts/many";
import { Page } from "../parts/page";

const STATUSES = ["stored", "queued", "running", "waiting", "done", "ignored", "dead"] as const;
const WAITS = [
  ["release", "for somebody to release it"],
  ["retry", "to try again"],
  ["date", "for its date"],
  ["turn", "for its turn"],
] as const;

export function Deliveries() {
  const { query } = useLocation();
  const filter = filterOf(query);
  const which = whichOf(filter);
  return (
    <Page title="Deliveries">
      <FilterForm verb="Filter" placeOf={listPlace}>
        <ChoiceField
          name="status"
          label="Status"
          any="any"
          choices={STATUSES.map((status) => [status, status])}
        />
        <ChoiceField name="waitsFor" label="Waits" any="for anything, or not" choices={WAITS} />
        <SourceField />
        <TextField name="subject" label="Subject" placeholder="email, id or login" />
        <TextField name="type" label="Type or signal" placeholder="person.left" />
        <TimeField name="since" label="Received since" />
        <TimeField name="until" label="Received before" />
      </FilterForm>
      <section aria-label="Deliveries that match">
        <div class="acts">
          {filter.status === "dead" && <ReplayMany which={which} />}
          {filter.waitsFor === "release" && (
            <>
              <ReleaseMany which={which} number={null} />
              <RefuseMany which={which} number={null} />
            </>
          )}
        </div>
        <DeliveryList
          filter={filter}
          empty={<Empty isFiltered={Object.keys(query).length > 0} />}
          more={(cursor) => (
            <a class="next" href={listPlace({ ...query, cursor })}>
              Older ones
            </a>
          )}
        />
        <Newest query={query} />
      </section>
    </Page>
  );
}

function Newest({ query: { cursor, ...query } }: { query: Query }) {
  if (cursor === undefined) return null;
  return (
    <a class="next" href={listPlace(query)}>
      Back to the newest
    </a>
  );
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <p>No delivery matches.</p>;
  return (
    <p>
      Nothing came in yet. <a href="/admin/sources">Sources</a> has the URLs to paste into the
      vendors’ forms; <a href="/admin/try">Try</a> shows what an event would do.
    </p>
  );
}

/** The filter as the API has it; what is none in the URL is left out. */
function filterOf(query: Query): Filter {
  const filter: Filter = {};
  const status = STATUSES.find((one) => one === query.status);
  if (status) filter.status = status;
  const waitsFor = WAITS.find(([one]) => one === query.waitsFor)?.[0];
  if (waitsFor) filter.waitsFor = waitsFor;
  for (const name of ["source", "subject", "type", "cursor"] as const) {
    const text = query[name];
    if (text) filter[name] = text;
  }
  for (const name of ["since", "until"] as const) {
    const time = timeOf(query[name]);
    if (time !== null) filter[name] = time;
  }
  return filter;
}

function whichOf({ source, subject, type, since, until }: Filter): Which {
  return { source, subject, type, since, until };
}
