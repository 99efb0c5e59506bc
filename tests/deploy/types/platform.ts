// A mounted Worker as the platform's own types want it. It is checked, and never run.

import { mount } from "wibiclick/worker";

const wibi = mount({ hooks: "[[source]]" });

export class Journal extends wibi.Journal {}
export class WithState extends wibi.Journal {
  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
  }
}

export type Bound = DurableObjectNamespace<Journal>;
export const object: DurableObject = new Journal({}, {});

export const short: ExportedHandler<Env> = {
  fetch: async (request, env, ctx) =>
    (await wibi.fetch(request, env, ctx)) ?? new Response(null, { status: 404 }),
  queue: wibi.queue,
};

export const wrong: ExportedHandler<Env> = {
  // @ts-expect-error other paths have to be answered too
  fetch: (request, env, ctx) => wibi.fetch(request, env, ctx),
};
