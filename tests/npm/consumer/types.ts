// What the types say. It is compiled, never run: each `@ts-expect-error` is a
// mistake that the compiler must find.

import {
  WibiClick,
  WibiClickError,
  type Actions,
  type BatchFailure,
  type Contact,
  type Done,
  type Session,
  type User,
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
// Pages, one record after another.
for await (const user of wibi.user.getMany.all({ limit: 10 }, { retries: 0 })) {
  const one: User = user;
  void one;
}
// @ts-expect-error a single record has no pages
wibi.website.get.all();
// @ts-expect-error a number is no text
wibi.user.getMany.all({ limit: "10" });

// A batch has the replies of its calls, and failures where it goes on.
const leave = { action: "user.disconnectFromWebsite", params: { userId: 1 } } as const;
const replies: Done[] = await wibi.batch([leave, leave], { concurrency: 2 });
const mixed: (Done | BatchFailure)[] = await wibi.batch([leave], { continueOnFail: true });
const dynamic: unknown[] = await wibi.batch([{ action: "future.action" as string }]);
// @ts-expect-error a known action takes what it takes
await wibi.batch([{ action: "user.getMany", params: { limit: "1" } }]);
// @ts-expect-error failures are among the results
const wrong: Done[] = await wibi.batch([leave], { continueOnFail: true });

const session: Session = await wibi.login({ email: "a@example.com", password: "p" });

new WibiClick({
  retries: 0,
  auth: { header: "x-api-key", scheme: null, refresh: async () => session.token ?? "" },
  onRequest: ({ action, status, error, durationMs }) => {
    const shown: [string | undefined, number | string | undefined] = [action, status ?? error];
    void [shown, durationMs.toFixed()];
  },
});
// @ts-expect-error a refresh promises text
new WibiClick({ auth: { refresh: async () => 7 } });
void [replies, mixed, dynamic, wrong];

// @ts-expect-error no such method
await wibi.request({ method: "BREW", path: "/x" });

void [phone, unknown, email, anything, url];
