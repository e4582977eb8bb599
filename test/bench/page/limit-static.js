// Limit: all paragraphs written as HTML in one go, with content-visibility; a change writes one again.
import { markOf, paragraph, perParagraph, reveal, runs, withTag, without } from "./dom.js";

let doc;
let lists;
let html;

function set(m, list) {
  lists[m.para] = list;
  paragraph(m.para).innerHTML = runs(doc.paras[m.para], list);
}

export default {
  prepare(d) {
    doc = d;
    lists = perParagraph(d);
    html = d.paras.map((text, i) => "<p>" + runs(text, lists[i]) + "</p>").join("");
  },
  show(root) {
    const el = document.createElement("article");
    el.className = "apart";
    el.innerHTML = html;
    root.append(el);
  },
  shown: () => document.querySelector("mark") !== null,
  count: () => new Set([...document.querySelectorAll("mark")].flatMap((el) => el.dataset.of.split(" "))).size,
  reveal,
  add: (m) => set(m, [...lists[m.para], m]),
  retag: (m, tag) => set(m, withTag(lists[m.para], m, tag)),
  remove: (m) => set(m, without(lists[m.para], m)),
  added: (m) => markOf(m) !== null,
  retagged: (m, tag) => markOf(m).classList.contains("tag" + tag),
  removed: (m) => markOf(m) === null,
};
