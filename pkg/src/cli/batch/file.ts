// The file of a batch, which is read twice: to be checked, and to be carried out.

import { createReadStream } from "node:fs";
import { extname } from "node:path";
import { Readable } from "node:stream";
import { Failure, Misuse } from "../failure.js";
import { STDIN, takeStdin } from "../input.js";
import type { BatchOptions } from "./options.js";
import { type Format, type Row, rowsOf } from "./rows.js";

/** The rows of a file, or of standard input, from the first that is to be carried out. */
export class RowFile {
  readonly #input: () => Readable;
  readonly #format: Format;
  readonly #from: number;

  private constructor(input: () => Readable, format: Format, from: number) {
    this.#input = input;
    this.#format = format;
    this.#from = from;
  }

  static async at(path: string, { format: told, from }: BatchOptions): Promise<RowFile> {
    const format = told ?? formatOf(path);
    if (path !== STDIN) return new RowFile(() => createReadStream(path), format, from);
    const bytes = await bounded(takeStdin("the rows"));
    return new RowFile(() => Readable.from([bytes], { objectMode: false }), format, from);
  }

  async *rows(): AsyncGenerator<Row, void, undefined> {
    try {
      for await (const row of rowsOf(this.#input(), this.#format)) {
        if (row.line >= this.#from) yield row;
      }
    } catch (error) {
      if (!(error instanceof Error && "syscall" in error)) throw error;
      throw new Failure(`the file cannot be read: ${error.message}`);
    }
  }
}

function formatOf(path: string): Format {
  const extension = extname(path).toLowerCase();
  if (extension === ".csv") return "csv";
  if (extension === ".ndjson" || extension === ".jsonl") return "ndjson";
  throw new Misuse("the file's name does not tell how it is written: --format csv or ndjson");
}

const MOST_OF_STDIN = 64 * 1024 * 1024;

/** Standard input is read once, and kept in memory. */
async function bounded(input: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MOST_OF_STDIN) {
      throw new Failure("standard input is larger than 64 MiB: write it to a file, and give that");
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
