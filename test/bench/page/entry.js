// Begins every page that is bundled: one candidate, and a load by itself where the address asks for it.
import candidate from "candidate";

window.bench.candidate = candidate;

async function cold(size) {
  const doc = await (await fetch("/data/" + size + ".json")).json();
  await candidate.prepare?.(doc);
  await candidate.show(document.getElementById("root"), doc);
  const usable = await window.bench.shown(() => (doc.marks.length > 0 ? candidate.shown() : document.querySelector("p") !== null));
  window.cold = { paint: window.bench.firstPaint(), readable: usable, usable, quiet: await window.bench.quiet() };
}

const size = new URLSearchParams(location.search).get("cold");
if (size) cold(size).catch((err) => { window.cold = { error: String(err) }; });
