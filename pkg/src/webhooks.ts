// The entry `wibiclick/webhooks`: types and an error class around its wasm, and what only
// JavaScript can get wrong.

import type { KnownKind } from "./kinds.js";
import type { Scheme, SchemeCode, SchemeEvent, SchemeTimestamp, SchemeToken } from "./scheme.js";
import {
  WebhookError,
  type WebhookErrorFields,
  type WebhookErrorKind,
  type WebhookResponse,
} from "./webhook-error.js";
import { Wasm } from "./wasm/wasm.js";

export * from "./webhook-error.js";
export type { KnownKind, Scheme, SchemeCode, SchemeEvent, SchemeTimestamp, SchemeToken };

type Glue = typeof import("../wasm/webhooks.js");

// Marked, or bundlers keep it for those who take the error alone.
const wasm = /* @__PURE__ */ new Wasm<Glue>();

/** A kind of source by its name; {@link sources} lists all. */
export type SourceKind = KnownKind | (string & {});

/** What an event means, over all vendors. */
export type Signal =
  /** The person has left: now, for good. */
  | "person.left"
  /** It is announced that the person leaves, at `effectiveAt`. */
  | "person.leaving"
  /** The person is locked out for a time. */
  | "person.suspended"
  /** The person is on leave, and will be back. */
  | "person.onLeave"
  /** The person is back. */
  | "person.returned"
  /** The person is new. */
  | "person.joined"
  /** Something about the person changed, and it is none of the above. */
  | "person.changed"
  /** The person lost access to one thing (an application, a team), and stays. */
  | "access.removed";

/** One verified thing that happened, in one form for all vendors. */
export interface WebhookEvent {
  /** The sender's id of it: the same when it is sent again. Null where it has none. */
  id: string | null;
  /** The sender's own name for what happened: `user.lifecycle.deactivate`; `unknown` without one. */
  type: string;
  /** What it means; null for what is neither a person's coming and going nor a loss of access. */
  signal: Signal | null;
  /** When it happened, by the sender's clock: RFC 3339, UTC. */
  occurredAt: string | null;
  /** When it takes effect, where that is another time: RFC 3339, UTC. */
  effectiveAt: string | null;
  /** Whom it is about, never who did it. */
  subject: Subject | null;
  /** The event as sent. */
  data: unknown;
}

/** Whom an event is about. */
export interface Subject {
  /** The address, in lower case. */
  email: string | null;
  /** The vendor's id of the person. */
  id: string | null;
  /** The login name. */
  login: string | null;
  /** The name to show. */
  name: string | null;
}

/** A request as it came. */
export interface WebhookRequest {
  /** `POST` if left out. GET requests are handshakes. */
  method?: string;
  /** The whole URL as it is configured at the sender; only needed where the kind signs it. */
  url?: string;
  /** All headers, as the server has them: names in any case. */
  headers: WebhookHeaders;
  /**
   * The body's bytes as they came, or their text; never a parsed object, since the bytes are what
   * was signed. May be undefined for a GET.
   */
  body: WebhookBody | undefined;
}

/** `Headers`, Node's `req.headers`, a Map, or a list of pairs. */
export type WebhookHeaders =
  Iterable<readonly [string, HeaderValue]> | { readonly [name: string]: HeaderValue };

/** A header that came several times has several values. */
export type HeaderValue = string | readonly string[] | undefined;

/** Bytes, or their text. */
export type WebhookBody = string | Uint8Array | ArrayBuffer;

/** How a request is verified. */
export interface VerifyOptions {
  /** The time now; the clock if left out. A text is RFC 3339. */
  now?: Date | string;
  /**
   * How many seconds the time of signing may be off, before or after; what the kind recommends if
   * left out, mostly 300.
   */
  toleranceSeconds?: number;
}

/** What a request was. */
export type Verified =
  | {
      type: "events";
      /** In the order in which they came; none where the sender had nothing to say. */
      events: WebhookEvent[];
    }
  | {
      type: "handshake";
      /** To be answered at once. */
      response: WebhookResponse;
    };

/** A request to be signed. */
export interface RequestToSign {
  /** `POST` if left out. */
  method?: string;
  /** The whole URL; only needed where the kind signs it. */
  url?: string;
  /** The bytes that are sent, or their text. */
  body: WebhookBody;
  /** The request's id, for kinds that have one; made of the time and the body if left out. */
  id?: string;
  /** The time of signing; the clock if left out. A text is RFC 3339. */
  timestamp?: Date | string;
}

/** A kind of source. */
export interface Source {
  /** What `verify` and `sign` take for it. */
  name: KnownKind;
  /** The headers that make a request a genuine one, by their usual names. */
  headers: string[];
  /** Whether the URL is signed, so that `verify` and `sign` need it. */
  needsUrl: boolean;
  /** Whether some of its requests are handshakes, to be answered at once. */
  handshake: boolean;
  /** The methods to be expected. */
  methods: ("POST" | "GET")[];
  /** The media types in which it sends, without parameters. */
  contentTypes: string[];
}

/**
 * Verifies a request, and reads its events.
 *
 * @param kindOrScheme the kind of source by its name, or how a sender of your own signs.
 * @param request the request as it came, with its raw body.
 * @param secrets the secret that the sender shows, or several while they are rotated: any may match.
 *   For kinds that carry a static token it is that token.
 * @throws {WebhookError} if the request is not genuine, not understood, or the call is wrong.
 */
export function verify(
  kindOrScheme: SourceKind | Scheme,
  request: WebhookRequest,
  secrets: string | readonly string[],
  options: VerifyOptions = {},
): Verified {
  checkedObject("the request", request, "{ method?, url?, headers, body }");
  const { now, toleranceSeconds } = checkedOptions(options);
  const { method, url, headers, body } = request;
  const from = textOf(kindOrScheme);
  const head = headOf(method, url, headers);
  const bytes = bytesOf(body, method);
  const all = checkedSecrets(secrets);
  const time = timeOf("now", now);
  const tolerance = checkedNumber("toleranceSeconds", toleranceSeconds);
  return asking((glue) => glue.verify(from, head, bytes, all, time, tolerance)) as Verified;
}

/**
 * The headers that make a request a genuine one, as its sender would: for tests.
 *
 * @param secret the secret that the sender shows.
 * @throws {WebhookError} if it cannot be signed so.
 */
export function sign(
  kindOrScheme: SourceKind | Scheme,
  request: RequestToSign,
  secret: string,
): Record<string, string> {
  checkedObject("the request", request, "{ method?, url?, body, id?, timestamp? }");
  const { method, url, body, id, timestamp } = request;
  if (Array.isArray(secret)) throw refused("bad-secret", "expected one secret to sign with");
  const to = textOf(kindOrScheme);
  const head = headOf(method, url, {});
  const bytes = bytesOf(body, method);
  const [one] = checkedSecrets(secret) as [string];
  if (!(id === undefined || typeof id === "string")) throw invalid("`id` is no text");
  const time = timeOf("timestamp", timestamp);
  return asking((glue) => glue.sign(to, head, bytes, one, id, time)) as Record<string, string>;
}

/** All kinds of sources, by name. */
export function sources(): Source[] {
  return JSON.parse(wasm.ask((glue) => glue.sources())) as Source[];
}

function asking(question: (glue: Glue) => string): unknown {
  try {
    return JSON.parse(wasm.ask(question)) as unknown;
  } catch (thrown) {
    if (typeof thrown !== "string") throw thrown;
    throw new WebhookError(JSON.parse(thrown) as WebhookErrorFields);
  }
}

// JavaScript's callers may give anything. None of these messages quotes what was
// given: it may be a secret.

function refused(kind: WebhookErrorKind, message: string): WebhookError {
  return new WebhookError({ kind, message, status: 500 });
}

function invalid(message: string): WebhookError {
  return refused("invalid-arguments", message);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function checkedObject(what: string, value: unknown, expected: string): void {
  if (!isObject(value)) throw invalid(`${what} is no object; expected ${expected}`);
}

function checkedOptions(options: VerifyOptions): VerifyOptions {
  checkedObject("the last argument", options, "{ now?, toleranceSeconds? }");
  const { now: _, toleranceSeconds: __, ...rest } = options;
  const [unknown] = Object.keys(rest);
  if (unknown === undefined) return options;
  throw invalid(`there is no option \`${unknown}\`; expected now or toleranceSeconds`);
}

function checkedNumber(name: string, value: unknown): number | undefined {
  // JSON would make null of NaN, and so leave it out.
  if (value === undefined || Number.isFinite(value)) return value as number | undefined;
  throw invalid(`\`${name}\` is no number`);
}

function textOf(kindOrScheme: unknown): string {
  if (typeof kindOrScheme === "string") return kindOrScheme;
  if (isObject(kindOrScheme)) return JSON.stringify(kindOrScheme);
  throw invalid("expected the name of a kind, or a scheme record, as first argument");
}

function checkedSecrets(secrets: unknown): string[] {
  const all: unknown[] = Array.isArray(secrets) ? secrets : [secrets];
  for (const [at, secret] of all.entries()) {
    if (typeof secret === "string") continue;
    const which = Array.isArray(secrets) ? `secret ${at + 1}` : "the secret";
    const is = secret === undefined ? "is undefined; is its variable set?" : "is no text";
    throw refused("bad-secret", `${which} ${is}`);
  }
  return all as string[];
}

/** Milliseconds since 1970. */
function timeOf(name: string, time: unknown): number {
  if (time === undefined) return Date.now();
  const isText = typeof time === "string";
  const millis = isText
    ? wasm.ask((glue) => glue.millis(time))
    : time instanceof Date
      ? time.getTime()
      : undefined;
  if (millis !== undefined && !Number.isNaN(millis)) return millis;
  throw invalid(
    `\`${name}\` is no time; expected a valid Date, or RFC 3339 (2026-01-31T18:42:00Z)`,
  );
}

const HEADERS =
  "expected Headers, an object, a Map or a list of pairs, with texts or lists of texts as values";

const BREAK = /[\r\n]/;

/** The method, the URL if known, and a line per header. */
function headOf(method: unknown = "POST", url: unknown, headers: unknown): string {
  if (typeof method !== "string" || /\s/.test(method)) throw invalid("`method` is no method");
  if (url !== undefined && (typeof url !== "string" || /\s/.test(url))) {
    throw invalid("`url` is no URL; expected the text of the whole one");
  }
  if (!isObject(headers)) throw invalid(`\`headers\` are not as expected: ${HEADERS}`);
  let head = url === undefined ? method : `${method} ${url}`;
  if (typeof (headers as Iterable<unknown>)[Symbol.iterator] === "function") {
    for (const entry of headers as Iterable<unknown>) {
      const [name, value] = Array.isArray(entry) ? (entry as unknown[]) : [];
      head += linesOf(name, value);
    }
  } else {
    for (const name of Object.keys(headers)) {
      head += linesOf(name, (headers as Record<string, unknown>)[name]);
    }
  }
  return head;
}

/** A line for each value of a header. */
function linesOf(name: unknown, value: unknown): string {
  if (typeof name === "string") {
    if (typeof value === "string" && !BREAK.test(name) && !BREAK.test(value)) {
      // HTTP/2 has some that are none: `:path`.
      return name.includes(":") ? "" : `\n${name}:${value}`;
    }
    if (value === undefined) return "";
    if (Array.isArray(value)) return value.map((one: unknown) => linesOf(name, one)).join("");
  }
  throw invalid(`\`headers\` are not as expected: ${HEADERS}`);
}

const RAW =
  "what was signed is the bytes that came. Express: express.raw({ type: () => true }) on this " +
  "route, before express.json(). Hono: await c.req.arrayBuffer(). Next.js and fetch: " +
  "await request.arrayBuffer()";

const encoder = new TextEncoder();

function bytesOf(body: unknown, method: unknown): Uint8Array {
  if (typeof body === "string") {
    if (body !== "[object Object]") return encoder.encode(body);
    throw invalid(`the body is an object that was made a text; ${RAW}`);
  }
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) {
    return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  }
  const isEmpty = body === undefined || body === null || (isObject(body) && isBare(body));
  if (isEmpty && typeof method === "string" && method.toUpperCase() === "GET") {
    return new Uint8Array();
  }
  if (isEmpty) throw invalid(`there is no body: nothing read it, or something else did; ${RAW}`);
  if (isObject(body) && ("getReader" in body || "pipe" in body || "then" in body)) {
    throw invalid(`the body is still to be read; ${RAW}`);
  }
  throw invalid(`the body was parsed, and cannot be verified any more; ${RAW}`);
}

/** What parsers of bodies leave where there is none. */
function isBare(body: object): boolean {
  return Object.getPrototypeOf(body) === Object.prototype && Object.keys(body).length === 0;
}
