import { prove } from "../../../prove.mjs";
import { WibiClick, WibiClickError } from "wibiclick";
import { verify, WebhookError } from "wibiclick/webhooks";

export const dynamic = "force-dynamic";

export async function GET() {
  const loaded = { WibiClick, WibiClickError, verify, WebhookError };
  return Response.json(await prove(loaded, process.env.SANDBOX));
}
