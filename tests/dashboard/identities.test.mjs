// Pairs of an id and an email are imported, looked for and forgotten.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, confirm, said, unique, useBrowser, visit } from "./stage.mjs";

useBrowser();

const paste = async (page, text) => {
  await page.getByLabel("For the source").selectOption("people");
  await page.getByLabel("Or its text").fill(text);
  await page.getByRole("button", { name: "Import" }).click();
};

const search = async (page, text) => {
  await page.getByLabel("Id or email begins with").fill(text);
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(new RegExp(`text=${text}`));
  return page.locator(".identities > li");
};

test("a pasted CSV is imported and found", () =>
  visit({}, async (page) => {
    const id = unique("id");
    await page.goto("/admin/identities");
    await paste(page, `id,email\n${id},${id}@example.com\n`);
    await said(page).filter({ hasText: "1 identity imported, 0 known already." }).waitFor();
    const rows = await search(page, id);
    await rows.first().waitFor();
    assert.match(await rows.innerText(), new RegExp(`${id}@example.com[^]*people · imported`));
  }));

test("a JSON file is imported", () =>
  visit({}, async (page) => {
    const id = unique("id");
    await page.goto("/admin/identities");
    await page.getByLabel("For the source").selectOption("people");
    const text = JSON.stringify([{ id, email: `${id}@example.com` }]);
    const file = { name: "pairs.json", mimeType: "application/json", buffer: Buffer.from(text) };
    await page.getByLabel("A file, CSV or JSON").setInputFiles(file);
    await page.getByRole("button", { name: "Import" }).click();
    await said(page).filter({ hasText: "1 identity imported" }).waitFor();
  }));

test("an id with several emails is marked, and not used", () =>
  visit({}, async (page) => {
    const id = unique("id");
    await page.goto("/admin/identities");
    await paste(page, `id,email\n${id},a-${id}@example.com\n${id},b-${id}@example.com\n`);
    await said(page)
      .filter({ hasText: `Conflicting: ${id}` })
      .waitFor();
    const rows = await search(page, id);
    await rows.nth(1).waitFor();
    for (const text of await rows.allInnerTexts()) assert.match(text, /conflicting: not used/);
  }));

test("what is wrong with an import is said, and nothing of it is imported", () =>
  visit({}, async (page) => {
    const id = unique("id");
    await page.goto("/admin/identities");
    await paste(page, `id,email\n${id},${id}@example.com\n${id}\n`);
    await page.getByRole("alert").waitFor();
    assert.deepEqual((await ask(`/identities?text=${id}`)).identities, []);
  }));

test("an identity is forgotten after a yes", () =>
  visit({}, async (page) => {
    const id = unique("id");
    await page.goto("/admin/identities");
    await paste(page, `id,email\n${id},${id}@example.com\n`);
    await said(page).filter({ hasText: "imported" }).waitFor();
    const rows = await search(page, id);
    await rows.getByRole("button", { name: `Forget ${id}@example.com …` }).click();
    await page.getByRole("dialog").getByText("no longer gets").waitFor();
    await confirm(page, "Forget it");
    await said(page).filter({ hasText: "1 identity forgotten." }).waitFor();
    await page.getByText("None matches.").waitFor();
    assert.deepEqual((await ask(`/identities?text=${id}`)).identities, []);
  }));
