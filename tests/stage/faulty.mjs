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
//              to: only of requests that contain this text
//   clockMs    -60000                    the clock goes that much wrong
//   timeoutMs  300                       no call of the API may take longer
//
// What would go to Analytics Engine is kept here, since nobody could read it there.
//
// The faults live in the module: wrangler dev runs the Worker and its journals in
// one isolate, which a deployment need not. A restart is without faults.
import hooks from "wibiclick/hooks.toml?text";
import { worker } from "./mount.ts";

const whole = worker({ hooks });

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

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === "/__points") return Response.json(points);
    if (pathname !== "/__faults") return whole.fetch(request, failing(env), context);
    if (request.method === "POST") faults = await request.json();
    return Response.json(faults);
  },

  queue: (batch, env, context) => whole.queue(batch, failing(env), context),
};

export class Journal extends whole.Journal {
  #storage;

  constructor(state, env) {
    super(state, failing(env));
    this.#storage = state.storage;
  }

  // The platform rings by its own clock: where that of the Worker is ahead, the alarm
  // is rung here.
  async ask(question) {
    const answer = await super.ask(question);
    const rings = await this.#storage.getAlarm();
    if (faults.clockMs > 0 && rings !== null && rings <= Date.now()) {
      await this.#storage.deleteAlarm();
      await this.alarm();
    }
    return answer;
  }
}

/** The same environment, whose queue and journals fail when they are to. */
function failing(env) {
  const send = (sent) => async (content) => {
    if (strikes(faults.queue, "refuse")) throw new Error("a fault: the queue refuses");
    if (strikes(faults.queue, "repeat")) await sent(content);
    return sent(content);
  };
  const ask = (asked) => async (question) => {
    if (strikes(faults.journal, "refuse", question)) {
      throw new Error("a fault: the journal refuses");
    }
    const answer = await asked(question);
    if (!strikes(faults.journal, "lose", question)) return answer;
    throw new Error("a fault: the journal's answer is lost");
  };
  const stub = (got) => (id) => instead(got(id), { ask });
  return {
    ...env,
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
      // Not bound: a method of a journal is not here, nor what it would be bound with.
      const method = (...given) => target[name](...given);
      return Object.hasOwn(methods, name) ? methods[name](method) : method;
    },
  });
}
