// The client as the command line asks for it: which API, with which key.

import { type Command, Option } from "commander";
import { type CatalogueEntry, WibiClick, WibiClickError, type WibiClickOptions } from "wibiclick";
import { stored } from "./credentials.js";
import { Misuse } from "./failure.js";
import { note } from "./output.js";

/** The options of commands that speak to the API. */
export interface ApiOptions {
  baseUrl?: string;
  website?: string;
}

/** Adds them to a command. */
export function withApi(command: Command): Command {
  return command.addOption(baseUrl()).addOption(website());
}

/** Where the API is. */
export function baseUrl(): Option {
  return new Option("--base-url <url>", "where the API is; production if left out").env(
    "WIBICLICK_BASE_URL",
  );
}

function website(): Option {
  return new Option("--website <id>", "the website of every action that takes one").env(
    "WIBICLICK_WEBSITE_ID",
  );
}

/** The API as a whole, and who we are there. */
export interface Api {
  client: WibiClick;
  /** As the client has it. */
  baseUrl: string;
  /** Where the key is from; none where there is none. */
  keyFrom: "environment" | "login" | undefined;
}

/** The API with the key of the environment, or else with the token of `login`. */
export async function apiOf(options: ApiOptions): Promise<Api> {
  const { client, baseUrl } = anonymous(options);
  const key = process.env["WIBICLICK_API_KEY"];
  if (key) return { client: withKey(options, key), baseUrl, keyFrom: "environment" };
  const token = (await stored(baseUrl))?.token;
  if (token === undefined) return { client, baseUrl, keyFrom: undefined };
  return { client: withKey(options, token), baseUrl, keyFrom: "login" };
}

/** The API as nobody knows us. */
export function anonymous(options: ApiOptions): Omit<Api, "keyFrom"> {
  const client = new WibiClick(given(options));
  return { client, baseUrl: baseUrlOf(options) };
}

/** Says what to do where an action needs a key and there is none. */
export function needKey(api: Api, action: CatalogueEntry): void {
  if (api.keyFrom !== undefined || action.auth === "none") return;
  throw new Misuse(
    `\`${action.id}\` needs a key: set WIBICLICK_API_KEY, or run \`wibiclick login\` for ${api.baseUrl}`,
  );
}

/** Says what to do where the key is refused. */
export function noteRefusal({ keyFrom, baseUrl }: Api, error: unknown): void {
  if (!(error instanceof WibiClickError && error.kind === "unauthorized")) return;
  if (keyFrom === "environment") note(`${baseUrl} does not take the key of WIBICLICK_API_KEY`);
  if (keyFrom === "login")
    note(`${baseUrl} takes the token no more: run \`wibiclick login\` again`);
}

/** The action of this id; the client knows which may have been meant. */
export function actionOf(client: WibiClick, id: string): CatalogueEntry {
  const action = client.catalogue().find((entry) => entry.id === id);
  if (action !== undefined) return action;
  // Throws, and says so.
  client.preview(id as string, {});
  throw new Misuse(`there is no action \`${id}\``);
}

function withKey(options: ApiOptions, apiKey: string): WibiClick {
  return new WibiClick({ ...given(options), apiKey });
}

function given({ baseUrl, website }: ApiOptions): WibiClickOptions {
  return {
    ...(baseUrl && { baseUrl }),
    ...(website && { websiteId: website }),
  };
}

/** The client knows where production is, and in which form an address is one. */
function baseUrlOf(options: ApiOptions): string {
  const actions = { "own.root": { method: "GET", path: "/" } } as const;
  const { url } = new WibiClick({ ...given(options), actions }).preview("own.root");
  return url.slice(0, -"/".length);
}
