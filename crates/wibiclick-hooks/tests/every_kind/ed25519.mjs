// Signs with Node's own Ed25519: on stdin a line of a private key and a message,
// in hexadecimal digits; on stdout a signature a line, in base64.
import { createPrivateKey, sign } from "node:crypto";
import { createInterface } from "node:readline";

// RFC 8410: what stands before the 32 bytes of a private key.
const PKCS8 = "302e020100300506032b657004220420";

for await (const line of createInterface({ input: process.stdin })) {
  const [seed, message] = line.split(" ");
  const key = createPrivateKey({
    key: Buffer.from(PKCS8 + seed, "hex"),
    format: "der",
    type: "pkcs8",
  });
  console.log(sign(null, Buffer.from(message, "hex"), key).toString("base64"));
}
