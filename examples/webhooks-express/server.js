// Stripe's webhooks, received by Express.

import express from "express";
import { verify, WebhookError } from "wibiclick/webhooks";

const app = express();

// The body as it came, of whatever type; before express.json(), which would parse it.
const raw = express.raw({ type: () => true, limit: "1mb" });

app.post("/hooks/stripe", raw, (request, response) => {
  const received = verify("stripe", request, process.env.STRIPE_WEBHOOK_SECRET);
  if (received.type === "handshake") return answer(response, received.response);
  for (const event of received.events) console.log(event.type, event.id, event.subject?.email);
  response.sendStatus(204);
});

app.use(express.json());

app.use((error, _request, response, next) => {
  if (!(error instanceof WebhookError)) return next(error);
  console.error(error.message);
  answer(response, error.response);
});

/** What the sender is told; of an error never why. */
function answer(response, { status, headers, body }) {
  response.status(status).set(headers).send(body);
}

const server = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`listening on port ${server.address().port}`);
});
