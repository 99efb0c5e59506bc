// `wibiclick call`: one action.

import { writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { CatalogueEntry, DownloadedFile, Preview } from "wibiclick";
import {
  actionOf,
  type Api,
  type ApiOptions,
  apiOf,
  needKey,
  noteRefusal,
  withApi,
} from "./api.js";
import { Failure, Misuse } from "./failure.js";
import { collected, pair, STDIN, textOf } from "./input.js";
import { headerLines, note, print, printJson } from "./output.js";
import { parsed, typed } from "./params.js";
import { confirm, isTerminal } from "./terminal.js";

interface Options extends ApiOptions {
  param?: string[];
  params?: string;
  preview?: true;
  yes?: true;
  output?: string;
  json?: true;
}

const MORE = `
Params have the names of \`wibiclick catalogue <action>\`, which also says of each what it is: numbers,
true and false are written as such, lists and records as JSON, files as @path. --param wins over what
--params says. The key is WIBICLICK_API_KEY, or else what \`wibiclick login\` has got.

A destructive action takes something away. It is asked about on a terminal, and refused without --yes
where nobody is there to be asked.

  wibiclick call user.getMany --param websiteId=site_1
  wibiclick call user.disconnectFromWebsite --param userId=user_1 --website site_1 --preview
  echo '{"websiteId": "site_1"}' | wibiclick call user.getMany --params -`;

export function addCall(program: Command): void {
  const command = program
    .command("call")
    .summary("carry out an action")
    .description("Carries out one action, and prints its reply.")
    .argument("<action>", "its id: user.getMany")
    .option("--param <name=value>", "a param; may be repeated", collected)
    .option("--params <json>", "params as a JSON object, or - for standard input")
    .option("--preview", "show what would be sent, and send nothing")
    .option("-y, --yes", "carry a destructive action out without asking")
    .option("--output <file>", "where a file goes, if the reply is one")
    .option("--json", "JSON alone, also of an error")
    .addHelpText("after", MORE);
  withApi(command).action(call);
}

async function call(id: string, options: Options): Promise<void> {
  const api = await apiOf(options);
  const action = actionOf(api.client, id);
  const params = await paramsOf(action, options);
  // Says what is wrong with the params before anybody is asked.
  const preview = api.client.preview(id as string, params);
  for (const { message } of preview.warnings) note(`warning: ${message}`);
  if (options.preview) {
    if (options.json) printJson(preview);
    else print(described(preview));
    return;
  }
  needKey(api, action);
  const isFile = action.reply === "file";
  if (isFile && options.output === undefined) {
    throw new Misuse(`\`${id}\` answers with a file; say where it goes: --output <file>`);
  }
  await permitted(`\`${id}\` is destructive`, api, action, options.yes);
  const reply: unknown = await api.client.call(id as string, params).catch((error: unknown) => {
    noteRefusal(api, error);
    throw error;
  });
  if (isFile) await save(reply as DownloadedFile, options);
  else printJson(reply);
}

/** Lets a destructive action pass only if somebody wants it. */
export async function permitted(
  what: string,
  api: Api,
  action: CatalogueEntry,
  yes: true | undefined,
): Promise<void> {
  if (!action.destructive || yes) return;
  if (!isTerminal()) throw new Misuse(`${what}: --yes says that it is meant`);
  if (await confirm(`${what}, on ${api.baseUrl}. Go on?`)) return;
  throw new Failure("nothing was done");
}

async function paramsOf(
  action: CatalogueEntry,
  { params = "{}", param = [] }: Options,
): Promise<Record<string, unknown>> {
  const isPiped = params === STDIN;
  const text = isPiped ? await textOf(STDIN, "the params") : params;
  const pairs = param.map((it) => pair(it, "=", "--param"));
  const given = parsed(text, "--params");
  const seen = [...pairs.map(([name]) => name), ...(isPiped ? [] : Object.keys(given))];
  const secret = action.params.find(({ name, secret }) => secret && seen.includes(name));
  if (secret === undefined) return { ...given, ...(await typed(action, pairs)) };
  throw new Misuse(
    `\`${secret.name}\` is secret, and others on this machine see arguments: give it by --params -`,
  );
}

function described({ method, url, headers, body }: Preview): string {
  const head = `${method} ${url}\n${headerLines(headers)}`;
  return body === null ? head : `${head}\n\n${JSON.stringify(body, undefined, 2)}`;
}

async function save({ fileName, contentType, data }: DownloadedFile, options: Options) {
  const output = options.output as string;
  await writeFile(output, data);
  if (options.json) printJson({ fileName, contentType, bytes: data.length, output });
  else note(`${output}: ${data.length} bytes, ${contentType}`);
}
