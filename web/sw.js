// Keeps one version of the program whole in this browser, and serves only that one.
//
// A version is a list of files with a sum of each (see digest). It is stored file by file, each checked;
// one from the network is checked once it is stored. Only when all are there may the version be switched to,
// and the switch itself is left to the person (or to the next start with no page open). A fetch that
// breaks off, a file that is missing or cut short, or a server that changes half-way leaves the version
// in use as it is; what has already been fetched is kept and checked again at the next attempt.
"use strict";

// Filled in by the build: {"version": "...", "files": {"./": "<sum>", "app.wasm": "<sum>", ...}}
const release = null;

// Other programs, and other copies of this one, may live on the same origin: a cache is ours only
// if its name carries both our name and our folder.
const scope = new URL(self.registration.scope);
const prefix = "claimlight " + scope.pathname + " ";
const cacheName = prefix + (release ? release.version : "none");
const home = new URL("./", scope).href;
const hashes = new Map(Object.entries(release ? release.files : {}).map(([path, hash]) => [new URL(path, scope).href, hash]));

self.addEventListener("install", (event) => {
  event.waitUntil(install());
  // The page itself can be taken out of the cache without waking this worker up, which takes a moment.
  // Where it is not in the cache it comes from the network; see answer.
  const page = { urlPattern: { pathname: scope.pathname.replace(/[:*?+(){}\\]/g, "\\$&"), search: "" }, requestMode: "navigate" };
  if (event.addRoutes) event.waitUntil(event.addRoutes({ condition: page, source: { cacheName } }).catch(() => {})); // without it this worker answers
});
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data && event.data.type === "apply-update") event.waitUntil(self.skipWaiting());
  if (event.data && event.data.type === "mend") event.waitUntil(mendAll());
});

async function install() {
  if (hashes.size === 0) throw new Error("this sw.js has no list of files: it was not made by the build");
  const older = await ownCaches();
  const cache = await caches.open(cacheName);
  for (const [url, hash] of hashes) {
    if (await holds(cache, url, hash)) continue;
    const known = await findElsewhere(older, url, hash);
    if (known) await cache.put(url, known);
    else await bring(cache, url, hash);
  }
}

async function activate() {
  for (const name of await cacheNames()) {
    if (name !== cacheName) await caches.delete(name);
  }
  await self.clients.claim();
}

async function cacheNames() {
  return (await caches.keys()).filter((name) => name.startsWith(prefix));
}

async function ownCaches() {
  const names = (await cacheNames()).filter((name) => name !== cacheName);
  return Promise.all(names.map((name) => caches.open(name)));
}

// Nothing that is there already is trusted: an entry may be from an attempt that was killed.
async function holds(cache, url, hash) {
  const kept = await cache.match(url);
  return Boolean(kept) && (await digest(kept)) === hash;
}

// A file that did not change since an older version need not be fetched again.
async function findElsewhere(older, url, hash) {
  for (const cache of older) {
    if (await holds(cache, url, hash)) return cache.match(url);
  }
  return null;
}

// Puts a file into a cache and checks what stands there then: a copy that is checked on the way stays
// in memory as long as the worker lives. The HTTP cache may help where the server agrees that it is
// current; if what comes is not the file we want, it is asked once more past every cache before the
// attempt is given up.
async function bring(cache, url, hash) {
  for (const cacheMode of ["no-cache", "reload"]) {
    await cache.put(url, await fetchWhole(url, cacheMode));
    if (await holds(cache, url, hash)) return;
  }
  await cache.delete(url);
  throw new Error(url + ": is not the file of version " + release.version);
}

async function fetchWhole(url, cacheMode) {
  const response = await fetch(url, { cache: cacheMode, credentials: "same-origin" });
  if (!response.ok) throw new Error(url + ": the server answered " + response.status);
  // A redirected response may not answer a navigation, and one that says that it varies, with more than
  // how it is packed, not every request: keep its body under our own name.
  if (!response.redirected && /^(accept-encoding)?$/i.test(response.headers.get("Vary") || "")) return response;
  const headers = new Headers(response.headers);
  headers.delete("Vary");
  return new Response(await response.blob(), { headers });
}

const reading = new Set(); // in Chromium a body whose response was collected as garbage never ends

// The SHA-256 of the SHA-256s of each mebibyte, as cmd/bundle makes it: garbage is hardly ever collected
// in a worker that does so little, so that a whole program read at once would stay in memory as long
// as the worker lives. Over the decoded content, so that brotli, gzip and plain copies all count as
// the same file.
async function digest(response) {
  const sums = [];
  reading.add(response);
  try {
    for await (const piece of pieces(response, 1 << 20)) sums.push(await crypto.subtle.digest("SHA-256", piece));
  } finally {
    reading.delete(response);
  }
  const sum = await crypto.subtle.digest("SHA-256", await new Blob(sums).arrayBuffer());
  return Array.from(new Uint8Array(sum), (b) => b.toString(16).padStart(2, "0")).join("");
}

// The content in pieces of a size, each good until the next is asked for: they share one buffer.
async function* pieces(response, size) {
  let reader;
  try {
    reader = response.body.getReader({ mode: "byob" });
  } catch {
    const whole = new Uint8Array(await response.arrayBuffer()); // an older browser, or nothing in it
    for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
    return;
  }
  try {
    let buffer = new ArrayBuffer(size);
    for (let over = false; !over;) {
      let n = 0;
      while (n < size && !over) {
        const { done, value } = await reader.read(new Uint8Array(buffer, n));
        buffer = value.buffer; // the same one: reading takes it away and gives it back
        n += value.length;
        over = done;
      }
      if (n > 0) yield new Uint8Array(buffer, 0, n);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method === "POST" && request.url === new URL("share", scope).href) return event.respondWith(receive(request));
  if (request.method !== "GET") return;
  const url = listed(request);
  if (url) event.respondWith(answer(event, url));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => Response.redirect(home)));
});

// What another program shares with us is put away until the page takes it (app/browser/sent_js.go);
// it is never sent anywhere.
async function receive(request) {
  const home303 = (query) => Response.redirect(home + query, 303);
  try {
    const form = await request.formData();
    const files = form.getAll("files").filter((f) => f instanceof File);
    const words = [form.get("text"), form.get("url")].filter((s) => typeof s === "string" && s.trim()).join("\n\n");
    if (files.length === 0 && words) files.push(new File([words], (form.get("title") || "Shared text") + ".txt"));
    if (files.length === 0) return home303("");
    const cache = await caches.open("claimlight-shared " + scope.pathname);
    let n = (await cache.keys()).length;
    for (const file of files) {
      const headers = { "X-Name": encodeURIComponent(file.name || "shared.txt") };
      await cache.put(new URL("shared/" + n++, scope).href, new Response(file, { headers }));
    }
    return home303("?shared");
  } catch (err) {
    console.warn("What was shared could not be taken in: " + err.message);
    return home303("");
  }
}

// The URL of the listed file that answers a request, or "". Routes are in the fragment, so the one
// page is the program's folder itself, whatever query a link may carry.
function listed(request) {
  const url = new URL(request.url);
  url.hash = "";
  if (request.mode === "navigate") {
    url.search = "";
    if (url.href === new URL("index.html", scope).href) return home;
  }
  return hashes.has(url.href) ? url.href : "";
}

const mending = new Map(); // promises, by URL

// Puts a file back into the cache. Nothing is served before it is checked, so that this is done aside.
function mend(cache, url) {
  if (!mending.has(url)) mending.set(url, bringBack().finally(() => mending.delete(url)));
  return mending.get(url);

  async function bringBack() {
    const aside = await caches.open(prefix + "unchecked");
    await bring(aside, url, hashes.get(url));
    await cache.put(url, await aside.match(url));
    await aside.delete(url);
  }
}

// What is kept is believed as long as the program starts from it; a page where it did not asks for this.
async function mendAll() {
  const cache = await caches.open(cacheName);
  for (const [url, hash] of hashes) {
    if (!(await holds(cache, url, hash).catch(() => false))) await mend(cache, url).catch(() => {});
  }
}

async function answer(event, url) {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(url);
  if (kept) return kept;
  // Someone emptied the cache: the network is the next best thing, and mends it if it still has
  // this version. What is missed first is seldom the page, which may never come here.
  if (url !== home && !(await cache.match(home))) event.waitUntil(mend(cache, home).catch(() => {}));
  try {
    await mend(cache, url);
    return await cache.match(url);
  } catch {
    // Neither is to be had. A page is better than none; but a file of another version beside files
    // of this one is worse than none.
    return event.request.mode === "navigate" ? fetch(event.request) : Response.error();
  }
}
