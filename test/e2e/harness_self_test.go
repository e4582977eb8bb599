package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// selfPage is a page that tells what happened to it.
const selfPage = `<!doctype html><html data-ready="1"><title>harness</title>
<meta name=viewport content="width=device-width">
<style>body{font:18px/1.6 serif;margin:20px} #far{margin-top:3000px} .hidden{display:none}</style>
<div id=paper><h2>A headline</h2><p>The <b>quick</b> brown fox jumps over the lazy dog 👩‍👩‍👧 and naps.</p><p id=far>Far <i>below</i> stands another sentence.</p></div>
<input id=field><input id=file type=file class=hidden><button id=pick>Choose</button><button id=save>Save</button><div id=drop>drop here</div>
<button id=late class=hidden>late</button>
<script>
window.said = [];
const say = (...w) => said.push(w.join(" "));
addEventListener("keydown", e => say("key", (e.ctrlKey ? "ctrl+" : "") + (e.shiftKey ? "shift+" : "") + (e.altKey ? "alt+" : "") + e.key, e.code));
addEventListener("click", e => e.isTrusted && e.target.id && say("click", e.target.id));
addEventListener("touchstart", e => say("touchstart", e.touches.length));
addEventListener("touchend", e => say("touchend"));
addEventListener("contextmenu", e => say("contextmenu"));
document.querySelector("#pick").onclick = () => document.querySelector("#file").click();
document.querySelector("#file").onchange = async e => say("file", e.target.files[0].name, await e.target.files[0].text());
document.querySelector("#save").onclick = () => { const a = document.createElement("a"); a.href = URL.createObjectURL(new Blob(["saved"])); a.download = "out.txt"; a.click(); };
const drop = document.querySelector("#drop");
drop.ondragover = e => e.preventDefault();
drop.ondrop = async e => { e.preventDefault(); say("drop", e.dataTransfer.files[0].name, await e.dataTransfer.files[0].text()); };
setTimeout(() => document.querySelector("#late").className = "", 700);
</script>`

// selfTab opens the page.
func selfTab(t *testing.T) *Tab {
	t.Helper()
	site := Start(t)
	site.ServeHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write([]byte(selfPage))
	}))
	tab := site.Browser(t, "")
	tab.OpenReady("")
	return tab
}

func wantSaid(t *testing.T, tab *Tab, words ...string) {
	t.Helper()
	tab.WaitTrue(`said.length >= ` + string(rune('0'+len(words))))
	var said []string
	tab.Eval(`said.splice(0)`, &said)
	if !slices.Equal(said, words) {
		t.Errorf("the page saw %q, want %q", said, words)
	}
}

// The helpers themselves: what they do reaches a page as a person's doing would.
func TestHelpersReachThePage(t *testing.T) {
	tab := selfTab(t)
	for _, c := range []struct{ from, to, want string }{
		{"quick brown", "", "quick brown"},
		{"brown fox", "lazy dog", "brown fox jumps over the lazy dog"},
		{"Far below", "another", "Far below stands another"},
		{"👩‍👩‍👧", "naps", "👩‍👩‍👧 and naps"},
	} {
		tab.DragText(c.from, c.to)
		if got := tab.Selected(); got != c.want {
			t.Errorf("dragging from %q to %q selects %q", c.from, c.to, got)
		}
	}
	tab.Eval(`said.splice(0)`, nil)

	tab.Click("#late")
	wantSaid(t, tab, "click late")
	tab.Keys("1 ctrl+z shift+Right ? Escape alt+b")
	wantSaid(t, tab, "key 1 Digit1", "key ctrl+z KeyZ", "key shift+ArrowRight ArrowRight", "key shift+? Slash", "key Escape Escape", "key alt+b KeyB")

	tab.Fill("#field", "Once")
	tab.Fill("#field", "Grüße, “Welt”!")
	if got := tab.EvalString(`field.value`); got != "Grüße, “Welt”!" {
		t.Errorf("typed %q", got)
	}
	tab.Eval(`said.splice(0)`, nil)
}

func TestHelpersForFiles(t *testing.T) {
	tab := selfTab(t)
	file := filepath.Join(t.TempDir(), "in.txt")
	if err := os.WriteFile(file, []byte("inside"), 0o644); err != nil {
		t.Fatal(err)
	}
	tab.Upload("#file", file)
	wantSaid(t, tab, "file in.txt inside")
	other := filepath.Join(t.TempDir(), "other.txt")
	if err := os.WriteFile(other, []byte("chosen"), 0o644); err != nil {
		t.Fatal(err)
	}
	tab.Choose(func() { tab.Click("#pick") }, other)
	tab.WaitTrue(`said.some(w => w === "file other.txt chosen")`)
	tab.DropFiles("#drop", file)
	tab.WaitTrue(`said.some(w => w === "drop in.txt inside")`)
	content, name := tab.Download(func() { tab.Click("#save") })
	if string(content) != "saved" || name != "out.txt" {
		t.Errorf("downloaded %q as %q", content, name)
	}
}

func TestHelpersForTouch(t *testing.T) {
	tab := selfTab(t)
	tab.Emulate(Phone, Dark)
	if !tab.EvalBool(`innerWidth === 390 && matchMedia("(pointer: coarse)").matches && matchMedia("(prefers-color-scheme: dark)").matches`) {
		t.Error("the page does not see a dark phone")
	}
	tab.Tap("#late")
	wantSaid(t, tab, "touchstart 1", "touchend", "click late")
	tab.LongPressText("brown")
	tab.WaitTrue(`said.includes("touchend")`)
	tab.Eval(`said.splice(0)`, nil)
	at := tab.FindText(paper, "brown", "")
	tab.TouchDrag(700*time.Millisecond, at.Start, at.Middle, at.End)
	tab.WaitTrue(`said.includes("touchstart 1")`)
	tab.Emulate(Offline)
	tab.WaitTrue(`!navigator.onLine`)
	tab.Emulate(Online, SlowCPU(2), SlowCPU(1), Desktop, Light)
	tab.WaitTrue(`navigator.onLine && innerWidth === 1280`)
}

// A clean page must be told from one that is not.
func TestHelpersSeeTroubles(t *testing.T) {
	site := Start(t)
	site.ServeHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Security-Policy", "default-src 'self' 'unsafe-inline'; style-src 'self'; img-src *")
		w.Write([]byte(`<html data-ready="1"><p style="color:red">x</p><img src="http://elsewhere.example/x.png"><script>setTimeout(() => { console.error("spoken"); alert("hello"); throw new Error("thrown") })</script>`))
	}))
	tab := site.Browser(t, "")
	tab.OpenReady("")
	for _, want := range []string{"exception: ", "console: spoken", "CSP violation: style-src", "request to elsewhere: http://elsewhere.example/x.png", `dialog: alert "hello"`} {
		if !eventually(patience, func() bool {
			return slices.ContainsFunc(tab.Troubles(), func(s string) bool { return strings.HasPrefix(s, want) })
		}) {
			t.Errorf("%q was not noticed: %q", want, tab.Troubles())
		}
	}
}

// Killed with no time to put anything away, the browser still comes back with
// what was stored before.
func TestHelpersKillAndComeBack(t *testing.T) {
	tab := selfTab(t)
	tab.Eval(`caches.open("kept").then(c => c.put("/x", new Response("kept")))`, nil)
	tab.Browser.Kill()
	tab = tab.Browser.Relaunch()
	tab.OpenReady("")
	if got := tab.EvalString(`caches.match("/x").then(r => r ? r.text() : "")`); got != "kept" {
		t.Errorf("after the kill: %q", got)
	}
}
