// What `hearback serve` adds to a page: it reloads when something changed, shows what is wrong, and the toot as it would be.
// Everything it shows lives in a shadow tree, so that the page's own styles and the panel's never meet.
(() => {
  "use strict";
  const KEY = "hearback-scroll";
  const host = document.createElement("div");
  const tree = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial }
    * { box-sizing: border-box; font: 14px/1.5 system-ui, sans-serif }
    .errors { position: fixed; inset: 0; overflow: auto; padding: 2rem; background: rgb(20 20 24 / .94); color: #f4f4f5; z-index: 2147483647 }
    .errors h2 { font-size: 18px; font-weight: 600; margin: 0 0 1rem }
    .errors pre { font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; margin: 0 0 1.25rem; padding: .75rem 1rem; border-inline-start: 4px solid #f59e0b; background: #0003; direction: ltr; text-align: left }
    .errors pre.error { border-color: #ef4444 }
    .errors button, .toot summary { cursor: pointer }
    .errors button { position: absolute; inset-block-start: 1.5rem; inset-inline-end: 2rem; color: inherit; background: none; border: 1px solid #888; border-radius: 6px; padding: .25rem .75rem }
    .toot { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; width: min(24rem, calc(100vw - 2rem)); max-height: 70vh; overflow: auto; background: #fff; color: #18181b; border: 1px solid #d4d4d8; border-radius: 10px; box-shadow: 0 6px 24px rgb(0 0 0 / .18); z-index: 2147483646 }
    .toot summary { padding: .5rem .9rem; font-weight: 600 }
    .toot summary span { font-weight: 400; color: #52525b }
    .toot .over { color: #b91c1c; font-weight: 600 }
    .toot div { padding: 0 .9rem .8rem }
    .toot blockquote { margin: 0 0 .6rem; padding: .6rem .8rem; white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f5; border-radius: 8px }
    .toot p { margin: .2rem 0; color: #3f3f46 }
    @media (prefers-color-scheme: dark) {
      .toot { background: #1f1f23; color: #f4f4f5; border-color: #3f3f46 }
      .toot blockquote { background: #2a2a30 } .toot p, .toot summary span { color: #c4c4cc } .toot .over { color: #fca5a5 }
    }
    @media print { .toot, .errors { display: none } }
  `);
  tree.adoptedStyleSheets = [sheet];
  document.documentElement.append(host);

  const make = (name, text, className) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  // Findings: the page below stays the last good one.
  const showFindings = (findings) => {
    tree.querySelector(".errors")?.remove();
    if (!findings.some((finding) => finding.severity === "error")) return;
    const box = make("section", undefined, "errors");
    box.setAttribute("role", "alert");
    const close = make("button", "Hide");
    close.addEventListener("click", () => box.remove());
    box.append(close, make("h2", "The page below is the last one that could be made"));
    for (const finding of findings) box.append(make("pre", finding.text, finding.severity));
    tree.append(box);
  };

  const showToot = async () => {
    const answer = await fetch("/.hearback/toot?address=" + encodeURIComponent(location.pathname));
    const toot = answer.ok ? await answer.json() : null;
    const open = tree.querySelector(".toot")?.open ?? sessionStorage.getItem("hearback-toot") !== "closed";
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
      const text = make("blockquote", part);
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
    if (answer.ok) showFindings((await answer.json()).findings);
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

  const reload = () => {
    sessionStorage.setItem(KEY, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  };

  try {
    const [path, x, y] = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    if (path === location.pathname) scrollTo({ left: x, top: y, behavior: "instant" });
  } catch { /* a broken note is no note */ }
  sessionStorage.removeItem(KEY);

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
