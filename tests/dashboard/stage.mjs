// What the dashboard's tests have in common: the Worker and the sandbox that `with_worker`
// started, webhooks to send, and a browser that reports what a page must not do.

import assert from "node:assert/strict";
import { createHmac, randomUUID } from "node:crypto";
import process from "node:process";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

const variable = (name) => {
  assert.ok(process.env[name], `${name} is not set: run \`cargo xtask test dashboard\``);
  return process.env[name];
};

export const worker = variable("WIBICLICK_WORKER_URL");
export const token = variable("ADMIN_TOKEN");
const sandbox = variable("WIBICLICK_SANDBOX_URL");

/** A text that no other call gives. */
export const unique = (word) => `${word}-${randomUUID().slice(0, 8)}`;

// ---- webhooks ----

async function post(source, body, headers) {
  const sent = await fetch(`${worker}/hooks/${source}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  assert.ok(sent.ok, `${source} was answered ${sent.status}`);
  const [delivery] = (await sent.json()).deliveries;
  return { source, id: delivery.id };
}

/** An event of a source that signs as Standard Webhooks; `data` says whom a `person.…` is about. */
export function standard(type, data, source = "standard") {
  const id = unique("msg");
  const timestamp = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({ type, timestamp: new Date().toISOString(), data });
  const key = Buffer.from(variable("STANDARD_WEBHOOK_SECRET").slice("whsec_".length), "base64");
  const mac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return post(source, body, {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": `v1,${mac}`,
  });
}

/** Somebody is deactivated in Okta. */
export function leaver(email) {
  const event = {
    uuid: randomUUID(),
    eventType: "user.lifecycle.deactivate",
    published: new Date().toISOString(),
    outcome: { result: "SUCCESS" },
    target: [{ id: unique("00u"), type: "User", alternateId: email }],
  };
  const body = JSON.stringify({ data: { events: [event] } });
  return post("okta", body, { authorization: variable("OKTA_HOOK_TOKEN") });
}

// ---- the admin API and the sandbox ----

/** Asks the admin API. */
export async function ask(path) {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${worker}/admin/api${path}`, { headers });
  assert.ok(answer.ok, `${path} was answered ${answer.status}`);
  return answer.json();
}

/** Waits until a delivery stands where it should. */
export async function until({ source, id }, status) {
  for (let tries = 0; tries < 300; tries += 1) {
    const delivery = await ask(`/deliveries/${source}/${id}`);
    if (delivery.status === status) return delivery;
    await sleep(100);
  }
  throw new Error(`expected delivery ${id} to become ${status}`);
}

/** Makes the sandbox refuse the next call about somebody. */
async function refuseNext(user) {
  const path = "/disconnect-user-from-website";
  const fault = { path, times: 1, effect: { status: 403 }, contains: user };
  const set = await fetch(`${sandbox}/_sandbox/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fault),
  });
  assert.ok(set.ok, `the sandbox answered ${set.status}`);
}

/** A delivery that the API refused, of somebody new. */
export async function dead(email = `${unique("dead")}@example.com`) {
  const id = unique("user");
  await refuseNext(id);
  const delivery = await standard("person.left", { id, email });
  await until(delivery, "dead");
  return { delivery, user: id, email };
}

/** Deliveries that the brake holds, of people who left. */
export async function held(...emails) {
  const leave = (id, email) => standard("person.left", { id, email }, "careful");
  const { brake } = (await ask("/overview")).rules.find((rule) => rule.brake !== null);
  if (brake.used < brake.limit) await until(await leave(unique("user")), "done");
  const all = [];
  for (const email of emails) {
    const user = unique("user");
    const delivery = await leave(user, email);
    await until(delivery, "waiting");
    all.push({ delivery, user });
  }
  return all;
}

/** How many calls the sandbox got that have to do with somebody. */
export async function callsAbout(text) {
  const answer = await (await fetch(`${sandbox}/_sandbox/requests`)).json();
  const requests = Array.isArray(answer) ? answer : answer.requests;
  return requests.filter((request) => JSON.stringify(request).includes(text)).length;
}

// ---- the browser ----

let browser;

/** The browser of a file of tests. */
export function useBrowser() {
  before(async () => {
    browser = await chromium.launch({
      executablePath: variable("CHROMIUM"),
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
    });
  });
  after(() => browser.close());
}

/**
 * Plays a test in a browser of its own, signed in unless told otherwise. It fails where the
 * page breaks, violates its content security policy, or asks anybody but the Worker.
 */
export async function visit({ signedIn = true, ...options }, play) {
  const context = await browser.newContext({
    baseURL: worker,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => {
    const text = message.text();
    const isRefusal = text.startsWith("Failed to load resource");
    if (message.type() === "error" && !isRefusal) wrong.push(text);
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && origin !== worker) wrong.push(`asks ${request.url()}`);
  });
  try {
    if (signedIn) {
      await signIn(page, token);
      await page.getByRole("heading", { name: "Overview" }).waitFor();
    }
    await play(page);
  } finally {
    await context.close();
  }
  assert.deepEqual(wrong, []);
}

/** Fills the sign-in page in. */
export async function signIn(page, text) {
  await page.goto("/admin");
  await page.getByLabel("Admin token").fill(text);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Confirms the open question. */
export async function confirm(page, verb) {
  await page.getByRole("dialog").getByRole("button", { name: verb }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** What the page says came of the last thing done. */
export const said = (page) => page.locator(".said").getByText(/./).first();
