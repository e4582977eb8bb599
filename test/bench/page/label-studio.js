// Label Studio's editor, changed with mouse and keys as its users do. A line feed of the text is a <br>.
let studio;
let options;
let doc;
let count = 0; // of elements before a change

const box = () => document.querySelector('[class*="htx-richtext"], [data-linenumbers]');
const highlights = () => document.querySelectorAll(".htx-highlight").length;

function rangeOf(from, to) {
  const range = document.createRange();
  const walker = document.createTreeWalker(box(), NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let at = 0;
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.tagName === "BR") at++;
      continue;
    }
    if (node.parentElement.closest("[data-label-hidden], .htx-no-select")) continue;
    const end = at + node.data.length;
    if (!begun && from < end) {
      range.setStart(node, from - at);
      begun = true;
    }
    if (begun && to <= end) {
      range.setEnd(node, to - at);
      return range;
    }
    at = end;
  }
  throw new Error("no such characters");
}
const elementOf = (m) => rangeOf(m.start, m.start + 1).startContainer.parentElement.closest(".htx-highlight");

export default {
  prepare(d) {
    doc = d;
    const labels = d.tags.map((name, i) => `<Label value="${name}" hotkey="${i + 1}"/>`).join("");
    const value = (m) => ({ start: m.start, end: m.end, text: m.quote, labels: [d.tags[m.tag]] });
    const result = d.marks.map((m) => ({ id: m.id, from_name: "label", to_name: "text", type: "labels", value: value(m) }));
    options = {
      config: `<View><Labels name="label" toName="text">${labels}</Labels><Text name="text" value="$text"/></View>`,
      interfaces: ["panel", "controls", "side-column", "annotations:menu", "basic"],
      user: { id: 1, pk: 1, firstName: "A", lastName: "B" },
      task: { id: 1, data: { text: d.paras.join("\n") }, predictions: [], annotations: [{ id: 1, result }] },
    };
  },
  show(root) {
    root.style.maxWidth = "none";
    return new Promise((ok) => {
      studio = new window.LabelStudio(root, {
        ...options,
        onLabelStudioLoad(loaded) {
          const first = loaded.annotationStore.annotations[0];
          if (first) loaded.annotationStore.selectAnnotation(first.id);
          ok();
        },
      });
    });
  },
  shown: () => highlights() >= Math.min(doc.marks.length, 40),
  count: () => (studio.store || studio).annotationStore.selected.regionStore.regions.length,
  scroller() {
    for (let el = box(); el && el !== document.body; el = el.parentElement) {
      if (el.scrollHeight > el.clientHeight + 5 && /auto|scroll/.test(getComputedStyle(el).overflowY)) return el;
    }
    return document.scrollingElement;
  },
  reveal(i) {
    const start = doc.paras.slice(0, i).reduce((n, p) => n + p.length + 1, 0);
    this.scroller().scrollTop += rangeOf(start, start + 5).getBoundingClientRect().top - innerHeight / 2;
  },
  gestures: {
    add(m) {
      count = highlights();
      const to = window.bench.drag(rangeOf(m.start, m.end));
      return { before: [{ key: "Escape" }, { key: String(m.tag + 1) }], steps: [{ drag: to }], commit: "mouseup" };
    },
    retag: (m, tag) => ({ before: [{ click: window.bench.middle(elementOf(m)) }, { wait: 300 }], steps: [{ key: String(tag + 1) }], commit: "keydown" }),
    remove() {
      count = highlights();
      return { steps: [{ key: "Backspace" }], commit: "keydown" };
    },
  },
  added: () => highlights() > count,
  retagged: (m, tag) => elementOf(m)?.dataset.label === doc.tags[tag],
  removed: () => highlights() < count,
};
