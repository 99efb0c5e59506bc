// `wibiclick send`: a signed test event to a URL.

import { type Command, InvalidArgumentError } from "commander";
import { EXIT, Failure } from "../failure.js";
import { note, print, printJson } from "../output.js";
import { requestOf, SAMPLE, type Signed, signing, type SigningOptions } from "./request.js";
import { address, SECRET } from "./secret.js";

interface Options extends SigningOptions {
  timeout: number;
  json?: true;
}

const MORE = `${SECRET}
${SAMPLE}
It is sent once, redirects are not followed, and what is no 2xx is exit code 1.

  wibiclick send clerk http://localhost:8787/hooks/clerk --secret-env CLERK_WEBHOOK_SECRET
  wibiclick send okta https://hooks.example.com/hooks/okta left.json --secret-file okta.secret
  wibiclick send github https://example.com/hook push.json --secret-env S -H 'x-github-event: push'`;

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
    .addHelpText("after", MORE)
    .action(async (kind: string, to: string, payload: string | undefined, options: Options) => {
      const request = await requestOf(kind, payload, { url: to, ...options });
      await send(to, request, options);
    });
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

function seconds(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 3600) return number;
  throw new InvalidArgumentError("Expected seconds, up to 3600.");
}
