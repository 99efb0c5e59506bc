// A Worker of one's own, made with Hono, into which WibiClick's is mounted.

import { Hono } from "hono";
import { mount } from "wibiclick/worker";
import hooks from "../hooks.toml";

interface Order {
  id: string;
}

const wibi = mount({ hooks });

/** Keeps the deliveries; wrangler.toml binds it. */
export class Journal extends wibi.Journal {}

const app = new Hono<{ Bindings: Env }>();

app.get("/", (c) => c.text("the shop"));

app.post("/orders", async (c) => {
  await c.env.ORDERS.send(await c.req.json<Order>());
  return c.body(null, 202);
});

export default {
  async fetch(request, env, ctx) {
    // Nothing for the paths that are not WibiClick's.
    return (await wibi.fetch(request, env, ctx)) ?? app.fetch(request, env, ctx);
  },

  async queue(batch, env, ctx) {
    if (wibi.takes(batch)) return wibi.queue(batch, env, ctx);
    for (const message of batch.messages) {
      console.log(`order ${message.body.id} is being packed`);
      message.ack();
    }
  },
} satisfies ExportedHandler<Env, Order>;
