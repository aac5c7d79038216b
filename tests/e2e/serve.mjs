#!/usr/bin/env node
// A writer's afternoon in a real browser: `hearback serve` runs on a copy of the demonstration, Chromium has a story open,
// files are saved, and the page has to follow by itself.
//
//   serve.mjs [--shots DIR]        pictures of the overlay and of the toot, at a desk and on a phone
//
// HEARBACK and NODE_MODULES say where the program and the npm packages are.

import { spawn } from "node:child_process";
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.HEARBACK ?? join(root, "target/debug/hearback");
const modules = resolve(process.env.NODE_MODULES ?? join(root, "target/test-tools/node/node_modules"));
const shots = process.argv.includes("--shots") ? process.argv[process.argv.indexOf("--shots") + 1] : null;
const { chromium } = createRequire(join(modules, "..", "serve.cjs"))("playwright-core");

const DESK = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const STORY = "impact/tools-2025";

const site = mkdtempSync(join(tmpdir(), "hearback-serve-"));
for (const name of ["hearback.yaml", "totals.csv", "content", "static"]) cpSync(join(root, name), join(site, name), { recursive: true });
const file = join(site, `content/${STORY}.md`);
const original = readFileSync(file, "utf8");

/// Starts the server; its address once it is ready.
function serve() {
  const child = spawn(program, ["serve", "--root", site, "--port", "0", "--now", "2026-11-24"], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const ready = new Promise((done, failed) => {
    child.stderr.on("data", (data) => {
      said += data;
      const address = /the site is at (\S+)/.exec(said);
      if (address) done(address[1]);
    });
    child.on("exit", (code) => failed(new Error(`the server ended with ${code}:\n${said}`)));
  });
  return { child, ready };
}

const { child, ready } = serve();
const address = await ready;
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });

/// A page of the site, with everything that the browser complains about.
async function open(screen, path = `${STORY}/`) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...screen });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(address + path, { waitUntil: "load" });
  return { page, complaints };
}

const steps = [];
const step = (name, run) => steps.push([name, run]);
const save = (text) => writeFileSync(file, text);
const errors = (page) => page.locator(".errors");
const shoot = async (page, name) => shots && page.screenshot({ path: join(shots, `${name}.png`) });
/// The page lives on for as long as this is there.
const mark = (page) => page.evaluate(() => (window.mark = "here"));
const marked = (page) => page.evaluate(() => window.mark);

step("a saved file is shown without a reload by hand, and what was read stays at its place", async ({ page }) => {
  // Where the heading in the middle stands on the screen.
  const place = () => page.evaluate(() => document.querySelector("main h2").getBoundingClientRect().top);
  await page.evaluate(() => scrollTo(0, document.querySelector("main h2").getBoundingClientRect().top - 150));
  const [before, scrolled] = [await place(), await page.evaluate(() => scrollY)];
  assert.ok(scrolled > 200, `the page is too short to be scrolled: ${scrolled}`);
  const stays = async () => {
    await page.waitForLoadState("load");
    await page.waitForTimeout(200);
    assert.ok(Math.abs((await place()) - before) < 3, `moved from ${before} to ${await place()}`);
  };
  // As long as the old one, and then much longer.
  for (const title of ["We lent 2,914 tools, and twelve did not come back", "We lent ladders. ".repeat(12).trim()]) {
    save(original.replace(/^title: .*$/m, `title: ${title}`));
    await page.locator("h1", { hasText: title }).waitFor();
    await stays();
  }
  save(original);
  await page.locator("h1", { hasText: "We lent ladders" }).waitFor({ state: "detached" });
  await stays();
  // Whoever is at the top stays there.
  await page.evaluate(() => scrollTo(0, 0));
  save(original.replace(/^title: .*$/m, "title: We lent 2,915 tools"));
  await page.locator("h1", { hasText: "2,915" }).waitFor();
  await page.waitForTimeout(200);
  assert.equal(await page.evaluate(() => scrollY), 0);
  save(original);
  await page.locator("h1", { hasText: "2,915" }).waitFor({ state: "detached" });
});

step("a file that is renamed over the old one is shown too", async ({ page }) => {
  writeFileSync(file + ".tmp", original.replace(/^title: .*$/m, "title: Renamed over"));
  renameSync(file + ".tmp", file);
  await page.locator("h1", { hasText: "Renamed over" }).waitFor();
  save(original);
  await page.locator("h1", { hasText: "Renamed over" }).waitFor({ state: "detached" });
});

step("a style sheet is swapped while the page stays", async ({ page }) => {
  const sheet = join(site, "themes/default/static/site.css");
  // The folder is new, so the page is loaded again; from then on a sheet is only swapped.
  await mark(page);
  mkdirSync(dirname(sheet), { recursive: true });
  writeFileSync(sheet, readFileSync(join(root, "themes/default/static/site.css")));
  await page.waitForFunction(() => window.mark === undefined);
  await page.waitForTimeout(1000);
  for (const colour of ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]) {
    await mark(page);
    writeFileSync(sheet, readFileSync(join(root, "themes/default/static/site.css"), "utf8") + `\nh1 { color: ${colour} !important }\n`);
    await page.waitForFunction((wanted) => getComputedStyle(document.querySelector("h1")).color === wanted, colour);
    // Each sheet is there once, as soon as the new one has taken the place of the old.
    await page.waitForFunction(() => {
      const paths = [...document.querySelectorAll('link[rel~="stylesheet"]')].map((link) => new URL(link.href).pathname);
      return paths.length > 0 && new Set(paths).size === paths.length;
    });
    assert.equal(await marked(page), "here");
  }
  rmSync(join(site, "themes"), { recursive: true });
  await page.waitForFunction(() => window.mark === undefined);
});

step("a mistake is shown with its line and a caret over the last good page, and goes when it is mended", async ({ page }) => {
  const title = await page.locator("h1").textContent();
  await page.evaluate(() => scrollTo(0, 300));
  await mark(page);
  save(original.replace(/^date: .*$/m, "date: 2026-02-30"));
  const line = original.split("\n").findIndex((text) => text.startsWith("date:")) + 1;
  await errors(page).waitFor();
  const said = await errors(page).locator("pre").first().textContent();
  assert.match(said, new RegExp(`content/${STORY}\\.md:${line}:`), said);
  assert.match(said, /\^/, said);
  assert.match(said, /there is no 2026-02-30/);
  assert.equal(await page.locator("h1").textContent(), title);
  assert.equal(await marked(page), "here");
  // Whoever opens another page meanwhile sees it there as well.
  const other = await open(DESK, "");
  await errors(other.page).waitFor();
  await other.page.context().close();
  save(original);
  await errors(page).waitFor({ state: "detached" });
});

step("a mistake in the configuration is shown until it is mended, whatever is saved meanwhile", async ({ page }) => {
  const yaml = join(site, "hearback.yaml");
  const good = readFileSync(yaml, "utf8");
  writeFileSync(yaml, good.replace("timezone: Europe/London", "timezone: Europe/Lodnon"));
  await errors(page).waitFor();
  save(original + "\nA last sentence.\n");
  await page.waitForTimeout(300);
  assert.match(await errors(page).locator("pre").first().textContent(), /hearback\.yaml:\d+:/);
  writeFileSync(yaml, good);
  await page.locator("p", { hasText: "A last sentence." }).waitFor();
  assert.equal(await errors(page).count(), 0);
  save(original);
  await page.locator("p", { hasText: "A last sentence." }).waitFor({ state: "detached" });
});

step("the toot beside a story follows what is saved", async ({ page }) => {
  await page.locator(".toot blockquote", { hasText: "Last year we lent" }).waitFor();
  save(original.replace("Last year we lent", "Last year we handed out"));
  await page.locator(".toot blockquote", { hasText: "Last year we handed out" }).waitFor();
  assert.match(await page.locator(".toot summary").textContent(), /^The toot \d+ of 500$/);
  save(original.replace(/^(date: .*)$/m, "$1\ndraft: true"));
  await page.locator(".toot summary", { hasText: "Not tooted" }).waitFor();
  save(original);
  await page.locator(".toot blockquote", { hasText: "Last year we lent" }).waitFor();
});

step("a toot that was folded away stays folded, and a page that is no story has none", async ({ page }) => {
  await page.locator(".toot summary").click();
  await page.reload();
  await page.locator(".toot").waitFor();
  assert.equal(await page.locator(".toot").evaluate((box) => box.open), false);
  const asked = page.waitForResponse(/hearback\/toot/);
  await page.goto(address + "about/");
  await asked;
  await page.waitForTimeout(100);
  assert.equal(await page.locator(".toot").count(), 0);
});

/// Pictures of both, for somebody to look at.
async function pictures() {
  for (const [name, screen] of [["desk", DESK], ["phone", PHONE]]) {
    for (const colorScheme of ["light", "dark"]) {
      const { page } = await open({ ...screen, colorScheme });
      await page.locator(".toot").waitFor();
      await page.waitForTimeout(200);
      await shoot(page, `toot-${name}-${colorScheme}`);
      if (name === "phone") {
        await page.locator(".toot summary").click();
        await page.waitForTimeout(100);
        await shoot(page, `toot-open-${name}-${colorScheme}`);
      }
      save(original.replace(/^date: .*$/m, "date: 2026-02-30").replace(/^updated: /m, "updatd: "));
      await errors(page).waitFor();
      await shoot(page, `errors-${name}-${colorScheme}`);
      save(original);
      await errors(page).waitFor({ state: "detached" });
      await page.context().close();
    }
  }
}

let failed = 0;
try {
  if (shots) mkdirSync(shots, { recursive: true });
  for (const [name, run] of steps) {
    const { page, complaints } = await open(DESK);
    try {
      await run({ page });
      assert.deepEqual(complaints, []);
      console.log(`ok: ${name}`);
    } catch (failure) {
      failed += 1;
      console.log(`FAILED: ${name}\n${failure.stack}\n${complaints.join("\n")}`);
      save(original);
    }
    await page.context().close();
  }
  if (shots) await pictures();
} finally {
  await browser.close();
  child.removeAllListeners("exit");
  child.kill();
  rmSync(site, { recursive: true, force: true });
}
console.log(`serve in a browser: ${steps.length - failed} of ${steps.length} hold`);
process.exit(failed ? 1 : 0);
