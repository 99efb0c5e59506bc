// How things are timed: in turns, many times, so that whatever else the machine is doing
// strikes all of them alike. What is compared is what was measured in the same round.

import { performance } from "node:perf_hooks";

/** What a case costs once, in microseconds: by the clock, and of the processor's time. */
const COSTS = ["time", "cpu"];

/**
 * Runs every case in every round, each time as often as takes `sampleMs`, in an order that
 * turns from round to round.
 *
 * @param {Record<string, () => unknown>} cases what is called, once per operation
 * @param {{ rounds: number, sampleMs: number }} how
 * @returns {Promise<Record<string, { time: number[], cpu: number[] }>>} a number per round
 */
export async function inTurns(cases, { rounds, sampleMs }) {
  const all = Object.entries(cases);
  const times = {};
  const costs = {};
  for (const [name, run] of all) {
    times[name] = await timesIn(run, sampleMs);
    costs[name] = { time: [], cpu: [] };
  }
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const [name, run] = all[(round + turn) % all.length];
      const cost = await sample(run, times[name]);
      for (const of of COSTS) costs[name][of].push(cost[of]);
    }
  }
  return costs;
}

/** So long everything is run before, for the engine to compile it. */
const WARM_UP_MS = 300;

/** How often it can be run in so long, once it is warm. */
async function timesIn(run, sampleMs) {
  let times = 1;
  let warmedMs = 0;
  for (;;) {
    const { time } = await sample(run, times);
    const tookMs = (time * times) / 1_000;
    warmedMs += tookMs;
    if (tookMs < sampleMs) times *= 2;
    else if (warmedMs >= WARM_UP_MS) return Math.max(1, Math.round((times * sampleMs) / tookMs));
  }
}

async function sample(run, times) {
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let time = 0; time < times; time++) {
    const result = run();
    // A call that is synchronous is not made to wait.
    if (result instanceof Promise) await result;
  }
  const tookMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { time: (tookMs * 1_000) / times, cpu: (user + system) / times };
}

/** The middle of them. */
export function median(values) {
  return quantile(values, 0.5);
}

/** The middle half of them, as a share of the middle: 0.1 is a tenth. */
export function spread(values) {
  return (quantile(values, 0.75) - quantile(values, 0.25)) / Math.abs(median(values));
}

function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at % 1);
}

/**
 * One line of the result. Its ratio is how many times ours goes into the peer that is named
 * first: more than 1 is better than the peer.
 */
export function row(what, unit, ours, peers) {
  const against = Object.keys(peers)[0];
  const ratios = against && ours.map((value, round) => peers[against][round] / value);
  return {
    what,
    unit,
    ours: median(ours),
    peers: Object.fromEntries(Object.entries(peers).map(([name, all]) => [name, median(all)])),
    against,
    ratio: ratios && median(ratios),
    spread: spread(ratios ?? ours),
    command: "cargo xtask bench js",
  };
}

/** A line for the time and one for the processor's, of cases of which one is ours. */
export function rows(what, ours, { ...costs }) {
  const { [ours]: own, ...peers } = costs;
  return COSTS.map((of) => {
    const each = Object.entries(peers).map(([name, cost]) => [name, cost[of]]);
    const unit = of === "time" ? "µs" : "µs of the processor's time";
    return row(what, unit, own[of], Object.fromEntries(each));
  });
}
