// A form for what one looks for; what is looked for is in the URL, to be kept and passed on.

import type { ComponentChildren, TargetedSubmitEvent } from "preact";
import { useLocation } from "preact-iso/router";
import { useOverview } from "../overview";

/** What is in the URL. */
export type Query = Record<string, string>;

interface FilterFormProps {
  /** Names it, and stands on its button. */
  verb: string;
  /** Where what was asked for is. */
  placeOf: (asked: Query) => string;
  children: ComponentChildren;
}

/** The form; fields that are left empty are not asked for. */
export function FilterForm({ verb, placeOf, children }: FilterFormProps) {
  const { query, route } = useLocation();
  const { cursor: _, ...asked } = query;

  function apply(event: TargetedSubmitEvent<HTMLFormElement>): void {
    event.preventDefault();
    const filled: Query = {};
    for (const [name, text] of new FormData(event.currentTarget)) {
      if (typeof text === "string" && text.trim() !== "") filled[name] = text.trim();
    }
    route(placeOf(filled));
  }

  return (
    <search aria-label={verb}>
      {/* Another URL is another form: it shows what is asked for there. */}
      <form class="filter" key={JSON.stringify(asked)} onSubmit={apply}>
        {children}
        <div class="acts">
          <button>{verb}</button>
          <a role="button" class="secondary outline" href={placeOf({})}>
            Show all
          </a>
        </div>
      </form>
    </search>
  );
}

/** One of the sources. */
export function SourceField() {
  const { query } = useLocation();
  const sources = useOverview().value?.sources.map(({ name }) => name) ?? [];
  // It may be gone from hooks.toml since, while its deliveries are still there.
  const isGone = query.source !== undefined && !sources.includes(query.source);
  const names = isGone ? [...sources, query.source] : sources;
  return (
    <label>
      Source
      <select name="source">
        <option value="">any</option>
        {names.map((name) => (
          <option key={name} selected={query.source === name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A text. */
export function TextField(props: { name: string; label: string; placeholder?: string }) {
  const { query } = useLocation();
  const { name, label, placeholder } = props;
  return (
    <label>
      {label}
      <input name={name} placeholder={placeholder} defaultValue={query[name] ?? ""} />
    </label>
  );
}

/** One of some values, by the names that people know them by. */
export function ChoiceField(props: {
  name: string;
  label: string;
  any: string;
  choices: readonly (readonly [value: string, name: string])[];
}) {
  const { query } = useLocation();
  return (
    <label>
      {props.label}
      <select name={props.name}>
        <option value="">{props.any}</option>
        {props.choices.map(([value, name]) => (
          <option key={value} value={value} selected={query[props.name] === value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A time in the reader's zone; in the URL it is the same for every reader. */
export function TimeField({ name, label }: { name: string; label: string }) {
  const { query } = useLocation();
  const time = timeOf(query[name]);
  return (
    <label>
      {label}
      <input
        type="datetime-local"
        defaultValue={time === null ? "" : localText(time)}
        onChange={({ currentTarget: { value, nextElementSibling } }) => {
          (nextElementSibling as HTMLInputElement).value = value && new Date(value).toISOString();
        }}
      />
      <input type="hidden" name={name} defaultValue={query[name] ?? ""} />
    </label>
  );
}

/** The milliseconds since 1970 of a time in the URL. */
export function timeOf(text: string | undefined): number | null {
  const time = Date.parse(text ?? "");
  return Number.isNaN(time) ? null : time;
}

/** A time as the browser's field has it: RFC 3339 in the reader's zone, to the minute. */
function localText(time: number): string {
  const shift = new Date(time).getTimezoneOffset() * 60_000;
  return new Date(time - shift).toISOString().slice(0, "2026-01-01T00:00".length);
}
