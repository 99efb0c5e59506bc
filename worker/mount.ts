// The Rust Worker as functions of JavaScript: whole, or mounted into a Worker that is there
// already. What travels with it as text, the Rust side finds in its environment.

import { DurableObject } from "cloudflare:workers";
import dashboard from "./build/dashboard.js";
import Built, { Journal as BuiltJournal } from "./build/index.js";

/** What the Worker is told about itself. */
export interface WorkerOptions {
  /** The text of hooks.toml: which webhooks are received, and what is done about them. */
  hooks: string;
}

/** How the Worker is mounted. */
export interface MountOptions extends WorkerOptions {
  /**
   * The names of its queues of deliveries, if wrangler.toml has others than
   * `wibiclick-deliveries`; several where deployments differ. The dead-letter queue of each
   * has its name with `-dead` at the end.
   */
  queues?: readonly string[];
}

/** What the platform gives to a handler besides the environment. */
export interface Context {
  waitUntil(promise: Promise<unknown>): void;
}

/** A batch of messages of a queue. */
export interface Batch {
  readonly queue: string;
}

/** A journal: the Durable Object that keeps deliveries. */
export interface JournalObject {
  /** Lets `DurableObjectNamespace` of Cloudflare's types take the class. */
  readonly __DURABLE_OBJECT_BRAND: never;
  fetch(request: Request): Promise<Response>;
  alarm(): Promise<void>;
}

/** The class of the journal. The Worker's main module has to export it as `Journal`. */
export type JournalClass = new (state: object, env: object) => JournalObject;

/** The whole Worker: every request and every batch is its own. */
export interface WholeWorker {
  fetch(request: Request, env: object, ctx: Context): Promise<Response>;
  queue(batch: Batch, env: object, ctx: Context): Promise<void>;
  Journal: JournalClass;
}

/** The Worker as a part of another one. */
export interface MountedWorker {
  /**
   * Answers a request to `/hooks/…`, `/scim/v2/…`, `/health` or `/admin`, and nothing
   * (`undefined`) where the path is another, whose body is left as it came.
   */
  fetch(request: Request, env: object, ctx: Context): Promise<Response | undefined>;
  /** Whether a batch is of one of its queues, and so for {@link queue}. */
  takes(batch: Batch): boolean;
  /**
   * Carries out the deliveries of a batch.
   *
   * @throws Error where the batch is of another queue. None of its messages is acknowledged, so
   * they come again: who forgot to ask {@link takes} loses none.
   */
  queue(batch: Batch, env: object, ctx: Context): Promise<void>;
  Journal: JournalClass;
}

/** The paths that are the Worker's. */
const PATHS = /^\/(hooks\/|scim\/v2\/|health$|admin(\/|$))/;
const QUEUE = "wibiclick-deliveries";

/** The Worker for a deployment that is nothing else. */
export function worker({ hooks }: WorkerOptions): WholeWorker {
  accept(hooks);
  const known = new WeakMap<object, object>();
  const whole = (env: object) => {
    const made = known.get(env) ?? { ...env, HOOKS_TOML: hooks, DASHBOARD: dashboard };
    known.set(env, made);
    return made;
  };
  return {
    fetch: (request, env, ctx) => new Built(ctx, whole(env)).fetch(request),
    queue: (batch, env, ctx) => new Built(ctx, whole(env)).queue(batch),
    // Of the platform's own class, as only methods of such a one can be called from outside.
    Journal: class Journal extends DurableObject {
      readonly #built: BuiltJournal;

      constructor(state: object, env: object) {
        super(state, env);
        this.#built = new BuiltJournal(state, whole(env));
      }

      ask(question: string): Promise<string> {
        return this.#built.ask(question);
      }

      fetch(request: Request): Promise<Response> {
        return this.#built.fetch(request);
      }

      alarm(): Promise<void> {
        return this.#built.alarm();
      }
    },
  };
}

/**
 * The Worker as a part of one that is there already.
 *
 * @example
 * import hooks from "./hooks.toml";
 * import { mount } from "wibiclick/worker";
 *
 * const wibi = mount({ hooks });
 *
 * export class Journal extends wibi.Journal {}
 *
 * export default {
 *   async fetch(request, env, ctx) {
 *     return (await wibi.fetch(request, env, ctx)) ?? app.fetch(request, env, ctx);
 *   },
 *   queue: wibi.queue,
 * };
 */
export function mount({ hooks, queues = [QUEUE] }: MountOptions): MountedWorker {
  const { fetch, queue, Journal } = worker({ hooks });
  const own = queues.flatMap((name) => [name, `${name}-dead`]);
  const takes = (batch: Batch) => own.includes(batch.queue);
  return {
    fetch: async (request, env, ctx) =>
      PATHS.test(new URL(request.url).pathname) ? fetch(request, env, ctx) : undefined,
    takes,
    queue: async (batch, env, ctx) => {
      if (takes(batch)) return queue(batch, env, ctx);
      throw new Error(
        `expected a batch of ${own.join(" or ")}, got one of ${batch.queue}: ask \`takes(batch)\` ` +
          "first, or name the queue in `queues`",
      );
    },
    Journal,
  };
}

let accepted: string | undefined;

/** The Rust side reads hooks.toml once for all that runs beside each other. */
function accept(hooks: string): void {
  if (typeof hooks !== "string" || hooks.trim() === "") {
    const got = hooks === "" ? "nothing" : typeof hooks;
    throw new TypeError(
      `expected \`hooks\` to be the text of hooks.toml, got ${got}: has wrangler.toml a rule ` +
        'with type = "Text" for it?',
    );
  }
  if (accepted !== undefined && accepted !== hooks) {
    throw new Error("expected one hooks.toml, got another one: put all sources and rules into one");
  }
  accepted = hooks;
}
