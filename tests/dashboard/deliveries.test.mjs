// Who is on call sees what is dead, held and waiting, and why; and steps in.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ask,
  callsAbout,
  confirm,
  dead,
  held,
  leaver,
  said,
  standard,
  unique,
  until,
  useBrowser,
  visit,
} from "./stage.mjs";

useBrowser();

const open = (page, { source, id }) => page.goto(`/admin/deliveries/${source}/${id}`);

test("what is dead is on the overview, with its reason", async () => {
  const { email } = await dead();
  await visit({}, async (page) => {
    const row = page.getByRole("listitem").filter({ hasText: email });
    assert.match(await row.innerText(), /dead[^]*403/);
    await row.getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: `person.left of ${email}` }).waitFor();
  });
});

test("the timeline tells a delivery's life, with each call's params and outcome", async () => {
  const { delivery, user } = await dead();
  await visit({}, async (page) => {
    await open(page, delivery);
    const moments = page.getByRole("region", { name: "Timeline" }).getByRole("listitem");
    await moments.first().waitFor();
    const texts = (await moments.allInnerTexts()).join("\n");
    assert.match(
      texts,
      new RegExp(
        `Received from standard[^]*Attempt 1 began[^]*user.disconnectFromWebsite[^]*refused[^]*status 403[^]*${user}[^]*Attempt 1 ended: dead[^]*now`,
      ),
    );
    const time = moments.first().getByRole("time");
    assert.match(await time.getAttribute("title"), /\d{4}-\d\d-\d\dT.*Z/);
    await page.getByText("The event as sent").click();
    assert.match(await page.getByLabel("The event as sent").innerText(), new RegExp(user));
  });
});

test("a dead delivery is replayed after a yes, and is done", async () => {
  const { delivery, user } = await dead();
  await visit({}, async (page) => {
    await open(page, delivery);
    await page.getByRole("button", { name: "Replay …" }).click();
    await page.getByRole("dialog").getByText("It gets a new attempt").waitFor();
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("dialog").count(), 0);
    assert.equal(await callsAbout(user), 1);

    await page.getByRole("button", { name: "Replay …" }).click();
    await confirm(page, "Replay it");
    await said(page).filter({ hasText: "Replayed" }).waitFor();
    const done = await until(delivery, "done");
    assert.equal(done.history.length, 2);
    assert.equal(await callsAbout(user), 2);
  });
});

test("calls that succeeded are repeated only if asked to", async () => {
  const user = unique("user");
  const delivery = await standard("person.left", { id: user });
  await until(delivery, "done");
  await visit({}, async (page) => {
    await open(page, delivery);
    await page.getByRole("button", { name: "Replay …" }).click();
    const box = page.getByLabel("also repeat calls that succeeded");
    assert.equal(await box.isChecked(), false);
    await confirm(page, "Replay it");
    await page.getByText("Attempt 2 ended: done").waitFor({ timeout: 30_000 });
    assert.equal(await callsAbout(user), 1);

    await page.getByRole("button", { name: "Replay …" }).click();
    await box.check();
    await confirm(page, "Replay it");
    await page.getByText("Attempt 3 ended: done").waitFor({ timeout: 30_000 });
    assert.equal(await callsAbout(user), 2);
  });
});

test("many dead ones are replayed after being told how many", async () => {
  const email = `${unique("same")}@example.com`;
  const one = await dead(email);
  const other = await dead(email);
  await visit({}, async (page) => {
    await page.goto(`/admin/deliveries?status=dead&subject=${email}`);
    await page.getByRole("button", { name: "Replay all of these …" }).click();
    await page.getByRole("dialog").getByText("2 deliveries match").waitFor();
    await confirm(page, "Replay them");
    await said(page).filter({ hasText: "2 deliveries replayed." }).waitFor();
  });
  for (const { delivery } of [one, other]) await until(delivery, "done");
});

test("what a brake holds cannot be missed, and goes on once it is released", async () => {
  const all = await held("one@example.com", "other@example.com");
  const { release: number } = (await ask("/overview")).counts;
  await visit({}, async (page) => {
    await page.getByRole("heading", { name: `Held: ${number} deliveries wait for you` }).waitFor();
    await page.getByRole("button", { name: "Release all …" }).click();
    await page.getByRole("dialog").getByText(`${number} deliveries held by a brake.`).waitFor();
    for (const { user } of all) assert.equal(await callsAbout(user), 0);
    await confirm(page, "Release them");
    await said(page)
      .filter({ hasText: `${number} deliveries released.` })
      .waitFor();
    await page.getByRole("heading", { name: /Held/ }).waitFor({ state: "detached" });
  });
  for (const { delivery, user } of all) {
    await until(delivery, "done");
    assert.equal(await callsAbout(user), 1);
  }
});

test("a held delivery that is refused ends without its calls", async () => {
  const [{ delivery, user }] = await held("refused@example.com");
  await visit({}, async (page) => {
    await open(page, delivery);
    await page.getByText("waits for you").first().waitFor();
    await page.getByRole("button", { name: "Refuse …" }).click();
    await page.getByRole("dialog").getByText("without the calls").waitFor();
    await confirm(page, "Refuse it");
    await said(page).filter({ hasText: "Refused" }).waitFor();
    await page.getByRole("button", { name: "Replay …" }).waitFor();
  });
  await until(delivery, "dead");
  assert.equal(await callsAbout(user), 0);
});

test("a delivery that waits for its date says until when", async () => {
  const announced = { id: unique("user"), effectiveAt: "2099-12-31T17:00:00Z" };
  const delivery = await standard("person.leaving", announced);
  await until(delivery, "waiting");
  await visit({}, async (page) => {
    await open(page, delivery);
    await page.getByText("waits for its date, until").first().waitFor();
    assert.match(await page.locator(".summary time").getAttribute("title"), /2099-12-31T17:00:00/);
  });
});

test("what one looks for is in the URL, and is still there when it is opened again", async () => {
  const email = `${unique("sought")}@example.com`;
  await standard("person.left", { id: unique("user"), email });
  await standard("person.onLeave", { email });
  await visit({}, async (page) => {
    await page.getByRole("link", { name: "Deliveries" }).click();
    await page.getByLabel("Subject").fill(email);
    await page.getByRole("button", { name: "Filter" }).click();
    await page.waitForURL(/subject=/);
    const rows = page.locator(".deliveries > li");
    await rows.nth(1).waitFor();
    assert.equal(await rows.count(), 2);

    await page.getByLabel("Status").selectOption("ignored");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.waitForURL(/status=ignored/);
    await page.reload();
    assert.equal(await page.getByLabel("Subject").inputValue(), email);
    assert.equal(await page.getByLabel("Status").inputValue(), "ignored");
    await rows.first().waitFor();
    assert.equal(await rows.count(), 1);
    assert.match(await rows.innerText(), /person.onLeave/);

    await page.goBack();
    await rows.nth(1).waitFor();
    await page.goto(`/admin/deliveries?subject=${unique("nobody")}`);
    await page.getByText("No delivery matches.").waitFor();
  });
});

test("a time is given in the reader's zone, and is the same for readers elsewhere", async () => {
  const type = unique("timed");
  await standard(type, {});
  await visit({ timezoneId: "America/New_York" }, async (page) => {
    await page.goto(`/admin/deliveries?type=${type}`);
    await page.getByLabel("Received before").fill("2026-01-01T12:00");
    await page.getByRole("button", { name: "Filter" }).click();
    await page.waitForURL(/until=2026-01-01T17%3A00/);
    await page.getByText("No delivery matches.").waitFor();
    assert.equal(await page.getByLabel("Received before").inputValue(), "2026-01-01T12:00");
    await page.getByRole("button", { name: "Show all" }).click();
    await page.getByText(type).first().waitFor();
  });
});

test("long lists have pages", async () => {
  const type = unique("many");
  for (let count = 0; count < 53; count += 1) await standard(type, { id: String(count) });
  await visit({}, async (page) => {
    await page.goto(`/admin/deliveries?type=${type}`);
    const rows = page.locator(".deliveries > li");
    await rows.nth(49).waitFor();
    assert.equal(await rows.count(), 50);
    await page.getByRole("link", { name: "Older ones" }).click();
    await page.getByRole("link", { name: "Back to the newest" }).waitFor();
    await rows.nth(2).waitFor();
    assert.equal(await rows.count(), 3);
    assert.equal(await page.getByRole("link", { name: "Older ones" }).count(), 0);
  });
});

test("a list stays true by itself, and does not move while it is read", async () => {
  const type = unique("calm");
  await standard(type, { id: "first" });
  await visit({}, async (page) => {
    await page.clock.install();
    await page.goto(`/admin/deliveries?type=${type}`);
    const rows = page.locator(".deliveries > li");
    await rows.first().waitFor();
    await standard(type, { id: "second" });
    await page.clock.runFor(10_000);
    await rows.nth(1).waitFor();

    await rows.first().hover();
    await standard(type, { id: "third" });
    await page.clock.runFor(10_000);
    const update = page.getByRole("button", { name: "Update the list: 1 came or went" });
    await update.waitFor();
    assert.equal(await rows.count(), 2);
    await update.click();
    await rows.nth(2).waitFor();
  });
});

test("what came in is plotted, and counted in a table", async () => {
  await standard(unique("plotted"), {});
  await visit({}, async (page) => {
    await page.locator(".plot canvas").waitFor();
    await page.getByText("The same as a table").click();
    const table = page.getByRole("region", { name: "What came in, as a table" });
    const [received] = (await ask("/statistics?hours=24")).hours.slice(-1);
    assert.ok(received.received > 0);
    await table.getByRole("columnheader", { name: "Received" }).waitFor();
    assert.match(await table.innerText(), new RegExp(`\\b${received.received}\\b`));
    for (const span of ["7 days", "30 days"]) {
      await page.getByRole("button", { name: span }).click();
      await page.locator(".plot canvas").waitFor();
    }
  });
});

test("the API's own words are shown when it refuses", () =>
  visit({}, async (page) => {
    await page.goto("/admin/deliveries/okta/none");
    await page.getByRole("alert").getByText("no such delivery").waitFor();
  }));

test("a leaver's websites are taken away, and the plan says so", async () => {
  const delivery = await leaver("casey.clerk@example.com");
  await until(delivery, "done");
  await visit({}, async (page) => {
    await open(page, delivery);
    const plan = page.getByRole("region", { name: "Plan by the rules of now" });
    await plan.getByText("A leaver loses every website").waitFor();
    await plan.getByText("destructive").first().waitFor();
  });
});
