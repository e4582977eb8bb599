package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// troubles collects what a page should not do.
type troubles struct {
	origin string

	mu       sync.Mutex
	list     []string
	requests []string
}

// Troubles lists what the page did that it should not have: errors, violations
// of the Content-Security-Policy, requests to elsewhere, dialogs.
func (c *troubles) Troubles() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.list)
}

// Requests lists every URL the page has asked for.
func (c *troubles) Requests() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.requests)
}

// AssertClean fails the test for every trouble but those that contain one of
// the given texts; "net::ERR" allows for a server that was stopped on purpose.
func (tab *Tab) AssertClean(t testing.TB, but ...string) {
	t.Helper()
	for _, trouble := range tab.Troubles() {
		if !slices.ContainsFunc(but, func(s string) bool { return strings.Contains(trouble, s) }) {
			t.Errorf("%s: %s", tab.name, trouble)
		}
	}
}

func (c *troubles) note(format string, args ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, fmt.Sprintf(format, args...))
}

// listen sees every event of the tab. It must not wait for anything.
func (tab *Tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		tab.note("exception: %v", &chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails})
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			tab.note("console: %s", spoken(e.Args))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			tab.note("log: %s (%s)", e.Entry.Text, e.Entry.URL)
		}
	case *audits.EventIssueAdded:
		if d := e.Issue.Details; d != nil && d.ContentSecurityPolicyIssueDetails != nil {
			csp := d.ContentSecurityPolicyIssueDetails
			tab.note("CSP violation: %s blocked %q", csp.ViolatedDirective, csp.BlockedURL)
		}
	case *network.EventRequestWillBeSent:
		tab.request(e.Request.URL)
	case *page.EventJavascriptDialogOpening:
		tab.dialog(e)
	case *page.EventFileChooserOpened:
		tab.choosers <- dom.SetFileInputFilesParams{BackendNodeID: e.BackendNodeID}
	}
}

func (c *troubles) request(url string) {
	c.mu.Lock()
	c.requests = append(c.requests, url)
	c.mu.Unlock()
	for _, fine := range []string{c.origin, "data:", "blob:" + c.origin, "blob:null/", "about:"} {
		if strings.HasPrefix(url, fine) {
			return
		}
	}
	c.note("request to elsewhere: %s", url)
}

// dialog notes a dialog and agrees to it, since the page waits for that. The
// question whether to leave a page is the browser's own and no trouble.
func (tab *Tab) dialog(e *page.EventJavascriptDialogOpening) {
	if e.Type != page.DialogTypeBeforeunload {
		tab.note("dialog: %s %q", e.Type, e.Message)
	}
	go func() {
		ctx, cancel := context.WithTimeout(tab.ctx, patience)
		defer cancel()
		chromedp.Call(ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
	}()
}

func spoken(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		if a.Description != "" {
			words = append(words, a.Description)
		} else {
			words = append(words, strings.Trim(string(a.Value), `"`))
		}
	}
	return strings.Join(words, " ")
}
