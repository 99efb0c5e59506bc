// What a mounted Worker's types let through and what they do not, without the platform's
// types as with them. It is checked, and never run.

import { mount, worker } from "wibiclick/worker";
import type { Batch, Context, JournalObject } from "wibiclick/worker";

declare const request: Request;
declare const ctx: Context;
declare const batch: Batch;

/** Bindings as `wrangler types` declares them: an interface. */
interface Bindings {
  WEBSITE_ID: "site_1";
}
declare const env: Bindings;

const wibi = mount({ hooks: "[[source]]" });

export class Journal extends wibi.Journal {}
export class Longer extends wibi.Journal {
  constructor(state: object, env: Bindings) {
    super(state, env);
  }
}

export const journal: JournalObject = new Journal({}, env);
export const maybe: Promise<Response | undefined> = wibi.fetch(request, env, ctx);
export const taken: boolean = wibi.takes(batch);
export const queued: Promise<void> = wibi.queue(batch, env, ctx);
export const always: Promise<Response> = worker({ hooks: "" }).fetch(request, env, ctx);

mount({ hooks: "", queues: ["deliveries", "deliveries-staging"] });
// @ts-expect-error the text of hooks.toml is wanted
mount({});
// @ts-expect-error as a text, which it is with a rule of type Text
mount({ hooks: new ArrayBuffer(0) });
// @ts-expect-error several queues are a list
mount({ hooks: "", queues: "deliveries" });
// @ts-expect-error there is no such option
mount({ hooks: "", path: "/wibi" });
// @ts-expect-error another path has no answer
export const answer: Promise<Response> = wibi.fetch(request, env, ctx);
// @ts-expect-error a handler is given its environment
void wibi.fetch(request);
