#!/usr/bin/env node
// A reader who searches, in a real browser: a site in three languages is built and served as files, Chromium asks for what
// stands in it, and nothing may be asked of another host or refused by the page's own policy.
//
// HEARBACK and NODE_MODULES say where the program and the npm packages are.

import { execFileSync } from "node:child_process";
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.HEARBACK ?? join(root, "target/debug/hearback");
const modules = resolve(process.env.NODE_MODULES ?? join(root, "target/test-tools/node/node_modules"));
const { chromium } = createRequire(join(modules, "..", "search.cjs"))("playwright-core");

// The site lies below a path, as many do.
const BASE = "/news/";
const site = mkdtempSync(join(tmpdir(), "hearback-search-"));
const put = (path, text) => {
  mkdirSync(dirname(join(site, path)), { recursive: true });
  writeFileSync(join(site, path), text);
};
const story = (path, date, title, matter, text) =>
  put(`content/${path}.md`, `---\nid: ${path.replace(/[/.]/g, "-")}\ntitle: ${JSON.stringify(title)}\ndate: ${date}\nsummary: In short.\n${matter}---\n\n${text}\n`);
put("hearback.yaml", `title: Ferrow\nurl: https://ferrow.example${BASE}\nlanguage: en\nlanguages: [ar, ja]\n`);
put("static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
story("responses/ramp", "2025-11-03", "The ramp came late", `criticisms:\n  - said: Nobody in a wheelchair gets up the steps\n    outcome: upheld\n    reasons: They are steep.\ncommitments:\n  - {id: ramp, what: A ramp at the front door, due: 2026-09-01}\n`, "The café stayed open.");
story("answers/ramps", "2026-01-05", "Who may use the ramps?", "questions: [{said: Is it for prams as well}]\noutcome: answered\n", "Everybody.");
for (let n = 1; n <= 25; n++) story(`impact/well-${n}`, `2026-02-${String(n).padStart(2, "0")}`, `Well ${n}`, "", `We dug a borehole, number ${n}.`);
story("impact/well-1.ar", "2026-02-01", "حفرنا بئرًا في القرية", "", "أسئلة الأهالي عن المكتبة.");
story("impact/well-1.ja", "2026-02-01", "東京の井戸を修理しました", "", "ラーメン屋の近くです。");
execFileSync(program, ["build", "--root", site, "--now", "2026-06-01"], { stdio: ["ignore", "ignore", "inherit"] });

const KINDS = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml" };
const asked = [];
let broken = false;
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  asked.push(path);
  let file = join(site, "public", path.startsWith(BASE) ? path.slice(BASE.length) : "nothing");
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
  const there = existsSync(file) && !(broken && path.endsWith(".json"));
  response.writeHead(there ? 200 : 404, { "content-type": KINDS[extname(there ? file : "404.html")] ?? "application/octet-stream" });
  response.end(readFileSync(there ? file : join(site, "public/404.html")));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });

/// A page of the site, with everything that the browser complains about or asks of others.
async function open(path, options = {}) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("request", (request) => request.url().startsWith(origin) || complaints.push(`asked ${request.url()}`));
  await page.goto(origin + BASE + path, { waitUntil: "load" });
  return { page, complaints, close: () => context.close() };
}
const titles = (page) => page.locator("#search-results h2 a").allTextContents();
/// What is found for a search in the address.
async function found(path) {
  const { page, complaints, close } = await open(path);
  await page.waitForFunction(() => document.querySelector("#search-status").textContent);
  const all = await titles(page);
  assert.deepEqual(complaints, []);
  await close();
  return all;
}
const of = (query, folder = "") => found(`${folder}search/?q=${encodeURIComponent(query)}`);

const steps = [];
const step = (name, run) => steps.push([name, run]);

step("a word of a title, of a text, of a question, without its accent, and only begun", async () => {
  assert.deepEqual((await of("ramp"))[0], "A ramp at the front door");
  assert.deepEqual((await of("late ramp"))[0], "The ramp came late");
  for (const query of ["wheelchair", "WHEELCHAIRS", "wheelch", "cafe", "café", "nobody gets up the steps"]) {
    assert.equal((await of(query))[0], "The ramp came late", query);
  }
  assert.equal((await of("prams"))[0], "Who may use the ramps?");
  assert.deepEqual(await of("xylophone"), []);
  assert.deepEqual(await of("?!"), []);
});

step("Arabic with its letters in other forms, Japanese without gaps", async () => {
  for (const query of ["بئر", "قرية", "القريه", "اسئله", "مكتبة"]) {
    assert.deepEqual(await of(query, "ar/"), ["حفرنا بئرًا في القرية"], query);
  }
  for (const query of ["東京", "修理", "ラーメン", "ﾗｰﾒﾝ", "京"]) {
    assert.deepEqual(await of(query, "ja/"), ["東京の井戸を修理しました"], query);
  }
});

step("by kind and year, with words and without", async () => {
  assert.deepEqual(await found("search/?kind=commitment"), ["A ramp at the front door"]);
  assert.deepEqual(await found("search/?year=2025"), ["A ramp at the front door", "The ramp came late"]);
  assert.deepEqual(await found("search/?q=ramp&kind=answer"), ["Who may use the ramps?"]);
  assert.deepEqual(await found("search/?q=ramp&year=2024"), await found("search/?q=ramp"));
});

step("typing shows what is found, the address says it, and going back takes it back", async () => {
  const { page, complaints, close } = await open("search/");
  assert.equal(await page.locator("#search-titles").isVisible(), true);
  const field = page.locator("#find");
  await field.fill("wheelchair");
  await page.locator("#search-results h2 a", { hasText: "The ramp came late" }).waitFor();
  assert.equal(await page.locator("#search-titles").isVisible(), false);
  assert.match(page.url(), /\?q=wheelchair$/);
  await field.fill("prams");
  await field.press("Enter");
  await page.locator("#search-results h2 a", { hasText: "Who may use the ramps?" }).waitFor();
  await page.goBack();
  await page.locator("#search-results h2 a", { hasText: "The ramp came late" }).waitFor();
  assert.equal(await field.inputValue(), "wheelchair");
  assert.equal(await page.locator("#search-status").textContent(), "Results: 1");
  const card = page.locator("#search-results .card");
  assert.match(await card.textContent(), /Response.*3 November 2025.*You were right.*In short\./s);
  assert.deepEqual(complaints, []);
  await close();
});

step("ten are shown, then the rest, all of it by keyboard", async () => {
  const { page, complaints, close } = await open("search/?q=borehole");
  await page.locator("#search-more button").waitFor();
  assert.equal(await page.locator("#search-status").textContent(), "Results: 25");
  const first = await titles(page);
  assert.deepEqual([first.length, first[0], first[9]], [10, "Well 25", "Well 16"]);
  const focused = () => page.evaluate(() => document.activeElement.textContent || document.activeElement.name);
  await page.locator("#find").focus();
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "Well 25");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), "Well 25");
  await page.keyboard.press("Escape");
  assert.equal(await focused(), "q");
  await page.locator("#search-more button").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("#search-results li").length === 20);
  assert.equal(await focused(), "Well 15");
  assert.deepEqual(complaints, []);
  await close();
});

step("without a script there are all titles", async () => {
  const { page, close } = await open("search/?q=ramp", { javaScriptEnabled: false });
  assert.equal(await page.locator("#search-titles li a").count(), 27);
  assert.equal(await page.locator("noscript .banner").isVisible(), true);
  assert.equal(await page.locator("#search-results").isVisible(), false);
  await close();
});

step("a form on a page without a script leads to what is found", async () => {
  const { page, close } = await open("no/such/page/");
  await page.locator("#find-ar").fill("مكتبة");
  await page.locator("#find-ar").press("Enter");
  await page.locator("#search-results h2 a", { hasText: "حفرنا بئرًا في القرية" }).waitFor();
  assert.match(page.url(), /\/news\/ar\/search\/\?q=/);
  await close();
});

step("where the index cannot be had, it is said and the titles come back", async () => {
  broken = true;
  const { page, close } = await open("search/?q=ramp");
  await page.locator("#search-status", { hasText: "cannot be reached" }).waitFor();
  assert.equal(await page.locator("#search-titles").isVisible(), true);
  broken = false;
  await page.locator("#find").fill("wheelchair");
  await page.locator("#search-results h2 a", { hasText: "The ramp came late" }).waitFor();
  await close();
});

step("a search asks for few files", async () => {
  asked.length = 0;
  await of("wheelchair");
  assert.deepEqual(asked.filter((path) => path.endsWith(".json")).sort(), ["/news/search/found-0.json", "/news/search/words-0.json"]);
});

let failed = 0;
for (const [name, run] of steps) {
  try {
    await run();
    console.log(`ok: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${name}\n${error.stack}`);
  }
}
await browser.close();
server.close();
rmSync(site, { recursive: true });
console.log(`${steps.length - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
