// What a reader reads is what CommonMark's reference makes of the file: the text of each story's page is compared with
// markdown-it's (an independent reader of CommonMark with tables, strikethrough, footnotes and definition lists), word by
// word. Differs only what `docs/content/markdown.md` names: each kind has its line in `levelled` below.
//
//   node commonmark.mjs CONTENT SITE --modules NODE_MODULES [--show N]
//
// A story belongs to the page of its language whose folder is named as its `slug`, or as its file.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";

const [content, site, ...rest] = process.argv.slice(2);
const option = (name, otherwise) => rest.includes(name) ? rest[rest.indexOf(name) + 1] : otherwise;
const load = createRequire(resolve(option("--modules", "node_modules"), "x.js"));
const show = Number(option("--show", "20"));
const MarkdownIt = load("markdown-it").default ?? load("markdown-it");
const pluginOf = (name) => load(name).default ?? load(name);
const { parse, parseFragment } = load("parse5");

const reference = new MarkdownIt({ html: true, typographer: false, linkify: false })
  .use(pluginOf("markdown-it-footnote"))
  .use(pluginOf("markdown-it-deflist"));
// An address may be of any kind here: what is not allowed is a finding of `check`, and no word of a text.
reference.validateLink = () => true;

function* files(folder, ending) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path, ending);
    else if (name.endsWith(ending)) yield path;
  }
}

const NOT_READ = new Set(["script", "style", "template", "head", "iframe", "object", "embed", "noscript", "svg", "math",
  "title", "textarea", "select", "button", "form", "input", "noembed", "noframes", "xmp", "plaintext"]);
const APART = /^(p|div|li|ul|ol|dl|dt|dd|h[1-6]|table|thead|tbody|tr|td|th|pre|blockquote|hr|br|figure|figcaption|section|aside|details|summary|caption|img|video|audio)$/;
const attribute = (node, name) => node.attrs?.find((a) => a.name === name)?.value;
const classes = (node) => (attribute(node, "class") ?? "").split(/\s+/);

// The words a reader sees, blocks apart.
function textOf(node, skip) {
  if (node.nodeName === "#text") return node.value;
  if (NOT_READ.has(node.nodeName) || skip(node)) return "";
  const inside = (node.childNodes ?? []).map((child) => textOf(child, skip)).join("");
  return APART.test(node.nodeName) ? ` ${inside} ` : inside;
}

function find(node, wanted) {
  if (wanted(node)) return node;
  for (const child of node.childNodes ?? []) {
    const found = find(child, wanted);
    if (found) return found;
  }
  return undefined;
}

// What is the same for a reader: kinds of quotes, dashes and dots, kinds of spaces.
const levelled = (text) => text
  .replace(/[‘’‚‛]/g, "'").replace(/[“”„‟«»]/g, '"')     // typographic quotes
  .replace(/---?|[–—]/g, "-").replace(/\.{3}|…/g, "...")  // dashes and dots
  .replace(/[\u200b-\u200f\u2066-\u2069\ufe0f\u00ad]/g, "")
  .replace(/\s+/g, " ").trim();

const siteLanguage = /^language:\s*(\S+)/m.exec(readFileSync(join(content, "../hearback.yaml"), "utf8"))?.[1] ?? "en";
const address = (name) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

const frontMatter = /^\ufeff?---\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
function written(path) {
  const text = readFileSync(path, "utf8");
  const matter = frontMatter.exec(text);
  const slug = /^slug:\s*['"]?([^'"\s#]+)/m.exec(matter?.[1] ?? "")?.[1];
  const [, name, language] = /^(.*?)(?:\.([a-z]{2,3}(?:-[A-Z][A-Za-z]{1,3})?))?$/.exec(basename(path, ".md"));
  const own = name === "index" ? basename(join(path, "..")) : name;
  const body = (matter ? text.slice(matter[0].length) : text)
    .replace(/^(\s*>\s*)\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*$/gim, "$1")  // alerts: the title is ours
    .replace(/^(#{1,6} .*?)\s*\{#[^}]*\}\s*$/gm, "$1")                              // a heading's own name
    .replace(/^(\s*[-*+] )\[[ xX]\] /gm, "$1")                                      // boxes of a list of tasks
    .replace(/^( {0,3})~(?=\s)/gm, "$1\\~");                                     // the plugin's second mark of a definition
  // Two files of one name keep their dates in their addresses.
  const folders = slug ? [slug] : [own, own.replace(/^\d{4}-\d{2}-\d{2}-/, "")].map(address);
  return { body, folders, language: language ?? siteLanguage };
}

const pages = new Map();
for (const path of files(site, "index.html")) {
  const name = basename(join(path, ".."));
  pages.set(name, [...(pages.get(name) ?? []), path]);
}

// The first words that differ, with those around them.
function difference(ours, theirs) {
  const [a, b] = [ours.split(" "), theirs.split(" ")];
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  let [x, y] = [a.length, b.length];
  while (x > from && y > from && a[x - 1] === b[y - 1]) { x -= 1; y -= 1; }
  const cut = (words) => words.length > 24 ? [...words.slice(0, 12), "…", ...words.slice(-12)] : words;
  return {
    ours: cut(a.slice(Math.max(0, from - 3), x + 2)).join(" "),
    theirs: cut(b.slice(Math.max(0, from - 3), y + 2)).join(" "),
  };
}

let [same, different, without] = [0, 0, 0];
for (const path of files(content, ".md")) {
  const story = written(path);
  const body = story.folders.flatMap((name) => pages.get(name) ?? []).map((page) => parse(readFileSync(page, "utf8")))
    .filter((document) => attribute(find(document, (node) => node.nodeName === "html"), "lang") === story.language)
    .map((document) => find(document, (node) => classes(node).includes("e-content"))).find(Boolean);
  if (!body) { without += 1; continue; }
  const ours = levelled(textOf(body, (node) =>
    classes(node).some((c) => c === "footnote-ref" || c === "alert-title" || c === "visually-hidden") ||
    attribute(node, "data-footnote-ref") !== undefined || attribute(node, "role") === "doc-backlink" ||
    attribute(node, "role") === "doc-noteref"));
  const theirs = levelled(textOf(parseFragment(reference.render(story.body)), (node) =>
    classes(node).some((c) => c === "footnote-ref" || c === "footnote-backref")));
  if (ours === theirs) { same += 1; continue; }
  different += 1;
  if (different <= show) {
    const found = difference(ours, theirs);
    console.log(`${path}\n  page:      ${found.ours}\n  reference: ${found.theirs}`);
  }
}
console.log(`${same} the same, ${different} different, ${without} without a page of their own`);
process.exit(different > 0 || same === 0 ? 1 : 0);
