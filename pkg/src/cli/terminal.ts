// Questions to whoever sits at the terminal. They are asked on standard error, since the result
// alone belongs on standard output.

import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { Interrupted, Misuse } from "./failure.js";

/** Whether somebody is there to be asked. */
export function isTerminal(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** A line of text. */
export function ask(question: string): Promise<string> {
  return answer(question, process.stderr);
}

/** A line that is not shown while it is typed. */
export async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const text = answer("", nowhere);
  // Not before the terminal has ceased to show what is typed.
  process.stderr.write(question);
  return text.finally(() => process.stderr.write("\n"));
}

/** Whether it is to be done; anything but a yes is a no. */
export async function confirm(question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `)).trim());
}

function answer(question: string, output: NodeJS.WritableStream): Promise<string> {
  const reader = createInterface({ input: process.stdin, output, terminal: true });
  return new Promise((resolve, reject) => {
    reader.on("SIGINT", () => reject(new Interrupted("interrupted")));
    reader.on("close", () => reject(new Misuse("there was no answer")));
    reader.question(question, resolve);
  }).finally(() => reader.close()) as Promise<string>;
}
