package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
)

// edits is how many marks are added, retagged and removed in one run.
const edits = 4

// scrollSteps is how many frames a way through the article takes.
const scrollSteps = 600

// article measures one candidate with one article: show, change, scroll.
func (r *runner) article(c *Candidate, d *Doc) error {
	return fresh(func(b *Browser) error {
		if err := r.bring(b, c, d); err != nil {
			return err
		}
		if err := r.show(b, c, d); err != nil {
			return err
		}
		private, err := b.memory()
		if err != nil {
			return err
		}
		r.results.add(c.ID, d.Size, "memory", private...)
		if c.ID == "plain" {
			return nil
		}
		if err := r.change(b, c, d); err != nil {
			return err
		}
		if d.Size != "l" {
			return nil
		}
		return r.scroll(b, c, d)
	})
}

// bring opens the candidate's page with the article ready to be shown.
func (r *runner) bring(b *Browser, c *Candidate, d *Doc) error {
	if c.Kind == Ours {
		if err := r.bringOurs(b, r.house.at("native", d.Size+".json"), "Size "+d.Size); err != nil {
			return err
		}
		return b.eval("void (bench.doc = "+quote(d)+")", nil)
	}
	if err := b.open(r.others + "/" + c.ID + "/"); err != nil {
		return err
	}
	if err := b.wait("document.readyState === 'complete' && window.bench?.candidate", deadAfter); err != nil {
		return err
	}
	return b.eval(`(async () => {
		bench.doc = await (await fetch("/data/`+d.Size+`.json")).json();
		await bench.candidate.prepare?.(bench.doc);
		await bench.quiet();
	})()`, nil)
}

// Timed is what the page's clock says, in milliseconds.
type Timed struct {
	Begun   float64 `json:"begun"` // since the page was opened
	Painted float64 `json:"painted"`
}

// gesture does something with real input and returns how long it took. what is
// the name of a gesture of the candidate, or of the function that a key calls
// where it has none; done and args are JavaScript.
func (b *Browser) gesture(what, args, done string) (t Timed, err error) {
	var g *Gesture
	// Where things are is asked when nothing moves any more.
	err = b.eval(`bench.calm().then(() => bench.candidate.gestures?.`+what+`?.(`+args+`) ?? null)`, &g)
	if err != nil {
		return t, err
	}
	act := "null"
	if g == nil {
		g = &Gesture{Steps: []Step{{Key: "F8"}}, Commit: "keydown"}
		act = `() => bench.candidate.` + what + `(` + args + `)`
	}
	if err := b.perform(g.Before); err != nil {
		return t, err
	}
	if err := b.eval(`bench.calm().then(() => bench.arm(`+quote(g.Commit)+`, () => `+done+`, `+act+`))`, nil); err != nil {
		return t, err
	}
	if err := b.perform(g.Steps); err != nil {
		return t, err
	}
	return t, b.eval(`bench.result()`, &t)
}

// show opens the article: until its first marks are painted, until all of it
// is in the page, and until the main thread is quiet.
func (r *runner) show(b *Browser, c *Candidate, d *Doc) error {
	args := ""
	if c.Kind != Ours {
		args = `document.getElementById("root"), bench.doc`
	}
	t, err := b.gesture("show", args, "bench.candidate.shown()")
	if err != nil {
		return err
	}
	whole := t.Begun + t.Painted
	if err := b.eval(`bench.candidate.whole && !bench.candidate.whole(bench.doc) ? bench.shown(() => bench.candidate.whole(bench.doc)) : `+fmt.Sprint(whole), &whole); err != nil {
		return err
	}
	var quiet float64
	if err := b.eval(`bench.quiet()`, &quiet); err != nil {
		return err
	}
	r.results.add(c.ID, d.Size, "show", t.Painted)
	r.results.add(c.ID, d.Size, "whole", whole-t.Begun)
	r.results.add(c.ID, d.Size, "settled", max(quiet-t.Begun, t.Painted))
	if quiet-t.Begun > float64(deadAfter.Milliseconds()) {
		return fmt.Errorf("%w: %.0f s to show", errDead, (quiet-t.Begun)/1000)
	}
	return nil
}

// reveal scrolls to the middle of the article, where marks are changed.
func (b *Browser) reveal(d *Doc) error {
	return b.eval(fmt.Sprintf(`(async () => {
		const c = bench.candidate;
		const el = c.scroller?.() || document.scrollingElement;
		if (c.reveal) c.reveal(%d);
		else el.scrollTop = (el.scrollHeight - el.clientHeight) / 2;
		await bench.quiet();
	})()`, d.Middle), nil)
}

// change adds marks, gives them other tags and removes them.
func (r *runner) change(b *Browser, c *Candidate, d *Doc) error {
	if err := b.reveal(d); err != nil {
		return err
	}
	for _, m := range d.Extra[:edits] {
		tag := (m.Tag + 1) % len(d.Tags)
		mark, other := quote(m), fmt.Sprint(tag)
		changed := m
		changed.Tag = tag
		for _, step := range []struct{ figure, what, args, done string }{
			{"add", "add", mark, "added"},
			{"retag", "retag", mark + ", " + other, "retagged"},
			{"remove", "remove", quote(changed), "removed"},
		} {
			t, err := b.gesture(step.what, step.args, `bench.candidate.`+step.done+`?.(`+step.args+`) ?? true`)
			if err != nil {
				return fmt.Errorf("%s: %w", step.figure, err)
			}
			r.results.add(c.ID, d.Size, step.figure, t.Painted)
			time.Sleep(150 * time.Millisecond)
		}
	}
	return nil
}

// scroll goes through the whole article and counts the frames that come late.
func (r *runner) scroll(b *Browser, c *Candidate, d *Doc) error {
	before, err := b.taskTime()
	if err != nil {
		return err
	}
	var took []float64
	if err := b.eval(fmt.Sprintf(`bench.scroll(bench.candidate.scroller?.() || document.scrollingElement, %d)`, scrollSteps), &took); err != nil {
		return err
	}
	after, err := b.taskTime()
	if err != nil {
		return err
	}
	long := float64(scrollSteps - len(took)) // what was broken off was late as well
	for _, ms := range took {
		if ms > 50 {
			long++
		}
	}
	r.results.add(c.ID, d.Size, "long frames", long)
	r.results.add(c.ID, d.Size, "scroll work", (after-before)/float64(max(len(took), 1)))
	return nil
}

// taskTime is for how long the main thread has worked, in milliseconds.
func (b *Browser) taskTime() (float64, error) {
	result, err := ask(b, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return 0, err
	}
	for _, m := range result.Metrics {
		if m.Name == "TaskDuration" {
			return m.Value * 1000, nil
		}
	}
	return 0, errors.New("the browser does not tell how long it worked")
}
