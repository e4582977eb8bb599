package main

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/tracing"
)

// Event is one of a Chromium trace. Times are microseconds.
type Event struct {
	Name  string  `json:"name"`
	Phase string  `json:"ph"`
	At    float64 `json:"ts"`
	Wall  float64 `json:"dur"`
	CPU   float64 `json:"tdur"`
	PID   int     `json:"pid"`
	TID   int     `json:"tid"`
	// Args are of many shapes; see arg.
	Args json.RawMessage `json:"args"`
}

// arg is what the arguments say in two places: the name of a thread, and the
// address of a page.
func (e Event) arg() (name, url string) {
	var a struct {
		Name string `json:"name"`
		Data struct {
			URL string `json:"documentLoaderURL"`
		} `json:"data"`
	}
	if json.Unmarshal(e.Args, &a) != nil {
		return "", "" // of another shape
	}
	return a.Name, a.Data.URL
}

func (e Event) end() float64 { return e.At + e.Wall }

// categories of the trace: what the main thread does, and our own marks.
var categories = []string{
	"toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "blink.user_timing", "blink",
	"v8", "devtools.timeline.v8", "v8.wasm", "disabled-by-default-v8.wasm.detailed", "disabled-by-default-v8.compile",
}

// trace records what the browser does while f runs.
func (b *Browser) trace(f func() error) ([]Event, error) {
	b.mu.Lock()
	b.events, b.traced = nil, make(chan struct{})
	b.mu.Unlock()
	config := &tracing.TraceConfig{IncludedCategories: categories}
	if err := send(b, tracing.Start, tracing.StartParams{TransferMode: tracing.StartTransferModeReportEvents, TraceConfig: config}); err != nil {
		return nil, err
	}
	failed := f()
	if err := errors.Join(failed, send(b, tracing.End, cdp.Empty{})); err != nil {
		return nil, err
	}
	select {
	case <-b.traced:
	case <-time.After(deadAfter):
		return nil, errors.New("the trace did not come")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return mainThread(b.events), nil
}

func (b *Browser) collect(e *tracing.EventDataCollected) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, raw := range e.Value {
		var one Event
		if json.Unmarshal(raw, &one) == nil {
			b.events = append(b.events, one)
		}
	}
}

// mainThread are the events of the page's main thread, in order: that of the
// renderer that worked most.
func mainThread(all []Event) []Event {
	type thread struct{ pid, tid int }
	main := map[thread]bool{}
	work := map[thread]float64{}
	for _, e := range all {
		t := thread{e.PID, e.TID}
		if e.Phase == "M" && e.Name == "thread_name" {
			name, _ := e.arg()
			main[t] = name == "CrRendererMain"
		}
		work[t] += e.Wall
	}
	var most thread
	for t, is := range main {
		if is && work[t] >= work[most] {
			most = t
		}
	}
	var out []Event
	for _, e := range all {
		if e.PID == most.pid && e.TID == most.tid && e.Phase != "M" {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Event) int {
		switch {
		case a.At != b.At:
			return sign(a.At - b.At)
		default:
			return sign(b.Wall - a.Wall)
		}
	})
	return out
}

func sign(v float64) int {
	switch {
	case v < 0:
		return -1
	case v > 0:
		return 1
	}
	return 0
}

// when is the time of the last event with the name; 0 if there is none.
func when(events []Event, name string) (at float64) {
	for _, e := range events {
		if e.Name == name {
			at = e.At
		}
	}
	return at
}

// navigated is when the page at an address was begun to be loaded.
func navigated(events []Event, url string) (at float64) {
	for _, e := range events {
		if e.Name != "navigationStart" {
			continue
		}
		if _, to := e.arg(); strings.HasPrefix(to, url) {
			at = e.At
		}
	}
	return at
}

// between adds up the time that the main thread worked between marks of the
// name, in milliseconds, one value for each two neighbors.
func between(events []Event, mark string) (ms []float64) {
	var last float64
	work := 0.0
	for _, e := range events {
		switch {
		case e.Name == mark:
			if last > 0 {
				ms = append(ms, work/1000)
			}
			last, work = e.At, 0
		case isTask(e):
			work += e.CPU
		}
	}
	return ms
}

// isTask reports whether an event is a whole task of the main thread. The
// category for the developer tools tells of the same tasks once more, as RunTask.
func isTask(e Event) bool { return e.Phase == "X" && e.Name == "ThreadControllerImpl::RunTask" }
