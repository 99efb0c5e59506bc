// Nobody sees anything without the token.

import assert from "node:assert/strict";
import { test } from "node:test";
import { signIn, token, useBrowser, visit, worker } from "./stage.mjs";

useBrowser();

test("without a session every page is the one to sign in, and no asset is given", async () => {
  for (const path of ["/admin", "/admin/deliveries", "/admin/deliveries/okta/none", "/admin/try"]) {
    const answer = await fetch(worker + path);
    assert.equal(answer.status, 401, path);
    assert.match(await answer.text(), /Admin token/);
  }
  for (const path of ["/admin/assets/index.html", "/admin/api/overview"]) {
    assert.equal((await fetch(worker + path)).status, 401, path);
  }
});

test("it works without script, and says when the token is wrong", () =>
  visit({ signedIn: false, javaScriptEnabled: false }, async (page) => {
    await signIn(page, "not-the-token-0123456789-0123456789");
    await page.getByRole("alert").getByText("That is not the token.").waitFor();
    await page.getByLabel("Admin token").fill(token);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`${worker}/admin`);
    assert.equal(await page.getByLabel("Admin token").count(), 0);
  }));

test("the page never has the token: the session is a cookie that scripts do not see", () =>
  visit({}, async (page) => {
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    const seen = await page.evaluate(() =>
      [document.cookie, document.documentElement.outerHTML, ...Object.values(localStorage)].join(),
    );
    assert.ok(!seen.includes(token));
    const [cookie] = await page.context().cookies();
    assert.equal(cookie.httpOnly, true);
    assert.equal(cookie.sameSite, "Strict");
    assert.ok(!cookie.value.includes(token));
  }));

test("after signing out one is asked again", () =>
  visit({}, async (page) => {
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Admin token").waitFor();
    await page.goto("/admin/deliveries");
    await page.getByLabel("Admin token").waitFor();
  }));

test("a page whose session has ended goes to where one signs in", () =>
  visit({}, async (page) => {
    await page.getByRole("heading", { name: "Overview" }).waitFor();
    await page.context().clearCookies();
    const field = page.getByLabel("Admin token");
    // The page asks by itself, too: that may be before the link is clicked, which is gone then.
    const link = page.getByRole("link", { name: "Identities" });
    await Promise.any([link.click(), field.waitFor()]);
    await field.waitFor();
  }));
