// What `hearback serve` adds to a page: it reloads when something changed, shows what is wrong, and the toot as it would be.
// Everything it shows lives in a shadow tree, so that the page's own styles and the panel's never meet.
(() => {
  "use strict";
  const host = document.createElement("div");
  const tree = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial }
    * { box-sizing: border-box; font: 14px/1.5 system-ui, sans-serif }
    .errors { position: fixed; inset: 0; overflow: auto; padding: 1.5rem max(1rem, calc(50vw - 32rem)); background: rgb(20 20 24 / .88); backdrop-filter: blur(3px); color: #f4f4f5; z-index: 2147483647; direction: ltr; text-align: left }
    .errors header { display: flex; gap: 1rem; align-items: start; justify-content: space-between; margin: 0 0 1rem }
    .errors h2 { font-size: 18px; font-weight: 600; line-height: 1.35; margin: 0 }
    .errors h2 span { display: block; font-size: 14px; font-weight: 400; color: #d4d4d8 }
    .errors pre { font: 13px/1.5 ui-monospace, monospace; overflow-x: auto; margin: 0 0 1rem; padding: .75rem 1rem; border-left: 4px solid #f59e0b; border-radius: 4px; background: #18181b }
    .errors strong { display: block; position: sticky; left: 0; font: inherit; font-weight: 600; white-space: normal }
    .errors pre.error { border-color: #ef4444 }
    .errors button { cursor: pointer; color: inherit; background: none; border: 1px solid #a1a1aa; border-radius: 6px; padding: .25rem .75rem }
    :focus-visible { outline: 2px solid #3b82f6; outline-offset: 2px }
    .toot { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; width: min(24rem, calc(100vw - 2rem)); max-height: 70vh; overflow: auto; background: #fff; color: #18181b; border: 1px solid #d4d4d8; border-radius: 10px; box-shadow: 0 6px 24px rgb(0 0 0 / .18); z-index: 2147483646 }
    .toot summary { cursor: pointer; padding: .5rem .9rem; font-weight: 600 }
    .toot summary span { font-weight: 400; color: #52525b }
    .toot .over { color: #b91c1c; font-weight: 600 }
    .toot div { padding: 0 .9rem .8rem }
    .toot blockquote { margin: 0 0 .6rem; padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f5; border-radius: 8px }
    .toot b { font-weight: inherit; color: #5b35d5 }
    .toot p { margin: .2rem 0; color: #3f3f46 }
    @media (prefers-color-scheme: dark) {
      .toot { background: #1f1f23; color: #f4f4f5; border-color: #3f3f46 }
      .toot blockquote { background: #2a2a30 } .toot p, .toot summary span { color: #c4c4cc } .toot b { color: #b9a5ff } .toot .over { color: #fca5a5 }
    }
    .notes { position: fixed; inset-block-end: 1rem; inset-inline-start: 1rem; max-width: calc(100vw - 2rem); max-height: 70vh; overflow: auto; background: #fef3c7; color: #451a03; border: 1px solid #d97706; border-radius: 10px; z-index: 2147483646 }
    .notes[open] { width: min(48rem, calc(100vw - 2rem)) }
    .notes summary { cursor: pointer; padding: .4rem .9rem; font-weight: 600 }
    .notes pre { font: 13px/1.5 ui-monospace, monospace; direction: ltr; text-align: left; overflow-x: auto; margin: 0; padding: .6rem .9rem; border-block-start: 1px solid #fcd34d }
    @media print { .toot, .errors, .notes { display: none } }
  `);
  tree.adoptedStyleSheets = [sheet];
  document.documentElement.append(host);

  const make = (name, text, className) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  const errors = ({ severity }) => severity === "error";

  // Mistakes: the page below stays the last good one.
  const showErrors = (findings) => {
    tree.querySelector(".errors")?.remove();
    if (!findings.length) return;
    const box = make("section", undefined, "errors");
    box.setAttribute("role", "alert");
    const close = make("button", "Hide");
    close.addEventListener("click", () => box.remove());
    const title = make("h2", findings.length === 1 ? "1 mistake" : findings.length + " mistakes");
    title.append(make("span", "The page below is the last one that could be made."));
    const head = make("header");
    head.append(title, close);
    box.append(head);
    for (const finding of findings) {
      const [first, ...rest] = finding.text.split("\n");
      const text = make("pre", undefined, finding.severity);
      // The message may be broken into lines, the quotation with its caret may not.
      text.append(make("strong", first), rest.join("\n"));
      // What can be scrolled must be reached with the keyboard.
      text.tabIndex = 0;
      box.append(text);
    }
    tree.append(box);
  };

  // Warnings and stories that are not shown do not cover the page: a small mark says that there are some, and opens. It is
  // open from the start where the page is not there, since its story may be among them.
  const isMissing = performance.getEntriesByType("navigation")[0]?.responseStatus === 404;
  const LIST = 100;
  const showNotes = (warnings, leftOut) => {
    const before = tree.querySelector(".notes");
    before?.remove();
    const all = [...leftOut, ...warnings.map(({ text }) => text)];
    if (!all.length) return;
    const box = make("details", undefined, "notes");
    box.open = before?.open ?? (isMissing && leftOut.length > 0);
    const count = (number, one, many) => (number ? [number + " " + (number === 1 ? one : many)] : []);
    const title = [
      ...count(warnings.length, "warning", "warnings"),
      ...count(leftOut.length, "story not shown", "stories not shown"),
    ];
    box.append(make("summary", title.join(", ")));
    for (const words of all.slice(0, LIST)) {
      const text = make("pre", words);
      // What can be scrolled must be reached with the keyboard.
      text.tabIndex = 0;
      box.append(text);
    }
    if (all.length > LIST) box.append(make("pre", "and " + (all.length - LIST) + " more: see `hearback check`"));
    tree.append(box);
  };

  const showToot = async () => {
    const answer = await fetch("/.hearback/toot?address=" + encodeURIComponent(location.pathname));
    const toot = answer.ok ? await answer.json() : null;
    // On a small screen it would cover the story, so it begins folded.
    const wished = sessionStorage.getItem("hearback-toot") ?? (innerWidth < 720 ? "closed" : "open");
    const open = tree.querySelector(".toot")?.open ?? wished === "open";
    tree.querySelector(".toot")?.remove();
    if (!toot) return;
    const box = make("details", undefined, "toot");
    box.open = open;
    box.addEventListener("toggle", () => sessionStorage.setItem("hearback-toot", box.open ? "open" : "closed"));
    const title = make("summary", toot.skipped ? "Not tooted " : "The toot ");
    if (!toot.skipped) title.append(make("span", toot.length + " of " + toot.limit, toot.length > toot.limit ? "over" : ""));
    const inside = make("div");
    if (toot.skipped) inside.append(make("p", toot.skipped));
    if (toot.warning) inside.append(make("p", "Content warning: " + toot.warning));
    for (const part of toot.parts ?? []) {
      const text = make("blockquote");
      // Links, hashtags and names look as they will.
      for (const [at, piece] of part.split(/(https?:\/\/\S+|[#@][\p{L}\p{N}_@.-]*[\p{L}\p{N}_])/u).entries()) {
        text.append(at % 2 ? make("b", piece) : piece);
      }
      if (toot.language) text.lang = toot.language;
      text.dir = "auto";
      inside.append(text);
    }
    for (const note of toot.notes ?? []) inside.append(make("p", note));
    box.append(title, inside);
    tree.append(box);
  };

  const state = async () => {
    const answer = await fetch("/.hearback/state");
    if (!answer.ok) return;
    const now = await answer.json();
    showErrors(now.findings.filter(errors));
    showNotes(now.findings.filter((finding) => !errors(finding)), now.left_out);
  };

  const swapStyles = () => {
    for (const old of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const fresh = old.cloneNode();
      const address = new URL(old.href);
      address.searchParams.set("changed", Date.now());
      fresh.href = address.href;
      // The old sheet goes when the new one is there, so that the page never stands without one.
      fresh.addEventListener("load", () => old.remove(), { once: true });
      old.after(fresh);
    }
  };

  // What is read stays at its place on the screen, whatever grows above it: the pieces of text that are in sight are looked
  // for again by their words, and the first that is still there is put where it was.
  const PLACE = "hearback-place";
  // What is folded away has no place.
  const isShown = (piece) => piece.getClientRects().length > 0 && (piece.checkVisibility?.() ?? true);
  const pieces = () => [...document.body.querySelectorAll("h1, h2, h3, h4, p, li, dt, dd, pre, td, figcaption")].filter(isShown);
  const known = (piece) => piece.tagName + piece.textContent.slice(0, 200);
  const reload = () => {
    const tops = pieces().map((piece) => ({ words: known(piece), top: piece.getBoundingClientRect().top }));
    const seen = scrollY > 0 ? tops.filter(({ top }) => top >= 0 && top < innerHeight).slice(0, 20) : [];
    sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, x: scrollX, y: scrollY, seen }));
    // The browser would try the same at another moment, by the number of pixels or by a guess of its own.
    history.scrollRestoration = "manual";
    location.reload();
  };
  const settle = ({ x, y, seen }) => {
    scrollTo({ left: x, top: y, behavior: "instant" });
    const now = new Map(pieces().reverse().map((piece) => [known(piece), piece]));
    const found = seen.find(({ words }) => now.has(words));
    if (found) scrollBy({ top: now.get(found.words).getBoundingClientRect().top - found.top, behavior: "instant" });
  };
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  if (place?.path === location.pathname) {
    settle(place);
    addEventListener("load", () => {
      settle(place);
      // Not before the browser is through with what it does when a page has loaded, or it restores what it remembers.
      setTimeout(() => (history.scrollRestoration = "auto"), 500);
    });
  }

  // The site that this page is of. What the server shows now may be newer, even when this page has only just come.
  let shown = document.currentScript.dataset.site;
  const events = new EventSource("/.hearback/events");
  events.addEventListener("message", (event) => {
    const news = JSON.parse(event.data);
    if (news.site !== shown && !(news.kind === "style" && news.before === shown)) return reload();
    if (news.site !== shown) swapStyles();
    shown = news.site;
    state();
    showToot();
  });
})();
