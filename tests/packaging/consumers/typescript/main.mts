import { prove } from "../prove.mjs";
import { WibiClick, WibiClickError, type User, type WibiClickErrorKind } from "wibiclick";
import { verify, WebhookError, type Signal, type Verified } from "wibiclick/webhooks";

const sandbox = process.argv[2] ?? "";
const wibi = new WibiClick({ apiKey: "sandbox-key", baseUrl: sandbox });
const { users } = await wibi.user.getMany({ limit: 1 });
const user: User | undefined = users[0];
const email: string | null | undefined = user?.email;
// @ts-expect-error a misspelt param
void (() => wibi.user.getMany({ limt: 1 }));

export const kindOf = (error: WibiClickError): WibiClickErrorKind => error.kind;
export const signalOf = (received: Verified): Signal | null | undefined =>
  received.type === "events" ? received.events[0]?.signal : undefined;

if (!email) throw new Error("expected a user with an address");
const proof = await prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox);
console.log(JSON.stringify(proof));
