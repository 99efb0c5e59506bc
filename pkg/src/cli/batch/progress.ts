// How far a batch is: a line that is written over on a terminal, one now and then elsewhere.

import { count, note } from "../output.js";

const BEGINNING_OF_LINE = "\r\u001b[K";
const OFTEN_MS = 100;
const NOW_AND_THEN_MS = 5_000;

export class Progress {
  failed = 0;
  readonly #total: number;
  #done = 0;
  #isShown = false;
  #last = performance.now();

  constructor(total: number) {
    this.#total = total;
  }

  /** A call has ended. */
  add(hasSucceeded: boolean): void {
    this.#done++;
    if (!hasSucceeded) this.failed++;
    const { isTTY } = process.stderr;
    const now = performance.now();
    if (now - this.#last < (isTTY ? OFTEN_MS : NOW_AND_THEN_MS)) return;
    this.#last = now;
    if (!isTTY) return note(this.#text());
    process.stderr.write(BEGINNING_OF_LINE + this.#text());
    this.#isShown = true;
  }

  /** Says something beside it. */
  note(text: string): void {
    this.#erase();
    note(text);
  }

  /** Says how far it came. */
  end(): void {
    this.#erase();
    note(this.#text());
  }

  #text(): string {
    const calls = `${this.#done} of ${count(this.#total, "call")} made`;
    return this.failed > 0 ? `${calls}, ${this.failed} failed` : calls;
  }

  #erase(): void {
    if (this.#isShown) process.stderr.write(BEGINNING_OF_LINE);
    this.#isShown = false;
  }
}
