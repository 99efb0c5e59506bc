// The npm package beside what people would use instead of it, in one run: all parts, or those
// that are named. `--quick` measures little, to see that everything runs.

import { mkdir, writeFile } from "node:fs/promises";

const PARTS = ["verify", "client", "batch", "cold"];
const RESULT = new URL("../../target/bench/js.json", import.meta.url);

const asked = process.argv.slice(2);
const quick = asked.includes("--quick");
const wanted = asked.filter((it) => it !== "--quick");
const unknown = wanted.find((it) => !PARTS.includes(it));
if (unknown !== undefined) {
  console.error(`there is no part \`${unknown}\` of bench/js; expected ${PARTS.join(", ")}`);
  process.exit(2);
}

const rows = [];
for (const part of PARTS.filter((it) => wanted.length === 0 || wanted.includes(it))) {
  console.log(`\n${part} …`);
  const { run } = await import(`./${part}.mjs`);
  for (const row of await run({ quick })) {
    rows.push(row);
    print(row);
  }
}
await mkdir(new URL(".", RESULT), { recursive: true });
await writeFile(RESULT, `${JSON.stringify(rows, null, 2)}\n`);

function print({ what, unit, ours, peers, against, ratio, spread }) {
  const others = Object.entries(peers).map(([name, value]) => `${name} ${value.toFixed(1)}`);
  const times = ratio === undefined ? "" : `; ${ratio.toFixed(2)} × better than ${against}`;
  console.log(
    `${what} (${unit}): ${ours.toFixed(1)}; ${others.join(", ")}${times} (± ${(spread * 50).toFixed(0)} %)`,
  );
}
