import { prove } from "../prove.mjs";
import { WibiClick, WibiClickError, type User, type WibiClickErrorKind } from "wibiclick";
import { verify, WebhookError, type Signal, type Verified } from "wibiclick/webhooks";

export const kindOf = (error: WibiClickError): WibiClickErrorKind => error.kind;
export const signalOf = (received: Verified): Signal | null | undefined =>
  received.type === "events" ? received.events[0]?.signal : undefined;

const sandbox = process.argv[2] ?? "";
const proof = await prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox);

const wibi = new WibiClick({ apiKey: "sandbox-key", baseUrl: sandbox, websiteId: "site_1" });
const { users } = await wibi.user.getMany({ limit: 1 });
const user: User | undefined = users[0];
const email: string | null | undefined = user?.email;
// @ts-expect-error a misspelt param
void (() => wibi.user.getMany({ limt: 1 }));

if (email !== proof["firstCall"]) throw new Error(`expected another address than ${email}`);
console.log(JSON.stringify(proof));
