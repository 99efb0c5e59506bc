// Tokens that `login` has got, each kept for the API it came from and sent to no other.

import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { Failure } from "./failure.js";

/** What is kept of somebody who is signed in. */
export interface Credentials {
  email: string;
  token: string;
}

/** By the base URL of the API. */
type Stored = Record<string, Credentials>;

/** Where they are kept. */
export function path(): string {
  const config = process.env["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  return join(config, "wibiclick", "credentials.json");
}

/** Those for an API. */
export async function stored(baseUrl: string): Promise<Credentials | undefined> {
  const all = await read();
  return Object.hasOwn(all, baseUrl) ? all[baseUrl] : undefined;
}

/** Keeps them, for their owner's eyes alone. */
export async function store(baseUrl: string, credentials: Credentials): Promise<void> {
  await write({ ...(await read()), [baseUrl]: credentials });
}

/** Forgets them; whether there were any. */
export async function forget(baseUrl: string): Promise<boolean> {
  const { [baseUrl]: known, ...others } = await read();
  if (known === undefined) return false;
  if (Object.keys(others).length > 0) await write(others);
  else await rm(path());
  return true;
}

async function read(): Promise<Stored> {
  let text: string;
  try {
    text = await readFile(path(), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new Failure(`the stored token cannot be read: ${(error as Error).message}`);
  }
  try {
    return checked(JSON.parse(text));
  } catch {
    // Without what is in it.
    throw new Failure(`${path()} is damaged; remove it, and run \`wibiclick login\` again`);
  }
}

function checked(all: unknown): Stored {
  for (const known of Object.values(all as object) as Partial<Credentials>[]) {
    if (typeof known.email !== "string" || typeof known.token !== "string") throw new Error();
  }
  return all as Stored;
}

/** As a whole or not at all: written beside it, and put in its place. */
async function write(all: Stored): Promise<void> {
  const folder = dirname(path());
  const beside = `${path()}.${process.pid}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // It may have been there with another mode.
    await chmod(folder, 0o700);
    await writeFile(beside, `${JSON.stringify(all, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
    await rename(beside, path());
  } catch (error) {
    await rm(beside, { force: true });
    throw new Failure(`the token cannot be stored: ${(error as Error).message}`);
  }
}
