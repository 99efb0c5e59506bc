// What the types of webhooks say. It is compiled, never run: each
// `@ts-expect-error` is a mistake that the compiler must find.

import {
  sign,
  sources,
  verify,
  WebhookError,
  type Scheme,
  type Signal,
  type Source,
  type SourceKind,
  type Subject,
  type Verified,
  type WebhookErrorKind,
  type WebhookEvent,
  type WebhookHint,
  type WebhookResponse,
} from "wibiclick/webhooks";

const request = { headers: { "x-a": "1", "x-b": ["1", "2"], "x-c": undefined }, body: "{}" };
const result: Verified = verify("okta", request, "token");

// What it was decides what there is.
if (result.type === "handshake") {
  const { status, headers, body }: WebhookResponse = result.response;
  void new Response(body, { status, headers });
  // @ts-expect-error a handshake has no events
  result.events;
} else {
  for (const event of result.events) {
    const signal: Signal | null = event.signal;
    const subject: Subject | null = event.subject;
    // @ts-expect-error nobody may be there
    event.subject.email;
    // @ts-expect-error no such signal
    if (event.signal === "person.gone") throw new Error();
    // @ts-expect-error data is unknown until it is looked at
    event.data.id;
    void [signal, subject?.email, event.occurredAt];
  }
}
// @ts-expect-error without a look at its type
result.events;

// Requests of all servers.
const { url, method, headers } = new Request("http://a.example", { method: "POST" });
verify("clerk", { url, method, headers, body: new ArrayBuffer(3) }, ["old", "new"]);
verify("clerk", { headers: new Map([["a", "b"]]), body: new Uint8Array(3) }, "s", {
  now: new Date(),
  toleranceSeconds: 60,
});
verify("clerk", { headers: [["a", "b"]], body: undefined, method: "GET" }, "s", { now: "2026" });
// @ts-expect-error a parsed body
verify("clerk", { headers, body: { type: "a" } }, "s");
// @ts-expect-error no body
verify("clerk", { headers }, "s");
// @ts-expect-error a promise of a body
verify("clerk", { headers, body: new Request("http://a.example").text() }, "s");
// @ts-expect-error a variable that may not be set
verify("clerk", request, ({} as Record<string, string>)["SECRET"]);
// @ts-expect-error a misspelt option
verify("clerk", request, "s", { tolerance: 3 });
// @ts-expect-error milliseconds are no time
verify("clerk", request, "s", { now: 7 });

// Kinds that are known are offered, others taken.
const kind: SourceKind = "standard-webhooks";
const later: SourceKind = "a-kind-to-come";
const names: Source["name"][] = sources().map(({ name }) => name);
// @ts-expect-error what is listed is known
const unknown: Source["name"] = "a-kind-to-come";

const scheme: Scheme = {
  algorithm: "token",
  header: "authorization",
  prefix: "Bearer ",
  event: { batch: "events[]", subject: { email: "person.mail" } },
};
verify(scheme, request, "s");
// @ts-expect-error no such algorithm
const wrong: Scheme = { algorithm: "md5", header: "x", encoding: "hex" };
// @ts-expect-error a scheme without an algorithm
verify({ id: "x-id" }, request, "s");

const signed: Record<string, string> = sign("clerk", { body: "{}", timestamp: "2026" }, "s");
// @ts-expect-error one secret signs
sign("clerk", { body: "{}" }, ["a", "b"]);

try {
  verify(kind, request, "s");
} catch (error) {
  if (error instanceof WebhookError) {
    const sort: WebhookErrorKind = error.kind;
    const hint: WebhookHint | undefined = error.hint;
    const skew: number | undefined = error.skewMs;
    const answer: WebhookResponse = error.response;
    void [sort, hint, skew, answer, error.header, error.status.toFixed()];
  }
}

const event: WebhookEvent = {
  id: null,
  type: "a",
  signal: "person.leaving",
  occurredAt: null,
  effectiveAt: "2026-01-31T00:00:00Z",
  subject: null,
  data: {},
};
void [later, names, unknown, wrong, signed, event];
