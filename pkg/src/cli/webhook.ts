// `wibiclick send`, `sign` and `verify`: requests as senders of webhooks make them.

import { type Command, InvalidArgumentError } from "commander";
import { samples } from "../../../worker/dashboard/src/samples.js";
import { type Scheme, sign, type SourceKind, sources, verify } from "../webhooks.js";
import { EXIT, Failure, Misuse } from "./failure.js";
import { bytesOf, collected, headersOf, textOf } from "./input.js";
import { fromJson } from "./params.js";
import { count, indented, note, print, printJson } from "./output.js";

interface SecretOptions {
  secretEnv?: string;
  secretFile?: string;
}

interface Options extends SecretOptions {
  scheme?: string;
  url?: string;
  header?: string[];
  id?: string;
  timestamp?: string;
  now?: string;
  timeout: number;
  reveal?: true;
  json?: true;
}

const SECRET = `
The secret is the one that the sender shows for webhooks; for kinds that send a fixed token it is that
token. It comes from an environment variable or a file, never as an argument, which others on this
machine could read. \`custom\` is a sender of your own, with --scheme.`;

const SAMPLE = `
Without a payload it is a sample of the kind, where there is one: an event as the vendor sends it.`;

const SEND = `${SECRET}
${SAMPLE}
It is sent once, redirects are not followed, and what is no 2xx is exit code 1.

  wibiclick send clerk http://localhost:8787/hooks/clerk --secret-env CLERK_WEBHOOK_SECRET
  wibiclick send okta https://hooks.example.com/hooks/okta left.json --secret-file okta.secret
  wibiclick send github https://example.com/hook push.json --secret-env S -H 'x-github-event: push'`;

const SIGN = `${SECRET}
${SAMPLE}
Kinds that send the secret itself have it in a header: it is only shown with --reveal.

  wibiclick sign stripe paid.json --secret-env STRIPE_WEBHOOK_SECRET
  wibiclick sign slack event.json --secret-env SLACK_SIGNING_SECRET |
    curl https://example.com/hooks/slack -H @- --data-binary @event.json`;

const VERIFY = `${SECRET}

  wibiclick verify stripe paid.json --secret-env STRIPE_WEBHOOK_SECRET -H 'stripe-signature: t=…'
  wibiclick verify clerk old.json --secret-env S -H … --now 2026-01-31T18:42:00Z`;

export function addSend(program: Command): void {
  const command = program
    .command("send")
    .summary("sign a test event, and send it to a URL")
    .description("Signs an event as a kind of source does, sends it, and shows the answer.")
    .argument("<kind>", "a kind of source: clerk, okta, … or custom")
    .argument("<url>", "where it goes", address)
    .argument("[payload]", "a file with the body, or - for standard input")
    .option("--url <url>", "the URL that is signed, where it is not the one it goes to", address)
    .option("--timeout <seconds>", "how long an answer may take", seconds, 30);
  signing(command)
    .option("--json", "the answer as JSON")
    .addHelpText("after", SEND)
    .action(async (kind: string, to: string, payload: string | undefined, options: Options) => {
      const request = await requestOf(kind, payload, { url: to, ...options });
      await send(to, request, options);
    });
}

export function addSign(program: Command): void {
  const command = program
    .command("sign")
    .summary("the headers that make a request a genuine one")
    .description("Signs an event as a kind of source does, and prints the headers.")
    .argument("<kind>", "a kind of source: clerk, okta, … or custom")
    .argument("[payload]", "a file with the body, or - for standard input")
    .option("--url <url>", "the URL it goes to; needed where the kind signs it", address);
  signing(command)
    .option("--reveal", "show the secret where it is itself what is sent")
    .option("--json", "the headers as a JSON object")
    .addHelpText("after", SIGN)
    .action(async (kind: string, payload: string | undefined, options: Options) => {
      const { headers, secret } = await requestOf(kind, payload, options);
      const shown = options.reveal ? headers : withoutSecret(headers, secret);
      if (options.json) printJson(shown);
      else print(linesOf(Object.entries(shown)));
    });
}

export function addVerify(program: Command): void {
  const command = program
    .command("verify")
    .summary("whether a request is genuine, and what it says")
    .description("Verifies a request as its receiver would, and shows its events.")
    .argument("<kind>", "a kind of source: clerk, okta, … or custom")
    .argument("<payload>", "a file with the body as it came, or - for standard input")
    .option("--url <url>", "the URL it came to; needed where the kind signs it", address)
    .option("--now <time>", "the time at which it came, as RFC 3339; the clock if left out");
  secretive(command)
    .option("-H, --header <name: value>", "a header of it; may be repeated", collected)
    .option("--json", "what it was as JSON")
    .addHelpText("after", VERIFY)
    .action(async (kind: string, payload: string, options: Options) => {
      const { url, now, header } = options;
      const from = await kindOf(kind, options);
      const body = await bytesOf(payload, "the payload");
      const request = { headers: headersOf(header), body, ...(url !== undefined && { url }) };
      const when = now === undefined ? {} : { now };
      const verified = verify(from, request, await secretOf(options), when);
      if (options.json) printJson(verified);
      else print(described(verified));
    });
}

function signing(command: Command): Command {
  return secretive(command)
    .option("-H, --header <name: value>", "another header; may be repeated", collected)
    .option("--id <id>", "the request's id, for kinds that have one; a new one if left out")
    .option("--timestamp <time>", "the time of signing, as RFC 3339; the clock if left out");
}

function secretive(command: Command): Command {
  return command
    .option("--secret-env <name>", "the environment variable with the secret")
    .option("--secret-file <file>", "the file with the secret, or - for standard input")
    .option("--scheme <file>", "how a sender of your own signs, as a JSON record");
}

/** A signed request. */
interface Signed {
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  secret: string;
}

async function requestOf(
  kind: string,
  payload: string | undefined,
  options: Options,
): Promise<Signed> {
  const { url, id, timestamp, header } = options;
  const to = await kindOf(kind, options);
  const known = sources().find(({ name }) => name === kind);
  if (known?.needsUrl && url === undefined) throw new Misuse(`${kind} signs the URL: give --url`);
  const secret = await secretOf(options);
  const sample = payload === undefined ? sampleOf(kind, known !== undefined) : undefined;
  const body = new Uint8Array(sample?.body ?? (await bytesOf(payload as string, "the payload")));
  const request = {
    body,
    ...(url !== undefined && { url }),
    ...(id !== undefined && { id }),
    ...(timestamp !== undefined && { timestamp }),
  };
  const signed = Object.entries(sign(to, request, secret));
  const headers = new Headers({ "content-type": known?.contentTypes[0] ?? "application/json" });
  const all = [...(sample?.headers ?? []), ...signed, ...headersOf(header)];
  for (const [name, value] of all) headers.set(name, value);
  return { headers: Object.fromEntries(headers), body, secret };
}

/** An event of a kind to try things with. */
interface SampleRequest {
  headers: [string, string][];
  body: Uint8Array;
}

function sampleOf(kind: string, isKnown: boolean): SampleRequest {
  const sample = samples.find((it) => it.kind === kind);
  // Whoever signs says which kinds there are.
  if (sample === undefined && !isKnown) return { headers: [], body: new Uint8Array() };
  if (sample === undefined) throw new Misuse(`give a payload: there is no sample of ${kind}`);
  const { title, from, headers, payload } = sample;
  note(`the payload is a sample: ${title.toLowerCase()} (from ${from})`);
  return {
    headers: headersOf(headers === "" ? [] : headers.split("\n")),
    body: new TextEncoder().encode(payload),
  };
}

async function send(to: string, { headers, body }: Signed, options: Options): Promise<void> {
  const began = performance.now();
  const signal = AbortSignal.timeout(options.timeout * 1000);
  const asked = { method: "POST", headers, body, redirect: "manual", signal } as const;
  let response: Response, text: string;
  try {
    response = await fetch(to, asked);
    text = await response.text();
  } catch (error) {
    const { cause, message } = error as Error;
    throw new Failure(`${to} gave no answer: ${cause instanceof Error ? cause.message : message}`);
  }
  const { status, statusText } = response;
  const durationMs = Math.round(performance.now() - began);
  if (!response.ok) process.exitCode = EXIT.failed;
  if (options.json) {
    const answer = Object.fromEntries(response.headers);
    printJson({ status, headers: answer, body: text, durationMs });
    return;
  }
  note(`${body.length} bytes to ${to}, answered after ${durationMs} ms`);
  print(`${status} ${statusText}`.trimEnd());
  if (text !== "") print(text);
}

function withoutSecret(headers: Record<string, string>, secret: string): Record<string, string> {
  const has = ([, value]: [string, string]) => value.includes(secret);
  if (!Object.entries(headers).some(has)) return headers;
  note("this kind sends the secret itself: --reveal shows it, and `wibiclick send` sends it");
  const shown = Object.entries(headers).map(([name, value]) => [
    name,
    value.replaceAll(secret, "[secret]"),
  ]);
  return Object.fromEntries(shown) as Record<string, string>;
}

function linesOf(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `${name}: ${value}`).join("\n");
}

function described(verified: ReturnType<typeof verify>): string {
  if (verified.type === "handshake") {
    const { status, headers, body } = verified.response;
    const answer = [`status ${status}`, linesOf(Object.entries(headers)), body ?? ""];
    return `genuine: a handshake, to be answered with\n${indented(answer.join("\n"))}`;
  }
  const events = verified.events.map(({ id, type, signal, occurredAt, subject }) => {
    const facts = { id, type, signal, occurredAt, subject };
    return indented(JSON.stringify(facts, undefined, 2));
  });
  return [`genuine: ${count(events.length, "event")}`, ...events].join("\n");
}

async function kindOf(kind: string, { scheme }: Options): Promise<SourceKind | Scheme> {
  if (kind !== "custom") {
    if (scheme === undefined) return kind as SourceKind;
    throw new Misuse(`--scheme is of the kind custom; \`${kind}\` has its own`);
  }
  if (scheme === undefined) throw new Misuse("the kind custom needs --scheme <file>");
  return fromJson(await textOf(scheme, "the scheme"), "the scheme") as Scheme;
}

async function secretOf({ secretEnv, secretFile }: SecretOptions): Promise<string> {
  if ((secretEnv === undefined) === (secretFile === undefined)) {
    throw new Misuse("give the secret by --secret-env <name> or by --secret-file <file>");
  }
  if (secretFile !== undefined) {
    // Editors end files with a line break.
    const secret = (await textOf(secretFile, "the secret")).replace(/\r?\n$/, "");
    if (secret.trim() !== "") return secret;
    throw new Misuse("the file of --secret-file is empty; expected a secret");
  }
  const secret = process.env[secretEnv as string];
  if (secret !== undefined && secret.trim() !== "") return secret;
  throw new Misuse("the environment variable of --secret-env is not set, or is empty");
}

function address(text: string): string {
  if (/^https?:/.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError("Expected a whole URL: https://…");
}

function seconds(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 3600) return number;
  throw new InvalidArgumentError("Expected seconds, up to 3600.");
}
