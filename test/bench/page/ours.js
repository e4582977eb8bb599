// How the benchmark finds its way about Claimlight. What the program's elements are called stands here
// and nowhere else.
"use strict";

(() => {
  const at = {
    stage: "#stage",
    paper: "#paper",
    marks: "#paper mark",
    row: '#articles a[href*="#/read/"]',
    pick: "#pick-files",
    merge: "#bring-merge",
    own: "#bring-own",
    agree: "#arrival-ok:not(:disabled)", // to what the sheet shows that the file would bring
    toast: "#toast",
    saved: "#saved",
    handle: ".handle.end",
    collect: '#board [data-do="collect"]',
  };
  const { rangeIn, drag, middle } = window.bench;
  const inSight = (el) => {
    el.scrollIntoView({ block: "center", behavior: "instant" });
    return el;
  };
  const one = (name) => document.querySelector(at[name]);
  const blocks = () => one("paper").querySelectorAll("[class^=b-]");
  const block = (i) => blocks()[i];
  const rangeOf = (m) => rangeIn(block(m.para), m.from, m.to);
  const elementOf = (m) => rangeOf(m).startContainer.parentElement.closest("mark");
  // Lets go of whatever is selected, so that a digit means what is meant.
  const clear = [{ key: "Escape" }, { key: "Escape" }, { wait: 80 }];
  let marked = null; // the paragraphs that have marks
  const hasText = (el) => el !== null && el.textContent.length > 200 && el.getClientRects().length > 0;

  window.bench.ours = {
    at: (name) => middle(inSight(one(name))),
    there: (name) => one(name)?.getClientRects().length > 0,
    // Alive: the first screen is drawn and keys are answered.
    ready: () => document.documentElement.dataset.ready === "1",
    // What is done to the text is seen, and done by the program once it is there.
    takes: () => globalThis.claimlightStart?.handOver !== undefined || window.bench.ours.ready(),
    readable: () => hasText(one("paper")),
    saved: () => one("saved").textContent.includes("Saved"),
    begin: (m) => middle(rangeOf(m)), // on its first letter
    told: (words) => one("toast")?.textContent.includes(words) ?? false,
    // No paragraph in sight has a mark; asked at the top of the article.
    unmarked() {
      for (const p of blocks()) {
        if (p.getBoundingClientRect().top > innerHeight) return true;
        if (p.querySelector("mark") !== null) return false;
      }
      return true;
    },
    // The title of the first article in the list.
    first: () => one("row").textContent,
    close: () => document.querySelector(at.toast + " .close")?.click(),
    marks: () => document.querySelectorAll(at.marks).length,
    stored: () => globalThis.claimlightShell.offlineReady,
    students: () => document.querySelectorAll("#class-who tbody tr").length,
    go: (hash) => { location.hash = hash; },
    // A stretch of words in the first paragraph long enough for it: [from x, y, to x, y].
    someWords() {
      const el = [...blocks()].find((p) => p.textContent.length > 200);
      el.scrollIntoView({ block: "center" });
      const from = el.textContent.indexOf(" ", 20) + 1;
      return drag(rangeIn(el, from, el.textContent.indexOf(" ", from + 10)));
    },
  };

  window.bench.candidate = {
    shown: () => one("marks") !== null,
    // Every paragraph is there, and every one that has marks shows some.
    whole(doc) {
      marked ??= [...new Set(doc.marks.map((m) => m.para))];
      const all = blocks();
      return all.length >= doc.paras.length && marked.every((i) => all[i].firstElementChild !== null);
    },
    count: () => new Set(document.querySelectorAll(at.marks)).size,
    scroller: () => one("stage"),
    reveal: (i) => block(i).scrollIntoView({ block: "center" }),
    added: (m) => elementOf(m) !== null,
    retagged: (m, tag) => elementOf(m)?.classList.contains("a" + tag),
    removed: (m) => elementOf(m) === null,
    gestures: {
      show: () => ({ steps: [{ click: middle(inSight(one("row"))) }], commit: "click" }),
      add: (m) => ({ before: [...clear, { drag: drag(rangeOf(m)) }, { wait: 150 }], steps: [{ key: String(m.tag + 1) }], commit: "keydown" }),
      retag: (m, tag) => ({ before: [...clear, { click: middle(rangeOf(m)) }, { wait: 150 }], steps: [{ key: String(tag + 1) }], commit: "keydown" }),
      remove: (m) => ({ before: [...clear, { click: middle(rangeOf(m)) }, { wait: 150 }], steps: [{ key: "Delete" }], commit: "keydown" }),
    },
  };
})();
