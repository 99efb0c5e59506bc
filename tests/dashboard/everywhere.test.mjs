// What holds on every page: anybody can use it, on any screen, in both colour schemes, and
// nothing but the Worker is asked. With SCREENSHOTS=1 it also takes those of docs/images.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { dead, held, leaver, standard, unique, until, useBrowser, visit } from "./stage.mjs";

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

useBrowser();

const pages = {
  overview: "/admin",
  deliveries: "/admin/deliveries",
  delivery: "",
  try: "/admin/try",
  sources: "/admin/sources",
  identities: "/admin/identities",
};

/** Something of everything. */
before(async () => {
  await until(await leaver("john.doe@example.com"), "done");
  await standard("contact.created", { email: "thandi@customers.example" });
  const effectiveAt = "2099-12-31T17:00:00Z";
  const announced = { id: unique("user"), email: "okta.trainer@okta.com", effectiveAt };
  await until(await standard("person.leaving", announced), "waiting");
  await held("sam@example.com", "robin@example.com");
  const { delivery } = await dead("jane.roe@example.com");
  pages.delivery = `/admin/deliveries/${delivery.source}/${delivery.id}`;
});

async function open(page, name) {
  await page.goto(pages[name]);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForLoadState("networkidle");
  if (name === "try") {
    await page.getByRole("combobox", { name: "Source", exact: true }).selectOption("okta");
    await page.getByLabel("Sample").selectOption("A user is deactivated");
    await page.getByRole("button", { name: "See what it would do" }).click();
    await page.getByRole("heading", { name: /destructive/ }).waitFor();
  }
}

for (const colorScheme of ["light", "dark"]) {
  test(`nothing hinders anybody from using a page, in the ${colorScheme} scheme`, () =>
    visit({ colorScheme }, async (page) => {
      for (const name of Object.keys(pages)) {
        await open(page, name);
        assert.deepEqual(await violations(page), [], name);
      }
      await page.goto("/admin");
      await page.getByRole("button", { name: "Refuse all …" }).click();
      assert.deepEqual(await violations(page), [], "a question");
    }));

  test(`nor the page to sign in, in the ${colorScheme} scheme`, () =>
    visit({ colorScheme, signedIn: false }, async (page) => {
      await page.goto("/admin?refused");
      assert.deepEqual(await violations(page), []);
    }));
}

/** What axe-core finds that is serious, or worse. */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await globalThis.axe.run()).violations);
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

test("every page fits a phone", () =>
  visit({ viewport: { width: 360, height: 740 } }, async (page) => {
    for (const name of Object.keys(pages)) {
      await open(page, name);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 360, `${name} is ${wide} pixels wide`);
    }
  }));

test("the keyboard alone gets one from the overview through a question and back", () =>
  visit({}, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await page.getByRole("button", { name: "Release all …" }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Skip to the content");
    assert.ok(await page.getByText("Skip to the content").isVisible());
    await page.keyboard.press("Enter");
    for (let tabs = 0; (await focused()) !== "Release all …"; tabs += 1) {
      assert.ok(tabs < 50, "the button is never reached");
      await page.keyboard.press("Tab");
    }
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement).outlineStyle,
    );
    assert.equal(outline, "solid");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await focused(), "Release all …");
  }));

test("where one goes, the heading has the focus and the title its name", () =>
  visit({}, async (page) => {
    await page.getByRole("link", { name: "Sources" }).click();
    await page.waitForURL(/sources/);
    const heading = page.getByRole("heading", { level: 1, name: "Sources" });
    await heading.waitFor();
    assert.ok(await heading.evaluate((at) => at === document.activeElement));
    assert.match(await page.title(), /^Sources/);
  }));

test("scripts and styles come from the Worker alone, and may be kept for good", async () => {
  await visit({}, async (page) => {
    const kept = [];
    page.on("response", (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith("/admin/assets/")) kept.push(response.headers()["cache-control"]);
    });
    const answer = await page.goto("/admin");
    await page.waitForLoadState("networkidle");
    const policy = answer.headers()["content-security-policy"];
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    assert.ok(kept.length >= 2);
    for (const control of kept) assert.match(control, /immutable/);
  });
});

test("screenshots for the docs", { skip: process.env.SCREENSHOTS !== "1" }, async () => {
  const looks = [
    { look: "light", colorScheme: "light", viewport: { width: 960, height: 1000 } },
    { look: "dark", colorScheme: "dark", viewport: { width: 960, height: 1000 } },
    { look: "phone", colorScheme: "light", viewport: { width: 360, height: 740 } },
  ];
  for (const { look, ...options } of looks) {
    await visit(options, async (page) => {
      for (const name of Object.keys(pages)) {
        await open(page, name);
        const path = fileURLToPath(
          new URL(`../../docs/images/${name}-${look}.png`, import.meta.url),
        );
        await page.screenshot({ path, fullPage: name === "overview" && look !== "phone" });
      }
    });
  }
});
