// The secret that a sender and its receiver share, and how the kind uses it.

import { type Command, InvalidArgumentError } from "commander";
import type { Scheme, SourceKind } from "wibiclick/webhooks";
import { Misuse } from "../failure.js";
import { textOf } from "../input.js";
import { fromJson } from "../params.js";

/** Where the secret is, and how a sender of one's own signs. */
export interface SecretOptions {
  secretEnv?: string;
  secretFile?: string;
  scheme?: string;
}

/** What the help of a command says of them. */
export const SECRET = `
The secret is the one that the sender shows for webhooks; for kinds that send a fixed token it is that
token. It comes from an environment variable or a file, never as an argument, which others on this
machine could read. \`custom\` is a sender of your own, with --scheme.`;

/** Adds them to a command. */
export function secretive(command: Command): Command {
  return command
    .option("--secret-env <name>", "the environment variable with the secret")
    .option("--secret-file <file>", "the file with the secret, or - for standard input")
    .option("--scheme <file>", "how a sender of your own signs, as a JSON record");
}

/** The kind, or the scheme in its place. */
export async function kindOf(
  kind: string,
  { scheme }: SecretOptions,
): Promise<SourceKind | Scheme> {
  if (kind !== "custom") {
    if (scheme === undefined) return kind as SourceKind;
    throw new Misuse(`--scheme is of the kind custom; \`${kind}\` has its own`);
  }
  if (scheme === undefined) throw new Misuse("the kind custom needs --scheme <file>");
  return fromJson(await textOf(scheme, "the scheme"), "the scheme") as Scheme;
}

/** The secret. */
export async function secretOf({ secretEnv, secretFile }: SecretOptions): Promise<string> {
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

/** A whole URL of the command line. */
export function address(text: string): string {
  if (/^https?:/.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError("Expected a whole URL: https://…");
}
