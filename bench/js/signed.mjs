// A webhook as each of the verifiers wants it, signed now.

import { createHmac } from "node:crypto";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** The body, the secret, and the headers and values that say who has signed it. */
export function signed() {
  const body = JSON.stringify({ id: "evt_1", object: "event", type: "user.updated", data: {} });
  const seconds = Math.floor(Date.now() / 1_000);
  const code = (key, text, encoding) => createHmac("sha256", key).update(text).digest(encoding);
  const standardKey = Buffer.from(SECRET.slice("whsec_".length), "base64");
  return {
    body,
    secret: SECRET,
    standard: {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(seconds),
      "webhook-signature": `v1,${code(standardKey, `msg_1.${seconds}.${body}`, "base64")}`,
    },
    stripe: `t=${seconds},v1=${code(SECRET, `${seconds}.${body}`, "hex")}`,
    github: `sha256=${code(SECRET, body, "hex")}`,
  };
}
