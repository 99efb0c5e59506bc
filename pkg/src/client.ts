// The client: types and an error class around the wasm, and nothing else.

import type { ActionId, Actions, CallOptions, Resources, Session, WebsiteId } from "./actions.js";
import { downloaded, withFiles, withFileSizes } from "./file.js";
import { errorOf, type ParamIssue, WibiClickError } from "./error.js";
import { Wasm } from "./wasm/wasm.js";

type Glue = typeof import("../wasm/wibiclick.js");
type Client = InstanceType<Glue["Client"]>;

// Marked, or bundlers keep it for those who take the error alone.
const wasm = /* @__PURE__ */ new Wasm<Glue>();

/** How a client is made. What is undefined, as of a variable that is not set, is left out. */
export interface WibiClickOptions {
  /** The API key; only signing in needs none. */
  apiKey?: string | undefined;
  /** Where the API is, https unless on this machine; production if left out. */
  baseUrl?: string | undefined;
  /** The website for every action that takes one, where none is given. */
  websiteId?: WebsiteId | undefined;
  /** In how many milliseconds each try must be answered; 30,000 if left out. */
  timeoutMs?: number;
  /**
   * How often a call is tried again, from 0 to 10; 2 if left out. Reads are, when the network or
   * the API fails; writes only where they surely were not carried out.
   */
  retries?: number;
  /** Sends a request instead of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
  /** How the key is sent, and renewed. */
  auth?: AuthOptions;
  /** Corrections of the catalogue's actions, by their ids: what is left out stays. */
  overrides?: Record<string, ActionOverride>;
  /** Actions that the catalogue does not have, by ids like `own.archiveJob`. */
  actions?: Record<string, ActionDeclaration>;
  /** Told after each try of a call; what it throws is left alone. */
  onRequest?: (attempt: RequestAttempt) => unknown;
}

/** What is to be different about an action. */
export interface ActionOverride {
  /** How it is sent. */
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL, without a query; `{name}` stands for a param in the path. */
  path?: string;
  /** By our names; null takes a param away. */
  params?: Record<string, ParamOverride | null>;
  /** The key that wraps the body; null for none. */
  wrap?: string | null;
  /** How the body is written; `jsonOrMultipart` is a form where a file is given. */
  encoding?: "json" | "multipart" | "jsonOrMultipart";
  /** Whether the API key is sent along. */
  auth?: "bearer" | "none";
  /** Whether it takes something away that no other action simply gives back, or ends somebody's access. */
  destructive?: boolean;
  /** The shape of the reply. */
  reply?: "object" | "done" | "file" | "any" | { list: string };
  /** What it does, for whoever reads the correction. */
  description?: string;
}

/** An action of one's own. */
export interface ActionDeclaration extends ActionOverride {
  /** How it is sent. */
  method: NonNullable<ActionOverride["method"]>;
  /** Below the base URL, without a query; `{name}` stands for a param in the path. */
  path: string;
}

/** What is to be different about a param, or what a new one is: then it has a `type`. */
export interface ParamOverride {
  /** What is taken for it. */
  type?: CatalogueParam["type"];
  /** The part of the request that it goes to. */
  place?: "path" | "query" | "body";
  /** The API's name. */
  wire?: string;
  /** Whether a call without it is refused. */
  required?: boolean;
  /** Whether it is kept out of previews. */
  secret?: boolean;
  /** What it means, for whoever reads the correction. */
  description?: string;
}

/** How the API key is sent, and renewed. */
export interface AuthOptions {
  /** The header that carries it; `authorization` if left out. */
  header?: string;
  /** The word before it; `Bearer` if left out, none if null. */
  scheme?: string | null;
  /**
   * Promises another key or token. Asked when the API answers 401; the call is then tried once
   * again. Calls that are refused together share what it promises, so it must not wait for a call
   * that needs the key itself; `login` does not.
   */
  refresh?: () => Promise<string> | string;
}

/** One try of a call. No body, header or secret param is in it. */
export interface RequestAttempt {
  /** The action's id; absent for a raw request. */
  action: string | undefined;
  /** GET, POST, PUT, PATCH or DELETE. */
  method: string;
  /** The whole URL. */
  url: string;
  /** Which try of its call it is, counted from 1. */
  attempt: number;
  /** The status of the response, where there was one. */
  status: number | undefined;
  /** Why there was none, or, with `bad-reply`, none that could be read: it is too large. */
  error: "network" | "timeout" | "aborted" | "bad-reply" | undefined;
  /** From sending to the end of the response. */
  durationMs: number;
}

/** What an action takes: anything, where its id is known only at run time. */
export type ParamsOf<Id extends string> = Id extends ActionId
  ? Actions[Id]["params"]
  : Record<string, unknown>;

/** What an action answers: something unknown, where its id is known only at run time. */
export type ReplyOf<Id extends string> = Id extends ActionId ? Actions[Id]["reply"] : unknown;

/** One of many calls. */
export type BatchCall<Id extends string = string> = {
  [Each in Id]: { action: Each; params?: ParamsOf<Each> };
}[Id];

/** How many calls are made. */
export interface BatchOptions extends CallOptions {
  /** How many are under way at once, from 1 to 64; 8 if left out. */
  concurrency?: number;
  /** Whether the others are made when one has failed; its place then holds a {@link BatchFailure}. */
  continueOnFail?: boolean;
  /** Told after each call; what it throws is left alone. */
  onProgress?: (progress: BatchProgress) => unknown;
}

/** How far a batch is. */
export interface BatchProgress {
  /** How many calls have ended, well or not. */
  done: number;
  /** How many of them have failed. */
  failed: number;
  /** How many calls there are. */
  total: number;
}

/** What stands in the place of a call of a batch that failed. */
export interface BatchFailure {
  /** What tells it from a reply. */
  success: false;
  /** Why it failed. */
  error: WibiClickError;
}

/** What a batch answers: the replies in the order of the calls. */
export type BatchResult<Reply, Options> = Options extends { continueOnFail: true }
  ? Reply | BatchFailure
  : Options extends { continueOnFail: boolean }
    ? Reply | BatchFailure
    : Reply;

/** What a call would send; nothing in it is secret. */
export interface Preview {
  /** GET, POST, PUT, PATCH or DELETE. */
  method: string;
  /** The whole URL. */
  url: string;
  /** By their names, in small letters; the key is `[redacted]`. */
  headers: Record<string, string>;
  /** JSON, or a form's parts by their names; null where there is none. */
  body: unknown;
  /** What is unusual about the params, and is sent all the same. */
  warnings: ParamIssue[];
}

/** A request of one's own making, below the base URL. */
export interface RawRequest {
  /** How it is sent. */
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** The path, starting with `/`, without a query. */
  path: string;
  /** What stands after the `?`; null and undefined are left out. */
  query?: Record<string, string | number | boolean | null | undefined>;
  /** Sent as JSON. */
  body?: unknown;
}

/** An action, as the catalogue has it. */
export interface CatalogueEntry {
  /** `user.disconnectFromWebsite`, or that of an action of one's own. */
  id: ActionId | (string & {});
  /** The first half of the id: `user`. */
  resource: string;
  /** The second half of the id: `disconnectFromWebsite`. */
  operation: string;
  /** GET, POST, PUT, PATCH or DELETE. */
  method: string;
  /** Below the base URL. */
  path: string;
  /** How sure the catalogue is of it. */
  evidence: "documented" | "observed" | "guessed";
  /** Whether it takes something away that no other action simply gives back, or ends somebody's access. */
  destructive: boolean;
  /** Whether the API key is sent along. */
  auth: "bearer" | "none";
  /** What it takes, under our names. */
  params: CatalogueParam[];
  /** The shape of its reply. */
  reply: "object" | "list" | "done" | "file" | "any";
  /** The name of the list in the reply, where it is one. */
  list?: string;
}

/** An input of an action. */
export interface CatalogueParam {
  /** Our name. */
  name: string;
  /** The API's name. */
  wire: string;
  /** The part of the request that it goes to. */
  place: "path" | "query" | "body";
  /** What is taken for it. */
  type:
    | "text"
    | "id"
    | "integer"
    | "month"
    | "number"
    | "boolean"
    | "date"
    | "dateTime"
    | "whatsapp"
    | "file"
    | "list"
    | "record"
    | "any";
  /** Whether a call without it is refused. */
  required: boolean;
  /** Whether it is kept out of previews. */
  secret: boolean;
  /** The values that are known; others are taken too. */
  values?: string[];
  /** The fields of a record, or of each of a list of records. */
  fields?: CatalogueParam[];
}

/** A client of WibiClick, with its resources. */
// They are properties that the constructor makes out of the catalogue.
export interface WibiClick extends Resources {}

/**
 * A client of WibiClick.
 *
 * Every action is a method of its resource: `wibi.user.getMany(…)`.
 */
export class WibiClick {
  /** Makes its client in the wasm: once, unless the wasm had to be started anew. */
  readonly #make: (glue: Glue) => Client;
  #made: { by: Glue; client: Client } | undefined;
  /** What {@link login} got, for a client that is made later. */
  #token: string | undefined;
  /** The ids of the actions that answer with a file. */
  readonly #downloads = new Set<string>();

  /** @throws {WibiClickError} of the kind `invalid-params` if it cannot work so. */
  constructor(options: WibiClickOptions = {}) {
    if (!isObject(options)) throw invalid("the options are no object");
    const { fetch, onRequest, auth, ...rest } = options;
    checkedFunction("fetch", fetch);
    checkedFunction("onRequest", onRequest);
    const { refresh, ...header } = isObject(auth) ? auth : {};
    checkedFunction("auth.refresh", refresh);
    const text = toJson(
      {
        ...rest,
        websiteId: rest.websiteId === undefined ? undefined : String(rest.websiteId),
        auth: isObject(auth) ? header : auth,
      },
      "the options",
    );
    const renew = refresh && shared(refresh);
    const tell = onRequest && telling(onRequest);
    this.#make = (glue) => new glue.Client(text, fetch, renew, tell);
    // What is wrong with the options is said now, and not with the first call.
    this.#ask(() => undefined);
    const isCorrected = rest.overrides !== undefined || rest.actions !== undefined;
    const byResource = isCorrected
      ? operationsByResource(this.catalogue())
      : (uncorrected ??= operationsByResource(this.catalogue()));
    for (const [resource, operations] of byResource) {
      const methods: Record<string, unknown> = {};
      for (const { id, operation, pages, isDownload } of operations) {
        if (isDownload) this.#downloads.add(id);
        const method = (params?: unknown, options?: CallOptions) => this.#call(id, params, options);
        const all = (params?: object, options?: CallOptions) =>
          this.#all(id, pages ?? "", params, options);
        methods[operation] = pages === undefined ? method : Object.assign(method, { all });
      }
      Object.defineProperty(this, resource, { value: Object.freeze(methods), enumerable: true });
    }
  }

  /** Carries out an action by its id, also one that is known only at run time. */
  call<Id extends ActionId | (string & {})>(
    id: Id,
    params?: ParamsOf<Id>,
    options?: CallOptions,
  ): Promise<ReplyOf<Id>>;
  call(id: string, params?: unknown, options?: CallOptions): Promise<unknown> {
    return this.#call(id, params, options);
  }

  /** What {@link call} would send; nothing is sent. */
  preview<Id extends ActionId | (string & {})>(id: Id, params?: ParamsOf<Id>): Preview;
  preview(id: string, params: unknown = {}): Preview {
    const [action, text] = [checkedId(id), toJson(withFileSizes(params), "the params")];
    return JSON.parse(this.#ask((client) => client.preview(action, text))) as Preview;
  }

  /**
   * Signs in, and keeps the token of the reply for later calls.
   *
   * @throws {WibiClickError} of the kind `bad-reply` where there is no token in it.
   */
  async login(params: Actions["user.login"]["params"], options?: CallOptions): Promise<Session> {
    const session = (await this.#call("user.login", params, options)) as Session;
    const { token } = session;
    if (typeof token !== "string") {
      const message = "the API signed the user in without a token";
      throw new WibiClickError({ kind: "bad-reply", message, action: "user.login", status: 200 });
    }
    this.#ask((client) => client.setToken(token));
    this.#token = token;
    return session;
  }

  /**
   * Makes many calls, some at once; the replies are in the order of the calls.
   *
   * When one fails, no other is begun, those under way are waited for, and the failure is thrown:
   * of a write that is broken off nobody knows whether it was carried out. With `continueOnFail`
   * all are made, and a failure stands in its call's place.
   */
  batch<Id extends ActionId | (string & {}), Options extends BatchOptions = object>(
    calls: readonly BatchCall<Id>[],
    options?: Options,
  ): Promise<BatchResult<ReplyOf<Id>, Options>[]>;
  async batch(calls: readonly BatchCall[], options: BatchOptions = {}): Promise<unknown[]> {
    if (!Array.isArray(calls)) throw invalid("the calls are no list");
    if (!isObject(options)) throw invalid("the options of a batch are no object");
    const { concurrency = 8, continueOnFail = false, onProgress, ...callOptions } = options;
    if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 64) {
      throw invalid("`concurrency` is out of range; expected a whole number from 1 to 64");
    }
    if (typeof continueOnFail !== "boolean") throw invalid("`continueOnFail` is not true or false");
    checkedFunction("onProgress", onProgress);
    checkedOptions(callOptions);
    // The list may change while it is gone through.
    const all = [...calls];
    for (const call of all) {
      if (!isObject(call)) throw invalid("a call is no object; expected { action, params? }");
    }
    const tell = onProgress && told(onProgress);
    const progress: BatchProgress = { done: 0, failed: 0, total: all.length };
    const results: unknown[] = new Array(all.length).fill(undefined);
    let next = 0;
    let failure: { error: unknown } | undefined;
    const worker = async () => {
      while (next < all.length && failure === undefined) {
        const at = next++;
        const { action, params } = all[at] as BatchCall;
        try {
          results[at] = await this.#call(action, params, callOptions);
        } catch (error) {
          progress.failed++;
          if (error instanceof WibiClickError) Object.assign(error, { index: at });
          results[at] = { success: false, error };
          if (!continueOnFail) failure ??= { error };
        }
        progress.done++;
        tell?.({ ...progress });
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, all.length) }, worker));
    if (failure === undefined) return results;
    const { error } = failure as { error: unknown };
    if (error instanceof WibiClickError)
      Object.defineProperty(error, "results", { value: results });
    throw error;
  }

  /** Sends a request of one's own making: the way to what the catalogue does not have. */
  async request(request: RawRequest, options: CallOptions = {}): Promise<unknown> {
    const { signal, timeoutMs, retries, repeatable = false } = checkedOptions(options);
    const text = toJson(request, "the request");
    return this.#answer((client) => client.request(text, signal, timeoutMs, retries, repeatable));
  }

  /** Every action, its params and its evidence, with the corrections of the options. */
  catalogue(): CatalogueEntry[] {
    return JSON.parse(this.#ask((client) => client.catalogue())) as CatalogueEntry[];
  }

  async #call(id: unknown, params: unknown = {}, options: CallOptions = {}): Promise<unknown> {
    const { signal, timeoutMs, retries, repeatable = false } = checkedOptions(options);
    const text = toJson(await withFiles(params), "the params");
    const action = checkedId(id);
    const reply = await this.#answer((client) =>
      client.call(action, text, signal, timeoutMs, retries, repeatable),
    );
    return this.#downloads.has(action) ? downloaded(reply) : reply;
  }

  #client(by: Glue): Client {
    if (this.#made?.by !== by) {
      const client = this.#make(by);
      if (this.#token !== undefined) client.setToken(this.#token);
      this.#made = { by, client };
    }
    return this.#made.client;
  }

  #ask<T>(question: (client: Client) => T): T {
    try {
      return wasm.ask((glue) => question(this.#client(glue)));
    } catch (thrown) {
      throw errorOf(thrown);
    }
  }

  async #answer(question: (client: Client) => Promise<string>): Promise<unknown> {
    try {
      return JSON.parse(await wasm.promise((glue) => question(this.#client(glue)))) as unknown;
    } catch (thrown) {
      throw errorOf(thrown);
    }
  }

  async *#all(
    id: string,
    list: string,
    params: Page = {},
    options?: CallOptions,
  ): AsyncGenerator<unknown, void, undefined> {
    if (!isObject(params)) throw invalid(`the params of \`${id}\` are no object`);
    const limit = params.limit ?? 50;
    const from = params.offset ?? 0;
    if (!(isWhole(limit) && limit > 0 && isWhole(from) && from >= 0)) {
      throw invalid("pages need a `limit` of 1 or more and an `offset` of 0 or more");
    }
    let offset = from;
    let before = "";
    for (;;) {
      const reply = (await this.#call(id, { ...params, limit, offset }, options)) as Reply;
      const records = reply[list] as unknown[];
      const text = JSON.stringify(records);
      const total = [reply["total"], reply["totalCount"]].find((it) => typeof it === "number");
      const isRepeated = text === before;
      const page = wasm.ask((glue) =>
        glue.pageOf(records.length, limit, offset, total as number, isRepeated),
      );
      if (page === PageOf.Repeated) {
        const message =
          `the page at offset ${offset} is the one before it: the API does not heed \`offset\`; ` +
          "ask for all at once with a larger `limit`";
        throw new WibiClickError({ kind: "bad-reply", message, action: id });
      }
      if (page !== PageOf.Nothing) yield* records;
      if (page !== PageOf.More) return;
      before = text;
      offset += records.length;
    }
  }
}

type Reply = Record<string, unknown>;
type Page = { limit?: unknown; offset?: unknown };

/** What the wasm says of a page. */
const PageOf = { More: 1, Nothing: 2, Repeated: 3 };

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

// What crosses into wasm must be of the type that is expected there: JavaScript's
// callers may give anything, and wasm would read it as what it is not.

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function checkedId(id: unknown): string {
  if (typeof id !== "string") throw invalid("the id of an action is no text");
  return id;
}

function checkedFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== "function") {
    throw invalid(`\`${name}\` is no function`);
  }
}

function checkedOptions(options: unknown): CallOptions {
  if (!isObject(options)) {
    throw invalid(
      "the options of a call are no object; expected { signal?, timeoutMs?, retries?, repeatable? }",
    );
  }
  const { signal, timeoutMs, retries, repeatable, ...rest } = options as CallOptions;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) {
    throw invalid(
      `there is no option \`${unknown}\` of a call; expected signal, timeoutMs, retries or repeatable`,
    );
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw invalid("`signal` is no AbortSignal");
  }
  for (const [name, value] of Object.entries({ timeoutMs, retries })) {
    if (value !== undefined && typeof value !== "number") throw invalid(`\`${name}\` is no number`);
  }
  if (repeatable !== undefined && typeof repeatable !== "boolean") {
    throw invalid("`repeatable` is not true or false");
  }
  return options as CallOptions;
}

/** A function that is told something, and whose failures, also later ones, are its own. */
function told<T>(tell: (what: T) => unknown): (what: T) => void {
  return (what) => {
    try {
      Promise.resolve(tell(what)).catch(() => undefined);
    } catch {
      // What watches a call does not break it.
    }
  };
}

/** What the wasm tells of an attempt. */
function telling(onRequest: (attempt: RequestAttempt) => unknown) {
  const tell = told(onRequest);
  return (
    action: string | undefined,
    method: string,
    url: string,
    attempt: number,
    outcome: number | "network" | "timeout" | "aborted" | "bad-reply",
    durationMs: number,
  ) => {
    const isStatus = typeof outcome === "number";
    const status = isStatus ? outcome : undefined;
    const error = isStatus ? undefined : outcome;
    tell({ action, method, url, attempt, status, error, durationMs });
  };
}

/** A refresh that those who ask while it is under way share; it rejects with a text. */
function shared(refresh: () => Promise<string> | string): () => Promise<string> {
  let underWay: Promise<string> | undefined;
  const ask = async () => {
    try {
      const token: unknown = await refresh();
      if (typeof token === "string") return token;
    } catch (error) {
      throw error instanceof Error ? error.message : String(error);
    } finally {
      underWay = undefined;
    }
    throw "`auth.refresh` promised no text";
  };
  // Not begun before it is there to be shared.
  return () => (underWay ??= Promise.resolve().then(ask));
}

interface Operation {
  id: string;
  operation: string;
  /** The name of the list, where it comes in pages. */
  pages: string | undefined;
  /** Whether it answers with a file. */
  isDownload: boolean;
}

// The same for every client without corrections of its own.
let uncorrected: Map<string, Operation[]> | undefined;

function operationsByResource(catalogue: CatalogueEntry[]): Map<string, Operation[]> {
  const known = new Map<string, Operation[]>();
  for (const { id, resource, operation, list, params, reply } of catalogue) {
    const takes = (wanted: string) => params.some(({ name }) => name === wanted);
    const pages = takes("limit") && takes("offset") ? list : undefined;
    const operations = known.get(resource) ?? [];
    operations.push({ id, operation, pages, isDownload: reply === "file" });
    known.set(resource, operations);
  }
  return known;
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
