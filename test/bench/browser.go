package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/tracing"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"
)

// deadAfter is how long a candidate may take for one thing.
const deadAfter = 60 * time.Second

// flags make Chromium quiet, and unable to reach anything but this machine.
var flags = []string{
	"--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check",
	"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
	"--disable-extensions", "--disable-dev-shm-usage", "--disable-breakpad", "--hide-crash-restore-bubble",
	"--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding", "--enable-precise-memory-info",
	"--disable-features=Translate,OptimizationHints,MediaRouter", "--password-store=basic", "--mute-audio",
	"--window-size=1280,900", "--lang=en-US", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost", "--remote-debugging-port=0",
}

// chromium finds the browser.
func chromium() (string, error) {
	if named := os.Getenv("CHROMIUM"); named != "" {
		return named, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New(`the benchmark needs Chromium: install the package "chromium" or set CHROMIUM to its path`)
}

// Browser is a running Chromium with one page.
type Browser struct {
	profile  string
	cmd      *exec.Cmd
	exited   chan struct{}
	page     context.Context
	cancel   []context.CancelFunc
	choosers chan dom.SetFileInputFilesParams

	mu     sync.Mutex
	events []Event       // of the trace that is running
	traced chan struct{} // closed when it is complete
}

//go:embed page/runtime.js
var runtimeJS string

//go:embed page/ours.js
var oursJS string

var debuggingAddress = regexp.MustCompile(`DevTools listening on (ws://\S+)`)

// launch starts a browser on a profile, with the clock in every page.
func launch(profile string) (*Browser, error) {
	path, err := chromium()
	if err != nil {
		return nil, err
	}
	b := &Browser{profile: profile, exited: make(chan struct{}), choosers: make(chan dom.SetFileInputFilesParams, 4)}
	b.cmd = exec.Command(path, append(append([]string{}, flags...), "--user-data-dir="+profile, "about:blank")...)
	b.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	b.cmd.Env = append(os.Environ(), "HOME="+profile, "TZ=UTC")
	address, err := b.start()
	if err != nil {
		return nil, err
	}
	connection, cancel := remote.NewAllocator(context.Background(), address, remote.NoModifyURL)
	b.cancel = append(b.cancel, cancel)
	b.page, cancel = chromedp.NewContext(connection, chromedp.WithListener(b.listen))
	b.cancel = append(b.cancel, cancel)
	if err := chromedp.Do(b.page); err != nil {
		b.kill()
		return nil, err
	}
	return b, b.prepare()
}

// start runs the process and returns the address at which it is spoken to.
func (b *Browser) start() (string, error) {
	stderr, err := b.cmd.StderrPipe()
	if err != nil {
		return "", err
	}
	if err := b.cmd.Start(); err != nil {
		return "", err
	}
	address := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			if found := debuggingAddress.FindStringSubmatch(lines.Text()); found != nil {
				address <- found[1]
			}
		}
		b.cmd.Wait()
		close(b.exited)
	}()
	select {
	case a := <-address:
		return a, nil
	case <-b.exited:
		return "", errors.New("the browser ended at once")
	case <-time.After(deadAfter):
		b.kill()
		return "", errors.New("the browser did not start")
	}
}

func (b *Browser) prepare() error {
	steps := []func() error{
		func() error { return send(b, page.Enable, page.EnableParams{}) },
		func() error {
			return send(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
		},
		func() error {
			return send(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 900, DeviceScaleFactor: 1})
		},
		func() error {
			return send(b, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
		},
		func() error { return b.inject(runtimeJS) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			b.kill()
			return err
		}
	}
	return nil
}

// inject runs a script in every page before the page's own.
func (b *Browser) inject(script string) error {
	return send(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// slow makes the page's processor so many times slower.
func (b *Browser) slow(times float64) error {
	return send(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: times})
}

// ask sends one command of the DevTools protocol.
func ask[P, R any](b *Browser, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(b.page, deadAfter+5*time.Second)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		err = fmt.Errorf("%s: %w", command.Method, err)
	}
	return result, err
}

// send is ask for commands whose answer does not matter.
func send[P, R any](b *Browser, command cdp.Command[P, R], params P) error {
	_, err := ask(b, command, params)
	return err
}

func (b *Browser) open(url string) error {
	result, err := ask(b, page.Navigate, page.NavigateParams{URL: url})
	if err == nil && result.ErrorText != "" {
		err = errors.New(url + ": " + result.ErrorText)
	}
	return err
}

// eval computes a JavaScript expression, waits for it if it is a promise, and
// stores the result in out unless that is nil.
func (b *Browser) eval(expression string, out any) error {
	yes := true
	result, err := ask(b, runtime.Evaluate, runtime.EvaluateParams{Expression: expression, ReturnByValue: &yes, AwaitPromise: &yes})
	if err != nil {
		return err
	}
	if d := result.ExceptionDetails; d != nil {
		return fmt.Errorf("%s: %w", clip(expression), &chromedp.ExceptionError{ExceptionDetails: d})
	}
	if out == nil || len(result.Result.Value) == 0 {
		return nil
	}
	return json.Unmarshal(result.Result.Value, out)
}

func clip(s string) string { return s[:min(len(s), 120)] }

// wait waits until an expression is true. A page that is being left counts as
// "not yet".
func (b *Browser) wait(expression string, limit time.Duration) error {
	deadline := time.Now().Add(limit)
	for {
		var yes bool
		err := b.eval("Boolean("+expression+")", &yes)
		if yes {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("not within %v: %s (%w)", limit, expression, errors.Join(err, errDead))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// errDead is what a candidate dies of.
var errDead = errors.New("it took too long")

// listen sees every event of the page. It must not wait.
func (b *Browser) listen(event any) {
	switch e := event.(type) {
	case *page.EventFileChooserOpened:
		b.choosers <- dom.SetFileInputFilesParams{BackendNodeID: e.BackendNodeID}
	case *page.EventJavascriptDialogOpening:
		go func() {
			send(b, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	case *tracing.EventDataCollected:
		b.collect(e)
	case *tracing.EventTracingComplete:
		close(b.traced)
	}
}

// close ends the browser as its close button would, so that it puts away what
// it keeps.
func (b *Browser) close() {
	ctx, cancel := context.WithTimeout(b.page, 5*time.Second)
	defer cancel()
	if c := chromedp.FromContext(b.page); c != nil && c.Target != nil {
		cdp.Call(ctx, c.Target, browser.Close, cdp.Empty{})
	}
	select {
	case <-b.exited:
	case <-time.After(10 * time.Second):
	}
	b.kill()
}

// kill ends every process of the browser.
func (b *Browser) kill() {
	syscall.Kill(-b.cmd.Process.Pid, syscall.SIGKILL)
	<-b.exited
	for _, cancel := range b.cancel {
		cancel()
	}
}

// fresh calls f with a browser on an empty profile.
func fresh(f func(b *Browser) error) error {
	profile, err := os.MkdirTemp("", "claimlight-bench-")
	if err != nil {
		return err
	}
	defer removeAll(profile)
	b, err := launch(profile)
	if err != nil {
		return err
	}
	defer b.kill()
	time.Sleep(atRest)
	return f(b)
}

// atRest is how long a browser is left alone that was just started: what it does
// by itself at first would be counted as the page's.
const atRest = time.Second

// removeAll removes a folder into which a dying browser may still write.
func removeAll(dir string) {
	for range 20 {
		if os.RemoveAll(dir) == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// quote makes a JavaScript value.
func quote(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // everything here can be said in JSON
	}
	return strings.ReplaceAll(string(data), "\u2028", `\u2028`)
}
