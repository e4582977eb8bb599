// What candidates that mark up ordinary paragraphs share.

export const escape = (s) => s.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

// An article with a text node a paragraph; between two stands the line feed that the text has there.
export function article(root, doc) {
  const el = document.createElement("article");
  doc.paras.forEach((text, i) => {
    if (i > 0) el.append("\n");
    const p = document.createElement("p");
    p.textContent = text;
    el.append(p);
  });
  root.append(el);
  return el;
}

export const paragraph = (i) => document.querySelectorAll("article > p")[i];
export const reveal = (i) => paragraph(i).scrollIntoView({ block: "center" });

// The marks of each paragraph.
export function perParagraph(doc) {
  const lists = doc.paras.map(() => []);
  for (const m of doc.marks) lists[m.para].push(m);
  return lists;
}

// The inside of a paragraph: where marks begin or end, the text is cut, and each stretch under one or
// more marks becomes one element.
export function runs(text, marks) {
  const cuts = [...new Set([0, text.length, ...marks.flatMap((m) => [m.from, m.to])])].sort((a, b) => a - b);
  let html = "";
  for (let i = 1; i < cuts.length; i++) {
    const over = marks.filter((m) => m.from < cuts[i] && m.to > cuts[i - 1]);
    const words = escape(text.slice(cuts[i - 1], cuts[i]));
    const classes = over.map((m) => "tag" + m.tag).join(" ");
    html += over.length === 0 ? words : `<mark class="${classes}" data-of="${over.map((m) => m.id).join(" ")}">${words}</mark>`;
  }
  return html;
}

export const markOf = (m) => document.querySelector(`mark[data-of~="${m.id}"]`);
export const withTag = (list, m, tag) => list.map((x) => (x.id === m.id ? { ...x, tag } : x));
export const without = (list, m) => list.filter((x) => x.id !== m.id);
