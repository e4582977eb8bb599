// Starts the program and looks after what stands around it: the service worker, updates, installing.
//
// The program meets this file in one object, globalThis.claimlightShell, an EventTarget:
//   version       what was loaded, as stamped by the build
//   updateReady   a newer version is stored whole and waits to be asked for
//   updateFailed  the last attempt to fetch a newer version broke off (the present one goes on)
//   offlineReady  this version is stored whole: a start without network will work
//   installable   the browser would install the program if asked
//   applyUpdate() changes to the waiting version and loads the page again, in this tab only
//   parts(lesson) a promise of what a page that is one file is made of: see there
//   packed(body)  a promise of gzip of what can be the body of a Response, in a Uint8Array
//   unpack(bytes, most)  a promise of what gzip held, in a Uint8Array; it breaks off beyond most bytes
//   alone(name, most)  a promise of a function that lets go: until that is called other tabs wait for
//                 theirs by this name, each so many milliseconds at most, where the browser has locks
//   install()     asks the person through the browser; resolves to true when they agreed
// A "change" event is sent whenever one of them changes.
"use strict";

(() => {
  const carried = globalThis.claimlightCarried; // where the page is one file
  const meta = document.querySelector('meta[name="claimlight-version"]');
  const shell = Object.assign(new EventTarget(), {
    version: meta ? meta.content : "",
    updateReady: false,
    updateFailed: false,
    offlineReady: false,
    installable: false,
    applyUpdate,
    install,
    alone,
    parts,
    packed,
    unpack,
  });
  globalThis.claimlightShell = shell;

  function set(changes) {
    Object.assign(shell, changes);
    shell.dispatchEvent(new Event("change"));
  }

  // ---- the program ----

  // Asked for by name, so that the sentence on the screen can be exact.
  function missing() {
    if (typeof WebAssembly !== "object") return "WebAssembly, which runs the program";
    try {
      if (typeof indexedDB === "undefined" || indexedDB === null) return "IndexedDB, where your work is kept";
    } catch {
      // It is there and forbidden: the program runs, and says that nothing is kept.
    }
    if (carried && typeof DecompressionStream !== "function") return "DecompressionStream, which unpacks the program";
    return "";
  }

  async function start() {
    const lack = missing();
    if (lack) {
      keepOffline();
      fail("Claimlight cannot start here.", "This browser lacks " + lack + ". A current Firefox, Chrome, Edge or Safari has it; in some browsers a private window switches it off.");
      return;
    }
    // The interface reads the address strictly, and ends at an escape that is none.
    try {
      decodeURIComponent(location.hash);
    } catch {
      history.replaceState(null, "", location.pathname + location.search + "#/articles");
    }
    standIn("localStorage");
    standIn("sessionStorage");
    whenReady(keepOffline);
    try {
      const go = new Go();
      const instance = await WebAssembly.instantiate(await claimlightStart.program, go.importObject);
      await claimlightStart.styles;
      await go.run(instance);
      // The interface runs for ever: coming back from it means that it broke.
      fail("Claimlight has stopped.", "Something in the program broke. What was shown as saved is kept; load the page again to go on.");
    } catch (err) {
      console.error(err);
      keepOffline();
      const advice = carried ? carried.cut : "The program did not arrive whole. Check the connection and try again.";
      fail("Claimlight could not be loaded.", advice, err);
    }
  }

  // Where storage is forbidden, already asking for it throws, and would end the
  // program. What stands in for it forgets everything when the page is left.
  function standIn(name) {
    try {
      if (globalThis[name]) return;
    } catch {
      // forbidden
    }
    const kept = new Map();
    const value = {
      getItem: (key) => kept.get(String(key)) ?? null,
      setItem: (key, text) => void kept.set(String(key), String(text)),
      removeItem: (key) => void kept.delete(String(key)),
      clear: () => kept.clear(),
      key: (i) => [...kept.keys()][i] ?? null,
      get length() { return kept.size; },
    };
    Object.defineProperty(globalThis, name, { value, configurable: true });
  }

  function alone(name, most) {
    return new Promise((go) => {
      const free = () => go(() => {});
      if (!navigator.locks) return free();
      const waiting = new AbortController();
      setTimeout(() => waiting.abort(), most); // nothing once it is granted
      navigator.locks.request(name, { signal: waiting.signal }, () => new Promise((release) => go(release))).catch(free);
    });
  }

  // The worker comes after the program is at work: on a first visit both want the same files, which
  // so cross the network once, and the same processor.
  function whenReady(then) {
    const root = document.documentElement;
    const late = setTimeout(go, 20e3); // not for ever: a start that fails may do better next time
    const observer = new MutationObserver(() => root.dataset.ready === "1" && go());
    observer.observe(root, { attributes: true, attributeFilter: ["data-ready"] });
    function go() {
      observer.disconnect();
      clearTimeout(late);
      setTimeout(then, 500);
    }
  }

  // Before the interface is there its place is used; afterwards a sheet over it,
  // so that nothing on the page is lost from view for good.
  function fail(title, text, err) {
    const sheet = document.createElement("div");
    sheet.className = "boot-over";
    sheet.id = "boot-error";
    sheet.setAttribute("role", "alert");
    const line = (cls, words) => {
      const p = document.createElement("p");
      p.className = cls;
      p.textContent = words;
      sheet.append(p);
    };
    line("boot-name", title);
    line("boot-line", text);
    const lost = claimlightStart.giveUp();
    if (lost) line("boot-line", lost);
    if (err) line("boot-detail", String((err && err.message) || err));
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Load again";
    again.addEventListener("click", () => location.reload());
    sheet.append(again);
    document.body.append(sheet);
  }

  // ---- offline and updates ----

  const workers = navigator.serviceWorker; // absent from file:// and plain http
  let asked = false; // this tab asked for the waiting version
  let stale = false; // another tab has already changed to it
  let registration = null;

  let keeping = false;
  async function keepOffline() {
    if (!workers || keeping || carried) return;
    keeping = true;
    let controlled = workers.controller !== null;
    workers.addEventListener("controllerchange", () => {
      if (asked) return reloadOnce();
      // The very first worker takes over a page of its own version; a later one
      // was asked for in another tab, and this one is left in peace until asked.
      if (controlled) stale = true;
      controlled = true;
      look();
    });
    try {
      registration = await workers.register("sw.js", { scope: "./", updateViaCache: "none" });
    } catch (err) {
      console.warn("Offline use is not possible here: " + err.message);
      return;
    }
    registration.addEventListener("updatefound", () => follow(registration.installing));
    follow(registration.installing);
    look();
    askNowAndThen();
  }

  function follow(worker) {
    if (!worker) return;
    worker.addEventListener("statechange", () => {
      if (worker.state === "redundant" && !registration.waiting && registration.active !== worker) set({ updateFailed: true });
      if (worker.state === "installed") set({ updateFailed: false });
      look();
    });
  }

  // The state is read from the registration each time: events only say when to look.
  function look() {
    const ready = registration && registration.active !== null;
    const update = stale || Boolean(ready && registration.waiting);
    if (shell.offlineReady !== ready || shell.updateReady !== update) set({ offlineReady: Boolean(ready), updateReady: update });
  }

  // The browser looks for a new version at each start; a tab that stays open for
  // days looks when one comes back to it, at most once an hour.
  function askNowAndThen() {
    let last = Date.now();
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "visible" || !navigator.onLine || Date.now() - last < 3600e3) return;
      last = Date.now();
      registration.update().catch(() => {});
    });
  }

  function applyUpdate() {
    asked = true;
    const waiting = registration && registration.waiting;
    if (waiting) waiting.postMessage({ type: "apply-update" });
    else reloadOnce();
  }

  let reloading = false;
  function reloadOnce() {
    if (reloading) return;
    reloading = true;
    location.reload();
  }

  // ---- what the program itself is made of ----

  // For a page that is one file (app/onefile), with a lesson in it, from any page: the shell as it is,
  // and under its name all that it is to carry, as gzip; each in a Uint8Array.
  async function parts(lesson) {
    const shell = await (carried ? carried.bytes("page.html") : new Response(await file("page.html")).arrayBuffer());
    return {
      shell: new Uint8Array(shell),
      lesson: await packed(lesson),
      "page.html": await packed(shell),
      "app.wasm": await (carried ? carried.packed("app.wasm") : packed(await file("app.wasm"))),
    };
  }

  async function file(name) {
    const response = await fetch(name, { credentials: "same-origin" });
    if (!response.ok) throw new Error(name + ": the server answered " + response.status);
    return response.body;
  }

  async function packed(body) {
    const stream = new Response(body).body.pipeThrough(new CompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  async function unpack(bytes, most) {
    const parts = [];
    let size = 0;
    for (const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
      parts.push(value);
      if ((size += value.length) > most) {
        await reader.cancel();
        throw new Error("more than " + most + " bytes");
      }
    }
  }

  // ---- installing ----

  let prompt = null;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault(); // offered in the program's own words, when it suits
    prompt = event;
    set({ installable: true });
  });
  addEventListener("appinstalled", () => {
    prompt = null;
    set({ installable: false });
  });

  async function install() {
    if (!prompt) return false;
    const p = prompt;
    prompt = null; // a prompt can be shown once
    set({ installable: false });
    p.prompt();
    const choice = await p.userChoice;
    return choice.outcome === "accepted";
  }

  start();
})();
