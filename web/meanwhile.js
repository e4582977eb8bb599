// What is done to the text before the program is there: marks are shown at once, and the program makes
// them when it comes, one after the other as they were made. Until then they are kept for this tab only,
// where they are shown again when the page is loaded again.
//
// It adds to globalThis.claimlightStart:
//   stop()       ends that; returns what is to be said of what was done, if the program will not come
//   handOver()   ends that, and returns
//     deeds      what was done, in order: { key } or { tag, shift }, a key with its modifiers or the ID
//                of a tag, each with what was selected then
//     lost       something was done before the page was loaded again, to what is not shown any more
//     hash       the fragment where the reader went last, or ""
//     selected   what is selected now
//     tapped     that was tapped word by word: the next tap widens it
//   What is selected is null or { from, to, fine }: a block and an offset in it, in UTF-16 code units,
//   each; fine says that no whole words are meant.
"use strict";

(() => {
  const start = globalThis.claimlightStart;
  const root = document.documentElement;
  const paper = document.getElementById("paper");
  const before = keptBefore();
  if (!paper || root.dataset.start === "plain") {
    if (before) start.handOver = () => (forget(), { deeds: [], hash: "", selected: null, tapped: false, lost: true });
    return;
  }
  const seen = [root.dataset.start, paper.dataset.project, paper.dataset.article].join(" ");
  const above = Number(paper.dataset.first) || 0; // blocks that are not in the page
  const blocks = [...paper.querySelectorAll(":scope > [class^=b-]")];
  const deeds = [];
  const undo = []; // what takes back each deed
  let kept = false; // this tab has the deeds, should the page be loaded again
  let current = null; // the mark that was made last, which a digit tags anew: its elements, and its looks alone
  const address = location.href; // of what is shown
  let hash = "";
  let tapped = false;
  let fine = false; // the last selection was made with Alt
  let touched = false; // the last pointer was a finger
  let held = null; // what was selected when the pointer went down
  let astray = false; // it went down beside the text: what it selects is not meant

  const listeners = [["keydown", onKey], ["pointerdown", onDown], ["pointerup", onUp], ["mousedown", onMouse], ["click", onClick], ["hashchange", onHash], ["beforeunload", onLeave]];
  for (const [type, listener] of listeners) addEventListener(type, listener, true);
  const slow = setTimeout(tell, 1500, "Loading…");
  start.stop = () => {
    clearTimeout(slow);
    for (const [type, listener] of listeners) removeEventListener(type, listener, true);
    if (deeds.length === 0) return "";
    return kept ? "What you marked meanwhile is there again when this tab loads the page." : "What you marked meanwhile is not kept.";
  };
  start.handOver = () => {
    start.stop();
    forget();
    return { deeds: deeds.splice(0), hash, selected: selected(), tapped, lost: Boolean(before) && before.seen !== seen };
  };

  function onLeave(event) {
    if (deeds.length > 0) event.preventDefault();
  }

  // ---- what outlives a page that is loaded again ----

  function keptBefore() {
    try {
      const found = JSON.parse(sessionStorage.getItem(start.own + "meanwhile") || "null");
      return Array.isArray(found?.deeds) && found.deeds.every(sound) ? found : null;
    } catch {
      return null; // forbidden, or not ours
    }
  }

  function forget() {
    try {
      sessionStorage.removeItem(start.own + "meanwhile");
    } catch {
      // forbidden, so that nothing is there
    }
  }

  function keep() {
    try {
      sessionStorage.setItem(start.own + "meanwhile", JSON.stringify({ seen, deeds }));
      kept = true;
    } catch {
      kept = false; // forbidden, or full
    }
  }

  function sound({ key, tag, selected: s }) {
    const at = (spot) => Array.isArray(spot) && spot.length === 2 && spot.every((n) => Number.isSafeInteger(n) && n >= 0);
    return (s == null || (at(s.from) && at(s.to))) && (tag ? typeof tag === "string" : typeof key?.name === "string" && typeof key.code === "string");
  }

  // What cannot be shown any more the program does, or says that it cannot.
  function again(deed) {
    const { key, tag, shift, selected: s } = deed;
    let done = false;
    try {
      if (tag) done = use(looksOf(tag), { tag, shift }, s);
      else if (key.ctrl) done = takeBack({ key });
      else if (key.name === "Delete" || key.name === "Backspace") done = remove({ key });
      else done = use(tagOf(key.name)?.looks, { key }, s);
    } catch {
      // its place is not in the page
    }
    if (!done) note(deed);
  }

  // ---- keys ----

  // Those whose doing can be shown; no other is noted. A key that is used up is not taken for another
  // one by the program (browser.NewKeys).
  function onKey(event) {
    const { key: name, code, altKey: alt, shiftKey: shift } = event;
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.isComposing || alt) return;
    const key = { name, code, ctrl, alt, shift };
    const digit = (/^Digit([1-9])$/.exec(code) || /^([1-9])$/.exec(name) || [])[1];
    let done = false;
    held = null;
    if (name === "Escape") letGo();
    else if (ctrl) done = !shift && name.toLowerCase() === "z" && takeBack({ key });
    else if (digit) done = press(tagOf(digit), key);
    else if (name === "Delete" || name === "Backspace") done = remove({ key });
    if (done) event.preventDefault();
  }

  // The tag is meant that the digit has here; what was left by an earlier version does not name it.
  function press(tag, key) {
    return Boolean(tag) && use(tag.looks, tag.id ? { tag: tag.id, shift: key.shift } : { key }, selected());
  }

  // ---- pointers ----

  function onDown(event) {
    touched = event.pointerType === "touch";
    held = selected();
    if (tagAt(event)) return;
    astray = !event.target.closest("#stage") || Boolean(event.target.closest(".tags"));
    if (astray) return;
    paper.dataset.pointer = "any"; // the hand is here, which needs no line beside the text
    if (!current?.elements.includes(event.target.closest("mark"))) current = null; // something else is meant
  }

  function onUp(event) {
    if (event.target.closest("#stage")) fine = event.altKey;
  }

  function tagAt(event) {
    return event.target.closest(".tags .tag[data-id]");
  }

  function onMouse(event) {
    if (tagAt(event)) event.preventDefault(); // what is selected stays so
  }

  function onClick(event) {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const tag = tagAt(event);
    const link = !event.shiftKey && event.target.closest('a[href^="#/"]');
    if (tag) use(tag.dataset.mark, { tag: tag.dataset.id, shift: event.shiftKey }, selected() || held);
    else if (link) follow(link, event);
    else if (touched && event.target.closest("#paper")) tap(event.clientX, event.clientY);
  }

  // Back and Forward are as links.
  function onHash() {
    if (!/^#\/(?!lesson\/)/.test(location.hash)) return;
    hash = location.hash;
    history.replaceState(history.state, "", address);
  }

  // The text stays until the program is there, and so do marks in it: the link comes after them.
  function follow(link, event) {
    hash = link.getAttribute("href");
    link.parentElement.querySelector("[aria-current]")?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "page");
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  // With a finger the first word is tapped, then the last one. Where that first one is in a mark, the mark
  // is meant, of which nothing is known yet.
  function tap(x, y) {
    const caret = document.caretPositionFromPoint ? document.caretPositionFromPoint(x, y) : null;
    const range = caret ? null : document.caretRangeFromPoint && document.caretRangeFromPoint(x, y);
    const node = caret ? caret.offsetNode : range && range.startContainer;
    const before = tapped && held; // the browser has let go of it by now
    const at = node && (before || !node.parentElement.closest("mark.m")) && spot(node, caret ? caret.offset : range.startOffset);
    tapped = Boolean(at);
    if (!at) return;
    let { from, to } = words({ from: at, to: [at[0], at[1] + 1] });
    if (before) {
      from = less(before.from, from) ? before.from : from;
      to = less(to, before.to) ? before.to : to;
    }
    getSelection().setBaseAndExtent(...place(from), ...place(to));
  }

  // ---- places ----

  const less = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

  function selected() {
    const selection = getSelection();
    const range = selection && selection.rangeCount > 0 && selection.getRangeAt(0);
    if (astray || !range || !range.toString().trim() || !range.intersectsNode(paper)) return null;
    const [from, to] = [spot(range.startContainer, range.startOffset), spot(range.endContainer, range.endOffset)];
    return less(from, to) ? { from, to, fine } : null;
  }

  // What is not in a block counts as the start of the next one, or the end of the last.
  function spot(node, offset) {
    const range = document.createRange();
    for (const [i, block] of blocks.entries()) {
      range.selectNodeContents(block);
      const side = range.comparePoint(node, offset);
      if (side < 0) return [above + i, 0];
      if (side > 0) continue;
      range.setEnd(node, offset);
      return [above + i, range.toString().length];
    }
    return [above + blocks.length - 1, blocks.at(-1).textContent.length];
  }

  // The text nodes of a block, each with where it starts.
  function texts(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let at = 0; walker.nextNode(); at += walker.currentNode.length) found.push([walker.currentNode, at]);
    return found;
  }

  function place([i, offset]) {
    for (const [node, at] of texts(blocks[i - above])) {
      if (offset <= at + node.length) return [node, offset - at];
    }
    return [blocks[i - above], 0];
  }

  let segmenter = null;
  function segmentsOf(text) {
    try {
      segmenter ??= new Intl.Segmenter(paper.lang || undefined, { granularity: "word" });
    } catch {
      segmenter = new Intl.Segmenter(undefined, { granularity: "word" }); // a text may name a language that is none
    }
    return segmenter.segment(text);
  }

  // About what the program takes for whole words, without what is stray at their ends; it has the last
  // word when it comes (article.Snap).
  function words(s) {
    if (s.fine || !Intl.Segmenter) return s;
    const text = ([i]) => blocks[i - above].textContent;
    const segments = (at) => segmentsOf(text(at));
    let [from, to] = [s.from, s.to];
    const first = segments(from).containing(from[1]);
    const last = to[1] > 0 && segments(to).containing(to[1] - 1);
    if (first?.isWordLike) from = [from[0], first.index];
    if (last?.isWordLike) to = [to[0], last.index + last.segment.length];
    const one = from[0] === to[0];
    const before = /^(?:[\s,;:…”’»)\]]|[.!?–—-](?!\d))*/.exec(text(from).slice(from[1], one ? to[1] : undefined))[0].length;
    const after = /[\s,;:“‘«(\[–—-]*$/.exec(text(to).slice(one ? from[1] : 0, to[1]))[0].length;
    if (one && before + after >= to[1] - from[1]) return { from, to };
    return { from: [from[0], from[1] + before], to: [to[0], to[1] - after] };
  }

  // ---- what is seen ----

  // The tags that can be given. How their marks look stands on the tags of the first screen, and with what
  // was left of another one (app/ui/glance.go).
  function tagsShown() {
    if (root.dataset.start === "glance") return Object.keys(start.looks).map((digit) => ({ digit, looks: start.looks[digit], id: start.tags[digit] }));
    return [...document.querySelectorAll(".tags .tag")].map((tag) => ({ digit: tag.querySelector(".key")?.textContent, looks: tag.dataset.mark, id: tag.dataset.id }));
  }

  const tagOf = (digit) => tagsShown().find((tag) => tag.digit === digit);
  const looksOf = (id) => tagsShown().find((tag) => tag.id === id)?.looks;

  // A tag goes to what is selected, or to the mark that was made last. Each returns whether it was done.
  function use(looks, deed, s) {
    const shift = deed.shift || deed.key?.shift; // would join a second tag to the mark, which is not shown here
    if (!looks || (!s && (!current || shift || current.looks === looks))) return false;
    const mark = s ? { elements: show(words(s)) } : current;
    const before = mark.looks;
    undo.push(() => (s ? mark.elements.forEach(unwrap) : dress(mark, before)));
    note({ ...deed, selected: s });
    dress(mark, looks);
    letGo(mark);
    return true;
  }

  function remove(deed) {
    if (!current) return false;
    const [mark, looks] = [current, current.looks];
    dress(mark, "");
    undo.push(() => dress(mark, looks));
    note(deed);
    letGo();
    return true;
  }

  function takeBack(deed) {
    if (undo.length === 0) return false;
    undo.pop()();
    note(deed);
    letGo();
    return true;
  }

  function note(deed) {
    deeds.push(deed);
    keep();
    clearTimeout(slow);
    tell("Not saved yet");
  }

  function tell(words) {
    const status = document.querySelector("#saved > span");
    if (status) status.textContent = words; // else the program has a word on all of the screen
  }

  function letGo(mark = null) {
    getSelection().removeAllRanges();
    tapped = fine = false;
    held = null;
    current = mark;
  }

  function dress(mark, looks) {
    mark.looks = looks;
    for (const element of mark.elements) element.className = beside(element, looks);
  }

  // Looks alone, with their line put where no mark around has one (see paint.Painter).
  function beside(element, looks) {
    let taken = 0;
    for (let up = element.parentElement; up !== paper; up = up.parentElement) taken |= /(?:^| )s(\d)/.exec(up.className)?.[1];
    const level = [1, 2, 4].findIndex((line) => !(taken & line));
    return level > 0 ? looks.replace(/ s1 a(\w+) a-/, ` s${1 << level} ${"abc"[level]}$1 ${"abc"[level]}-`) : looks;
  }

  function unwrap(element) {
    const around = element.parentElement;
    element.replaceWith(...element.childNodes);
    around.normalize(); // the text is one again, as the next mark expects it
  }

  function show({ from, to }) {
    const made = [];
    for (let i = from[0]; i <= to[0]; i++) {
      const first = i === from[0] ? from[1] : 0;
      const last = i === to[0] ? to[1] : Infinity;
      for (const [node, at] of texts(blocks[i - above])) {
        const [a, b] = [Math.max(first - at, 0), Math.min(last - at, node.length)];
        if (a >= b) continue;
        const piece = a > 0 ? node.splitText(a) : node; // no empty nodes: the text is looked for in the first one
        if (b - a < piece.length) piece.splitText(b - a);
        const mark = document.createElement("mark");
        piece.replaceWith(mark);
        mark.append(piece);
        made.push(mark);
      }
    }
    return made;
  }
  if (before?.seen === seen) before.deeds.forEach(again);
})();
