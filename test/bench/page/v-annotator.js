// v-annotator, the view of doccano: a Vue 2 component that draws the lines in sight as SVG. Its first
// drawing waits half a second by itself.
import Vue from "vue/dist/vue.runtime.min.js";
import component from "v-annotator/dist/v-annotator.umd.min.js";
import "v-annotator/dist/v-annotator.css";

const colors = ["#ffd166", "#8ecae6", "#b7e4c7", "#f4acb7", "#cdb4db", "#ffb703"];
const numbers = new Map(); // its ids are numbers
let view;
let entities;
let labels;

function theirs(m) {
  if (!numbers.has(m.id)) numbers.set(m.id, numbers.size + 1);
  return { id: numbers.get(m.id), label: m.tag + 1, startOffset: m.start, endOffset: m.end };
}

async function change(next) {
  view.entities = next;
  await view.$nextTick();
  await view.$nextTick();
}

export default {
  prepare(doc) {
    entities = doc.marks.map(theirs);
    labels = doc.tags.map((text, i) => ({ id: i + 1, text, backgroundColor: colors[i], color: colors[i] }));
  },
  show(root, doc) {
    const el = document.createElement("div");
    root.append(el);
    const text = doc.paras.join("\n");
    view = new Vue({
      data: { entities },
      render(h) {
        const props = { text, entities: this.entities, entityLabels: labels, relations: [], relationLabels: [], allowOverlapping: true, graphemeMode: true };
        return h(component.default || component, { props });
      },
    }).$mount(el);
  },
  shown: () => document.querySelector("#root svg :is(rect, line, circle, polyline)") !== null,
  count: () => view.entities.length,
  reveal: null,
  add: (m) => change([...view.entities, theirs(m)]),
  retag: (m, tag) => change(view.entities.map((e) => (e.id === theirs(m).id ? theirs({ ...m, tag }) : e))),
  remove: (m) => change(view.entities.filter((e) => e.id !== theirs(m).id)),
};
