// What every consumer does with the package that it has loaded in its own way, and says in one
// line of JSON. Imported first, so that it sees what the package does when it is imported.

/** How often modules and instances of wasm were made: in all, and by the proofs so far. */
const made = { modules: 0, instances: 0 };
const proved = { modules: 0, instances: 0 };

/** Counts what is made by a constructor of `WebAssembly`, and is ours: runtimes have wasm too. */
function count(constructor, kind, exportsOf) {
  WebAssembly[constructor] = new Proxy(WebAssembly[constructor], {
    construct(target, given) {
      const result = Reflect.construct(target, given);
      if (exportsOf(result).includes("__wbindgen_start")) made[kind] += 1;
      return result;
    },
  });
}
const { exports } = WebAssembly.Module;
count("Module", "modules", (module) => exports(module).map(({ name }) => name));
count("Instance", "instances", (instance) => Object.keys(instance.exports));

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/** Signed with Python's hmac, not by us. */
const SIGNED = {
  headers: {
    "webhook-id": "msg_1",
    "webhook-timestamp": "1768467600",
    "webhook-signature": "v1,bgFw3M+gRChOkc5cZJEtUGSPn0zgeMGmo6GWid6xqLI=",
  },
  body: '{"type":"person.left","timestamp":"2026-01-15T09:00:00Z","data":{"email":"john.doe@example.com"}}',
};
const NOW = "2026-01-15T09:00:30Z";

/** The package with its two entries, put to use; what came of it. */
export async function prove({ WibiClick, WibiClickError, verify, WebhookError }, sandbox) {
  const atImport = made.instances - proved.instances;
  const modulesBefore = proved.modules;
  const client = () =>
    new WibiClick({ apiKey: "sandbox-key", baseUrl: sandbox, websiteId: "site_1" });
  const wibi = client();
  const firstEmail = async (of) => (await of.user.getMany({ limit: 1 })).users[0].email;

  const proof = {
    runtime: runtime(),
    instancesAtImport: atImport,
    firstCall: await firstEmail(wibi),
    failedCall: await failure(WibiClickError, () => wibi.website.get({ websiteId: "nowhere" })),
    callAfterFailure: await firstEmail(wibi),
    secondClient: await firstEmail(client()),
    genuine: read(verify("standard-webhooks", SIGNED, SECRET, { now: NOW })),
    forged: await failure(WebhookError, () => {
      verify("standard-webhooks", { ...SIGNED, body: `${SIGNED.body} ` }, SECRET, { now: NOW });
    }),
  };
  const { modules, instances } = made;
  proof.instances = instances - proved.instances;
  proof.compiles = modules > modulesBefore;
  Object.assign(proved, made);
  return proof;
}

function read({ events: [{ signal, subject }] }) {
  return `${signal} ${subject.email}`;
}

async function failure(type, run) {
  try {
    await run();
  } catch (error) {
    return error instanceof type ? `${error.name} ${error.kind}` : `another error: ${error}`;
  }
  return "no error";
}

/** Where this runs, by its own account. */
function runtime() {
  if (globalThis.Deno) return `Deno ${Deno.version.deno}`;
  if (globalThis.Bun) return `Bun ${Bun.version}`;
  if (globalThis.EdgeRuntime) return "edge runtime";
  const agent = globalThis.navigator?.userAgent ?? "";
  if (agent === "Cloudflare-Workers") return "workerd";
  const place = globalThis.document ? "" : ", in a worker";
  if (agent.includes("Chrome/")) return `Chromium${place}`;
  if (agent.includes("Firefox/")) return `Firefox${place}`;
  return `Node.js ${globalThis.process?.versions?.node}`;
}
