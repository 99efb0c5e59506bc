// What the types say. It is compiled, never run: each `@ts-expect-error` is a
// mistake that the compiler must find.

import {
  WibiClick,
  WibiClickError,
  type Actions,
  type Contact,
  type Done,
  type WibiClickErrorKind,
} from "wibiclick";

const wibi = new WibiClick({ apiKey: "k", websiteId: 5 });

// @ts-expect-error an option that does not exist
new WibiClick({ apiKey: "k", retires: 3 });

const done: Promise<Done> = wibi.user.disconnectFromWebsite({ userId: 1, websiteId: "site_1" });
await done;

// The website may be the client's.
await wibi.user.disconnectFromWebsite({ userId: "user_1" });
await wibi.user.getMany();

// @ts-expect-error the user is never left out
await wibi.user.disconnectFromWebsite({ websiteId: "site_1" });
// @ts-expect-error a misspelt param
await wibi.user.disconnectFromWebsite({ userID: "user_1" });
// @ts-expect-error a number is no text
await wibi.website.add({ url: 7 });

const { customers } = await wibi.contact.getMany({ limit: 3 }, { timeoutMs: 100 });
const first: Contact | undefined = customers[0];
const phone: string | null | undefined = first?.phone;
// A field that we do not know is there, and unknown.
const unknown: unknown = first?.["colour"];

// Known values are offered, others taken.
await wibi.note.add({ contactId: 1, notes: "n", tag: "important" });
await wibi.note.add({ contactId: 1, notes: "n", tag: "something new" });

const users = await wibi.call("user.getMany", { limit: 1 });
const email: string | null | undefined = users.users[0]?.email;
// @ts-expect-error a known action takes what it takes
await wibi.call("user.getMany", { limit: "1" });
const anything: unknown = await wibi.call("future.action" as string, { a: 1 });

const params: Actions["website.get"]["params"] = { websiteId: "site_1" };
const url: string = wibi.preview("website.get", params).url;

try {
  await wibi.request({ method: "GET", path: "/x", query: { a: 1, b: undefined } });
} catch (error) {
  if (error instanceof WibiClickError) {
    const kind: WibiClickErrorKind = error.kind;
    const wait: number | undefined = error.retryAfterMs;
    void [kind, wait, error.issues[0]?.suggestion];
  }
}
// @ts-expect-error no such method
await wibi.request({ method: "BREW", path: "/x" });

void [phone, unknown, email, anything, url];
