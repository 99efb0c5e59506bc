// What to paste into a vendor's form, and whether it will be answered.

import assert from "node:assert/strict";
import { test } from "node:test";
import { useBrowser, visit, worker } from "./stage.mjs";

useBrowser();

test("the URL for the vendor's form is there to be copied", () =>
  visit({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.goto("/admin/sources");
    const okta = page.getByRole("article", { name: "okta" });
    assert.equal(
      await okta.getByLabel("URL for the vendor’s form").inputValue(),
      `${worker}/hooks/okta`,
    );
    await page.getByRole("button", { name: "Copy the URL of okta" }).click();
    await page.getByText("The URL of okta is on the clipboard.").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${worker}/hooks/okta`);
  }));

test("a secret that is missing or weak is named, and none is shown", () =>
  visit({}, async (page) => {
    await page.goto("/admin/sources");
    const secretOf = (name) => page.getByRole("article", { name }).innerText();
    await page.getByRole("article", { name: "okta" }).waitFor();
    assert.match(await secretOf("okta"), /✓ set[^]*OKTA_HOOK_TOKEN is set/);
    assert.match(await secretOf("code"), /✕ weak/);
    assert.match(await secretOf("people"), /✕ missing[^]*NOBODY_SET_THIS is not set/);
    const html = await page.content();
    assert.ok(!html.includes(process.env.OKTA_HOOK_TOKEN));
  }));

test("what makes the deployment fail is on the overview", () =>
  visit({}, async (page) => {
    const health = page.getByRole("status", { name: "Health" });
    await health.getByText("Failing").waitFor();
    assert.match(await health.innerText(), /secret of code is weak[^]*secret of people is missing/);
  }));

test("rules show their brakes", () =>
  visit({}, async (page) => {
    await page.goto("/admin/sources");
    const rules = page.getByRole("region", { name: "Rules and their brakes" });
    const careful = rules.getByRole("listitem").filter({ hasText: "Disconnect with care" });
    assert.match(await careful.innerText(), /\d of 1 destructive/);
    const other = rules.getByRole("listitem").filter({ hasText: "A leaver loses one website" });
    assert.match(await other.innerText(), /no brake/);
  }));
