// @recogito/text-annotator 4, marks drawn as spans. It draws what is in sight.
import { createTextAnnotator } from "@recogito/text-annotator";
import "@recogito/text-annotator/text-annotator.css";
import { article, reveal } from "./dom.js";

const colors = ["#ffd166", "#8ecae6", "#b7e4c7", "#f4acb7", "#cdb4db", "#ffb703"];
let annotator;
let list;
let before; // the color of what is being retagged

const theirs = (m) => ({
  id: m.id,
  bodies: [{ id: m.id + "-tag", annotation: m.id, purpose: "tagging", value: String(m.tag) }],
  target: { annotation: m.id, selector: [{ quote: m.quote, start: m.start, end: m.end }] },
});
const elementOf = (m) => document.querySelector(`.r6o-annotation[data-annotation="${m.id}"]`);
const colorOf = (m) => elementOf(m)?.style.backgroundColor;

export default {
  prepare(doc) { list = doc.marks.map(theirs); },
  show(root, doc) {
    const style = (a) => ({ fill: colors[Number(a.bodies[0].value)], fillOpacity: 0.5 });
    annotator = createTextAnnotator(article(root, doc), { renderer: "SPANS", style });
    annotator.setAnnotations(list);
  },
  shown: () => document.querySelector(".r6o-annotation") !== null,
  count: () => annotator.getAnnotations().length,
  reveal,
  add: (m) => annotator.addAnnotation(theirs(m)),
  retag(m, tag) {
    before = colorOf(m);
    annotator.updateAnnotation({ ...theirs({ ...m, tag }), target: annotator.getAnnotationById(m.id).target });
  },
  remove: (m) => annotator.removeAnnotation(m.id),
  added: (m) => elementOf(m) !== null,
  retagged: (m) => colorOf(m) !== undefined && colorOf(m) !== before,
  removed: (m) => elementOf(m) === null,
};
