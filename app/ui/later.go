package ui

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
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
		m.stopScrolling()
	})
}

const (
	// marginRest is how long the margin rests between two steps of a scrolling.
	marginRest = 80 * time.Millisecond
	// readable is how many heights of the window may go by in a second for the
	// cards to be read, and leap how many at once are the beginning of more.
	readable, leap = 2.5, .4
)

// followMargin shows the cards of what is in sight now: at once where the
// scrolling is slow, else as soon as it is slow enough to read.
func (m *Model) followMargin() {
	if m.filling || m.unseen {
		return
	}
	view, now := m.ports.Paper.View(), m.ports.Now()
	fast := math.Abs(view.Y-m.passed) > view.H*min(leap, readable*now.Sub(m.passedAt).Seconds())
	m.passed, m.passedAt = view.Y, now
	if fast || now.Sub(m.filled) < marginRest {
		m.filling = true
		m.ctx.After(marginRest, func(app.Context) {
			m.filling = false
			if m.ws != nil && m.ports.Paper.Article() != nil {
				m.followMargin()
			}
		})
		return
	}
	first, last := m.ports.Paper.Visible()
	if now := [2]int{first, last}; m.inSight != now {
		m.inSight = now
		m.fillMargin()
		m.ports.Paper.Measure()()
	}
	m.filled = m.ports.Now()
}

// stopScrolling remembers the place at once: the article is about to leave.
func (m *Model) stopScrolling() {
	if m.scrolling {
		m.scrolling = false
		m.keepPlace()
	}
}

// textMoved puts what stands beside the text right once that has come to rest.
func (m *Model) textMoved() {
	m.movedAt = m.ports.Now()
	if !m.settling {
		m.settling = true
		m.whenSettled()
	}
}

func (m *Model) whenSettled() {
	m.ctx.After(marginRest, func(app.Context) {
		if m.ports.Now().Sub(m.movedAt) < marginRest {
			m.whenSettled()
			return
		}
		m.settling = false
		m.arrange()
	})
}

// keepPlace remembers how far an article was read: the first block in sight,
// and how far its first line stands below the upper edge, in CSS pixels. How
// far all is scrolled would be another place in another window, and in a long
// text, of which the browser guesses how tall it is.
func (m *Model) keepPlace() {
	a := m.ports.Paper.Article()
	if a == nil || len(a.Blocks) == 0 {
		return
	}
	place := ""
	if y := m.ports.Paper.View().Y; y > 0 {
		first, _ := m.ports.Paper.Visible()
		place = itoa(first) + ":" + itoa(int(m.lineTop(a.Blocks[first].Start)-y))
	}
	m.ports.Prefs.Set("place:"+string(a.ID), place)
	m.keepGlance()
}

// restorePlace goes back to where an article was left.
func (m *Model) restorePlace() {
	a := m.ports.Paper.Article()
	if a == nil {
		return
	}
	block, offset, _ := strings.Cut(m.ports.Prefs.Get("place:"+string(a.ID)), ":")
	b, err := strconv.Atoi(block)
	off, err2 := strconv.Atoi(offset)
	if err == nil && err2 == nil && b >= 0 && b < len(a.Blocks) {
		m.scrollTo(a, b, float64(off))
	}
}

// scrollTo puts the first line of a block so far below the upper edge.
func (m *Model) scrollTo(a *article.Article, block int, offset float64) {
	m.ports.Paper.ScrollTo(max(m.lineTop(a.Blocks[block].Start)-offset, 0))
}
