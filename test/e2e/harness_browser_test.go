package e2e

import (
	"bufio"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"
)

// Profile is the folder in which a browser keeps everything. Two browsers after
// each other with one profile are one person coming back.
type Profile string

// NewProfile makes an empty profile, removed after the test.
func NewProfile(t testing.TB) Profile {
	t.Helper()
	dir, err := os.MkdirTemp("", "claimlight-profile-")
	if err != nil {
		t.Fatal(err)
	}
	// A browser that was just killed may still be writing.
	t.Cleanup(func() { eventually(5*time.Second, func() bool { return os.RemoveAll(dir) == nil }) })
	return Profile(dir)
}

// Browser is a running Chromium, a process group of its own.
type Browser struct {
	t       testing.TB
	site    *Site
	Profile Profile
	extra   []string // flags beside those that all have

	cmd       *exec.Cmd
	exited    chan struct{}
	downloads string
	connect   context.Context
	cancel    context.CancelFunc
	tabs      []*Tab
}

// Browser starts a Chromium and returns its first tab, still empty. A profile
// of "" is a new one; extra are flags beside those that all have.
func (s *Site) Browser(t testing.TB, profile Profile, extra ...string) *Tab {
	t.Helper()
	if profile == "" {
		profile = NewProfile(t)
	}
	b := &Browser{t: t, site: s, Profile: profile, extra: extra, downloads: t.TempDir()}
	t.Cleanup(b.Kill)
	t.Cleanup(b.keepEvidence)
	b.launch()
	return b.NewTab()
}

// flags make Chromium quiet, the same everywhere, and unable to reach anything
// but this machine.
var flags = []string{
	"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check",
	"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-default-apps",
	"--disable-extensions", "--disable-dev-shm-usage", "--disable-breakpad", "--hide-crash-restore-bubble",
	"--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
	"--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider", "--password-store=basic",
	"--use-mock-keychain", "--force-color-profile=srgb", "--hide-scrollbars", "--mute-audio", "--window-size=1280,900",
	"--lang=en-US", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--remote-debugging-port=0",
}

var debuggingAddress = regexp.MustCompile(`DevTools listening on (ws://\S+)`)

// launch starts the browser. On a busy machine it may end before it has begun;
// then it is started again.
func (b *Browser) launch() {
	b.t.Helper()
	const tries = 3
	for range tries {
		if b.start() {
			return
		}
	}
	b.t.Fatalf("the browser ended at once, %d times", tries)
}

// start is one try; false if the browser ended at once.
func (b *Browser) start() bool {
	b.t.Helper()
	path, err := chromium()
	if err != nil {
		b.t.Fatal(err)
	}
	cmd := exec.Command(path, append(slices.Concat(flags, b.extra), "--user-data-dir="+string(b.Profile), "about:blank")...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Env = append(os.Environ(), "HOME="+string(b.Profile), "TZ=UTC", "LC_ALL=C.UTF-8") // else names of files may be ASCII only
	stderr, err := cmd.StderrPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.t.Fatalf("starting %s: %v", path, err)
	}
	b.cmd, b.exited, b.tabs = cmd, make(chan struct{}), nil
	address := make(chan string, 1)
	go func(exited chan struct{}) {
		lines := bufio.NewScanner(stderr)
		for lines.Scan() {
			if found := debuggingAddress.FindStringSubmatch(lines.Text()); found != nil {
				address <- found[1]
			}
		}
		cmd.Wait()
		close(exited)
	}(b.exited)
	select {
	case ws := <-address:
		b.connect, b.cancel = remote.NewAllocator(context.Background(), ws, remote.NoModifyURL)
	case <-b.exited:
		b.t.Logf("%s ended at once", path)
		return false
	case <-time.After(startPatience):
		b.t.Fatalf("%s did not start", path)
	}
	return true
}

// Kill ends every process of the browser at once, with no time to put anything
// away, as a power cut would.
func (b *Browser) Kill() {
	if b.cmd == nil {
		return
	}
	syscall.Kill(-b.cmd.Process.Pid, syscall.SIGKILL)
	b.gone()
}

// Close ends the browser as its close button would.
func (b *Browser) Close() {
	b.t.Helper()
	if b.cmd == nil {
		return
	}
	if len(b.tabs) > 0 {
		ctx, cancel := context.WithTimeout(b.tabs[0].ctx, 5*time.Second)
		defer cancel()
		// Over a tab: the browser's own session keeps this command for itself.
		_, err := cdp.Call(ctx, chromedp.FromContext(b.tabs[0].ctx).Target, browser.Close, cdp.Empty{})
		if err != nil && !errors.Is(err, context.DeadlineExceeded) {
			b.t.Logf("closing the browser: %v", err)
		}
	}
	select {
	case <-b.exited:
	case <-time.After(patience):
		b.t.Error("the browser did not close")
	}
	b.Kill()
}

func (b *Browser) gone() {
	<-b.exited
	b.cmd = nil
	if b.cancel != nil {
		b.cancel()
	}
}

// Relaunch starts the browser again with the same profile and returns its first
// tab. Use it after Kill or Close.
func (b *Browser) Relaunch() *Tab {
	b.t.Helper()
	b.Kill()
	b.launch()
	return b.NewTab()
}

// keepEvidence leaves a screenshot and the console of every tab of a test that
// failed.
func (b *Browser) keepEvidence() {
	if !b.t.Failed() || b.cmd == nil {
		return
	}
	for _, tab := range b.tabs {
		tab.saveScreenshot(strings.NewReplacer("/", "-", " ", "-").Replace(b.t.Name()) + "-" + tab.name)
		for _, trouble := range tab.Troubles() {
			b.t.Logf("%s: %s", tab.name, trouble)
		}
	}
}

// downloaded lists the finished downloads of this browser; busy reports whether
// one is under way.
func (b *Browser) downloaded() (names []string, busy bool) {
	entries, err := os.ReadDir(b.downloads)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".crdownload" || strings.HasPrefix(e.Name(), ".") {
			busy = true
			continue
		}
		names = append(names, e.Name())
	}
	return names, busy
}
