// mark.js: markRanges() takes no overlapping ranges, so that those go into a second pass over the first.
import Mark from "mark.js/dist/mark.es6.js";
import { article, reveal } from "./dom.js";

let el;
let passes;

const run = (list) => new Promise((done) => {
  new Mark(el).markRanges(list.map((m) => ({ start: m.start, length: m.end - m.start, m })), {
    each(node, range) {
      node.className = "tag" + range.m.tag;
      node.dataset.of = range.m.id;
    },
    done,
  });
});
const all = (m) => document.querySelectorAll(`mark[data-of="${m.id}"]`);

export default {
  prepare(doc) {
    passes = [];
    for (const m of doc.marks) {
      const free = passes.find((p) => p[p.length - 1].end <= m.start);
      if (free) free.push(m);
      else passes.push([m]);
    }
  },
  async show(root, doc) {
    el = article(root, doc);
    for (const pass of passes) await run(pass);
  },
  shown: () => document.querySelector("mark") !== null,
  count: () => new Set([...document.querySelectorAll("mark")].map((m) => m.dataset.of)).size,
  reveal,
  add: (m) => run([m]),
  retag(m, tag) { for (const node of all(m)) node.className = "tag" + tag; }, // it has no call for this
  remove: (m) => new Promise((done) => new Mark(el).unmark({ element: `mark[data-of="${m.id}"]`, exclude: [`mark:not([data-of="${m.id}"])`], done })),
  added: (m) => all(m).length > 0,
  retagged: (m, tag) => all(m)[0]?.className === "tag" + tag,
  removed: (m) => all(m).length === 0,
};
