// What has to happen before anything is painted: the text looks as its reader likes it, and what is
// shown until the program is there is what this reader will see then. Once the frame with the text is
// handed over it puts in what is around the text; once that is on the screen it asks for the program.
//
// It leaves globalThis.claimlightStart:
//   program   a promise of the compiled WebAssembly module
//   styles    a promise that is fulfilled once the style sheets of the other screens are there, or
//             it was said that one did not arrive
//   articles  on a first visit, a promise of what is in articles.json; the program takes it away
//   giveUp()  called when the program will not come
//   released  a promise that is fulfilled while the first button is not down, and no finger
//   looks     where a glance is shown: the classes of a mark by the digit of its tag
//   tags      the same for the ID of the tag
//   own       how the names begin under which something is kept
// and web/meanwhile.js adds stop() and handOver().
//
// What is shown meanwhile stands in data-start on the root element, for boot.css:
//   first    the first article, as it stands in the page
//   coming   nothing: the page, in which a glance is to be shown, is still arriving
//   glance   what was in sight when the page was left, with its marks (see app/ui/glance.go)
//   plain    a line that says that the program is loading
"use strict";

(() => {
  const start = (globalThis.claimlightStart = {});
  const root = document.documentElement;
  const carried = globalThis.claimlightCarried; // where the page is one file

  // A frame is handed over to be painted, by other threads, when its callbacks are over.
  const handedOver = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));

  // With few processors, compiling would hold up the text, which comes first, so that the browser is
  // asked whether that is on the screen; even this only after the frame. Where nothing is painted, as in
  // a tab in the background, it is not waited for long.
  const firstPaint = new Promise((go) => {
    setTimeout(go, 1000);
    handedOver().then(() => {
      if (!globalThis.PerformanceObserver?.supportedEntryTypes?.includes("paint")) return void go();
      new PerformanceObserver((list, observer) => {
        if (list.getEntriesByName("first-contentful-paint").length === 0) return;
        observer.disconnect();
        go();
      }).observe({ type: "paint", buffered: true });
    });
  });

  // ---- what the program waits for ----

  const missing = "A part of the program did not arrive. Check the connection and load the page again.";
  // Not of a page that was cut off. whenThere would watch all of the parsing.
  const arrived = new Promise((go) => addEventListener("DOMContentLoaded", () => document.querySelector("noscript") && go()));

  // While the text is painted there is time for what is around it, so that the next frame has that, and
  // marks are possible.
  start.styles = arrived.then(() => Promise.race([handedOver(), firstPaint])).then(addTheRest);

  // Nothing, in a page that is one file: all of it is there.
  function addTheRest() {
    const template = document.getElementById("later");
    if (!template) return;
    const rest = document.importNode(template.content, true);
    const scripts = [...rest.querySelectorAll("script")];
    for (const script of scripts) script.async = false; // one after the other
    const lost = () => say([missing, start.giveUp()].join(" ").trim());
    scripts.at(-1).onerror = lost; // the others are missed by it
    scripts.at(-1).onload = () => globalThis.claimlightShell || lost(); // cut off on its way
    const sheets = [...rest.querySelectorAll("link[rel=stylesheet]")].map((link) => new Promise((go) => {
      link.onload = go;
      link.onerror = () => {
        say(missing);
        mend();
        go(); // the text can be read and marked without it
      };
    }));
    document.head.append(rest);
    delete root.dataset.only; // how it looks is there, too
    return Promise.all(sheets);
  }

  // The page itself may break off, too, and what is to be shown in it with it. Of a connection that is
  // cut, and of a file that hangs, a page hears nothing.
  const patience = 20e3; // ms
  document.addEventListener("readystatechange", () => checkWhole(false));
  setTimeout(() => checkWhole(true) || checkStarted(), patience);
  // Returns whether there is nothing else to be said now.
  function checkWhole(late) {
    if (!document.body || document.getElementById("boot-alert")) return true;
    if (carried) {
      if (document.readyState === "complete" && !globalThis.claimlightShell) say(carried.cut);
      return true;
    }
    if (document.querySelector("noscript")) return false;
    if (root.dataset.start === "coming") root.dataset.start = "plain";
    if (!late) mend();
    const line = say(late ? "A part of the program has not arrived yet. If nothing changes, check the connection and load the page again." : missing);
    whenThere("noscript", () => { // it was only slow
      line.remove();
      setTimeout(checkStarted, patience);
    });
    return true;
  }

  function checkStarted() {
    const ready = '[data-ready="1"]';
    if (document.querySelector("#boot-alert, #boot-error, " + ready)) return;
    const line = say("The program is still on its way. If nothing has changed in a minute, check the connection and load the page again.");
    whenThere(ready, () => line.remove());
  }

  function say(words) {
    document.getElementById("boot-alert")?.remove();
    const line = document.createElement("p");
    line.className = "boot-strip";
    line.id = "boot-alert";
    line.setAttribute("role", "alert");
    line.textContent = words;
    document.body.append(line);
    return line;
  }

  // The program will not come: links are links again, and no more marks are shown. Returns what is to be
  // said of those that were.
  start.giveUp = () => {
    mend();
    return start.stop?.() ?? "";
  };

  // What is kept for offline use may be damaged; the next attempt finds it whole.
  function mend() {
    navigator.serviceWorker?.getRegistration().then((known) => known?.active?.postMessage({ type: "mend" })).catch(() => {});
  }

  start.program = compile();
  start.program.catch(() => {}); // boot.js says so in words

  // The response goes to the browser untouched: only then can it compile while loading and keep the
  // compiled code for the next start.
  async function compile() {
    await firstPaint;
    const response = await (carried ? carried.file("app.wasm", "application/wasm") : fetch("app.wasm", { credentials: "same-origin" }));
    if (!response.ok) throw new Error("app.wasm: the server answered " + response.status);
    const type = (response.headers.get("Content-Type") || "").split(";")[0].trim();
    if (WebAssembly.compileStreaming && type === "application/wasm") return WebAssembly.compileStreaming(response);
    return WebAssembly.compile(await response.arrayBuffer());
  }

  // The browser's database takes a moment to wake up; this makes nothing and changes nothing.
  firstPaint.then(() => indexedDB.databases()).catch(() => {}); // absent, or forbidden: the program finds out for itself

  // A selection that is being made when the program takes the place of what is shown would be cut off
  // in the middle, so that this waits until the hand has let go.
  let letGo = null;
  start.released = Promise.resolve();
  addEventListener("pointerdown", (event) => {
    if (!letGo && event.button === 0) start.released = new Promise((go) => (letGo = go));
  }, true);
  for (const over of ["pointerup", "pointercancel"]) {
    addEventListener(over, () => {
      if (letGo) setTimeout(letGo); // after the selection has changed for the last time
      letGo = null;
    }, true);
  }

  // ---- what is kept here of the last time ----

  // As browser.OwnName: copies of the program in other folders have names of their own, and so has
  // each lesson that is a page.
  const folder = new URL("./", document.baseURI).pathname;
  const own = (carried ? "claimlight lesson " + claimlightProject : folder === "/" ? "claimlight" : "claimlight" + folder) + ":";
  start.own = own;
  const kept = (key) => {
    try {
      return localStorage.getItem(own + key) || "";
    } catch {
      return ""; // forbidden, so that nothing is kept
    }
  };
  const parsed = (key) => {
    try {
      const value = JSON.parse(kept(key) || "{}"); // an exception would have the browser read the whole script again
      return typeof value === "object" && value !== null ? value : {};
    } catch {
      return {}; // not ours
    }
  };

  const reader = parsed("reader");
  for (const [key, from, to] of [["size", -2, 4], ["width", 0, 2]]) {
    if (Number.isInteger(reader[key])) root.dataset[key] = Math.min(Math.max(reader[key], from), to);
  }
  if (reader.theme === "light" || reader.theme === "dark") root.dataset.theme = reader.theme;
  // Of the fonts for reading each system has one, and each search for one that is not there costs.
  // platform is deprecated, and the one answer that all browsers have.
  root.dataset.system = /^(Mac|iP)/.test(navigator.platform) ? "apple" : /^Win/.test(navigator.platform) ? "windows" : "other";

  // ---- what is shown until the program is there ----

  const [screen, article] = location.hash.replace(/^#?\/?/, "").split("/");
  const firstVisit = kept("project") === "" && !carried;
  const glance = firstVisit || carried ? null : parsed("glance");
  const shown = choose();
  root.dataset.start = shown === "glance" ? "coming" : shown;
  if (shown !== "plain") root.dataset.only = "text"; // see boot.css
  if (firstVisit) {
    start.articles = firstPaint.then(() => fetch("articles.json")).then((response) => {
      if (!response.ok) throw new Error("articles.json: the server answered " + response.status);
      return response.json();
    });
    start.articles.catch(() => {}); // the program asks again, and says so in words
  }
  if (shown === "glance" || (shown === "first" && reader.list)) whenThere("#boot", prepare);

  function choose() {
    if (carried || (screen !== "" && screen !== "read")) return "plain";
    if (firstVisit) return article && article !== content("claimlight-first") ? "plain" : "first";
    if (!whole(glance) || (article && article !== glance.article)) return "plain";
    return glance.project === kept("project") && glance.article === kept("article:" + glance.project) ? "glance" : "plain";
  }

  // What was kept may be damaged, or another version's: an earlier one kept no marks, and another no tags.
  function whole(glance) {
    const texts = (list) => typeof list === "object" && list !== null && Object.values(list).every((s) => typeof s === "string");
    const { blocks, first, top, place, line, looks, tags = (glance.tags = {}), marks = (glance.marks = []), runs = (glance.runs = []) } = glance;
    return Array.isArray(blocks) && blocks.length > 0 && blocks.every((b) => texts(b) && b.length === 2) &&
      ["title", "meta", "language"].every((key) => typeof (glance[key] ?? "") === "string") &&
      Number.isInteger(first) && first >= 0 && Number.isFinite(top) && Number.isFinite(place) && texts(looks) && texts(tags) &&
      (line === undefined || (Array.isArray(line) && line.length === 3 && line.every(Number.isFinite))) &&
      Array.isArray(marks) && marks.every((m) => texts(m) && "class" in m) &&
      Array.isArray(runs) && runs.every((r) => Array.isArray(r) && r.length % 3 === 0 && r.every((n, i) => Number.isInteger(n) && (i % 3 < 2 || n in marks)));
  }

  function content(name) {
    const meta = document.querySelector('meta[name="' + name + '"]');
    return meta ? meta.content : "";
  }

  // In the page, the screen is followed by the line that stands in for it, then comes what is left for
  // later, and then what is said without JavaScript. When all of that arrives at once, what is done
  // here comes before the first painting: parsing and this are one task.
  function whenThere(selector, then) {
    if (document.querySelector(selector)) return void then();
    new MutationObserver((_, observer) => {
      if (!document.querySelector(selector)) return;
      observer.disconnect();
      then();
    }).observe(root, { childList: true, subtree: true, attributeFilter: ["data-ready"] });
  }

  function prepare() {
    if (reader.list) document.querySelector(".room-grid").classList.add("no-list");
    if (shown !== "glance") return;
    try {
      show(glance);
    } catch {
      root.dataset.start = "plain"; // damaged in a way of its own
      return;
    }
    root.dataset.start = "glance";
    whenThere("noscript", takeMarks);
  }

  // Whoever comes back may mark at once what they came back for. On a first visit there is time to see
  // the text first. It is the one script there that stands in the page; addTheRest, which waits for a
  // promise, finds it gone.
  function takeMarks() {
    const script = document.getElementById("later").content.querySelector("script:not([src])");
    script.remove();
    document.head.append(document.importNode(script, true));
  }

  // Nothing that was kept is taken for HTML.
  function show(glance) {
    start.looks = glance.looks;
    start.tags = glance.tags;
    const stage = document.getElementById("stage");
    const paper = document.getElementById("paper");
    const blocks = glance.blocks.map(([kind, text], i) => {
      const tag = kind === "headline" ? "h1" : kind === "subheading" ? "h2" : "p";
      const block = document.createElement(tag);
      block.dir = "auto";
      block.className = "b-" + kind;
      fill(block, text, glance.runs[i] || [], glance.marks);
      return block;
    });
    const above = document.createElement("div"); // for the blocks above, which are not kept
    paper.replaceChildren(...(glance.first > 0 ? [above] : []), ...blocks);
    paper.lang = glance.language || "";
    paper.dataset.project = glance.project;
    paper.dataset.article = glance.article;
    paper.dataset.first = glance.first;
    const title = document.querySelector(".heading h1");
    if (glance.title) title.textContent = glance.title;
    else title.remove();
    document.getElementById("meta").textContent = glance.meta || "";
    // Layout is true once the style sheets are there, and then comes the first frame; none does in a tab
    // in the background.
    let settled = false;
    const settle = () => {
      if (settled) return;
      settled = true;
      const edge = stage.getBoundingClientRect().top;
      if (glance.first > 0) {
        const top = lineTop(blocks[0], 0) - edge + stage.scrollTop;
        above.style.marginBottom = "0";
        above.style.height = Math.max(glance.top - top, 0) + "px";
      }
      stage.scrollTop = glance.place;
      const [block, at, below] = glance.line || [];
      if (!blocks[block] || stage.clientWidth === glance.width) return;
      const row = stage.querySelector(".tags").getBoundingClientRect();
      const free = Math.max(row.top < edge + 1 ? row.bottom : edge, edge); // as Paper.edge
      stage.scrollTop += lineTop(blocks[block], at) - free - below; // in this window it is another place
    };
    requestAnimationFrame(settle);
    setTimeout(settle, 300);
  }

  // The upper edge of the line on which a code unit of a block stands.
  function lineTop(block, at) {
    const nodes = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let node = nodes.nextNode();
    for (; node && at >= node.length; node = nodes.nextNode()) at -= node.length;
    if (!node) return block.getBoundingClientRect().top;
    const line = document.createRange();
    line.setStart(node, at);
    line.setEnd(node, at + 1);
    return line.getBoundingClientRect().top;
  }

  // A block as paint.Block writes it: flat marks, and no text that is empty.
  function fill(block, text, runs, marks) {
    let at = 0;
    const go = (into, to) => to > at && into.append(text.slice(at, (at = to)));
    for (let i = 0; i < runs.length; i += 3) {
      const { class: looks, ...said } = marks[runs[i + 2]];
      const mark = document.createElement("mark");
      mark.className = looks;
      for (const name of ["starts", "code", "ends"]) if (said[name]) mark.dataset[name] = said[name];
      go(block, runs[i]);
      go(mark, runs[i + 1]);
      block.append(mark);
    }
    go(block, text.length);
  }
})();
