package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// rest is how long typing must rest before it becomes a change: short enough
// that next to nothing is typed in vain, long enough that a word is one step.
const rest = 300 * time.Millisecond

// later runs f on the UI goroutine when the typing has rested.
func (m *Model) later(f func()) { m.ctx.After(rest, func(app.Context) { f() }) }

// whenDrawn runs f once the screen shows what the model says now.
func (m *Model) whenDrawn(f func()) {
	if !m.live {
		m.dispatch(func() { m.whenDrawn(f) })
		return
	}
	// by way of the queue in which the drawing itself waits
	m.ctx.Dispatch(func(ctx app.Context) { ctx.Defer(func(app.Context) { f() }) })
}

// pause waits for something that happens again and again to rest.
type pause struct {
	on   bool
	last time.Time // when it happened
}

// onceStill calls f on the UI goroutine once nothing has called this for as long
// as given, unless the pause has been ended before.
func (m *Model) onceStill(p *pause, long time.Duration, f func()) {
	p.last = m.ports.Now()
	if !p.on {
		p.on = true
		m.whenStill(p, long, f)
	}
}

func (m *Model) whenStill(p *pause, long time.Duration, f func()) {
	m.ctx.After(long, func(app.Context) {
		switch {
		case !p.on: // ended, or of a project that has been left
		case m.ports.Now().Sub(p.last) < long:
			m.whenStill(p, long, f)
		default:
			p.on = false
			f()
		}
	})
}
