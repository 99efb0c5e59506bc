// `wibiclick sign`: the headers that make a request a genuine one.

import type { Command } from "commander";
import { headerLines, note, print, printJson } from "../output.js";
import { requestOf, SAMPLE, signing, type SigningOptions } from "./request.js";
import { address, SECRET } from "./secret.js";

interface Options extends SigningOptions {
  reveal?: true;
  json?: true;
}

const MORE = `${SECRET}
${SAMPLE}
Kinds that send the secret itself have it in a header: it is only shown with --reveal.

  wibiclick sign stripe paid.json --secret-env STRIPE_WEBHOOK_SECRET
  wibiclick sign slack event.json --secret-env SLACK_SIGNING_SECRET |
    curl https://example.com/hooks/slack -H @- --data-binary @event.json`;

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
    .addHelpText("after", MORE)
    .action(async (kind: string, payload: string | undefined, options: Options) => {
      const { headers, secret } = await requestOf(kind, payload, options);
      const shown = options.reveal ? headers : withoutSecret(headers, secret);
      if (options.json) printJson(shown);
      else print(headerLines(shown));
    });
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
