// Limit: only the paragraphs near what is in sight are in the page. Heights are guessed from the length of
// the text, and put right once a paragraph has been there.
import { markOf, perParagraph, runs, withTag, without } from "./dom.js";

const line = 24;
const perLine = 105;
const gap = 16;
const here = new Map(); // the paragraphs in the page
let doc;
let lists;
let box;
let heights;
let tops;

function add(from) {
  for (let i = from; i < heights.length; i++) tops[i + 1] = tops[i] + heights[i];
  box.style.height = tops[heights.length] + "px";
}

// The paragraph at a height.
function at(y) {
  let low = 0;
  let high = heights.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if (tops[mid] <= y) low = mid;
    else high = mid - 1;
  }
  return low;
}

function draw() {
  const y = scrollY - box.offsetTop;
  const first = at(y - innerHeight);
  const last = at(y + 2 * innerHeight);
  for (const [i, el] of here) {
    if (i < first || i > last) {
      el.remove();
      here.delete(i);
    }
  }
  const fresh = [];
  for (let i = first; i <= last; i++) {
    if (here.has(i)) continue;
    const p = document.createElement("p");
    p.className = "placed";
    p.innerHTML = runs(doc.paras[i], lists[i]);
    p.style.top = tops[i] + "px";
    box.append(p);
    here.set(i, p);
    fresh.push(i);
  }
  const wrong = fresh.filter((i) => {
    const height = here.get(i).offsetHeight + gap;
    const differs = height !== heights[i];
    heights[i] = height;
    return differs;
  });
  if (wrong.length === 0) return;
  add(wrong[0]);
  for (const [i, el] of here) el.style.top = tops[i] + "px";
}

function set(m, list) {
  lists[m.para] = list;
  if (here.has(m.para)) here.get(m.para).innerHTML = runs(doc.paras[m.para], list);
}

export default {
  prepare(d) {
    doc = d;
    lists = perParagraph(d);
    heights = d.paras.map((text) => Math.ceil(text.length / perLine) * line + gap);
    tops = new Float64Array(heights.length + 1);
  },
  show(root) {
    box = document.createElement("article");
    box.className = "window";
    root.append(box);
    add(0);
    draw();
    addEventListener("scroll", draw, { passive: true });
  },
  shown: () => document.querySelector("mark") !== null,
  count: () => lists.reduce((n, list) => n + list.length, 0),
  reveal(i) {
    scrollTo(0, box.offsetTop + tops[i] - innerHeight / 2);
    draw();
  },
  add: (m) => set(m, [...lists[m.para], m]),
  retag: (m, tag) => set(m, withTag(lists[m.para], m, tag)),
  remove: (m) => set(m, without(lists[m.para], m)),
  added: (m) => markOf(m) !== null,
  retagged: (m, tag) => markOf(m).classList.contains("tag" + tag),
  removed: (m) => markOf(m) === null,
};
