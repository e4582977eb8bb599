package main

import (
	"math"
	"testing"
)

func TestProfileGivesEachMomentToTheInnermost(t *testing.T) {
	p := profile([]Event{
		{Name: "RunTask", Phase: "X", At: 1000, Wall: 10_000},
		{Name: "FunctionCall", Phase: "X", At: 2000, Wall: 8000},
		{Name: "Layout", Phase: "X", At: 3000, Wall: 2000},
		{Name: "RunTask", Phase: "X", At: 15_000, Wall: 10_000},
		{Name: "Paint", Phase: "X", At: 19_000, Wall: 3000},
	}, 0, 20_000)
	want := map[string]float64{idle: 5, other: 6, script: 6, layout: 2, painting: 1}
	sum := 0.0
	for part, ms := range want {
		if math.Abs(p.Parts[part]-ms) > 1e-9 {
			t.Errorf("%s: %v ms, want %v", part, p.Parts[part], ms)
		}
		sum += p.Parts[part]
	}
	if p.Whole != 20 || math.Abs(sum-20) > 1e-9 {
		t.Errorf("the parts make %v of %v", sum, p.Whole)
	}
}

func TestBetweenAddsUpTasks(t *testing.T) {
	task := func(at, cpu float64) Event {
		return Event{Name: "ThreadControllerImpl::RunTask", Phase: "X", At: at, Wall: cpu, CPU: cpu}
	}
	again := task(300, 4000) // as the developer tools tell of it
	again.Name = "RunTask"
	mark := func(at float64) Event { return Event{Name: "bench:step", Phase: "I", At: at} }
	got := between([]Event{task(0, 9000), mark(100), task(200, 3000), task(300, 4000), again, mark(400), mark(500), task(600, 1000)}, "bench:step")
	if len(got) != 2 || got[0] != 7 || got[1] != 0 {
		t.Errorf("%v, want [7 0]", got)
	}
}

func TestMedian(t *testing.T) {
	if m := median([]float64{1, 2, 4, 100}); m != 3 {
		t.Error(m)
	}
	if m := median(nil); !math.IsNaN(m) {
		t.Error(m)
	}
}
