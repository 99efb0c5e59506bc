import { prove } from "../prove.mjs";
import { WibiClick, WibiClickError } from "wibiclick";
import { verify, WebhookError } from "wibiclick/webhooks";

export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname !== "/proof") return new Response();
    return Response.json(
      await prove({ WibiClick, WibiClickError, verify, WebhookError }, env.SANDBOX),
    );
  },
};
