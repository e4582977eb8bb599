// What is done to the text before the program is there: marks are shown at once, and the program makes
// them when it comes, one after the other as they were made. They are no work that is kept before that.
//
// It adds to globalThis.claimlightStart:
//   selected()   what is selected in the text that stands in for the program, as { from, to }, each a
//                block and an offset in it in UTF-16 code units; null if nothing is
//   tapped       the selection was tapped word by word: the next tap widens it
//   deeds        what was done, in order: { key, tag, hash, selected, fine }, of which one of the first
//                three is set: a key with its modifiers, the ID of a tag, the fragment of a link
//   handOver()   hands the deeds to the program, whose all keys and presses are from then on
"use strict";

(() => {
  const start = globalThis.claimlightStart;
  const root = document.documentElement;
  const paper = document.getElementById("paper");
  if (!paper || root.dataset.start === "plain") return;
  const above = Number(paper.dataset.first) || 0; // blocks that are not in the page
  const blocks = [...paper.querySelectorAll(":scope > [class^=b-]")];
  const marks = []; // the elements of each mark that is shown
  let current = null; // the mark that a digit tags anew
  let fine = false; // the last selection was made with Alt: no whole words
  let touched = false; // the last pointer was a finger
  let held = null; // what was selected when the pointer went down

  Object.assign(start, { selected, handOver, deeds: [], tapped: false });
  const listeners = [["keydown", onKey], ["pointerdown", onDown], ["pointerup", onUp], ["mousedown", onMouse], ["click", onClick], ["beforeunload", onLeave]];
  for (const [type, listener] of listeners) addEventListener(type, listener, true);

  function handOver() {
    for (const [type, listener] of listeners) removeEventListener(type, listener, true);
    return start.deeds.splice(0);
  }

  function note(deed, event) {
    start.deeds.push({ selected: null, fine, ...deed });
    event.preventDefault(); // a key that is used up is not taken for another one (browser.NewKeys)
  }

  function onLeave(event) {
    if (marks.length > 0) event.preventDefault();
  }

  // ---- keys ----

  // Those that make marks and mend them. Others are not waited for: what they open could be typed into.
  function onKey(event) {
    const { key: name, code, ctrlKey, metaKey, altKey: alt, shiftKey: shift } = event;
    const ctrl = ctrlKey || metaKey;
    const digit = (/^Digit([1-9])$/.exec(code) || /^([1-9])$/.exec(name) || [])[1];
    if (event.isComposing || (ctrl ? !/^[zy]$/i.test(name) : !digit && !/^([s+=]|Delete|Backspace|Escape|Enter)$/.test(name))) return;
    if (name === "Enter" && event.target.closest("a, button, summary")) return;
    const s = selected();
    note({ key: { name, code, ctrl, alt, shift }, selected: s }, event);
    if (ctrl || name === "Delete" || name === "Backspace") drop();
    else if (digit) use(looksOf(digit), s);
    else if (name === "Escape") current = null;
  }

  // ---- pointers ----

  function onDown(event) {
    touched = event.pointerType === "touch";
    held = selected();
    if (event.target.closest("#stage")) paper.dataset.pointer = "any"; // it is seen without a line beside the text where the hand is
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
    const link = event.target.closest('a[href^="#/"]');
    if (tag) {
      const s = selected() || held;
      note({ tag: tag.dataset.id, selected: s }, event);
      use(looksOfChip(tag), s);
    } else if (link) {
      note({ hash: link.getAttribute("href") }, event);
    } else if (touched && event.target.closest("#paper")) {
      tap(event.clientX, event.clientY);
    }
  }

  // With a finger the first word is tapped, then the last one.
  function tap(x, y) {
    const caret = document.caretPositionFromPoint ? document.caretPositionFromPoint(x, y) : null;
    const range = caret ? null : document.caretRangeFromPoint && document.caretRangeFromPoint(x, y);
    const at = caret ? spot(caret.offsetNode, caret.offset) : range && spot(range.startContainer, range.startOffset);
    const now = start.tapped && held; // the browser has let go of it by now
    start.tapped = Boolean(at);
    if (!at) return;
    let [from, to] = words({ from: at, to: [at[0], at[1] + 1] });
    if (now) {
      from = before(now.from, from) ? now.from : from;
      to = before(to, now.to) ? now.to : to;
    }
    getSelection().setBaseAndExtent(...place(from), ...place(to));
  }

  const before = (a, b) => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

  // ---- places ----

  function selected() {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !selection.getRangeAt(0).intersectsNode(paper)) return null;
    const range = selection.getRangeAt(0);
    const [from, to] = [spot(range.startContainer, range.startOffset), spot(range.endContainer, range.endOffset)];
    return before(from, to) ? { from, to } : null;
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
  function* texts(block) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    for (let at = 0; walker.nextNode(); at += walker.currentNode.length) yield [walker.currentNode, at];
  }

  function place([i, offset]) {
    for (const [node, at] of texts(blocks[i - above])) {
      if (offset <= at + node.length) return [node, offset - at];
    }
    return [blocks[i - above], 0];
  }

  // About what the program takes for whole words; it has the last word when it comes.
  function words({ from, to }) {
    if (!Intl.Segmenter) return [from, to];
    const text = (at) => blocks[at[0] - above].textContent;
    const segments = (at) => new Intl.Segmenter(paper.lang || undefined, { granularity: "word" }).segment(text(at));
    const first = segments(from).containing(from[1]);
    const last = to[1] > 0 && segments(to).containing(to[1] - 1);
    return [
      first && first.isWordLike ? [from[0], first.index] : from,
      last && last.isWordLike ? [to[0], last.index + last.segment.length] : to,
    ];
  }

  // ---- what is seen ----

  // How marks look stands on the tags of the first screen, and with what was left (app/ui/glance.go).
  function looksOf(digit) {
    if (root.dataset.start === "glance") return (start.looks || {})[digit] || "";
    return looksOfChip([...document.querySelectorAll(".tags .tag")].find((tag) => tag.querySelector(".key")?.textContent === digit));
  }

  function looksOfChip(tag) {
    return tag ? tag.className.replace(/.*\bt-(\w+) cue-(\w+).*/, "a$1 a-$2") : "";
  }

  function use(looks, s) {
    if (!looks) return;
    if (s) {
      const [from, to] = fine ? [s.from, s.to] : words(s);
      current = show(from, to);
      marks.push(current);
      getSelection().removeAllRanges();
      start.tapped = false;
    }
    for (const element of current || []) element.className = "m s1 " + looks;
  }

  function show(from, to) {
    const made = [];
    for (let i = from[0]; i <= to[0]; i++) {
      const block = blocks[i - above];
      const [first, last] = [i === from[0] ? from[1] : 0, i === to[0] ? to[1] : Infinity];
      for (const [node, at] of [...texts(block)]) {
        const [a, b] = [Math.max(first - at, 0), Math.min(last - at, node.length)];
        if (a >= b) continue;
        const range = document.createRange();
        range.setStart(node, a);
        range.setEnd(node, b);
        const mark = document.createElement("mark");
        range.surroundContents(mark);
        made.push(mark);
      }
    }
    return made;
  }

  function drop() {
    for (const element of marks.pop() || []) element.replaceWith(...element.childNodes);
    current = null;
  }
})();
