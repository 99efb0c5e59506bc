// The rows of a batch, out of CSV or of NDJSON, one after another: a file may be larger than the
// memory.

import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { Failure } from "../failure.js";

/** How a file is written. */
export type Format = "csv" | "ndjson";

/** A row as it is written. */
export interface Row {
  /** Where it begins, counted from 1. */
  line: number;
  /** Texts by column, or the text of a JSON value. */
  content: Record<string, string> | string;
}

/** The rows of a file, without those that are empty. */
export function rowsOf(input: Readable, format: Format): AsyncGenerator<Row, void, undefined> {
  return format === "csv" ? ofCsv(input) : ofNdjson(input);
}

/** What csv-parse gives where it is asked for more than the record. */
interface Parsed {
  record: Record<string, string>;
  /** As it is written, with its line break. */
  raw: string;
  /** How many lines there are up to its end. */
  info: { lines: number };
}

async function* ofCsv(input: Readable): AsyncGenerator<Row, void, undefined> {
  const parser = parse({ columns: true, bom: true, raw: true, info: true, skip_empty_lines: true });
  input.on("error", (error) => parser.destroy(error));
  try {
    for await (const { record, raw, info } of input.pipe(parser) as AsyncIterable<Parsed>) {
      // Empty lines before it and its own end are not of the row.
      const breaks = raw.replaceAll(/^[\r\n]+|[\r\n]+$/g, "").split("\n").length - 1;
      yield { line: info.lines - breaks, content: record };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Failure(`the file is no CSV: ${error.message}`);
  }
}

async function* ofNdjson(input: Readable): AsyncGenerator<Row, void, undefined> {
  let line = 0;
  for await (const content of createInterface({ input, crlfDelay: Infinity })) {
    line++;
    if (content.trim() !== "") yield { line, content };
  }
}
