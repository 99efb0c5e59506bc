// Requests as senders make them.

import type { Command } from "commander";
import { samples } from "../../../../worker/dashboard/src/samples.js";
import { sign, sources } from "wibiclick/webhooks";
import { Misuse } from "../failure.js";
import { bytesOf, collected, headersOf } from "../input.js";
import { note } from "../output.js";
import { kindOf, secretive, secretOf, type SecretOptions } from "./secret.js";

/** How a request is made. */
export interface SigningOptions extends SecretOptions {
  url?: string;
  header?: string[];
  id?: string;
  timestamp?: string;
}

/** What the help of a command says of the payload. */
export const SAMPLE = `
Without a payload it is a sample of the kind, where there is one: an event as the vendor sends it.`;

/** Adds them to a command. */
export function signing(command: Command): Command {
  return secretive(command)
    .option("-H, --header <name: value>", "another header; may be repeated", collected)
    .option("--id <id>", "the request's id, for kinds that have one; a new one if left out")
    .option("--timestamp <time>", "the time of signing, as RFC 3339; the clock if left out");
}

/** A signed request. */
export interface Signed {
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
  secret: string;
}

/** Makes one. */
export async function requestOf(
  kind: string,
  payload: string | undefined,
  options: SigningOptions,
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
