// The way in: a webhook is verified, stored, queued and answered; and what the queue brings
// is carried out. Nothing is acknowledged that is not stored.

import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { ApiError } from "./api.ts";
import { log, type Env, type Message } from "./env.ts";
import { isLeaver, offboard, type Event } from "./leaver.ts";

export { Journal } from "./journal.ts";

const SOURCE = "standard";
const MAX_BYTES = 1024 * 1024;
const ATTEMPTS = 8;
const LONGEST_PAUSE_SECONDS = 3600;

let webhook: Webhook | undefined;

const app = new Hono<{ Bindings: Env }>();

app.post("/hooks/:source", async (c, next) => {
  const source = c.req.param("source");
  const address = c.req.header("cf-connecting-ip") ?? "";
  const { success } = await c.env.RATE_LIMITER.limit({ key: `${source} ${address}` });
  if (!success) return c.json({ error: "too many requests" }, 429, { "retry-after": "60" });
  if (source !== SOURCE) return c.json({ error: "no such source" }, 404);
  const type = c.req.header("content-type")?.split(";")[0]?.trim();
  if (type !== "application/json") return c.json({ error: "expected JSON" }, 415);
  return next();
});

app.post(
  "/hooks/:source",
  bodyLimit({
    maxSize: MAX_BYTES,
    onError: (c) => c.json({ error: `expected at most ${MAX_BYTES} bytes` }, 413),
  }),
  async (c) => {
    const body = await c.req.text();
    const id = c.req.header("webhook-id") ?? "";
    webhook ??= new Webhook(c.env.STANDARD_WEBHOOK_SECRET);
    let event: Event;
    try {
      event = webhook.verify(body, {
        "webhook-id": id,
        "webhook-timestamp": c.req.header("webhook-timestamp") ?? "",
        "webhook-signature": c.req.header("webhook-signature") ?? "",
      }) as Event;
    } catch (error) {
      if (error instanceof WebhookVerificationError) {
        log("warn", "refused", { source: SOURCE, error: error.message });
        return c.json({ error: "not signed" }, 401);
      }
      return c.json({ error: "malformed" }, 400);
    }
    if (typeof event?.type !== "string") return c.json({ error: "expected a type" }, 400);

    const journal = c.env.JOURNAL.getByName(SOURCE);
    const { status, duplicate } = await journal.claim(id, body, isLeaver(event));
    // A duplicate that is still only stored never reached the queue.
    if (status === "stored") await c.env.DELIVERIES.send({ source: SOURCE, id });
    const word = duplicate ? "duplicate" : status === "ignored" ? "ignored" : "accepted";
    log("log", word, { source: SOURCE, delivery: id });
    const deliveries = [{ id, status: word }];
    return c.json({ deliveries }, word === "accepted" ? 202 : 200);
  },
);

app.all("/hooks/:source", (c) => c.json({ error: "expected POST" }, 405, { allow: "POST" }));
app.get("/health", (c) => c.json({ status: "ok" }));
app.notFound((c) => c.json({ error: "no such place" }, 404));
app.onError((error, c) => {
  log("error", "not stored", { error: error.message });
  return c.json({ error: "not stored; send it again" }, 503);
});

export default {
  fetch: app.fetch,

  async queue(batch, env) {
    const handle = batch.queue.endsWith("-dead") ? bury : attempt;
    await Promise.all(batch.messages.map((message) => handle(message, env)));
  },
} satisfies ExportedHandler<Env, Message>;

/** One attempt at a delivery; what failed for now comes back later. */
async function attempt(message: globalThis.Message<Message>, env: Env): Promise<void> {
  const { source, id } = message.body;
  const journal = env.JOURNAL.getByName(source);
  const begun = await journal.begin(id);
  if (begun === "settled") return message.ack();
  if (begun === "busy") return message.retry({ delaySeconds: 30 });
  const { body, calls, number } = begun;
  try {
    const done = new Map(calls.map(({ key, reply }) => [key, reply]));
    await offboard(env, journal, id, JSON.parse(body) as Event, done);
    await journal.settle(id, "done");
    log("log", "done", { source, delivery: id });
    message.ack();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const dead = number >= ATTEMPTS || (error instanceof ApiError && !error.retryable);
    log(dead ? "error" : "warn", dead ? "dead" : "waiting", { source, delivery: id });
    if (dead) {
      await journal.settle(id, "dead", reason);
      return message.ack();
    }
    const asked = error instanceof ApiError ? error.retryAfterSeconds : undefined;
    const pause = asked ?? Math.random() * 2 ** number * 5;
    await journal.wait(id, reason);
    message.retry({ delaySeconds: Math.ceil(Math.min(pause, LONGEST_PAUSE_SECONDS)) });
  }
}

async function bury(message: globalThis.Message<Message>, env: Env): Promise<void> {
  const { source, id } = message.body;
  await env.JOURNAL.getByName(source).settle(id, "dead", "the queue gave the delivery up");
  message.ack();
}
