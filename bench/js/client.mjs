// What a call costs more than a bare `fetch` of the same request: to a server on this machine,
// and, where the network is left out, with a `fetch` that answers at once.

import { inTurns, row, rows } from "./rounds.mjs";
import { callsTo, OURS, served } from "./peers.mjs";

const ANSWER = JSON.stringify({ success: true, jobs: [{ id: "job_1", title: "Sweep" }], total: 1 });
const JSON_HEADERS = { headers: { "content-type": "application/json" } };

export async function run({ quick }) {
  const server = await served();
  try {
    const toServer = callsTo(server.url);
    const atOnce = callsTo(server.url, async () => new Response(ANSWER, JSON_HEADERS));
    return [
      ...(await measured("call, to a server here", toServer, quick ? 15 : 150)),
      ...(await measured("call, answered at once", atOnce, quick ? 15 : 60)),
    ];
  } finally {
    server.stop();
  }
}

async function measured(what, calls, rounds) {
  const costs = await inTurns(calls, { rounds, sampleMs: 12 });
  return [...rows(what, OURS, costs), ...added(what, costs)];
}

/** What each costs more than `fetch`, of the same round. */
function added(what, { fetch, ...others }) {
  return ["time", "cpu"].map((of) => {
    const more = Object.entries(others).map(([name, cost]) => [
      name,
      cost[of].map((value, round) => value - fetch[of][round]),
    ]);
    const { [OURS]: own, ...peers } = Object.fromEntries(more);
    const unit = of === "time" ? "µs" : "µs of the processor's time";
    return row(`${what}: added to bare fetch`, unit, own, peers);
  });
}
