// Accessibility, as far as a machine can tell: axe-core in a real browser over a sample of pages of each kind,
// light and dark, on a phone and at a desk. Also what only a browser sees: a page wider than the screen, a
// request to another host, something that the page's own Content-Security-Policy blocked, a missing file.
//
//   node a11y.mjs FOLDER BASE --modules DIR [--shots DIR] [--each N]

import { createServer } from "node:http";
import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative, resolve, sep } from "node:path";

const [folder, base] = process.argv.slice(2);
const option = (name, other) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : other);
const modules = resolve(option("--modules", "node_modules"));
const shots = option("--shots", null);
const each = Number(option("--each", 2));
const require = createRequire(join(modules, "..", "a11y.cjs"));
const { chromium } = require("playwright-core");
const axe = readFileSync(join(modules, "axe-core/axe.min.js"), "utf8");

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".json": "application/json", ".xml": "application/xml", ".webp": "image/webp", ".png": "image/png",
  ".jpg": "image/jpeg", ".avif": "image/avif", ".ico": "image/x-icon", ".woff2": "font/woff2",
};
const SCREENS = {
  phone: { width: 360, height: 740, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desk: { width: 1280, height: 900, deviceScaleFactor: 1 },
};
const prefix = new URL(base.endsWith("/") ? base : base + "/").pathname;

/// A static file server for the tree, below the path that the site was built for.
function serve() {
  const root = resolve(folder);
  const server = createServer((request, answer) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = path.startsWith(prefix) ? join(root, path.slice(prefix.length)) : join(root, "\0");
    if (!file.startsWith(root)) file = join(root, "\0");
    if (path === "/favicon.ico") return answer.writeHead(204).end(); // asked for by itself, wanted by nobody
    if (!file.includes("\0") && existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    if (file.includes("\0") || !existsSync(file)) {
      answer.writeHead(404, { "content-type": "text/plain" });
      return answer.end("not found");
    }
    answer.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    return answer.end(readFileSync(file));
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

function pages(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return pages(path);
    return entry.name.endsWith(".html") ? [path] : [];
  });
}

/// The largest pages of each kind, a kind being the address with its names left out, and the JSON-LD type.
function sample() {
  const kinds = new Map();
  for (const page of pages(folder)) {
    const html = readFileSync(page, "utf8");
    if (/http-equiv=["']?refresh/i.test(html)) continue;
    const parts = relative(folder, page).split(sep);
    const kind = [parts.length > 1 ? parts[0] : parts[0].replace("index.html", ""), parts.length].join("/");
    kinds.set(kind, [...(kinds.get(kind) ?? []), { page, size: html.length }]);
  }
  return [...kinds.values()].flatMap((found) =>
    found.sort((one, other) => other.size - one.size).slice(0, each).map(({ page }) => page),
  );
}

const findings = [];

async function look(page, file, address, name) {
  const complaints = [];
  const listen = (message) => /Content.Security.Policy|Failed to load/i.test(message.text()) && complaints.push(message.text());
  const request = (asked) => {
    if (!asked.url().startsWith("data:") && new URL(asked.url()).host !== new URL(address).host) complaints.push(`asks another host: ${asked.url()}`);
  };
  page.on("console", listen);
  page.on("request", request);
  await page.goto(address, { waitUntil: "load" });
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - window.innerWidth);
  if (wide > 1) complaints.push(`the page is ${wide} px wider than the screen`);
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const violation of result.violations) {
    for (const node of violation.nodes.slice(0, 3)) {
      const why = node.any.concat(node.all, node.none).map((check) => check.message).slice(0, 2).join("; ");
      complaints.push(`${violation.id} (${violation.impact}): ${violation.help}: ${node.html.slice(0, 160)}: ${why}`);
    }
  }
  page.off("console", listen);
  page.off("request", request);
  for (const complaint of new Set(complaints)) findings.push(`${relative(folder, file)} [${name}]: ${complaint}`);
  if (shots) {
    const title = relative(folder, file).replaceAll(sep, "_").replace(".html", "");
    await page.screenshot({ path: join(shots, `${title}.${name.replace(" ", "-")}.png`), fullPage: true });
  }
}

if (shots) mkdirSync(shots, { recursive: true });
const server = await serve();
const host = `http://127.0.0.1:${server.address().port}${prefix}`;
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
const files = sample();
let looks = 0;
for (const [screen, { width, height, ...rest }] of Object.entries(SCREENS)) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce", ...rest });
    const page = await context.newPage();
    for (const file of files) {
      const address = host + relative(folder, file).split(sep).map(encodeURIComponent).join("/").replace(/(^|\/)index\.html$/, "$1");
      await look(page, file, address, `${screen} ${colorScheme}`);
      looks += 1;
    }
    await context.close();
  }
}
await browser.close();
server.close();
if (!files.length) findings.push(`${folder}: no page at all`);
for (const finding of findings.slice(0, 200)) console.log(finding);
console.log(`accessibility: ${files.length} pages, ${looks} looks: ${findings.length} wrong`);
process.exit(findings.length ? 1 : 0);
