/* Searches the site: asks for the few files of its index in which the words lie, and for those that show what was found.
   Text is folded and cut into words as `src/render/search/` does it; what changes here changes there. */
(() => {
"use strict";
const at = (id) => document.getElementById(id);
const form = at("search"), status = at("search-status"), results = at("search-results"), more = at("search-more"), titles = at("search-titles");
const index = JSON.parse(at("search-index").textContent);
const field = form.elements.q, kind = form.elements.kind, year = form.elements.year;
const ROWS = 16, SHOWN = 10, FILES = 3, WEIGHTS = [1, 1.8, 3, 7];

const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ", ٱ: "ا", ى: "ي", ی: "ي", ة: "ه", ک: "ك" };
const fold = (text) => text.normalize("NFKD").toLowerCase()
  .replace(/[\u00ad\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g, "")
  .normalize("NFC")
  .replace(/[ßæœøłđðþıςٱىیةک]/g, (c) => LETTERS[c])
  .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (c) => c.charCodeAt(0) & 15);
const PAIRED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{323af}";
const RUNS = new RegExp(`([${PAIRED}]+)|(?:(?![${PAIRED}])[\\p{Alphabetic}\\p{N}\\u0900-\\u0963\\u0966-\\u0dff])+`, "gu");

/* What is asked, as words: each with whether a longer word that begins with it counts. */
const wordsOf = (text) => {
  const found = new Map();
  for (const [run, paired] of fold(text).matchAll(RUNS)) {
    const letters = [...run];
    if (!paired) {
      const bare = run.replace(/^(?:[وبكف]?ال|لل)(?=.{3})/u, "");
      found.set(bare, bare.length > 1);
    } else if (letters.length === 1) found.set(run, true);
    else for (let n = 0; n + 1 < letters.length; n++) found.set(letters[n] + letters[n + 1], false);
  }
  return [...found];
};

const asked = new Map();
const file = (name) => {
  if (!asked.has(name)) {
    const answer = fetch(`${index.folder}${name}.json?v=${index.version}`).then((it) => it.ok ? it.json() : Promise.reject(new Error(it.status)));
    asked.set(name, answer);
    answer.catch(() => asked.delete(name));
  }
  return asked.get(name);
};
/* The file in which a word lies, or would. */
const place = (word) => {
  let low = 0, high = index.first.length;
  while (low + 1 < high) {
    const middle = low + high >> 1;
    if (index.first[middle] <= word) low = middle; else high = middle;
  }
  return low;
};
/* The words of the index that are this one, or begin with it, each with its documents. */
const find = async (word, longer) => {
  const first = place(word), last = longer ? Math.min(place(word + "\uffff"), first + FILES - 1) : first;
  const names = Array.from({ length: last - first + 1 }, (_, n) => `words-${first + n}`);
  const files = await Promise.all(names.map(file));
  return files.flatMap((words) => Object.entries(words)).filter(([other]) => other === word || longer && other.startsWith(word));
};

const DIGITS = new Map([..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].map((c, n) => [c, n]));
/* The documents of a word, each with how much the word says about it. */
const read = (text) => {
  const found = [];
  let document = -1, number = 0, shift = 0;
  for (const c of text) {
    const digit = DIGITS.get(c);
    number |= (digit & 31) << shift;
    shift += 5;
    if (digit < 32) {
      found.push([document += number >> 2, number & 3]);
      number = shift = 0;
    }
  }
  return found;
};

/* How well each document fits a word that is asked for. Where no word of the index begins with it, its ending is taken off. */
const fits = async ([word, longer]) => {
  let hits = await find(word, longer);
  for (let end = 1; !hits.length && longer && end < 4 && word.length - end > 3; end++) hits = await find(word.slice(0, -end), true);
  const scores = new Map();
  for (const [other, text] of hits) {
    const documents = read(text);
    const rare = Math.log(1 + index.documents / documents.length);
    const close = other === word ? 1 : 0.6 * Math.min(word.length / other.length, 1);
    for (const [document, weight] of documents) {
      scores.set(document, Math.max(scores.get(document) || 0, WEIGHTS[weight] * rare * close));
    }
  }
  return scores;
};

/* The numbers of all documents that fit, the best first; of two that fit alike, the newer. */
const search = async (text, kind, year) => {
  const words = wordsOf(text);
  if (text.trim() && !words.length) return [];
  const [ofKind, ...fitting] = await Promise.all([kind ? find("=" + kind, false) : null, ...words.map(fits)]);
  const kept = ofKind && new Set(ofKind.flatMap(([, text]) => read(text).map(([document]) => document)));
  const from = year ? index.years.findIndex(([name]) => String(name) === year) : 0;
  const [first, end] = year ? [index.years[from]?.[1] ?? index.documents, index.years[from + 1]?.[1] ?? index.documents] : [0, index.documents];
  const sums = new Map(), counts = new Map();
  const note = (document, score) => {
    if (document < first || document >= end || kept && !kept.has(document)) return;
    sums.set(document, (sums.get(document) || 0) + score);
    counts.set(document, (counts.get(document) || 0) + 1);
  };
  for (const scores of fitting) for (const [document, score] of scores) note(document, score);
  if (!words.length) for (let document = first; document < end; document++) note(document, 0);
  const score = (document) => sums.get(document) * (counts.get(document) / (words.length || 1)) ** 2;
  return [...sums.keys()].map((document) => [document, score(document)]).sort((a, b) => b[1] - a[1] || b[0] - a[0]).map(([document]) => document);
};

const make = (name, text, attributes) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  return element;
};
const row = ([address, title, summary, kind, verdict, iso, day, lang]) => {
  const item = make("li"), card = make("article", "", { class: "card", ...(lang && { lang, dir: "auto" }) });
  const meta = make("p", "", { class: "meta" }), heading = make("h2");
  meta.append(make("span", index.kinds[kind], { class: "kind" }), " ", make("time", day, { datetime: iso }));
  if (verdict) meta.append(" ", make("span", verdict[0], { class: "badge " + verdict[1] }));
  heading.append(make("a", title, { href: address }));
  card.append(meta, heading);
  if (summary) card.append(make("p", summary));
  item.append(card);
  return item;
};

let run = 0, found = [];
/* Shows the next results. */
const show = async (mine) => {
  const some = found.slice(results.children.length, results.children.length + SHOWN);
  const rows = await Promise.all(some.map(async (document) => row((await file(`found-${document / ROWS | 0}`))[document % ROWS])));
  if (mine !== run) return;
  results.append(...rows);
  results.hidden = false;
  more.hidden = results.children.length >= found.length;
  return rows[0];
};
/* Searches for what stands in the form, and shows it. */
const go = async () => {
  const mine = ++run, [text, ofKind, ofYear] = [field.value, kind.value, year.value];
  const empty = !text.trim() && !ofKind && !ofYear;
  titles.hidden = !empty;
  try {
    const now = empty ? [] : await search(text, ofKind, ofYear);
    if (mine !== run) return;
    found = now;
    results.replaceChildren();
    results.hidden = more.hidden = true;
    if (found.length) await show(mine);
    if (mine !== run) return;
    status.textContent = empty ? "" : found.length ? index.say.count.replace("{n}", found.length) : index.say.none.replace("{q}", text.trim());
  } catch {
    if (mine !== run) return;
    status.textContent = index.say.failed;
    titles.hidden = false;
  }
};

/* The address says what is searched for, so that a search can be kept, sent and gone back to. */
const fill = () => {
  const said = new URLSearchParams(location.search);
  for (const input of [field, kind, year]) input.value = said.get(input.name) || "";
};
const address = () => {
  const said = new URLSearchParams([field, kind, year].filter((input) => input.value.trim()).map((input) => [input.name, input.value.trim()])).toString();
  return location.pathname + (said && "?" + said);
};
let wait;
form.addEventListener("input", () => {
  clearTimeout(wait);
  wait = setTimeout(() => {
    history.replaceState(null, "", address());
    go();
  }, 150);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(wait);
  history.pushState(null, "", address());
  go();
});
addEventListener("popstate", () => { fill(); go(); });
more.firstElementChild.addEventListener("click", async () => {
  const next = await show(run).catch(() => { status.textContent = index.say.failed; });
  next?.querySelector("a").focus();
});
/* Up and down between the field and the results; Escape leads back to the field. */
document.addEventListener("keydown", (event) => {
  const stops = [field, ...results.querySelectorAll("a")], now = stops.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1, Escape: -now }[event.key];
  if (now < 0 || !step || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = stops[now + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
fill();
if (location.search) go();
})();
