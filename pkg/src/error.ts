// The one error that the client throws.

/** What sort of failure a {@link WibiClickError} is. */
export type WibiClickErrorKind =
  /** The params, options or the request are not as expected; nothing was sent. */
  | "invalid-params"
  /** 401: the API key is missing, wrong or used up. */
  | "unauthorized"
  /** 403: the key may not do this. */
  | "forbidden"
  /** 404: there is no such record. */
  | "not-found"
  /** 409: the record is in another state. */
  | "conflict"
  /** 429: too many requests. */
  | "rate-limited"
  /** Any other status that means failure. */
  | "api"
  /** The API was not reached, or the connection broke. */
  | "network"
  /** The API did not answer in time. */
  | "timeout"
  /** The caller gave up. */
  | "aborted"
  /** The API succeeded, with a reply that is not the expected one. */
  | "bad-reply";

/** One thing that is wrong with the params. */
export interface ParamIssue {
  /** The param. */
  param: string;
  /** What is wrong with it. */
  problem: "missing" | "unknown" | "wrong-type" | "empty" | "unknown-value";
  /** The same in words. */
  message: string;
  /** The nearest name that would be right. */
  suggestion?: string;
}

/** What the error is made of. */
export interface WibiClickErrorFields {
  /** What sort of failure it is. */
  kind: WibiClickErrorKind;
  /** The API's own message where it gave one. */
  message: string;
  /** The action that was called. */
  action?: string | null;
  /** The HTTP status, where there was a response. */
  status?: number | null;
  /** All that is wrong with the params. */
  issues?: ParamIssue[];
  /** The body of the response: JSON, or text. */
  body?: unknown;
  /** How long the API asks to wait before another try, in milliseconds. */
  retryAfterMs?: number | null;
  /** Whether the same call may succeed later; false if left out. */
  retryable?: boolean;
}

/** A call that did not succeed. */
export class WibiClickError extends Error {
  /** Always `WibiClickError`. */
  override readonly name = "WibiClickError";
  /** What sort of failure it is. */
  readonly kind: WibiClickErrorKind;
  /** The action that was called; absent for a raw request. */
  readonly action: string | undefined;
  /** The HTTP status, where there was a response. */
  readonly status: number | undefined;
  /** All that is wrong with the params. */
  readonly issues: readonly ParamIssue[];
  /** The body of the response: JSON, or text. */
  readonly body: unknown;
  /** How long the API asks to wait before another try, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /**
   * Whether the same call may succeed later. It does not say that repeating is
   * safe: a write may have been carried out.
   */
  readonly retryable: boolean;
  /** Which call of a batch it was, counted from 0; absent outside a batch. */
  readonly index: number | undefined = undefined;
  /**
   * In the error that ended a batch: what became of each call, with `undefined` for those never
   * begun. Not enumerable, since this error is among them.
   */
  declare readonly results?: readonly unknown[];

  constructor(fields: WibiClickErrorFields, options?: ErrorOptions) {
    super(fields.message, options);
    this.kind = fields.kind;
    this.action = fields.action ?? undefined;
    this.status = fields.status ?? undefined;
    this.issues = fields.issues ?? [];
    this.body = fields.body ?? undefined;
    this.retryAfterMs = fields.retryAfterMs ?? undefined;
    this.retryable = fields.retryable ?? false;
  }
}

/** The error of what the wasm threw: JSON text; anything else is left alone. */
export function errorOf(thrown: unknown): unknown {
  if (typeof thrown !== "string") return thrown;
  return new WibiClickError(JSON.parse(thrown) as WibiClickErrorFields);
}
