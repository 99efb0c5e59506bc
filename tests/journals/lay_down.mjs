// Puts a journal in the place of another, in the folder of a Worker that has ended:
//
//   node lay_down.mjs <folder of the Durable Objects> <name of the journal> <file of SQL>
//
// What the platform keeps in a journal's database (its name, its alarm) stays.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { DatabaseSync } from "node:sqlite";

const [folder, name, sql] = process.argv.slice(2);

const theirs = (table) => table.startsWith("_") || table.startsWith("sqlite_");

function isIts(database) {
  const named = database.prepare("SELECT 1 FROM sqlite_master WHERE name = '__miniflare_do_name'");
  const known = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'source'");
  if (named.get() === undefined || known.get() === undefined) return false;
  return database.prepare("SELECT name FROM __miniflare_do_name").get()?.name === name;
}

for (const file of readdirSync(folder).filter((it) => it.endsWith(".sqlite"))) {
  const database = new DatabaseSync(join(folder, file));
  if (isIts(database)) {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    for (const { name } of tables) if (!theirs(name)) database.exec(`DROP TABLE "${name}"`);
    database.exec(readFileSync(sql, "utf8"));
    database.close();
    process.exit(0);
  }
  database.close();
}
console.error(`expected the journal of ${name} in ${folder}: has anything been asked of it?`);
process.exit(1);
