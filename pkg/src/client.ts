// The client: types and an error class around the wasm, and nothing else.
// Whoever imports this has initialised the wasm.

import type { ActionId, Actions, CallOptions, Resources } from "./actions.js";
import { errorOf, type ParamIssue, WibiClickError } from "./error.js";
import { catalogue, Client } from "../wasm/wibiclick.js";

/** How a client is made. */
export interface WibiClickOptions {
  /** The API key; only signing in needs none. */
  apiKey?: string;
  /** Where the API is, https unless on this machine; production if left out. */
  baseUrl?: string;
  /** The website for every action that takes one, where none is given. */
  websiteId?: string | number;
  /** In how many milliseconds a call must be answered; 30,000 if left out. */
  timeoutMs?: number;
  /** Sends a request instead of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/** What a call would send; nothing in it is secret. */
export interface Preview {
  method: string;
  url: string;
  headers: Record<string, string>;
  /** JSON, or a form's parts by their names; null where there is none. */
  body: unknown;
  /** What is unusual about the params, and is sent all the same. */
  warnings: ParamIssue[];
}

/** A request of one's own making, below the base URL. */
export interface RawRequest {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The path, starting with `/`, without a query. */
  path: string;
  query?: Record<string, string | number | boolean | null | undefined>;
  /** Sent as JSON. */
  body?: unknown;
}

/** An action, as the catalogue has it. */
export interface CatalogueEntry {
  /** `user.disconnectFromWebsite` */
  id: ActionId;
  resource: string;
  operation: string;
  method: string;
  /** Below the base URL. */
  path: string;
  /** How sure the catalogue is of it. */
  evidence: "documented" | "observed" | "guessed";
  /** Whether the API key is sent along. */
  auth: "bearer" | "none";
  params: CatalogueParam[];
  /** The shape of its reply. */
  reply: "object" | "list" | "done" | "any";
}

/** An input of an action. */
export interface CatalogueParam {
  /** Our name. */
  name: string;
  /** The API's name. */
  wire: string;
  place: "path" | "query" | "body";
  type: "text" | "id" | "integer" | "number" | "boolean" | "file" | "list" | "record" | "any";
  required: boolean;
  /** Whether it is kept out of previews. */
  secret: boolean;
  /** The values that are known; others are taken too. */
  values?: string[];
}

// The resources are properties that the constructor makes out of the catalogue.
export interface WibiClick extends Resources {}

/**
 * A client of WibiClick.
 *
 * Every action is a method of its resource: `wibi.user.getMany(…)`.
 */
export class WibiClick {
  readonly #client: Client;

  /** @throws {WibiClickError} of the kind `invalid-params` if it cannot work so. */
  constructor(options: WibiClickOptions = {}) {
    if (typeof options !== "object" || options === null) throw invalid("the options are no object");
    const { fetch, ...rest } = options;
    if (fetch !== undefined && typeof fetch !== "function") {
      throw invalid("`fetch` is no function");
    }
    const text = toJson(
      rest.websiteId === undefined ? rest : { ...rest, websiteId: String(rest.websiteId) },
      "the options",
    );
    this.#client = mapped(() => new Client(text, fetch));
    for (const [resource, operations] of operationsByResource()) {
      const methods: Record<string, unknown> = {};
      for (const operation of operations) {
        methods[operation] = (params?: unknown, options?: CallOptions) =>
          this.#call(`${resource}.${operation}`, params, options);
      }
      Object.defineProperty(this, resource, { value: Object.freeze(methods), enumerable: true });
    }
  }

  /** Carries out an action by its id. */
  call<Id extends ActionId>(
    id: Id,
    params?: Actions[Id]["params"],
    options?: CallOptions,
  ): Promise<Actions[Id]["reply"]>;
  /** Carries out an action by an id that is known only at run time. */
  call<Id extends string>(
    id: Id extends ActionId ? never : Id,
    params?: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<unknown>;
  call(id: string, params?: unknown, options?: CallOptions): Promise<unknown> {
    return this.#call(id, params, options);
  }

  /** What {@link call} would send; nothing is sent. */
  preview<Id extends ActionId>(id: Id, params?: Actions[Id]["params"]): Preview;
  preview<Id extends string>(
    id: Id extends ActionId ? never : Id,
    params?: Record<string, unknown>,
  ): Preview;
  preview(id: string, params: unknown = {}): Preview {
    const text = toJson(params, "the params");
    return mapped(() => JSON.parse(this.#client.preview(checkedId(id), text)) as Preview);
  }

  /** Sends a request of one's own making: the way to what the catalogue does not have. */
  request(request: RawRequest, options: CallOptions = {}): Promise<unknown> {
    return answered(() => {
      const { signal, timeoutMs } = checkedOptions(options);
      return this.#client.request(toJson(request, "the request"), signal, timeoutMs);
    });
  }

  /** Every action, its params and its evidence. */
  catalogue(): CatalogueEntry[] {
    return JSON.parse(catalogue()) as CatalogueEntry[];
  }

  #call(id: string, params: unknown = {}, options: CallOptions = {}): Promise<unknown> {
    return answered(() => {
      const { signal, timeoutMs } = checkedOptions(options);
      return this.#client.call(checkedId(id), toJson(params, "the params"), signal, timeoutMs);
    });
  }
}

// What crosses into wasm must be of the type that is expected there: JavaScript's
// callers may give anything, and wasm would read it as what it is not.

function checkedId(id: unknown): string {
  if (typeof id !== "string") throw invalid("the id of an action is no text");
  return id;
}

function checkedOptions(options: unknown): CallOptions {
  if (typeof options !== "object" || options === null) {
    throw invalid("the options of a call are no object; expected { signal?, timeoutMs? }");
  }
  const { signal, timeoutMs, ...rest } = options as CallOptions;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw invalid(`there is no option \`${unknown}\` of a call; expected signal or timeoutMs`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalid("`signal` is no AbortSignal");
  }
  if (timeoutMs !== undefined && typeof timeoutMs !== "number") {
    throw invalid("`timeoutMs` is no number");
  }
  return options as CallOptions;
}

let operations: Map<string, string[]> | undefined;

function operationsByResource(): Map<string, string[]> {
  if (operations === undefined) {
    operations = new Map();
    for (const { resource, operation } of JSON.parse(catalogue()) as CatalogueEntry[]) {
      operations.set(resource, [...(operations.get(resource) ?? []), operation]);
    }
  }
  return operations;
}

function toJson(value: unknown, what: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw invalid(`${what} cannot be written as JSON: ${why}`, { cause });
  }
  if (text === undefined) throw invalid(`${what} cannot be written as JSON`);
  return text;
}

function invalid(message: string, options?: ErrorOptions): WibiClickError {
  return new WibiClickError({ kind: "invalid-params", message }, options);
}

function mapped<T>(run: () => T): T {
  try {
    return run();
  } catch (thrown) {
    throw errorOf(thrown);
  }
}

async function answered(run: () => Promise<string>): Promise<unknown> {
  try {
    return JSON.parse(await run()) as unknown;
  } catch (thrown) {
    throw errorOf(thrown);
  }
}
