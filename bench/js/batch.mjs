// A thousand calls, so many at a time: `batch` against the same loop by hand.

import { inTurns, rows } from "./rounds.mjs";
import { callsTo, KEY, OURS, served, WEBSITE, WibiClick } from "./peers.mjs";

const CALLS = 1_000;
const CONCURRENCIES = [1, 8, 32];

export async function run({ quick }) {
  const server = await served();
  try {
    const all = [];
    for (const concurrency of CONCURRENCIES) {
      const costs = await inTurns(batchesTo(server.url, concurrency), {
        rounds: quick ? 2 : 7,
        sampleMs: 1,
      });
      all.push(...rows(`${CALLS} calls, ${concurrency} at a time`, OURS, costs));
    }
    return all;
  } finally {
    server.stop();
  }
}

function batchesTo(baseUrl, concurrency) {
  const { [OURS]: _, ...peers } = callsTo(baseUrl);
  const wibi = new WibiClick({ apiKey: KEY, baseUrl, websiteId: WEBSITE });
  const calls = Array.from({ length: CALLS }, () => ({
    action: "job.getMany",
    params: { limit: 10 },
  }));
  const byHand = Object.entries(peers).map(([name, call]) => [
    name,
    () => looped(call, concurrency),
  ]);
  return { [OURS]: () => wibi.batch(calls, { concurrency }), ...Object.fromEntries(byHand) };
}

async function looped(call, concurrency) {
  let left = CALLS;
  const worker = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
