// Fills the journal of a Worker that has ended with deliveries that are done, each as the
// first one in it, but older:
//
//   node fill.mjs <folder of the Durable Objects> <count>

import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";

const [folder, count] = process.argv.slice(2);
const INTERVAL_MS = 1000;

function has(database, table) {
  return database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").get(table) !== undefined;
}

let filled = 0;
for (const file of readdirSync(folder).filter((it) => it.endsWith(".sqlite"))) {
  const database = new DatabaseSync(join(folder, file));
  if (has(database, "deliveries") && database.prepare("SELECT 1 FROM deliveries").get()) {
    database.exec(`
      BEGIN;
      CREATE TEMP TABLE one AS SELECT * FROM deliveries ORDER BY number LIMIT 1;
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count})
      INSERT INTO deliveries
          (id, type, signal, event, occurred_at, position, status, attempts, received_at, settled_at)
        SELECT printf('%032x', n), type, signal, event, occurred_at, position, 'done', 1,
            received_at - n * ${INTERVAL_MS}, received_at - n * ${INTERVAL_MS} + 500
          FROM numbers, one;
      INSERT INTO subjects (key, delivery)
        SELECT 'email:' || number || '@filled.example', number FROM deliveries WHERE status = 'done';
      INSERT INTO attempts (delivery, number, began_at, ended_at, ending)
        SELECT id, 1, received_at, settled_at, 'done' FROM deliveries WHERE status = 'done';
      COMMIT;
    `);
    filled += 1;
  }
  database.close();
}
if (filled !== 1) {
  console.error(`expected one journal with a delivery in ${folder}, got ${filled}`);
  process.exit(1);
}
