// The deployed module, `worker/entry.ts`, which counts what the Worker uses of the platform,
// in the units of its bill; laid out in its place by bench/cost, never deployed.
//
//   GET /__usage   requests       to the Worker, from outside
//                  batches        of the queue: each is an invocation as well
//                  messages       sent to the queue
//                  asked          requests to a journal, and its alarms
//                  rowsRead, rowsWritten, alarmsSet
//                  rowsInserted   of the rows written, those by insertions
//                  lines          of the log, with that of each invocation
//                  storedBytes    of all journals
//
// What the admin API asks is left out: it is whoever waits that asks.
//
// The counts live in the module: wrangler dev runs the Worker and its journals in one isolate.
import hooks from "wibiclick/hooks.toml?text";
import { worker } from "./mount.ts";

const whole = worker({ hooks });

const counts = {
  requests: 0,
  batches: 0,
  messages: 0,
  asked: 0,
  rowsRead: 0,
  rowsWritten: 0,
  rowsInserted: 0,
  alarmsSet: 0,
  lines: 0,
};
const stored = new Map();
/** Statements whose rows are not counted yet: how many they are is known when they are read. */
const cursors = [];

/** How the admin API counts deliveries, for whoever waits until all are settled. */
const LOOKING = /GROUP BY 1|max\(received_at\)/;

for (const name of ["debug", "log", "info", "warn", "error"]) {
  const print = console[name].bind(console);
  console[name] = (...line) => {
    counts.lines += 1;
    print(...line);
  };
}

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    if (pathname === "/__usage") {
      settle();
      const storedBytes = [...stored.values()].reduce((sum, bytes) => sum + bytes, 0);
      return Response.json({ ...counts, storedBytes });
    }
    if (pathname.startsWith("/hooks/")) {
      counts.requests += 1;
      counts.lines += 1;
    }
    return whole.fetch(request, env, context);
  },

  async queue(batch, env, context) {
    counts.batches += 1;
    counts.lines += 1;
    return whole.queue(batch, env, context);
  },
};

export class Journal extends whole.Journal {
  #state;

  constructor(state, env) {
    super(state, env);
    this.#state = state;
    once(state.storage, "setAlarm", () => (counts.alarmsSet += 1));
    once(state.storage.sql, "exec", (query, cursor) => {
      if (!LOOKING.test(query)) cursors.push({ cursor, inserts: /^\s*INSERT/.test(query) });
    });
    // The journal sends to the queue what it has stored.
    once(env.DELIVERIES, "send", () => (counts.messages += 1));
    once(env.DELIVERIES, "sendBatch", (messages) => (counts.messages += [...messages].length));
  }

  async ask(question) {
    if (!question.startsWith('{"Look"')) this.#count();
    return super.ask(question);
  }

  async fetch(request) {
    this.#count();
    return super.fetch(request);
  }

  async alarm() {
    this.#count();
    return super.alarm();
  }

  #count() {
    counts.asked += 1;
    counts.lines += 1;
    settle();
    stored.set(this.#state.id.toString(), this.#state.storage.sql.databaseSize);
  }
}

/** Counts the rows of the statements so far: what made them has ended. */
function settle() {
  for (const { cursor, inserts } of cursors.splice(0)) {
    counts.rowsRead += cursor.rowsRead;
    counts.rowsWritten += cursor.rowsWritten;
    if (inserts) counts.rowsInserted += cursor.rowsWritten;
  }
}

/** Tells of each call of a method of all objects like this one: its first argument, and what it gave. */
function once(object, name, tell) {
  const methods = Object.getPrototypeOf(object);
  const method = methods[name];
  if (method.tells) return;
  methods[name] = function (first, ...rest) {
    const given = method.call(this, first, ...rest);
    tell(first, given);
    return given;
  };
  methods[name].tells = true;
}
