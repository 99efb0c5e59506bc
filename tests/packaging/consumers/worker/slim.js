import { prove } from "../prove.mjs";
import { initSync as initClient, WibiClick, WibiClickError } from "wibiclick/slim";
import { initSync as initWebhooks, verify, WebhookError } from "wibiclick/webhooks/slim";
import client from "wibiclick/wibiclick.wasm";
import webhooks from "wibiclick/webhooks.wasm";

initClient(client);
initWebhooks(webhooks);

export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname !== "/proof") return new Response();
    return Response.json(
      await prove({ WibiClick, WibiClickError, verify, WebhookError }, env.SANDBOX),
    );
  },
};
