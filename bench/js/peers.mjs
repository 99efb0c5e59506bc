// One call, made with the client and with what people would make it with: the same request to
// the same server, its answer read as JSON.

import { fork } from "node:child_process";
import { once } from "node:events";
import axios from "axios";
import ky from "ky";
import { WibiClick } from "../../pkg/dist/index.js";

export const OURS = "wibiclick";
const KEY = "a-key-of-nobody";
const WEBSITE = "site_1";

/**
 * A server in a process of its own.
 *
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function served() {
  const server = fork(new URL("server.mjs", import.meta.url), {
    stdio: ["ignore", "pipe", 2, "ipc"],
  });
  const [line] = await once(server.stdout, "data");
  return { url: String(line).trim(), stop: () => server.kill() };
}

/** A way to make a call for each client; every one is given the same `fetch`, if any. */
export function callsTo(baseUrl, fetch) {
  const path = `${baseUrl}/jobs?id=${WEBSITE}&limit=10`;
  const headers = { accept: "application/json", authorization: `Bearer ${KEY}` };
  const wibi = new WibiClick({ apiKey: KEY, baseUrl, websiteId: WEBSITE, ...(fetch && { fetch }) });
  const kyed = ky.create({ headers, ...(fetch && { fetch }) });
  const send = fetch ?? globalThis.fetch;
  const params = { limit: 10 };
  const axiosed = axios.create({ headers, ...(fetch && { adapter: "fetch", env: { fetch } }) });
  return {
    [OURS]: () => wibi.job.getMany(params),
    fetch: async () => {
      const response = await send(new Request(path, { headers }));
      if (!response.ok) throw new Error(`answered with ${response.status}`);
      return response.json();
    },
    axios: async () => (await axiosed.get(path)).data,
    ky: () => kyed.get(path).json(),
  };
}

export { WibiClick, KEY, WEBSITE };
