// `wibiclick batch`: an action for each row of a file.

import { type Command, InvalidArgumentError, Option } from "commander";
import { apiOf, withApi } from "../api.js";
import { permitted } from "../call.js";
import { collected } from "../input.js";
import { count, note } from "../output.js";
import { CallReader, checked } from "./calls.js";
import { RowFile } from "./file.js";
import type { BatchOptions } from "./options.js";
import { Results } from "./results.js";
import { Run } from "./run.js";

const MORE = `
CSV has a line of column names first: they are the params, or become them with --map; an empty field is
a param that is left out. A line of NDJSON is the params as an object or, without --action, an object
{"action": id, "params": {…}}. What \`wibiclick call --help\` says of params is true here, too.

All rows are checked before the first is sent. A call that fails ends the batch, unless it is to
continue: no other is begun, those under way are waited for. So does Ctrl-C; a second one breaks off
those under way, of which nobody then knows whether they were carried out. At the end it is said
with which line to go on (--from).

A result is a line of JSON: {"line": 2, "success": true, "reply": …} or {"line": 3, "success": false,
"error": {"kind": …, "message": …}}, in the order in which they come.

  wibiclick batch leavers.csv --action user.disconnectFromWebsite --dry-run
  wibiclick batch leavers.csv --action user.disconnectFromWebsite --map id=userId --website site_1
  wibiclick batch calls.ndjson --continue-on-fail --output results.ndjson`;

export function addBatch(program: Command): void {
  const command = program
    .command("batch")
    .summary("carry out an action for each row of a file")
    .description("Carries out an action for each row of a CSV or NDJSON file.")
    .argument("<file>", "a .csv or .ndjson file, or - for standard input")
    .option("--action <id>", "the action of every row")
    .addOption(
      new Option("--format <format>", "of what the file's name does not tell").choices([
        "csv",
        "ndjson",
      ]),
    )
    .option("--map <column=param>", "a column's param; none leaves it out", collected)
    .option("--concurrency <n>", "how many calls are under way at once", upTo(64), 8)
    .option("--continue-on-fail", "go on when a call has failed")
    .option("--from <line>", "begin with the row on this line", upTo(Number.MAX_SAFE_INTEGER), 1)
    .option("--dry-run", "check all rows, and send nothing; results are what would be sent")
    .option("--output <file>", "where the results go; continued with --from")
    .option("-y, --yes", "carry a destructive action out without asking")
    .option("--json", "the results on standard output")
    .addHelpText("after", MORE);
  withApi(command).action(batch);
}

async function batch(path: string, options: BatchOptions): Promise<void> {
  const api = await apiOf(options);
  const file = await RowFile.at(path, options);
  const reader = new CallReader(api, options);
  if (options.dryRun) {
    const { total } = await writing(options, (dry) => checked(api, file.rows(), reader, dry));
    note(`${count(total, "row")} right; nothing was sent`);
    return;
  }
  const { total, destructive } = await checked(api, file.rows(), reader, undefined);
  for (const { action, times } of destructive) {
    const what = `\`${action.id}\` is destructive, and called ${times} times`;
    await permitted(what, api, action, options.yes);
  }
  await writing(options, (results) =>
    new Run(api, reader, results, options, total).all(file.rows()),
  );
}

async function writing<T>(
  options: BatchOptions,
  write: (results: Results) => Promise<T>,
): Promise<T> {
  const results = await Results.to(options);
  try {
    return await write(results);
  } finally {
    await results.close();
  }
}

function upTo(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? "from 1 on" : `from 1 to ${most}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };
}
