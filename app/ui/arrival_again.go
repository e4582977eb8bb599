package ui

import (
	"context"
	"slices"

	"claimlight/app/exchange"
	"claimlight/app/parcel"
)

// reread reads the files again after somebody has chosen how.
func (m *Model) reread(file string, choose func(*parcel.File)) {
	a := m.arrivals
	if a.reading {
		return
	}
	again := &arrivals{files: slices.Clone(a.files), bodies: a.bodies, own: a.own, then: a.then, rows: a.rows}
	file = exchange.Outermost(file) // which was picked
	for i := range again.files {
		if again.files[i].Name == file {
			choose(&again.files[i])
		}
	}
	a.reading = true
	m.touch()
	ctx, j := m.begin(context.Background(), "Reading the files again", true)
	m.ctx.Async(func() {
		err := m.inspect(ctx, again, m.pace(ctx, j))
		m.dispatch(func() {
			m.end(j)
			a.reading = false
			switch {
			case m.arrivals != a: // it was closed meanwhile
			case err != nil && !wasStopped(err):
				m.fail(err)
			case err == nil:
				again.keep(a)
				m.arrivals = again
				m.say("Read again.")
			}
		})
	})
}

// keep leaves out what was left out before, and leaves encodings in the order in
// which they were offered: the browser shows the choice by its place. What
// arrives is known again by its place in its file: its title may be another one
// now.
func (a *arrivals) keep(before *arrivals) {
	off, offered := map[string]bool{}, map[string][]string{}
	before.each(func(place string, one *arrival) {
		off[place], offered[place] = !one.on && !one.here, one.Encodings
	})
	a.each(func(place string, one *arrival) {
		one.on = one.on && !off[place]
		if slices.Contains(offered[place], one.Encoding) {
			one.Encodings = offered[place]
		}
	})
}

// each goes through what arrives, with a name for the place of each.
func (a *arrivals) each(f func(place string, one *arrival)) {
	in := map[string]int{}
	for i := range a.items {
		one := &a.items[i]
		f(one.File+"\x00"+itoa(in[one.File]), one)
		in[one.File]++
	}
}
