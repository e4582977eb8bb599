// The worker that reads and writes other programs' files: it starts porter.wasm,
// which answers the page from then on (app/browser/serve_js.go).
"use strict";

// What the page posts before the program is there waits here.
const early = [];
onmessage = (event) => early.push(event);

importScripts("wasm_exec.js");

(async () => {
  try {
    const go = new Go();
    const asked = fetch("porter.wasm", { credentials: "same-origin" });
    const { instance } = await WebAssembly.instantiateStreaming(asked, go.importObject);
    const ended = go.run(instance);
    for (const event of early.splice(0)) onmessage(event);
    await ended;
    postMessage({ failed: "the program ended" });
  } catch (err) {
    postMessage({ failed: String((err && err.message) || err) });
  }
})();
