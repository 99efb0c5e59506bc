// `wibiclick verify`: whether a request is genuine, and what it says.

import type { Command } from "commander";
import { type Verified, verify } from "wibiclick/webhooks";
import { bytesOf, collected, headersOf } from "../input.js";
import { count, headerLines, indented, print, printJson } from "../output.js";
import { address, kindOf, SECRET, secretive, secretOf, type SecretOptions } from "./secret.js";

interface Options extends SecretOptions {
  url?: string;
  header?: string[];
  now?: string;
  json?: true;
}

const MORE = `${SECRET}

  wibiclick verify stripe paid.json --secret-env STRIPE_WEBHOOK_SECRET -H 'stripe-signature: t=…'
  wibiclick verify clerk old.json --secret-env S -H … --now 2026-01-31T18:42:00Z`;

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
    .addHelpText("after", MORE)
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

function described(verified: Verified): string {
  if (verified.type === "handshake") {
    const { status, headers, body } = verified.response;
    const answer = [`status ${status}`, headerLines(headers), body ?? ""];
    return `genuine: a handshake, to be answered with\n${indented(answer.join("\n"))}`;
  }
  const events = verified.events.map(({ id, type, signal, occurredAt, subject }) => {
    const facts = { id, type, signal, occurredAt, subject };
    return indented(JSON.stringify(facts, undefined, 2));
  });
  return [`genuine: ${count(events.length, "event")}`, ...events].join("\n");
}
