// How a sender of one's own signs, as a record.

/** How a sender signs that is none of the kinds: for `verify` and `sign` in the place of a name. */
export interface Scheme {
  /** What shows that a request is genuine. */
  proof: { mac: SchemeMac } | { token: SchemeToken };
  /** The header that carries the request's id; several names are looked for in turn. */
  id?: string | string[];
  /** Where the time of signing is; a scheme that has one also signs it. */
  timestamp?: SchemeTimestamp;
}

/** A code over the request's content, made with the secret. */
export interface SchemeMac {
  algorithm: "hmac-sha1" | "hmac-sha256" | "hmac-sha512";
  /** Where the code is. */
  signature: {
    header: string | string[];
    encoding: "hex" | "base64";
    /** What stands between several items in the header; without it the value is one item. */
    separator?: string;
    /** With what a code of this scheme starts: `v1,`. */
    prefix?: string;
  };
  /** What is signed: `{timestamp}.{body}`, of `{id}`, `{timestamp}`, `{body}` and `{method}`. */
  signed: string;
  /** How the key is made of the secret: its text, or base64 with or without `whsec_` before it. */
  secret: "text" | "whsec";
}

/** The secret itself, in a header. */
export interface SchemeToken {
  header: string | string[];
  /** What stands before the secret: `Bearer `. */
  prefix?: string;
}

/** Where the time of signing is. */
export interface SchemeTimestamp {
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
