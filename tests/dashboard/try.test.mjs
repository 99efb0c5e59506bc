// Rules are tried on payloads before anything happens.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, callsAbout, useBrowser, visit } from "./stage.mjs";

useBrowser();

const HOOKS = `[[source]]
name = "okta"
kind = "okta"
secret = ["OKTA_HOOK_TOKEN"]

[[rule]]
name = "Another rule"
source = "okta"
on = "person.left"

  [[rule.step]]
  action = "website.getMany"
`;

async function choose(page) {
  await page.goto("/admin/try");
  await page.getByRole("combobox", { name: "Source", exact: true }).selectOption("okta");
  await page.getByLabel("Sample").selectOption("A user is deactivated");
}

test("a sample shows its events and planned calls, what takes away is marked, and nothing happens", () =>
  visit({}, async (page) => {
    const before = [await callsAbout(""), (await ask("/deliveries?limit=1")).deliveries[0]?.id];
    await choose(page);
    assert.match(await page.getByLabel("Payload").inputValue(), /user.lifecycle.deactivate/);
    await page.getByRole("button", { name: "See what it would do" }).click();
    const result = page.getByRole("region", { name: "What it would do" });
    await result.getByRole("heading", { name: "1 event, 2 destructive steps" }).waitFor();
    await result.getByText("john.doe@example.com").first().waitFor();
    await result.getByText("A leaver loses every website").waitFor();
    const step = result
      .getByRole("listitem")
      .filter({ hasText: "user.disconnectFromWebsite" })
      .last();
    assert.match(await step.innerText(), /destructive[^]*Only the reply to user will tell/);
    const after = [await callsAbout(""), (await ask("/deliveries?limit=1")).deliveries[0]?.id];
    assert.deepEqual(after, before);
  }));

test("a payload that is none is refused in the API's words", () =>
  visit({}, async (page) => {
    await choose(page);
    await page.getByLabel("Payload").fill("not JSON");
    await page.getByRole("button", { name: "See what it would do" }).click();
    const result = page.getByRole("region", { name: "What it would do" });
    assert.ok((await result.getByRole("alert").innerText()).length > 0);
  }));

test("the rules of this deployment are where one begins", () =>
  visit({}, async (page) => {
    await choose(page);
    await page.getByText("Other rules than those of this deployment").click();
    await page.getByRole("button", { name: "Begin with those of this deployment" }).click();
    await page.waitForFunction(() =>
      document.querySelector("textarea[rows='16']").value.includes("[[source]]"),
    );
    await page.getByRole("button", { name: "Check it" }).click();
    await page.getByText("Nothing is wrong with it.").waitFor();
  }));

test("other rules are tried by pasting a hooks.toml", () =>
  visit({}, async (page) => {
    await choose(page);
    await page.getByText("Other rules than those of this deployment").click();
    await page.getByLabel("A whole hooks.toml").fill(HOOKS);
    await page.getByRole("button", { name: "Check it" }).click();
    await page.getByText("Nothing is wrong with it.").waitFor();
    await page.getByRole("button", { name: "See what it would do" }).click();
    const result = page.getByRole("region", { name: "What it would do" });
    await result.getByText("Another rule").waitFor();
    await result.getByRole("heading", { name: "1 event, nothing destructive" }).waitFor();
  }));

test("what is wrong with a hooks.toml is named with its place, which one gets to by its button", () =>
  visit({}, async (page) => {
    await choose(page);
    await page.getByText("Other rules than those of this deployment").click();
    const editor = page.getByLabel("A whole hooks.toml");
    await editor.fill(HOOKS.replace("kind =", "knd ="));
    await page.getByRole("button", { name: "See what it would do" }).click();
    const result = page.getByRole("region", { name: "What it would do" });
    await result.getByText(/did you mean kind\?/).waitFor();
    await result.getByRole("button", { name: /^line 3, column 1$/ }).click();
    const place = await editor.evaluate((at) => [document.activeElement === at, at.selectionStart]);
    assert.deepEqual(place, [true, HOOKS.indexOf("kind =")]);
  }));
