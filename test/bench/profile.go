package main

import "strings"

// Profile says how long the main thread did what, in milliseconds, between
// two moments. The parts make up the whole.
type Profile struct {
	Whole float64            `json:"whole"`
	Parts map[string]float64 `json:"parts"`
}

// The parts of a profile, in the order in which they are printed.
const (
	script    = "script and WebAssembly"
	collector = "garbage collection"
	parsing   = "parsing HTML"
	style     = "style"
	layout    = "layout"
	painting  = "paint"
	other     = "other work"
	idle      = "waiting"
)

var profileParts = []string{script, collector, parsing, style, layout, painting, other, idle}

// partsByName are the beginnings of the names of events, and what they are.
var partsByName = []struct{ prefix, part string }{
	{"V8.GC", collector}, {"MinorGC", collector}, {"MajorGC", collector}, {"BlinkGC", collector}, {"CppGC", collector},
	{"ParseHTML", parsing},
	{"UpdateLayoutTree", style}, {"ParseAuthorStyleSheet", style}, {"Recalc", style},
	{"Layout", layout}, {"HitTest", layout}, {"IntersectionObserver", layout},
	{"PrePaint", painting}, {"Paint", painting}, {"Layerize", painting}, {"Commit", painting}, {"UpdateLayer", painting}, {"RasterTask", painting},
	{"EvaluateScript", script}, {"FunctionCall", script}, {"v8.", script}, {"V8.", script}, {"wasm.", script},
	{"EventDispatch", script}, {"FireAnimationFrame", script}, {"TimerFire", script}, {"RunMicrotasks", script}, {"XHR", script},
}

func partOf(name string) string {
	for _, p := range partsByName {
		if strings.HasPrefix(name, p.prefix) {
			return p.part
		}
	}
	return other
}

// profile sorts the time of the main thread between two moments by what it
// was spent on. Each moment counts for the innermost event, as far as that
// says what it is.
func profile(events []Event, from, to float64) Profile {
	p := Profile{Whole: (to - from) / 1000, Parts: map[string]float64{}}
	var open []Event
	at := from
	until := func(t float64) {
		t = min(max(t, from), to)
		if t > at {
			p.Parts[doing(open)] += (t - at) / 1000
			at = t
		}
	}
	for _, e := range events {
		if e.Phase != "X" || e.Wall == 0 {
			continue
		}
		for len(open) > 0 && open[len(open)-1].end() <= e.At {
			until(open[len(open)-1].end())
			open = open[:len(open)-1]
		}
		until(e.At)
		open = append(open, e)
	}
	for len(open) > 0 {
		until(open[len(open)-1].end())
		open = open[:len(open)-1]
	}
	until(to)
	return p
}

// doing is what the innermost of the open events says.
func doing(open []Event) string {
	for i := len(open) - 1; i >= 0; i-- {
		if part := partOf(open[i].Name); part != other {
			return part
		}
	}
	if len(open) == 0 {
		return idle
	}
	return other
}
