// Structured data: every JSON-LD block of every page, held to the vocabulary of schema.org.
//
// The vocabulary comes from `schema-dts`, which is generated from schema.org's own release: each block becomes
// a typed constant and the TypeScript compiler says which type or property does not exist, or has a value of the
// wrong kind. schema.org itself requires nothing, so the properties without which a block is of no use to a
// reader of such data are listed here.
//
//   node jsonld.mjs FOLDER BASE --modules DIR

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const NEEDED = {
  Article: ["headline", "datePublished", "author", "url"],
  NewsArticle: ["headline", "datePublished", "author", "url"],
  BlogPosting: ["headline", "datePublished", "author", "url"],
  Report: ["headline", "datePublished", "author", "url"],
  QAPage: ["mainEntity"],
  FAQPage: ["mainEntity"],
  Question: ["name"],
  Answer: ["text"],
  Organization: ["name"],
  NGO: ["name"],
  Person: ["name"],
  WebSite: ["name", "url"],
  BreadcrumbList: ["itemListElement"],
  ListItem: ["position"],
  CorrectionComment: ["text"],
  ImageObject: ["url|contentUrl"],
  Dataset: ["name", "description"],
};

const [folder, base] = process.argv.slice(2);
const modules = resolve(process.argv[process.argv.indexOf("--modules") + 1]);
const findings = [];

function pages(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return pages(path);
      return entry.name.endsWith(".html") ? [path] : [];
    });
}

/// The JSON-LD blocks of a page, parsed. A script's text ends at the first `</script`, whatever is in it.
function blocks(page) {
  const found = [];
  for (const [, text] of readFileSync(page, "utf8").matchAll(
    /<script[^>]*type=["']?application\/ld\+json["']?[^>]*>([\s\S]*?)<\/script/gi,
  )) {
    try {
      found.push(JSON.parse(text));
    } catch (error) {
      findings.push(`${relative(folder, page)}: not JSON: ${error.message}`);
    }
  }
  return found;
}

/// Every node with a type, wherever it stands in the block.
function* nodes(value) {
  if (Array.isArray(value)) for (const one of value) yield* nodes(one);
  else if (value && typeof value === "object") {
    if (value["@type"]) yield value;
    for (const one of Object.values(value)) yield* nodes(one);
  }
}

function checkNodes(block, where) {
  for (const node of nodes(block)) {
    for (const name of NEEDED[node["@type"]] ?? []) {
      if (!name.split("|").some((one) => node[one] !== undefined && node[one] !== "")) {
        findings.push(`${where}: ${node["@type"]} has no ${name}`);
      }
    }
    for (const [name, value] of Object.entries(node)) {
      if (/^date/.test(name) && typeof value === "string" && !/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(value)) {
        findings.push(`${where}: ${name} is no ISO 8601 date: ${JSON.stringify(value)}`);
      }
      if (/^(url|image|logo|sameAs|contentUrl|item)$/.test(name)) {
        for (const one of [value].flat()) {
          if (typeof one === "string" && !/^https?:\/\//.test(one)) {
            findings.push(`${where}: ${name} is no absolute address: ${JSON.stringify(one)}`);
          }
        }
      }
    }
  }
}

/// Lets the TypeScript compiler look at all blocks at once.
function checkTypes(all) {
  const directory = mkdtempSync(join(modules, "..", "jsonld-"));
  const lines = ['import type { Graph, Thing, WithContext } from "schema-dts";'];
  for (const { block, where } of all) {
    const type = block["@graph"] ? "Graph" : "WithContext<Thing>";
    lines.push(`export const b${lines.length}: ${type} = ${JSON.stringify(block)}; // ${where}`);
  }
  writeFileSync(join(directory, "blocks.ts"), lines.join("\n") + "\n");
  try {
    const flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler"];
    execFileSync(process.execPath, [join(modules, "typescript/bin/tsc"), ...flags, "blocks.ts"], {
      cwd: directory,
      maxBuffer: 1 << 28,
    });
  } catch (error) {
    const said = String(error.stdout) + String(error.stderr);
    const places = said.split("\n").filter((line) => /^blocks\.ts\(/.test(line));
    if (!places.length) throw new Error(`the TypeScript compiler did not run: ${said}`);
    const seen = new Set();
    said.split("\n").forEach((line, index, lines) => {
      const match = /^blocks\.ts\((\d+),\d+\): error (.*)/.exec(line);
      if (!match) return;
      const more = [];
      for (let next = index + 1; next < lines.length && /^\s/.test(lines[next]); next++) more.push(lines[next].trim());
      const what = [match[2], ...more].map((text) => text.slice(0, 300)).join(" ");
      const where = all[match[1] - 2].where;
      if (!seen.has(where + what)) findings.push(`${where}: ${what}`);
      seen.add(where + what);
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const all = [];
let articles = 0;
for (const page of pages(folder)) {
  const where = relative(folder, page);
  const found = blocks(page);
  const html = readFileSync(page, "utf8");
  if (/property=["']?og:type["']?\s+content=["']?article/.test(html)) {
    articles += 1;
    if (!found.length) findings.push(`${where}: a story without JSON-LD`);
  }
  for (const block of found) {
    const context = block["@context"];
    if (!/^https?:\/\/schema\.org\/?$/.test(context)) findings.push(`${where}: its context is ${JSON.stringify(context)}`);
    if (block["@type"] === undefined && !Array.isArray(block["@graph"])) findings.push(`${where}: a block without a type`);
    checkNodes(block, where);
    all.push({ block: { ...block, "@context": "https://schema.org" }, where });
  }
}
if (!all.length) findings.push(`${folder}: no JSON-LD at all`);
else checkTypes(all);
for (const finding of findings.slice(0, 200)) console.log(finding);
console.log(`JSON-LD: ${all.length} blocks, ${articles} stories (${base}): ${findings.length} wrong`);
process.exit(findings.length ? 1 : 0);
