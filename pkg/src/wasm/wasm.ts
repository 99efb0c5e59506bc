// A wasm as the package uses it: instantiated when it is first asked something, so that
// importing costs nothing and has no effect, and anew after it has failed.

import makeGlue from "#glue";
import { module } from "#module";

/** What wasm-bindgen's JavaScript exports, with the start that all of it has. */
interface Startable {
  initSync(given: { module: WebAssembly.Module }): unknown;
}

/** One instance, with the JavaScript around it, which has its state. */
interface Live<Glue> {
  glue: Glue;
  /** Rejects what it has promised: one that has failed keeps no promise. */
  promised: Set<(why: Error) => void>;
}

/** The wasm whose JavaScript has the type `Glue`. */
export class Wasm<Glue extends Startable> {
  #compiled: WebAssembly.Module | undefined;
  #live: Live<Glue> | undefined;

  /**
   * Asks it something. What it throws on purpose is text, and is left alone; with anything else
   * it has failed (its memory is used up, say), and the next one who asks gets a new instance.
   */
  ask<T>(question: (glue: Glue) => T): T {
    return this.#ask(this.#instance(), question);
  }

  /** Asks for something that is promised. */
  promise<T>(question: (glue: Glue) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const live = this.#instance();
      live.promised.add(reject);
      const settled = () => live.promised.delete(reject);
      this.#ask(live, question).finally(settled).then(resolve, reject);
    });
  }

  #ask<T>(live: Live<Glue>, question: (glue: Glue) => T): T {
    try {
      return question(live.glue);
    } catch (thrown) {
      throw typeof thrown === "string" ? thrown : this.#failed(live, thrown);
    }
  }

  #instance(): Live<Glue> {
    return (this.#live ??= this.#started());
  }

  #started(): Live<Glue> {
    const given = (this.#compiled ??= compiled());
    const live: Live<Glue> = {
      // What it does later, it does in microtasks of its own, where nobody else would catch.
      glue: makeGlue((task) =>
        queueMicrotask(() => {
          try {
            task();
          } catch (thrown) {
            this.#failed(live, thrown);
          }
        }),
      ) as Glue,
      promised: new Set(),
    };
    live.glue.initSync({ module: given });
    return live;
  }

  #failed(live: Live<Glue>, cause: unknown): Error {
    if (this.#live === live) this.#live = undefined;
    const why = new Error(
      `the WebAssembly of wibiclick failed (${String(cause)}), and starts anew with the next call; ` +
        "of a call that was under way it is not known whether it was carried out",
      { cause },
    );
    for (const reject of live.promised) reject(why);
    live.promised.clear();
    return why;
  }
}

function compiled(): WebAssembly.Module {
  const given = module();
  return given instanceof WebAssembly.Module ? given : new WebAssembly.Module(given);
}
