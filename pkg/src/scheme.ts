// How a sender of one's own signs, and what its bodies say, as a record.

/** How a sender signs that is none of the kinds: for `verify` and `sign` in the place of a name. */
export type Scheme = (SchemeCode | SchemeToken) & {
  /** The header that carries the request's id; several names are looked for in turn. */
  id?: string | string[];
  /** Where in a body is what; without it bodies are read as those of Standard Webhooks are. */
  event?: SchemeEvent;
};

/** A code over the request's content, made with the secret. */
export interface SchemeCode {
  /** How the code is computed; `sha256` is over the secret and then what is signed. */
  algorithm: "hmac-sha1" | "hmac-sha256" | "hmac-sha512" | "sha256" | "ed25519";
  /** The header with the code; several names are looked for in turn. */
  header: string | string[];
  /** How the code is written. */
  encoding: "hex" | "base64" | "base64url";
  /** What stands between several items in the header; without it the value is one item. */
  separator?: string;
  /** With what a code of this scheme starts: `v1,`. */
  prefix?: string;
  /**
   * What is signed; `{body}` if left out. Of `{id}`, `{timestamp}`, `{body}`, `{method}`, `{url}`,
   * `{url-decoded}` (as HubSpot does) and `{url-and-form}` (as Twilio does).
   */
  signed?: string;
  /**
   * How the secret is written: `text` if left out; `whsec` is base64 with or without `whsec_` before
   * it, `whpk` a public key for ed25519.
   */
  secret?: "text" | "hex" | "base64" | "whsec" | "whpk";
  /** Where the time of signing is; a scheme that has one also signs it. */
  timestamp?: SchemeTimestamp;
}

/** The secret itself, in a header or in the body. */
export type SchemeToken =
  | {
      algorithm: "token";
      /** The header; several names are looked for in turn. */
      header: string | string[];
      /** What stands before the secret: `Bearer `. */
      prefix?: string;
    }
  | {
      algorithm: "token";
      /** Where in the body, which is JSON; wherever the path leads, it must be: `value[].token`. */
      body: string;
    };

/** Where the time of signing is. */
export interface SchemeTimestamp {
  /** The header; several names are looked for in turn. */
  header: string | string[];
  /** What stands between several items in the header; without it the value is one item. */
  separator?: string;
  /** With what the item starts that is the time: `t=`. */
  prefix?: string;
  /** What it counts since 1970. */
  unit: "seconds" | "milliseconds" | "seconds-or-iso8601";
  /** How many seconds it may be off, before or after. */
  toleranceSeconds: number;
}

/**
 * Where in a body is what. Each is a path from the event on, `batch` from the body on:
 * `data.people[type=User].id`; `[0]` is a place in a list, `[]` every element, `a|b` the first that
 * is there.
 */
export interface SchemeEvent {
  /** Whether bodies are forms, each field of which is a text; else they are JSON. */
  form?: boolean;
  /** The list of events: `data.events[]`; without it the body is the one event. */
  batch?: string;
  /** The event's own id; without it the request's. */
  id?: string;
  /** The sender's name for what happened; `type` if left out. */
  type?: string;
  /** The header with that name, which is mostly not signed. */
  typeHeader?: string;
  /** When it happened: RFC 3339, or seconds or milliseconds since 1970. */
  occurredAt?: string;
  /** When it takes effect: likewise, or a date. */
  effectiveAt?: string;
  /** Whom it is about. */
  subject?: { email?: string; id?: string; login?: string; name?: string };
  /** What the sender's names mean: `{ "employee.gone": "person.left" }`. */
  signals?: Record<string, string>;
}
