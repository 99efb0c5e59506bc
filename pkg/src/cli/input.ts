// What comes in: files, standard input, and `name=value` of the command line.

import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Failure, Misuse } from "./failure.js";

/** Stands for standard input in the place of a file's name. */
export const STDIN = "-";

let stdinIsFor: string | undefined;

/** Standard input can be read once: says so if a second thing is to come from it. */
export function takeStdin(what: string): NodeJS.ReadStream {
  if (stdinIsFor !== undefined) {
    throw new Misuse(`${what} and ${stdinIsFor} cannot both come from standard input`);
  }
  stdinIsFor = what;
  return process.stdin;
}

/** The bytes of a file, or of standard input for `-`. */
export async function bytesOf(path: string, what: string): Promise<Uint8Array> {
  if (path === STDIN) return buffer(takeStdin(what));
  try {
    return await readFile(path);
  } catch (error) {
    throw new Failure(`${what} cannot be read: ${(error as Error).message}`);
  }
}

/** The text of a file, or of standard input for `-`. */
export async function textOf(path: string, what: string): Promise<string> {
  return new TextDecoder().decode(await bytesOf(path, what));
}

/** For options that may be given several times. */
export function collected(value: string, before: string[] = []): string[] {
  return [...before, value];
}

/** The two sides of `name=value`, or of `name: value`. */
export function pair(text: string, separator: "=" | ":", option: string): [string, string] {
  const at = text.indexOf(separator);
  if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1)];
  const expected = separator === "=" ? "name=value" : "name: value";
  throw new Misuse(`${option} is not as expected: ${expected}`);
}

/** All headers of the command line, by name. */
export function headersOf(texts: readonly string[] = []): [string, string][] {
  return texts.map((text) => {
    const [name, value] = pair(text, ":", "--header");
    return [name, value.trim()];
  });
}
