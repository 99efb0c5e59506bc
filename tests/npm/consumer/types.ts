// What the types say. It is compiled, never run: each `@ts-expect-error` is a
// mistake that the compiler must find.

import {
  WibiClick,
  WibiClickError,
  type Actions,
  type BatchCall,
  type BatchFailure,
  type Contact,
  type Contacts,
  type Done,
  type EstimateStatus,
  type Id,
  type LineItemInput,
  type Session,
  type User,
  type UserId,
  type Users,
  type WibiClickErrorKind,
} from "wibiclick";

const wibi = new WibiClick({ apiKey: "k", websiteId: 5 });

// What comes from the environment can be given as it is.
const variable = undefined as string | undefined;
new WibiClick({ apiKey: variable, baseUrl: variable, websiteId: variable });

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

// What has a shape of its own has a name; what can be cleared takes null.
const line: LineItemInput = { name: "Valve", amount: 95.5 };
const sent: EstimateStatus = "sent";
const items = [line, { name: "Call-out", amount: 300 }];
await wibi.estimate.addOrUpdate({ items, status: sent });
// @ts-expect-error a line without a price
await wibi.estimate.addOrUpdate({ items: [{ name: "Valve" }] });
await wibi.appliance.update({
  applianceId: 1,
  contactId: 1,
  type: "oven",
  lastServiceDate: null,
});
// @ts-expect-error a name cannot be cleared
await wibi.estimate.addOrUpdate({ name: null });

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
    const place: number | undefined = error.index;
    const ended: readonly unknown[] | undefined = error.results;
    const wait: number | undefined = error.retryAfterMs;
    void [kind, place, ended, wait, error.issues[0]?.suggestion];
  }
}

// Items of a list, values that can be cleared, and files.
await wibi.invoice.addOrUpdate({
  status: "sent",
  items: [
    { name: "Geyser", amount: 6800.5 },
    { lineItemId: 3, name: "Labour", amount: 600 },
  ],
});
// @ts-expect-error a line has a name
await wibi.invoice.addOrUpdate({ items: [{ amount: 1 }] });
// @ts-expect-error a misspelt field of a line
await wibi.invoice.addOrUpdate({ items: [{ name: "a", amount: 1, quantty: 2 }] });
await wibi.contact.setPreferredTechnician({ contactId: 1, technicianId: null });
// @ts-expect-error what cannot be cleared is never null
await wibi.note.update({ noteId: 1, title: null });
await wibi.user.uploadLogo({ logo: new Blob(["a"]) });
await wibi.user.uploadLogo({ logo: new Uint8Array(3) });
await wibi.user.uploadLogo({
  logo: { fileName: "a", contentType: "image/png", data: new Uint8Array(3) },
});
// @ts-expect-error a text is no file
await wibi.user.uploadLogo({ logo: "logo.png" });
const bytes: Uint8Array = (await wibi.security.export()).data;
const { jobs } = await wibi.job.getMany();
const status: string | null | undefined = jobs[0]?.jobStatus;
const technician: string | null | undefined = jobs[0]?.employee?.firstName;
// @ts-expect-error cents are named so
await wibi.payment.add({ amount: 1, type: "INVOICE", status: "pending", contactId: 1 });

// Corrections, and actions of one's own.
const corrected = new WibiClick({
  overrides: { "user.reassignNotes": { path: "/x", params: { oldUserId: { wire: "from" } } } },
  actions: {
    "own.archiveJob": {
      method: "POST",
      path: "/jobs/{jobId}/archive",
      params: { jobId: { type: "id", place: "path", required: true } },
    },
  },
});
const archived: unknown = await corrected.call("own.archiveJob" as string, { jobId: 1 });
// @ts-expect-error an own action says its path
new WibiClick({ actions: { "own.archiveJob": { method: "POST" } } });
// @ts-expect-error no such place
new WibiClick({ overrides: { "user.update": { params: { userId: { place: "header" } } } } });
void [bytes, status, technician, archived];

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
const untyped: BatchCall[] = [{ action: "user.getMany", params: { limit: "any" } }];
const later: unknown[] = await wibi.batch(untyped);
const [either] = await wibi.batch([{ action: "user.getMany" }, { action: "contact.getMany" }]);
const both: Users | Contacts | undefined = either;
// @ts-expect-error a known action takes what it takes
await wibi.batch([{ action: "user.getMany", params: { limit: "1" } }]);
// @ts-expect-error another action's params, in a batch of several
await wibi.batch([{ action: "user.getMany" }, { action: "website.get", params: { limit: 1 } }]);
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
void [replies, mixed, dynamic, later, both, wrong];

// @ts-expect-error no such method
await wibi.request({ method: "BREW", path: "/x" });

void [phone, unknown, email, anything, url];

// Ids: any text and any number, and one from a reply where it belongs.
const {
  users: [leaver],
} = await wibi.user.getMany();
const { websites } = await wibi.website.getForUser({ userId: "user_1" });
if (leaver) {
  const plain: string | number = leaver.id;
  const shown: string = `${leaver.id}`;
  const userId: UserId = "user_1";
  await wibi.user.disconnectFromWebsite({ userId: leaver.id, websiteId: websites[0]?.value ?? 1 });
  await wibi.call("user.disconnectFromWebsite", { userId: leaver.id });
  await wibi.batch(
    websites.map(({ value: websiteId }) => ({
      action: "user.disconnectFromWebsite",
      params: { userId: leaver.id, websiteId },
    })),
  );
  // @ts-expect-error a user's id is no website's
  await wibi.website.get({ websiteId: leaver.id });
  // @ts-expect-error by id no more than by its method
  await wibi.call("website.get", { websiteId: leaver.id });
  // @ts-expect-error nor in a batch
  await wibi.batch([{ action: "website.get", params: { websiteId: leaver.id } }]);
  // @ts-expect-error nor as the website of the client
  new WibiClick({ websiteId: leaver.id });
  // @ts-expect-error nor among several
  await wibi.contact.merge({ targetContactId: 1, mergeContactIds: [leaver.id] });
  const byId = new Map<UserId, string>([[leaver.id, shown]]);
  const byText: Record<UserId, string> = { [leaver.id]: shown };
  const found: string | undefined = byId.get("user_1") ?? byText[leaver.id];
  const isLeaver: boolean = leaver.id === "user_1" || leaver.id === 1;
  // @ts-expect-error they are never the same
  const isSite: boolean = leaver.id === websites[0]?.value;
  const any: Id = leaver.id;
  // @ts-expect-error any record's is not a user's
  const back: UserId = any;
  const narrow: string = typeof leaver.id === "string" ? leaver.id : leaver.id.toFixed();
  void [plain, userId, found, isLeaver, isSite, back, narrow];
}
