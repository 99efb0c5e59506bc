// `wibiclick login` and `logout`: a token, instead of a key in the environment.

import type { Command } from "commander";
import { anonymous, type ApiOptions, baseUrl } from "./api.js";
import { forget, path, store } from "./credentials.js";
import { Failure, Misuse } from "./failure.js";
import { STDIN, textOf } from "./input.js";
import { note, print, printJson } from "./output.js";
import { ask, askHidden, isTerminal } from "./terminal.js";

interface Options extends ApiOptions {
  email?: string;
  passwordStdin?: true;
  json?: true;
}

const MORE = `
The password is asked for, and not shown; where nobody is there to be asked, it is read from
WIBICLICK_PASSWORD or, with --password-stdin, from standard input. It is never an argument, which
others on this machine could read, and it is not kept. The token is, in wibiclick/credentials.json of
the folder for configuration (XDG_CONFIG_HOME, or ~/.config), for your eyes alone; it is sent to the API
it came from and to no other. WIBICLICK_API_KEY, where it is set, goes before it.

  wibiclick login
  wibiclick login --email me@example.com --password-stdin < password.txt`;

export function addLogin(program: Command): void {
  program
    .command("login")
    .summary("sign in, and keep the token")
    .description("Signs in with e-mail and password, and keeps the token for later commands.")
    .option("--email <address>", "asked for if left out (env: WIBICLICK_EMAIL)")
    .option("--password-stdin", "read the password from standard input")
    .addOption(baseUrl())
    .option("--json", "who is signed in where, as JSON")
    .addHelpText("after", MORE)
    .action(async (options: Options) => {
      const { client, baseUrl } = anonymous(options);
      const email = options.email ?? process.env["WIBICLICK_EMAIL"] ?? (await asked("--email"));
      const password = await passwordOf(options);
      const { token } = await client.login({ email, password });
      if (typeof token !== "string") throw new Failure("the API signed in without a token");
      await store(baseUrl, { email, token });
      if (options.json) printJson({ email, baseUrl, file: path() });
      else print(`signed in to ${baseUrl} as ${email}; the token is in ${path()}`);
      if (process.env["WIBICLICK_API_KEY"]) {
        note("WIBICLICK_API_KEY is set, and goes before the token");
      }
    });
}

export function addLogout(program: Command): void {
  program
    .command("logout")
    .summary("forget the token")
    .description("Forgets the token of an API. At the API it stays what it is until it expires.")
    .addOption(baseUrl())
    .option("--json", "as JSON")
    .action(async (options: Options) => {
      const { baseUrl } = anonymous(options);
      const wasThere = await forget(baseUrl);
      if (options.json) printJson({ baseUrl, forgotten: wasThere });
      else print(wasThere ? `forgot the token of ${baseUrl}` : `there is no token of ${baseUrl}`);
    });
}

async function passwordOf({ passwordStdin }: Options): Promise<string> {
  const password = passwordStdin
    ? (await textOf(STDIN, "the password")).replace(/\r?\n$/, "")
    : (process.env["WIBICLICK_PASSWORD"] ?? (await asked("--password-stdin")));
  if (password !== "") return password;
  throw new Misuse("the password is empty");
}

function asked(option: "--email" | "--password-stdin"): Promise<string> {
  if (!isTerminal()) throw new Misuse(`nobody is there to be asked; give ${option}`);
  return option === "--email" ? ask("e-mail: ") : askHidden("password: ");
}
