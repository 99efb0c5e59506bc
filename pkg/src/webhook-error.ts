// The one error that the webhooks throw.

/** What sort of failure a {@link WebhookError} is. */
export type WebhookErrorKind =
  /** A header that the kind needs is not there. */
  | "missing-header"
  /** A header that the kind needs cannot be read. */
  | "bad-header"
  /** No signature of the request was made with any of the secrets over this body. */
  | "bad-signature"
  /** Genuine, and signed too long ago. */
  | "too-old"
  /** Genuine, and signed in this machine's future. */
  | "too-new"
  /** A secret is missing, blank, or not of the form that the kind needs. */
  | "bad-secret"
  /** Genuine, and its body is not what the kind sends. */
  | "malformed"
  /** Neither a POST nor a handshake. */
  | "unsupported"
  /** The call itself is wrong: a parsed body, an unknown kind, no time. */
  | "invalid-arguments";

/** Where the mistake probably is that led to a {@link WebhookError}. */
export type WebhookHint =
  /** The body is not the one that was sent: parsed and written again, cut, or read before. */
  | "body"
  /** The secret looks like something else, or like a part of one. */
  | "secret"
  /** The request has the headers of another kind. */
  | "another-kind"
  /** There are no headers at all. */
  | "headers"
  /** The kind signs the URL, and there is none. */
  | "url";

/** What to answer with. */
export interface WebhookResponse {
  /** The HTTP status. */
  status: number;
  /** By names in lower case. */
  headers: Record<string, string>;
  /** Empty where there is nothing to say. */
  body: string;
}

/** What the error is made of. */
export interface WebhookErrorFields {
  /** What sort of failure it is. */
  kind: WebhookErrorKind;
  /** What is wrong and what to do about it, for the log. */
  message: string;
  /** The HTTP status for the sender. */
  status: number;
  /** Where the mistake probably is. */
  hint?: WebhookHint | null;
  /** The header that is missing or cannot be read. */
  header?: string | null;
  /** How far the time of signing is ahead of this machine's clock, in milliseconds. */
  skewMs?: number | null;
}

/**
 * A request that gave no events.
 *
 * The message says what is wrong and what to do about it. It is for the log: answer the sender with
 * {@link response}, which does not say why, or a forger would learn from it.
 */
export class WebhookError extends Error {
  /** Always `WebhookError`. */
  override readonly name = "WebhookError";
  /** What sort of failure it is. */
  readonly kind: WebhookErrorKind;
  /**
   * The HTTP status for the sender: 401 if the request was not shown to be genuine, 400 if it is
   * genuine and not understood, 405 for another method, 500 if the mistake is on this side.
   */
  readonly status: number;
  /** Where the mistake probably is; undefined where nothing tells. */
  readonly hint: WebhookHint | undefined;
  /** The header that is missing or cannot be read. */
  readonly header: string | undefined;
  /**
   * Of `too-old` and `too-new`: how far the time of signing is ahead of this machine's clock, in
   * milliseconds; negative if behind.
   */
  readonly skewMs: number | undefined;
  /** What the sender may be answered; the same for all who are not genuine. */
  readonly response: WebhookResponse;

  constructor(fields: WebhookErrorFields, options?: ErrorOptions) {
    super(fields.message, options);
    this.kind = fields.kind;
    this.status = fields.status;
    this.hint = fields.hint ?? undefined;
    this.header = fields.header ?? undefined;
    this.skewMs = fields.skewMs ?? undefined;
    const headers: Record<string, string> = { "content-type": "text/plain" };
    if (fields.status === 405) headers["allow"] = "POST";
    this.response = { status: fields.status, headers, body: PUBLIC[fields.status] ?? "" };
  }
}

const PUBLIC: Record<number, string> = {
  400: "the request is not understood",
  401: "the request is not shown to be genuine",
  405: "the method is not allowed",
  500: "the receiver is not able to verify requests",
};
