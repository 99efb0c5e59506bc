// What is done to many deliveries at once: each says first to how many.

import { useEffect, useState } from "preact/hooks";
import { answer, api, type Filter, type Many } from "../client";
import { Act } from "./act";
import { deliveries } from "./delivery";
import { Failure } from "./failure";

/** The most that the API does at once. */
const AT_ONCE = 1000;
const A_PAGE = 500;

/** Which deliveries: what of a list's filter counts for many. */
export type Which = Pick<Many, "source" | "subject" | "type" | "since" | "until">;

function came(verb: string, { matched, changed }: { matched: number; changed: number }): string {
  const rest = matched - changed;
  return `${deliveries(changed)} ${verb}.${rest > 0 ? ` ${rest.toLocaleString()} more match.` : ""}`;
}

/** Replays all dead ones that match. */
export function ReplayMany({ which }: { which: Which }) {
  return (
    <Act
      label="Replay all of these …"
      question="Replay these dead deliveries?"
      verb="Replay them"
      act={async (fields) => {
        const repeat = fields.has("repeat");
        const body = { ...which, status: "dead" as const, repeat };
        return came("replayed", await answer(api.POST("/replay", { body })));
      }}
    >
      <HowMany filter={{ ...which, status: "dead" }} />
      <Repeat />
    </Act>
  );
}

/** Lets all held ones go on that match. */
export function ReleaseMany({ which, number }: { which: Which; number: number | null }) {
  return (
    <Act
      label="Release all …"
      question="Release held deliveries?"
      verb="Release them"
      act={async () => came("released", await answer(api.POST("/release", { body: which })))}
    >
      <Held which={which} number={number} />
      <p>Their calls are made, the destructive ones too, although the brake is on.</p>
    </Act>
  );
}

/** Ends all held ones that match. */
export function RefuseMany({ which, number }: { which: Which; number: number | null }) {
  return (
    <Act
      label="Refuse all …"
      question="Refuse held deliveries?"
      verb="Refuse them"
      isGrave
      act={async () => came("refused", await answer(api.POST("/refuse", { body: which })))}
    >
      <Held which={which} number={number} />
      <p>They end as dead, without their calls. They can be replayed later.</p>
    </Act>
  );
}

/** Whether calls that succeeded are made again. */
export function Repeat() {
  return (
    <>
      <p>Calls that are not done are made, by the rules of now.</p>
      <label>
        <input type="checkbox" name="repeat" /> also repeat calls that succeeded
      </label>
    </>
  );
}

function Held({ which, number }: { which: Which; number: number | null }) {
  if (number === null) return <HowMany filter={{ ...which, waitsFor: "release" }} />;
  return <p>{deliveries(number)} held by a brake.</p>;
}

function HowMany({ filter }: { filter: Filter }) {
  const [number, setNumber] = useState<number | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    countMatching(filter).then(setNumber, setError);
  }, []);
  if (error !== null) return <Failure error={error} />;
  if (number === null) return <p aria-busy="true">Counting …</p>;
  if (number > AT_ONCE) {
    return (
      <p>
        More than {deliveries(AT_ONCE)} match; it is done to the oldest {AT_ONCE.toLocaleString()}.
      </p>
    );
  }
  return (
    <p>
      <strong>{deliveries(number)}</strong> {number === 1 ? "matches" : "match"}.
    </p>
  );
}

/** How many match; one more than can be done at once stands for all beyond. */
async function countMatching(filter: Filter): Promise<number> {
  let number = 0;
  let cursor: string | null = null;
  do {
    const query: Filter = { ...filter, limit: A_PAGE, ...(cursor !== null && { cursor }) };
    const page: { deliveries: unknown[]; cursor: string | null } = await answer(
      api.GET("/deliveries", { params: { query } }),
    );
    number += page.deliveries.length;
    cursor = page.cursor;
  } while (cursor !== null && number <= AT_ONCE);
  return number;
}
