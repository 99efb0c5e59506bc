// Identities: which email belongs to a vendor's id.

import type { TargetedSubmitEvent } from "preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { answer, api, errorOf, type Identity } from "../client";
import { useOverview } from "../overview";
import { Act } from "../parts/act";
import { count } from "../parts/delivery";
import { Awaited, Failure } from "../parts/failure";
import { FilterForm, type Query, SourceField, TextField } from "../parts/filter";
import { Page } from "../parts/page";
import { say } from "../parts/say";
import { Time } from "../parts/time";
import { somethingDone, useAnswer } from "../refresh";

function identitiesPlace(query: Query): string {
  return `/admin/identities?${new URLSearchParams(query)}`;
}

export function Identities() {
  const { query } = useLocation();
  const sources = useOverview().value?.sources.map(({ name }) => name) ?? [];
  const asked = {
    ...(query.source && { source: query.source }),
    ...(query.text && { text: query.text }),
    ...(query.cursor && { cursor: query.cursor }),
  };
  const { value, error } = useAnswer(
    (signal) => answer(api.GET("/identities", { params: { query: asked }, signal })),
    JSON.stringify(asked),
  );

  return (
    <Page title="Identities">
      <p>
        Pairs of a vendor’s id and an email. Where an event has the id alone, its subject gets the
        email from here; of an id with several emails none is used.
      </p>
      <FilterForm verb="Search" placeOf={identitiesPlace}>
        <SourceField />
        <TextField name="text" label="Id or email begins with" />
      </FilterForm>
      <section aria-label="Identities that match">
        {value === null ? <Awaited error={error} /> : <Failure error={error} />}
        {value?.identities.length === 0 && (
          <p class="empty">
            {Object.keys(asked).length === 0
              ? "None is known yet. They are learned from events that have both, or imported below."
              : "None matches."}
          </p>
        )}
        {value && value.identities.length > 0 && (
          <ul class="identities">
            {value.identities.map((identity) => (
              <IdentityView
                key={`${identity.source} ${identity.id} ${identity.email}`}
                identity={identity}
              />
            ))}
          </ul>
        )}
        {value?.cursor != null && (
          <a class="next" href={identitiesPlace({ ...asked, cursor: value.cursor })}>
            More
          </a>
        )}
      </section>
      <Import sources={sources} />
    </Page>
  );
}

function IdentityView({
  identity: { source, id, email, origin, learnedAt, seenAt, conflicting },
}: {
  identity: Identity;
}) {
  return (
    <li class={conflicting ? "conflicting" : ""}>
      <div>
        <code>{id}</code> is <strong>{email}</strong>
        {conflicting && (
          <strong class="mark">
            <span aria-hidden="true">⚠</span> conflicting: not used
          </strong>
        )}
        <small>
          {source} · {origin === "import" ? "imported" : "learned"} <Time at={learnedAt} /> · seen{" "}
          <Time at={seenAt} />
        </small>
      </div>
      <Act
        label="Forget …"
        name={`Forget ${email} …`}
        question="Forget this identity?"
        verb="Forget it"
        isGrave
        act={async () => {
          const query = { source, id, email };
          const { forgotten } = await answer(api.DELETE("/identities", { params: { query } }));
          return `${count(forgotten, "identity", "identities")} forgotten.`;
        }}
      >
        <p>
          An event of {source} with the id <code>{id}</code> alone no longer gets {email} from here.
          An event that has both teaches it again.
        </p>
      </Act>
    </li>
  );
}

function Import({ sources }: { sources: string[] }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<Error | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function go(event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const source = String(new FormData(event.currentTarget).get("source"));
    setBusy(true);
    setError(null);
    try {
      const { imported, known, conflicting } = await send(source, text);
      const conflicts = conflicting.length > 0 ? ` Conflicting: ${conflicting.join(", ")}.` : "";
      say(
        `${count(imported, "identity", "identities")} imported, ${known} known already.${conflicts}`,
      );
      setText("");
      somethingDone();
    } catch (reason) {
      setError(errorOf(reason));
    } finally {
      setBusy(false);
    }
  }

  return (
    <section aria-labelledby="import">
      <h2 id="import">Import</h2>
      <form onSubmit={(event) => void go(event)}>
        <div class="grid">
          <label>
            For the source
            <select name="source" required>
              {sources.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <label>
            A file, CSV or JSON
            <input
              type="file"
              accept=".csv,.json,text/csv,application/json"
              onChange={(event) => {
                void event.currentTarget.files?.[0]?.text().then(setText, setError);
              }}
            />
          </label>
        </div>
        <label>
          Or its text
          <textarea
            class="code"
            rows={6}
            required
            spellcheck={false}
            placeholder={"id,email\nuser_29w83sxmDNGwOuEthce5gg56FcC,casey@example.com"}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <Failure error={error} />
        <button aria-busy={isBusy} disabled={isBusy}>
          Import
        </button>
      </form>
    </section>
  );
}

/** Sends pairs as what they are: a JSON list begins with a bracket, a CSV with a name. */
function send(source: string, text: string) {
  const isJson = text.trimStart().startsWith("[");
  return answer(
    api.POST("/identities", {
      params: { query: { source } },
      body: text,
      bodySerializer: (body) => body,
      headers: { "content-type": isJson ? "application/json" : "text/csv" },
    }),
  );
}
