// Slack's webhooks, received by Hono.

import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { verify, WebhookError } from "wibiclick/webhooks";

const app = new Hono();

app.post("/hooks/slack", async (c) => {
  const { method, url } = c.req;
  // The body as it came: not c.req.json(), which would parse it.
  const request = { method, url, headers: c.req.raw.headers, body: await c.req.arrayBuffer() };
  const received = verify("slack", request, process.env.SLACK_SIGNING_SECRET);
  // Slack asks with `url_verification` whether somebody is there.
  if (received.type === "handshake") return answer(c, received.response);
  for (const event of received.events) console.log(event.type, event.signal, event.subject?.email);
  return c.body(null, 204);
});

app.onError((error, c) => {
  console.error(error.message);
  return error instanceof WebhookError ? answer(c, error.response) : c.text("failed", 500);
});

/** What the sender is told; of an error never why. */
function answer(c, { status, headers, body }) {
  return c.body(body, status, headers);
}

serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) }, ({ port }) => {
  console.log(`listening on port ${port}`);
});
