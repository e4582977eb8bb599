// Where a page is one file (app/onefile), it carries what it would else ask a server for: as gzip in
// base64, in elements that are neither run nor shown. This stands in such pages only.
//
// It leaves globalThis.claimlightProject, the ID of the project in the page, and
// globalThis.claimlightCarried:
//   packed(name)      a promise of what is carried under the name, as it is: gzip
//   file(name, type)  a promise of a Response with it, unpacked
//   bytes(name)       a promise of the same in a Uint8Array
//   cut               what is said where some of the page is missing
"use strict";

globalThis.claimlightProject = document.querySelector('meta[name="claimlight-lesson"]').content;
globalThis.claimlightCarried = (() => {
  const parsed = new Promise((go) => addEventListener("DOMContentLoaded", go, { once: true }));

  async function packed(name) {
    await parsed;
    const element = document.getElementById("carried-" + name);
    if (!element) throw new Error(name + " is not in this page");
    return decoded(element.textContent);
  }

  async function file(name, type) {
    const stream = new Blob([await packed(name)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream, { headers: { "Content-Type": type } });
  }

  async function bytes(name) {
    return new Uint8Array(await (await file(name, "")).arrayBuffer());
  }

  function decoded(base64) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
    const text = atob(base64);
    const out = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
    return out;
  }

  return { packed, file, bytes, cut: "This page is not whole. Copy it, or download it, once more." };
})();
