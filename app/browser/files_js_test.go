package browser

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"claimlight/app/problem"
)

// within waits for what comes over a channel.
func within[T any](t *testing.T, c <-chan T, what string) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(10 * time.Second):
		t.Fatalf("%s never came", what)
		panic("unreachable")
	}
}

// transfer makes what an event carries when files are dragged, or text.
func transfer(files map[string]string) js.Value {
	data := js.Global().Get("DataTransfer").New()
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		data.Get("items").Call("add", js.Global().Get("File").New([]any{files[name]}, name))
	}
	if len(files) == 0 {
		data.Call("setData", "text/plain", "words")
	}
	return data
}

// drag sends an event and reports whether it was taken.
func drag(kind string, data js.Value) bool {
	event := js.Global().Get("DragEvent").New(kind, map[string]any{"dataTransfer": data, "cancelable": true, "bubbles": true})
	return !js.Global().Call("dispatchEvent", event).Bool()
}

func TestDrop(t *testing.T) {
	var over []bool
	got := make(chan []File, 1)
	stop := OnDrop(20, func(now bool) { over = append(over, now) }, func(f []File) { got <- f })
	files := transfer(map[string]string{"a <b>.txt": "Grüße 👩", "big.txt": "more than twenty bytes"})
	for _, kind := range []string{"dragenter", "dragover", "drop"} {
		if !drag(kind, files) {
			t.Errorf("%s was left to the browser, which would open the file", kind)
		}
	}
	if !slices.Equal(over, []bool{true, false}) {
		t.Errorf("told %v", over)
	}
	dropped := within(t, got, "the files")
	if len(dropped) != 2 || dropped[0].Name != "a <b>.txt" {
		t.Fatalf("got %+v", dropped)
	}
	want := "Grüße 👩"
	data, err := dropped[0].Read(bg)
	if err != nil || string(data) != want || dropped[0].Size != int64(len(want)) {
		t.Errorf("read %q, error %v", data, err)
	}
	_, err = dropped[1].Read(bg)
	wantCode(t, err, "file-too-big")
	if drag("dragover", transfer(nil)) {
		t.Error("text was taken for a file")
	}
	stop()
	if drag("drop", files) {
		t.Error("taken after stop")
	}
}

func TestReadCancelled(t *testing.T) {
	f := filesOf(transfer(map[string]string{"a": "text"}).Get("files"), 10)[0]
	ctx, cancel := context.WithCancel(bg)
	cancel()
	if _, err := f.Read(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
	if data, err := f.Read(bg); err != nil || string(data) != "text" {
		t.Fatalf("read %q, error %v", data, err)
	}
}

func TestPick(t *testing.T) {
	got := make(chan []File, 2)
	Pick(".txt", true, 100, func(f []File) { got <- f })
	first := picking.input
	Pick(".txt,.json", false, 100, func(f []File) { got <- f })
	input := picking.input
	if first.Get("isConnected").Bool() || input.Get("accept").String() != ".txt,.json" || input.Get("multiple").Bool() {
		t.Fatal("the second choice is not the only one")
	}
	input.Set("files", transfer(map[string]string{"a.txt": "text"}).Get("files"))
	input.Call("dispatchEvent", js.Global().Get("Event").New("change"))
	files := within(t, got, "the file")
	if data, err := files[0].Read(bg); len(files) != 1 || err != nil || string(data) != "text" {
		t.Fatalf("read %q, error %v", data, err)
	}
	if !picking.input.IsUndefined() || input.Get("isConnected").Bool() {
		t.Error("the input was left behind")
	}
}

// TestDownload catches the click on the link that a download is. The file is
// larger than what crosses at a time.
func TestDownload(t *testing.T) {
	type click struct {
		name string
		blob js.Value
	}
	clicks := make(chan click, 1)
	var on listeners
	defer func() { on.release() }()
	on.add(js.Global(), "click", func(e js.Value) {
		e.Call("preventDefault")
		a := e.Get("target")
		clicks <- click{a.Get("download").String(), js.Global().Call("fetch", a.Get("href"))}
	})
	want := bytes.Repeat([]byte("Grüße\x00\xff"), pieceSize/4)
	d := NewDownload("my “work”.json", "application/json")
	if n, err := d.Write(want); n != len(want) || err != nil {
		t.Fatalf("wrote %d of %d: %v", n, len(want), err)
	}
	d.Done()
	c := within(t, clicks, "the download")
	response, err := settle(bg, c.blob)
	if err != nil {
		t.Fatal(err)
	}
	buffer, err := settle(bg, response.Call("arrayBuffer"))
	if err != nil {
		t.Fatal(err)
	}
	got := make([]byte, buffer.Get("byteLength").Int())
	js.CopyBytesToGo(got, js.Global().Get("Uint8Array").New(buffer))
	if !bytes.Equal(got, want) || c.name != "my “work”.json" || document().Call("querySelector", "a").Truthy() {
		t.Fatalf("saved %d bytes of %d as %q", len(got), len(want), c.name)
	}
}

func TestTabs(t *testing.T) {
	one, two, other := NewTabs("x", "a"), NewTabs("x", "a"), NewTabs("x", "b")
	heard, wrong := make(chan int64, 4), make(chan int64, 4)
	two.OnAnnounce(func(seq int64) { wrong <- seq })
	two.OnAnnounce(func(seq int64) { heard <- seq })
	one.OnAnnounce(func(seq int64) { wrong <- seq })
	other.OnAnnounce(func(seq int64) { wrong <- seq })
	elsewhere := NewTabs("x/folder/", "a")
	defer elsewhere.Close()
	elsewhere.OnAnnounce(func(seq int64) { wrong <- seq })
	one.Announce(7)
	one.Announce(1 << 40)
	if a, b := within(t, heard, "7"), within(t, heard, "the second"); a != 7 || b != 1<<40 {
		t.Fatalf("heard %d and %d", a, b)
	}
	two.Close()
	one.Announce(9)
	one.Close()
	other.Close()
	one.Announce(10)
	if len(heard)+len(wrong) > 0 {
		t.Fatal("heard by those who should not")
	}
}

func TestPrefs(t *testing.T) {
	p := NewPrefs("claimlight")
	p.Set("theme", "dark 🌙")
	if got := NewPrefs("claimlight").Get("theme"); got != "dark 🌙" {
		t.Fatalf("got %q", got)
	}
	if got := js.Global().Get("localStorage").Call("getItem", "claimlight:theme").String(); got != "dark 🌙" {
		t.Fatalf("stored %q", got)
	}
	if got := NewPrefs("claimlight/folder/").Get("theme"); got != "" {
		t.Fatalf("another copy's setting is %q", got)
	}
	p.Set("theme", "")
	if got := p.Get("theme"); got != "" {
		t.Fatalf("got %q after it was taken back", got)
	}
	large := strings.Repeat("x", 11_000_000) // more than browsers have room for
	if !p.Set("work", "first") || p.Set("work", large) {
		t.Fatal("what is kept and what is not is told wrong")
	}
	if got := p.Get("work"); len(got) != len(large) {
		t.Fatalf("%d letters are left in this run", len(got))
	}
	if !p.Set("work", "") || p.Get("work") != "" {
		t.Fatal("not taken back")
	}
	defer replaceGetter("localStorage", "throw new DOMException('no', 'SecurityError')")()
	if p.Set("theme", "light") {
		t.Fatal("said to be kept where nothing can be stored")
	}
	if got := p.Get("theme"); got != "light" {
		t.Fatalf("got %q where nothing can be stored", got)
	}
	if got := p.Get("other"); got != "" {
		t.Fatalf("got %q", got)
	}
}

// Two folders of one origin are two copies; a page of a folder, its index and
// the folder itself are one.
func TestOwnName(t *testing.T) {
	base := document().Call("createElement", "base")
	document().Get("head").Call("append", base)
	defer base.Call("remove")
	for href, want := range map[string]string{
		"/": "claimlight", "/index.html?a#/files": "claimlight", "/a/": "claimlight/a/", "/a/index.html": "claimlight/a/", "/a/b/#/x/y": "claimlight/a/b/",
	} {
		base.Set("href", href)
		if got := OwnName(); got != want {
			t.Errorf("at %s it is called %q, want %q", href, got, want)
		}
	}
	carrying(t, "urn:a \"b\"")
	if got, want := OwnName(), "claimlight lesson urn:a \"b\""; got != want {
		t.Errorf("with a lesson in it, it is called %q, want %q", got, want)
	}
}

// carrying makes the page of the test one that carries a project, until its end.
func carrying(t *testing.T, id string) {
	t.Helper()
	js.Global().Set("claimlightProject", id)
	t.Cleanup(func() { js.Global().Delete("claimlightProject") })
}

// A page that carries its project has no porter, and says so.
func TestNoPorterInAPageOfOneFile(t *testing.T) {
	if id := Enclosed(); id != "" {
		t.Fatalf("a page that carries nothing carries %q", id)
	}
	carrying(t, "a")
	_, _, err := (&Porter{}).Do(bg, nil, nil, nil)
	wantCode(t, err, "porter")
}

// The shell says what boot.js says, and tells of changes once.
func TestShell(t *testing.T) {
	none := NewShell()
	if agreed, err := none.Install(bg); none.CanInstall() || agreed || err != nil {
		t.Fatalf("a page without a shell offers something: %v %v", agreed, err)
	}
	boot := js.Global().Get("EventTarget").New()
	js.Global().Set("claimlightShell", boot)
	defer js.Global().Delete("claimlightShell")
	s := NewShell()
	var installable []bool
	updates := 0
	s.OnInstallable(func(can bool) { installable = append(installable, can) })
	s.OnUpdate(func() { updates++ })
	for _, can := range []bool{true, true, false} {
		boot.Set("installable", can)
		boot.Set("updateReady", true)
		boot.Call("dispatchEvent", js.Global().Get("Event").New("change"))
		if s.CanInstall() != can {
			t.Errorf("it can be installed: %v, want %v", s.CanInstall(), can)
		}
	}
	if !slices.Equal(installable, []bool{true, false}) || updates != 1 {
		t.Errorf("told %v and of %d updates", installable, updates)
	}
	for answer, want := range map[string]bool{"async () => true": true, "async () => false": false} {
		boot.Set("install", js.Global().Call("eval", answer))
		if got, err := s.Install(bg); got != want || err != nil {
			t.Errorf("%s: %v, %v", answer, got, err)
		}
	}
	boot.Set("install", js.Global().Call("eval", "async () => { throw new Error('no') }"))
	if got, err := s.Install(bg); got || problem.Code(err) != "install" {
		t.Errorf("refused: %v, %v", got, err)
	}
}
