package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
)

// quota sets how much the origin may store, in bytes; nil is as it comes.
func quota(tab *Tab, bytes *float64) {
	tab.t.Helper()
	call(tab, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{
		Origin: strings.TrimSuffix(tab.Browser.site.URL, "/"), QuotaSize: bytes})
}

func TestFullStorage(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	saved(tab)

	// A browser remembers for a while how much room there was: a new one asks.
	tab.Browser.Kill()
	tab = tab.Browser.Relaunch()
	none := 1.0
	quota(tab, &none)
	openArticle(tab, "2")
	waitCards(tab, 1)
	mark(tab, phrases[1], "", "2")
	note(tab, "written while the disk was full")
	tab.WaitText("#saved", "Not saved: There is no room left")
	tab.WaitText("#saved", "save the project as a file")
	mark(tab, phrases[2], "", "3")
	if got := file(tab); total(t, got) != 3 || !contains(string(got), "written while the disk was full") {
		t.Errorf("the file saved while the disk was full is not complete: %d marks", total(t, got))
	}
	before := file(tab)
	quota(tab, nil)
	saved(tab) // by itself
	tab.Browser.Kill()
	tab = tab.Browser.Relaunch()
	openArticle(tab, "2")
	waitCards(tab, 3)
	wantSame(t, "once there was room again", file(tab), before)

	// A new project for which there is no room at all.
	quota(tab, &none)
	tab.OpenReady("#/files")
	tab.Click("#new-five")
	tab.WaitText("#toast", "no room left")
	openArticle(tab, "2")
	waitCards(tab, 3)
	tab.AssertClean(t, "QuotaExceededError")
}

// A browser without a usable database still runs the program, which says the
// truth and can save a file.
func TestNoDatabase(t *testing.T) {
	site := Start(t)
	first := site.Browser(t, "")
	for name, script := range map[string]string{
		"opening throws": `IDBFactory.prototype.open = () => { throw new DOMException("no", "SecurityError") }`,
		"opening fails": `IDBFactory.prototype.open = function (...a) { const r = {error: new DOMException("no", "UnknownError"), listeners: {},
			addEventListener(e, f) { if (e === "error") setTimeout(() => f({target: r})) }, removeEventListener() {}}; return r }`,
		"the getter throws": `Object.defineProperty(window, "indexedDB", {get() { throw new DOMException("no", "SecurityError") }})`,
		"no local storage":  `IDBFactory.prototype.open = () => { throw new DOMException("no", "SecurityError") }; Object.defineProperty(window, "localStorage", {configurable: true, get() { throw new DOMException("no", "SecurityError") }})`,
	} {
		t.Run(name, func(t *testing.T) {
			tab := first.Browser.NewTab()
			call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
			openArticle(tab, "2")
			tab.WaitText("#saved", "Not saved: this browser keeps nothing here. Save a file")
			mark(tab, phrases[0], "", "1")
			tab.WaitText("#saved", "Not saved")
			if n := total(t, file(tab)); n != 1 {
				t.Errorf("the file holds %d marks, want 1", n)
			}
			unfocus(tab)
			tab.Keys("ctrl+z")
			waitCards(tab, 0)
			tab.AssertClean(t)
		})
	}
}

// inDatabase runs a script with the database of the program open as db.
func inDatabase(tab *Tab, script string) {
	tab.t.Helper()
	tab.Eval(`new Promise((done, fail) => {
		const r = indexedDB.open("claimlight-projects");
		r.onerror = () => fail(r.error);
		r.onsuccess = async () => {
			const db = r.result, wait = q => new Promise((ok, no) => { q.onsuccess = () => ok(q.result); q.onerror = () => no(q.error) });
			try { await (async () => { `+script+` })(); done() } catch (e) { fail(e) } finally { db.close() }
		};
	})`, nil)
}

// What was stored and cannot be read is said, what is sound is shown, and
// nothing is written over it.
func TestDamagedRow(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	saved(tab)
	sound := tab.EvalInt(logLength)
	mark(tab, phrases[1], "", "2")
	mark(tab, phrases[2], "", "3")
	saved(tab)
	all := tab.EvalInt(logLength)
	inDatabase(tab, `const rows = db.transaction("log", "readwrite").objectStore("log"), keys = await wait(rows.getAllKeys());
		await wait(rows.put("{\"schema\":1,\"body\":{\"seq\":", keys[`+itoa(sound)+`]));`)

	tab.Reload()
	openArticle(tab, "2")
	tab.WaitText("#saved", "Not saved: Part of this project cannot be read")
	waitCards(tab, 1)
	mark(tab, phrases[3], "", "4")
	tab.WaitText("#saved", "Not saved")
	if n := total(t, file(tab)); n != 2 {
		t.Errorf("the file holds %d marks, want the sound one and the new one", n)
	}
	if got := tab.EvalInt(logLength); got != all {
		t.Errorf("the damaged log has %d rows now, want %d as before", got, all)
	}
	if got := tab.EvalInt(`new Promise(done => { const r = indexedDB.open("claimlight-projects"); r.onsuccess = () => { const q = r.result.transaction("log").objectStore("log").getAll(); q.onsuccess = () => { r.result.close(); done(q.result.filter(s => s === "{\"schema\":1,\"body\":{\"seq\":").length) } } })`); got != 1 {
		t.Error("the damaged row was written over")
	}
	tab.AssertClean(t)
}

const logLength = `new Promise(done => { const r = indexedDB.open("claimlight-projects"); r.onsuccess = () => { const q = r.result.transaction("log").objectStore("log").count(); q.onsuccess = () => { r.result.close(); done(q.result) } } })`

// A project of which even the beginning cannot be read is said to be so; the
// others can still be opened.
func TestDamagedBeginning(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	saved(tab)
	inDatabase(tab, `const rows = db.transaction("snapshots", "readwrite").objectStore("snapshots"); for (const k of await wait(rows.getAllKeys())) await wait(rows.put("nonsense", k));`)
	tab.Open("#/files")
	tab.Eval(`window.__before = true`, nil)
	call(tab, page.Reload, page.ReloadParams{})
	tab.WaitTrue(`window.__before === undefined`)
	tab.WaitReady()
	tab.WaitTrue(`document.body.textContent.includes("cannot be read")`)
	tab.Click("#new-five")
	tab.WaitText("#saved", "Saved in this browser")
	openArticle(tab, "2")
	mark(tab, phrases[1], "", "1")
	saved(tab)
	tab.AssertClean(t)
}

// A tab with an older program stops writing once a newer one has been there.
func TestNewerSchema(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	saved(tab)
	rows := tab.EvalInt(logLength)

	t.Run("of a row", func(t *testing.T) {
		inDatabase(tab, `const rows = db.transaction("projects", "readwrite").objectStore("projects");
			for (const k of await wait(rows.getAllKeys())) { const r = JSON.parse(await wait(rows.get(k))); window.was = r.schema; r.schema = 99; await wait(rows.put(JSON.stringify(r), k)) }`)
		mark(tab, phrases[1], "", "2")
		tab.WaitText("#saved", "Not saved: A newer Claimlight")
		tab.WaitText("#saved", "Reload this page")
		if got := tab.EvalInt(logLength); got != rows {
			t.Errorf("an older program has written %d changes behind those of a newer one", got-rows)
		}
		if n := total(t, file(tab)); n != 2 {
			t.Errorf("the file holds %d marks, want 2", n)
		}
		inDatabase(tab, `const rows = db.transaction("projects", "readwrite").objectStore("projects");
			for (const k of await wait(rows.getAllKeys())) { const r = JSON.parse(await wait(rows.get(k))); r.schema = window.was; await wait(rows.put(JSON.stringify(r), k)) }`)
		// What was not saved was put by, and comes back.
		tab.Reload()
		openArticle(tab, "2")
		waitCards(tab, 2)
		saved(tab)
	})
	t.Run("of the database", func(t *testing.T) {
		tab.Eval(`new Promise((done, fail) => { const r = indexedDB.open("claimlight-projects", 2); r.onsuccess = () => { r.result.close(); done() }; r.onerror = r.onblocked = () => fail("blocked") })`, nil)
		mark(tab, phrases[2], "", "3")
		tab.WaitText("#saved", "Not saved: A newer Claimlight")
		if n := total(t, file(tab)); n != 3 {
			t.Errorf("the file holds %d marks, want 3", n)
		}
		tab.Reload()
		tab.WaitText(`main [role="alert"]`, "A newer Claimlight")
		if tab.Count(".volume") > 0 {
			t.Error("another project is shown in place of the one that a newer program keeps")
		}
	})
	tab.AssertClean(t)
}
