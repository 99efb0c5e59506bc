import { prove } from "../../../prove.mjs";
import { WibiClick, WibiClickError } from "wibiclick";
import { verify, WebhookError } from "wibiclick/webhooks";

export const dynamic = "force-dynamic";

export default async function Page() {
  const loaded = { WibiClick, WibiClickError, verify, WebhookError };
  const proof = JSON.stringify(await prove(loaded, process.env.SANDBOX));
  return <script dangerouslySetInnerHTML={{ __html: `console.log(${JSON.stringify(proof)})` }} />;
}
