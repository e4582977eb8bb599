package main

import (
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/input"
)

// dragSteps is how many times the mouse moves in one drag.
const dragSteps = 40

// drag measures what our program works in each frame while text is being
// selected, and while the end of a mark is being moved, at size l.
func (r *runner) drag(d *Doc) error {
	return fresh(func(b *Browser) error {
		c := candidate("ours")
		if err := r.bring(b, c, d); err != nil {
			return err
		}
		if _, err := b.gesture("show", "", "bench.candidate.shown()"); err != nil {
			return err
		}
		if err := b.reveal(d); err != nil {
			return err
		}
		var from []float64
		m := d.Extra[0]
		if err := b.eval(`bench.ours.begin(`+quote(m)+`)`, &from); err != nil {
			return err
		}
		work, err := b.dragAcross(from[0], from[1], from[0]+160, from[1]+110)
		if err != nil {
			return fmt.Errorf("selecting: %w", err)
		}
		r.results.add("ours", "l", "select work", work...)
		return r.dragHandle(b, m)
	})
}

// dragHandle makes the mark and moves its end.
func (r *runner) dragHandle(b *Browser, m Mark) error {
	if _, err := b.gesture("add", quote(m), `bench.candidate.added(`+quote(m)+`)`); err != nil {
		return err
	}
	if err := b.wait(`bench.ours.there("handle")`, deadAfter); err != nil {
		return err
	}
	if err := b.eval(`bench.quiet()`, nil); err != nil {
		return err
	}
	var at []float64
	if err := b.eval(`bench.ours.at("handle")`, &at); err != nil {
		return err
	}
	work, err := b.dragAcross(at[0], at[1], at[0]+120, at[1]+100)
	if err != nil {
		return fmt.Errorf("moving an end: %w", err)
	}
	r.results.add("ours", "l", "handle work", work...)
	return nil
}

// dragAcross presses at a place, moves on once a frame, and lets go. It
// returns what the main thread worked between each two moves, in milliseconds.
func (b *Browser) dragAcross(x0, y0, x1, y1 float64) ([]float64, error) {
	events, err := b.trace(func() error {
		if err := errors.Join(b.mouse(input.DispatchMouseEventTypeMouseMoved, x0, y0), b.mouse(input.DispatchMouseEventTypeMousePressed, x0, y0)); err != nil {
			return err
		}
		for i := 1; i <= dragSteps; i++ {
			if err := b.eval(`bench.frame().then(() => performance.mark("bench:step"))`, nil); err != nil {
				return err
			}
			part := float64(i) / dragSteps
			if err := b.hold(x0+(x1-x0)*part, y0+(y1-y0)*part); err != nil {
				return err
			}
		}
		if err := b.eval(`bench.frame().then(() => performance.mark("bench:step"))`, nil); err != nil {
			return err
		}
		return b.mouse(input.DispatchMouseEventTypeMouseReleased, x1, y1)
	})
	if err != nil {
		return nil, err
	}
	work := between(events, "bench:step")
	if len(work) < dragSteps {
		return nil, fmt.Errorf("only %d of %d steps are in the trace", len(work), dragSteps)
	}
	return work, nil
}
