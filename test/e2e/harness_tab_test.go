package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Tab is one page of a browser. Its methods fail the test when they cannot do
// what they are asked.
type Tab struct {
	t       testing.TB
	Browser *Browser
	ctx     context.Context
	name    string
	troubles
	choosers chan dom.SetFileInputFilesParams // file choosers the page has opened
}

// NewTab opens another tab of the browser, empty and in front.
func (b *Browser) NewTab() *Tab {
	b.t.Helper()
	tab := &Tab{t: b.t, Browser: b, name: "tab" + strconv.Itoa(len(b.tabs)+1), choosers: make(chan dom.SetFileInputFilesParams, 8)}
	tab.origin = b.site.URL
	parent := b.connect
	if len(b.tabs) > 0 {
		parent = b.tabs[0].ctx // the same connection
	}
	// The tab ends with its browser; nothing is gained by closing it before.
	tab.ctx, _ = chromedp.NewContext(parent, chromedp.WithListener(tab.listen))
	opened := make(chan error, 1)
	go func() { opened <- chromedp.Do(tab.ctx) }() // the target lives as long as this very context
	select {
	case err := <-opened:
		if err != nil {
			b.t.Fatalf("opening a tab: %v", err)
		}
	case <-time.After(startPatience):
		b.t.Fatal("opening a tab took too long")
	}
	b.tabs = append(b.tabs, tab)
	tab.prepare()
	return tab
}

func (tab *Tab) prepare() {
	tab.t.Helper()
	call(tab, page.Enable, page.EnableParams{})
	call(tab, network.Enable, network.EnableParams{})
	call(tab, log.Enable, cdp.Empty{})
	call(tab, audits.Enable, cdp.Empty{})
	call(tab, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	tab.Emulate(Desktop)
	_, err := chromedp.CallBrowser(tab.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: tab.Browser.downloads})
	if err != nil {
		tab.t.Fatalf("download folder: %v", err)
	}
}

// call sends one command of the DevTools protocol to a tab.
func call[P, R any](tab *Tab, command cdp.Command[P, R], params P) R {
	tab.t.Helper()
	return callWithin(tab, patience, command, params)
}

// callWithin is call for what may take longer.
func callWithin[P, R any](tab *Tab, within time.Duration, command cdp.Command[P, R], params P) R {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, within)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		tab.t.Fatalf("%s: %s: %v", tab.name, command.Method, err)
	}
	return result
}

// Open goes to a place in the program: "" or "#/read/..." and the like. It
// returns when the browser has begun to go there; see WaitReady.
func (tab *Tab) Open(hash string) {
	tab.t.Helper()
	if !tab.TryOpen(hash) {
		tab.t.Fatalf("%s: opening %s failed", tab.name, tab.Browser.site.URL+hash)
	}
}

// TryOpen is Open for addresses that may not answer, and reports whether this
// one did.
func (tab *Tab) TryOpen(path string) bool {
	tab.t.Helper()
	result := call(tab, page.Navigate, page.NavigateParams{URL: tab.Browser.site.URL + path})
	return result.ErrorText == ""
}

// OpenReady opens a place and waits until the program is alive there.
func (tab *Tab) OpenReady(hash string) {
	tab.t.Helper()
	tab.Open(hash)
	tab.WaitReady()
}

// Reload loads the page again and waits until the program is alive.
func (tab *Tab) Reload() {
	tab.t.Helper()
	tab.BeginReload()
	tab.WaitReady()
}

// BeginReload is Reload for where the program is held back: it waits only until
// the page of before is gone.
func (tab *Tab) BeginReload() {
	tab.t.Helper()
	tab.Eval(`window.__before = true`, nil)
	call(tab, page.Reload, page.ReloadParams{})
	tab.WaitTrue(`window.__before === undefined`, startPatience)
}

// WaitReady waits until the program has drawn its first screen.
func (tab *Tab) WaitReady() {
	tab.t.Helper()
	tab.WaitTrue(`document.documentElement.dataset.ready === "1"`, startPatience)
}

// Front makes this the tab one sees.
func (tab *Tab) Front() {
	tab.t.Helper()
	call(tab, page.BringToFront, cdp.Empty{})
}

// Eval computes a JavaScript expression in the page, waits for it if it is a
// promise, and stores the result in out unless that is nil.
func (tab *Tab) Eval(expression string, out any) {
	tab.t.Helper()
	if err := tab.tryEval(expression, out); err != nil {
		tab.t.Fatalf("%s: evaluating %s: %v", tab.name, expression, err)
	}
}

func (tab *Tab) tryEval(expression string, out any) error {
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	yes := true
	result, err := chromedp.Call(ctx, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ReturnByValue: &yes, AwaitPromise: &yes})
	if err != nil {
		return err
	}
	if d := result.ExceptionDetails; d != nil {
		return &chromedp.ExceptionError{ExceptionDetails: d}
	}
	if out == nil || len(result.Result.Value) == 0 {
		return nil
	}
	return json.Unmarshal(result.Result.Value, out)
}

// EvalString, EvalBool and EvalInt are Eval for one value of that kind.
func (tab *Tab) EvalString(expression string) (v string) {
	tab.t.Helper()
	tab.Eval(expression, &v)
	return v
}

func (tab *Tab) EvalBool(expression string) (v bool) {
	tab.t.Helper()
	tab.Eval(`Promise.resolve(`+expression+`).then(Boolean)`, &v)
	return v
}

func (tab *Tab) EvalInt(expression string) (v int) {
	tab.t.Helper()
	tab.Eval(expression, &v)
	return v
}

// WaitTrue waits until a JavaScript expression is truthy. A page that is just
// being left counts as "not yet".
func (tab *Tab) WaitTrue(expression string, within ...time.Duration) {
	tab.t.Helper()
	limit := append(within, patience)[0]
	var last error
	if !eventually(limit, func() bool {
		var v bool
		last = tab.tryEval(`Promise.resolve(`+expression+`).then(Boolean)`, &v)
		return last == nil && v
	}) {
		tab.t.Fatalf("%s: still not true after %v: %s (last error: %v)", tab.name, limit, expression, last)
	}
}

// WaitFor waits until an element is there and can be seen.
func (tab *Tab) WaitFor(selector string, within ...time.Duration) {
	tab.t.Helper()
	tab.WaitTrue(`(e => e && e.getClientRects().length && getComputedStyle(e).visibility !== "hidden")(document.querySelector(`+quote(selector)+`))`, within...)
}

// WaitGone waits until no element can be seen under a selector.
func (tab *Tab) WaitGone(selector string, within ...time.Duration) {
	tab.t.Helper()
	tab.WaitTrue(`![...document.querySelectorAll(`+quote(selector)+`)].some(e => e.getClientRects().length)`, within...)
}

// WaitText waits until an element's text contains words.
func (tab *Tab) WaitText(selector, words string, within ...time.Duration) {
	tab.t.Helper()
	tab.WaitTrue(`(document.querySelector(`+quote(selector)+`)?.textContent ?? "").includes(`+quote(words)+`)`, within...)
}

// Text returns the text of an element, which has to be there.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	tab.WaitTrue(`document.querySelector(` + quote(selector) + `)`)
	return tab.EvalString(`document.querySelector(` + quote(selector) + `)?.textContent ?? ""`)
}

// Count returns how many elements a selector finds now.
func (tab *Tab) Count(selector string) int {
	tab.t.Helper()
	return tab.EvalInt(`document.querySelectorAll(` + quote(selector) + `).length`)
}

// Screenshot writes what is seen to failures/NAME.png, for people to look at.
func (tab *Tab) Screenshot(name string) {
	tab.t.Helper()
	if path, err := tab.saveScreenshot(name); err != nil {
		tab.t.Errorf("screenshot %s: %v", path, err)
	}
}

func (tab *Tab) saveScreenshot(name string) (string, error) {
	ctx, cancel := context.WithTimeout(tab.ctx, 15*time.Second)
	defer cancel()
	path := filepath.Join("failures", name+".png")
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	if err != nil {
		return path, err
	}
	if err := os.MkdirAll("failures", 0o755); err != nil {
		return path, err
	}
	return path, os.WriteFile(path, shot.Data, 0o644)
}

// Download does something that makes the browser save one file, and returns the
// file and its name.
func (tab *Tab) Download(do func()) (content []byte, name string) {
	tab.t.Helper()
	// A browser may write over a file of the same name, which would not show.
	before, _ := tab.Browser.downloaded()
	for _, old := range before {
		if err := os.Remove(filepath.Join(tab.Browser.downloads, old)); err != nil {
			tab.t.Fatal(err)
		}
	}
	do()
	if !eventually(patience, func() bool {
		fresh, busy := tab.Browser.downloaded()
		if busy || len(fresh) == 0 {
			return false
		}
		name = fresh[0]
		return true
	}) {
		tab.t.Fatalf("%s: nothing was downloaded", tab.name)
	}
	content, err := os.ReadFile(filepath.Join(tab.Browser.downloads, name))
	if err != nil {
		tab.t.Fatal(err)
	}
	return content, name
}

// Upload puts files into an <input type=file>, as choosing them would.
func (tab *Tab) Upload(selector string, files ...string) {
	tab.t.Helper()
	tab.WaitTrue(`document.querySelector(` + quote(selector) + `)`)
	object := call(tab, runtime.Evaluate, runtime.EvaluateParams{Expression: `document.querySelector(` + quote(selector) + `)`})
	call(tab, dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: files, ObjectID: object.Result.ObjectID})
}

// Choose does something that opens the browser's file chooser, and chooses
// these files in it.
func (tab *Tab) Choose(do func(), files ...string) {
	tab.t.Helper()
	call(tab, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true})
	do()
	select {
	case params := <-tab.choosers:
		params.Files = files
		call(tab, dom.SetFileInputFiles, params)
	case <-time.After(patience):
		tab.t.Fatalf("%s: no file chooser opened", tab.name)
	}
}

// Look is a way of looking at the page that Emulate can switch on.
type Look func(*Tab)

// Emulate changes how the page is seen: Desktop, Phone, Dark, Light, Offline,
// Online, or SlowCPU(4).
func (tab *Tab) Emulate(looks ...Look) {
	tab.t.Helper()
	for _, look := range looks {
		look(tab)
	}
}

// Desktop is a window of 1280 by 900 with a mouse.
func Desktop(tab *Tab) { tab.screen(1280, 900, 1, false) }

// Phone is a touch screen of 390 by 844.
func Phone(tab *Tab) { tab.screen(390, 844, 2, true) }

func (tab *Tab) screen(width, height int64, scale float64, touch bool) {
	call(tab, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: height, DeviceScaleFactor: scale, Mobile: touch})
	params := emulation.SetTouchEmulationEnabledParams{Enabled: touch}
	if touch {
		params.MaxTouchPoints = 5
	}
	call(tab, emulation.SetTouchEmulationEnabled, params)
}

// Dark and Light are what the person's system prefers.
func Dark(tab *Tab)  { tab.media("prefers-color-scheme", "dark") }
func Light(tab *Tab) { tab.media("prefers-color-scheme", "light") }

func (tab *Tab) media(name, value string) {
	call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: name, Value: value}}})
}

// Offline and Online are what the browser tells the page about its network
// (navigator.onLine). To take the network away for good, stop the Site.
func Offline(tab *Tab) { tab.network(true) }
func Online(tab *Tab)  { tab.network(false) }

func (tab *Tab) network(offline bool) {
	call(tab, network.OverrideNetworkState, network.OverrideNetworkStateParams{
		Offline: offline, DownloadThroughput: -1, UploadThroughput: -1})
}

// SlowCPU makes the page's processor so many times slower; 1 is back to normal.
func SlowCPU(times float64) Look {
	return func(tab *Tab) {
		call(tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: times})
	}
}

// quote makes a JavaScript string.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(fmt.Sprintf("a string that is no JSON: %v", err))
	}
	return string(b)
}
