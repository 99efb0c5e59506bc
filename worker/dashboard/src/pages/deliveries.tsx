// Deliveries, by what one looks for; the filter is in the URL, to be kept and passed on.

import type { TargetedSubmitEvent } from "preact";
import { useLocation } from "preact-iso/router";
import { answer, api, type Filter } from "../client";
import { listPlace } from "../parts/delivery";
import { DeliveryList } from "../parts/list";
import { RefuseMany, ReleaseMany, ReplayMany, type Which } from "../parts/many";
import { Page } from "../parts/page";
import { useAnswer } from "../refresh";

const STATUSES = ["stored", "queued", "running", "waiting", "done", "ignored", "dead"] as const;
const WAITS = [
  ["release", "for somebody to release it"],
  ["retry", "to try again"],
  ["date", "for its date"],
  ["turn", "for its turn"],
] as const;

export function Deliveries() {
  const { query, route } = useLocation();
  const filter = filterOf(query);
  const which = whichOf(filter);
  return (
    <Page title="Deliveries">
      {/* Another filter is another form: what it shows is what is in the URL. */}
      <FilterForm
        key={JSON.stringify({ ...query, cursor: undefined })}
        query={query}
        onFilter={(asked) => route(listPlace(asked))}
      />
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
          empty={
            Object.keys(query).length === 0 ? (
              <>
                Nothing came in yet. <a href="/admin/sources">Sources</a> has the URLs to paste into
                the vendors’ forms; <a href="/admin/try">Try</a> shows what an event would do.
              </>
            ) : (
              <>
                No delivery matches. <a href="/admin/deliveries">Show all</a>
              </>
            )
          }
          more={(cursor) => (
            <a class="next" href={listPlace({ ...query, cursor })}>
              Older ones
            </a>
          )}
        />
        {query.cursor !== undefined && (
          <a class="next" href={listPlace(without(query, "cursor"))}>
            Back to the newest
          </a>
        )}
      </section>
    </Page>
  );
}

type Query = Record<string, string>;

function FilterForm({ query, onFilter }: { query: Query; onFilter: (asked: Query) => void }) {
  const { value } = useAnswer((signal) => answer(api.GET("/overview", { signal })), "overview");
  const sources = value?.sources.map((source) => source.name) ?? [];

  function apply(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const asked: Query = {};
    for (const [name, text] of new FormData(event.currentTarget)) {
      if (typeof text === "string" && text.trim() !== "") asked[name] = text.trim();
    }
    onFilter(asked);
  }

  return (
    <search aria-label="Filter">
      <form class="filter" onSubmit={apply}>
        <label>
          Status
          <select name="status">
            <option value="">any</option>
            {STATUSES.map((status) => (
              <option key={status} selected={query.status === status}>
                {status}
              </option>
            ))}
          </select>
        </label>
        <label>
          Waits
          <select name="waitsFor">
            <option value="">for anything, or not</option>
            {WAITS.map(([value, name]) => (
              <option key={value} value={value} selected={query.waitsFor === value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Source
          <select name="source">
            <option value="">any</option>
            {[...new Set([...sources, ...(query.source ? [query.source] : [])])].map((source) => (
              <option key={source} selected={query.source === source}>
                {source}
              </option>
            ))}
          </select>
        </label>
        <label>
          Subject
          <input
            name="subject"
            defaultValue={query.subject ?? ""}
            placeholder="email, id or login"
          />
        </label>
        <label>
          Type or signal
          <input name="type" defaultValue={query.type ?? ""} placeholder="person.left" />
        </label>
        <label>
          Received since
          <input name="since" type="datetime-local" defaultValue={query.since ?? ""} />
        </label>
        <label>
          Received before
          <input name="until" type="datetime-local" defaultValue={query.until ?? ""} />
        </label>
        <div class="acts">
          <button>Filter</button>
          <a role="button" class="secondary outline" href="/admin/deliveries">
            Show all
          </a>
        </div>
      </form>
    </search>
  );
}

/** The filter as the API has it, of what is in the URL; what is neither is left out. */
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
    // In the URL as the form has it, in the reader's zone.
    const time = Date.parse(query[name] ?? "");
    if (!Number.isNaN(time)) filter[name] = time;
  }
  return filter;
}

function whichOf({ status: _, waitsFor: __, cursor: ___, limit: ____, ...which }: Filter): Which {
  return which;
}

function without(query: Query, name: string): Query {
  return Object.fromEntries(Object.entries(query).filter(([one]) => one !== name));
}
