import { verify } from "wibiclick/webhooks";

globalThis.received = verify("okta", globalThis.request, globalThis.secret);
