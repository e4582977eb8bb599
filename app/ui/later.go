package ui

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/workspace"
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

// scrolled follows the reading. Of the screen only the margin is drawn again,
// where there are so many cards that it shows just those in sight.
func (m *Model) scrolled(page *workspace.Page) {
	if page.Count > allCards {
		m.followMargin()
	}
	m.scrolledAt = m.ports.Now()
	if !m.scrolling {
		m.scrolling = true
		m.whenStill()
	}
}

// whenStill remembers the place once the scrolling has come to rest: what is
// kept of it takes a moment.
func (m *Model) whenStill() {
	m.ctx.After(rest, func(app.Context) {
		if m.ports.Now().Sub(m.scrolledAt) < rest {
			m.whenStill()
			return
		}
		m.scrolling = false
		m.keepPlace()
	})
}

// marginRest is how long the margin rests between two steps of a scrolling.
const marginRest = 80 * time.Millisecond

// followMargin shows the cards of what is in sight now: at once where the
// scrolling is slow, else as soon as it is slow enough to read.
func (m *Model) followMargin() {
	if m.filling {
		return
	}
	first, last := m.ports.Paper.Visible()
	fast := first > m.passed[1] || last < m.passed[0] // nothing is in sight any more of what was
	m.passed = [2]int{first, last}
	if now := m.ports.Now(); fast || now.Sub(m.filled) < marginRest {
		m.filling = true
		m.ctx.After(marginRest, func(app.Context) {
			m.filling = false
			if m.ws != nil && m.ports.Paper.Article() != nil {
				m.followMargin()
			}
		})
		return
	}
	if m.inSight != m.passed {
		m.inSight = m.passed
		m.fillMargin()
		m.ports.Paper.Measure()()
	}
	m.filled = m.ports.Now()
}

// keepPlace remembers how far an article was read.
func (m *Model) keepPlace() {
	if a := m.ports.Paper.Article(); a != nil {
		m.ports.Prefs.Set("place:"+string(a.ID), strconv.Itoa(int(m.ports.Paper.View().Y)))
		m.keepGlance()
	}
}

// restorePlace goes back to where an article was left.
func (m *Model) restorePlace() {
	a := m.ports.Paper.Article()
	if a == nil {
		return
	}
	if y, err := strconv.Atoi(m.ports.Prefs.Get("place:" + string(a.ID))); err == nil && y > 0 {
		m.ports.Paper.ScrollTo(float64(y))
	}
}
