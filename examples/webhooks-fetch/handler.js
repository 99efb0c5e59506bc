// Webhooks of a sender that signs as Standard Webhooks says, received by a handler
// of the Fetch API, as most servers of JavaScript take it.

import { verify, WebhookError } from "wibiclick/webhooks";

export default {
  async fetch(request) {
    try {
      const { method, url, headers } = request;
      // The body as it came: not request.json(), which would parse it.
      const body = await request.arrayBuffer();
      const received = verify(
        "standard-webhooks",
        { method, url, headers, body },
        // While a secret is rotated, the old and the new one.
        process.env.WEBHOOK_SECRETS.split(","),
      );
      if (received.type === "handshake") return answer(received.response);
      for (const event of received.events) console.log(event.type, event.signal, event.occurredAt);
      return new Response(null, { status: 204 });
    } catch (error) {
      if (!(error instanceof WebhookError)) throw error;
      console.error(error.message);
      return answer(error.response);
    }
  },
};

/** What the sender is told; of an error never why. */
function answer({ status, headers, body }) {
  return new Response(body, { status, headers });
}
