// What became of each row, in the order in which it is known.

import { type FileHandle, open } from "node:fs/promises";
import { Failure, Misuse } from "../failure.js";
import type { BatchOptions } from "./options.js";

/** Where results go: a file, standard output, or nowhere. */
export class Results {
  readonly #file: FileHandle | undefined;
  readonly #print: boolean;

  private constructor(file: FileHandle | undefined, print: boolean) {
    this.#file = file;
    this.#print = print;
  }

  static async to({ output, from, json }: BatchOptions): Promise<Results> {
    if (output === undefined) return new Results(undefined, json === true);
    try {
      return new Results(await open(output, from > 1 ? "a" : "wx"), json === true);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "EEXIST") throw new Failure(`the results cannot be written: ${message}`);
      throw new Misuse(`${output} is there already; it is only continued with --from`);
    }
  }

  async add(result: Record<string, unknown>): Promise<void> {
    const line = `${JSON.stringify(result)}\n`;
    await this.#file?.appendFile(line);
    if (this.#print) process.stdout.write(line);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}
