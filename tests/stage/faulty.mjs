// The deployed module, `worker/entry.ts`, with failures on demand inside the
// Worker's environment: laid out in its place by tests that say so, never deployed.
//
//   POST /__faults   { queue, journal, clockMs, timeoutMs }   replaces all faults
//   GET /__faults                                             what is left of them
//   GET /__points                                             what was counted
//
//   queue      { refuse: 2 }             that many sends fail, from the Worker and
//                                        from the journal's alarm alike
//              { repeat: 1 }             so many arrive twice
//   journal    { refuse: 1, to: "…" }    so many requests to a journal fail before
//                                        they reach it
//              { lose: 1, to: "…" }      … after it has done its work: the answer is
//                                        lost
//              to: only of requests whose body contains this text
//   clockMs    -60000                    the clock goes that much wrong
//   timeoutMs  300                       no call of the API may take longer
//
// What would go to Analytics Engine is kept here, since nobody could read it there.
//
// The faults live in the module: wrangler dev runs the Worker and its journals in
// one isolate, which a deployment need not. A restart is without faults.
import hooks from "wibiclick/hooks.toml?text";
import BuiltWorker, { Journal as BuiltJournal } from "./build/index.js";

let faults = {};
const points = [];

const now = Date.now;
globalThis.Date = class extends Date {
  static now() {
    return now() + (faults.clockMs ?? 0);
  }

  constructor(...time) {
    super(...(time.length === 0 ? [Date.now()] : time));
  }
};

const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => timeout(Math.min(ms, faults.timeoutMs ?? ms));

export default class extends BuiltWorker {
  constructor(context, env) {
    super(context, failing(env));
  }

  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/__points") return Response.json(points);
    if (pathname !== "/__faults") return super.fetch(request);
    if (request.method === "POST") faults = await request.json();
    return Response.json(faults);
  }
}

export class Journal extends BuiltJournal {
  #storage;

  constructor(state, env) {
    super(state, failing(env));
    this.#storage = state.storage;
  }

  // The platform rings by its own clock: where that of the Worker is ahead, the alarm
  // is rung here.
  async fetch(request) {
    const response = await super.fetch(request);
    const rings = await this.#storage.getAlarm();
    if (faults.clockMs > 0 && rings !== null && rings <= Date.now()) {
      await this.#storage.deleteAlarm();
      await this.alarm();
    }
    return response;
  }
}

/** The same environment, whose queue and journals fail when they are to. */
function failing(env) {
  const send = (sent) => async (content) => {
    if (strikes(faults.queue, "refuse")) throw new Error("a fault: the queue refuses");
    if (strikes(faults.queue, "repeat")) await sent(content);
    return sent(content);
  };
  const fetch = (fetched) => async (input, init) => {
    const request = new Request(input, init);
    const body = await request.clone().text();
    if (strikes(faults.journal, "refuse", body)) throw new Error("a fault: the journal refuses");
    const response = await fetched(request);
    if (!strikes(faults.journal, "lose", body)) return response;
    await response.text();
    throw new Error("a fault: the journal's answer is lost");
  };
  const stub = (got) => (id) => instead(got(id), { fetch });
  return {
    ...env,
    HOOKS_TOML: hooks,
    ANALYTICS: { writeDataPoint: (point) => points.push(point) },
    DELIVERIES: instead(env.DELIVERIES, { send, sendBatch: send }),
    JOURNAL: instead(env.JOURNAL, { get: stub, getByName: stub }),
  };
}

/** Whether a fault is to happen now; it is used up by that. */
function strikes(fault, what, content = "") {
  if (!(fault?.[what] > 0) || !content.includes(fault.to ?? "")) return false;
  fault[what] -= 1;
  return true;
}

/** The same binding, some of whose methods are made from its own. */
function instead(binding, methods) {
  return new Proxy(binding, {
    get(target, name) {
      const own = target[name];
      // The class's name is how the Rust side knows what it has.
      if (typeof own !== "function" || name === "constructor") return own;
      const method = own.bind(target);
      return Object.hasOwn(methods, name) ? methods[name](method) : method;
    },
  });
}
