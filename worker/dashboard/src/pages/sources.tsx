// Sources: what to paste into each vendor's form, and whether it can receive.

import { useState } from "preact/hooks";
import type { Overview, Source } from "../client";
import { useOverview } from "../overview";
import { listPlace } from "../parts/delivery";
import { Awaited, Failure } from "../parts/failure";
import { Page } from "../parts/page";
import { say } from "../parts/say";
import { Time } from "../parts/time";

export function Sources() {
  const { value, error } = useOverview();
  return (
    <Page title="Sources">
      {value === null ? <Awaited error={error} /> : <Failure error={error} />}
      {value?.sources.length === 0 && (
        <p class="empty">
          There is none. Add a <code>[[source]]</code> to hooks.toml and deploy again.
        </p>
      )}
      {value?.sources.map((source) => (
        <SourceView key={source.name} source={source} />
      ))}
      {value && <Rules rules={value.rules} />}
    </Page>
  );
}

const SECRETS: Record<Source["secret"], string> = {
  set: "✓ set",
  missing: "✕ missing: every request is refused",
  weak: "✕ weak: every request is refused",
};

function SourceView({ source }: { source: Source }) {
  const { name, counts } = source;
  const under =
    counts.stored + counts.queued + counts.running + counts.retry + counts.date + counts.turn;
  return (
    <article class="source" aria-labelledby={`source-${name}`}>
      <h2 id={`source-${name}`}>{name}</h2>
      {source.error !== null && <p class="failure">{source.error}</p>}
      <Address name={name} url={new URL(source.path, location.origin).href} />
      <dl class="facts">
        <dt>Kind</dt>
        <dd>{source.kind}</dd>
        <dt>Secret</dt>
        <dd>
          <strong class={source.secret === "set" ? "" : "grave"}>{SECRETS[source.secret]}</strong>
          <ul>
            {source.secrets.map((secret) => (
              <li key={secret.name}>
                <code>{secret.name}</code> {secret.set ? "is set" : "is not set"}
              </li>
            ))}
          </ul>
        </dd>
        <dt>Last event</dt>
        <dd>{source.lastReceivedAt === null ? "none yet" : <Time at={source.lastReceivedAt} />}</dd>
        <dt>Deliveries</dt>
        <dd>
          {under.toLocaleString()} under way,{" "}
          <a href={listPlace({ source: name, waitsFor: "release" })}>
            {counts.release.toLocaleString()} held
          </a>
          ,{" "}
          <a href={listPlace({ source: name, status: "dead" })}>
            {counts.dead.toLocaleString()} dead
          </a>
          ; <a href={listPlace({ source: name })}>show all</a>
        </dd>
        <dt>Rules</dt>
        <dd>{source.rules === 0 ? "none: all is ignored" : source.rules}</dd>
        <dt>Limits</dt>
        <dd>
          {source.concurrency} at once, {source.callsPerMinute ?? "any number of"} calls a minute,
          bodies up to {source.maxBodyBytes.toLocaleString()} bytes
          {source.shards > 1 && `, in ${source.shards} shards`}
        </dd>
      </dl>
    </article>
  );
}

/** The URL for the vendor's form, and how to take it there. */
function Address({ name, url }: { name: string; url: string }) {
  const [isDeaf, setDeaf] = useState(false);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(url);
      say(`The URL of ${name} is on the clipboard.`);
    } catch {
      setDeaf(true);
    }
  }

  return (
    <div class="address">
      <label>
        URL for the vendor’s form
        <input readOnly value={url} onFocus={(event) => event.currentTarget.select()} />
      </label>
      <button
        type="button"
        class="outline"
        aria-label={`Copy the URL of ${name}`}
        onClick={() => void copy()}
      >
        Copy
      </button>
      {isDeaf && (
        <p role="alert">The browser does not let it be copied: mark it and copy it by hand.</p>
      )}
    </div>
  );
}

function Rules({ rules }: { rules: Overview["rules"] }) {
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">Rules and their brakes</h2>
      {rules.length === 0 ? (
        <p class="empty">
          There is none: whatever comes in is ignored. Add a <code>[[rule]]</code> to hooks.toml.
        </p>
      ) : (
        <ul class="rules">
          {rules.map(({ name, brake }) => (
            <li key={name}>
              <span>{name}</span>
              {brake === null ? (
                <small>no brake</small>
              ) : (
                <small class={brake.used >= brake.limit ? "grave" : ""}>
                  brake: {brake.used.toLocaleString()} of {brake.limit.toLocaleString()} destructive
                  calls in the last hour
                </small>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
