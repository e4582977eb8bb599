package ui

import (
	"math"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/workspace"
)

const (
	// marginRest is how long the margin rests between two steps of a scrolling.
	marginRest = 80 * time.Millisecond
	// readable is how many heights of the window may go by in a second for the
	// cards to be read, and leap how many at once are the beginning of more.
	readable, leap = 2.5, .4
)

// following is how the margin follows the reading.
type following struct {
	sight  [2]int    // the first and last block in sight when cards were chosen
	filled time.Time // when it did so last
	soon   bool      // it will do so again
	y      float64   // how far the stage was scrolled when it was looked at last
	looked time.Time
	moved  pause // of the text, which becomes taller or less tall
}

// scrolled follows the reading. Of the screen only the margin is drawn again,
// where there are so many cards that it shows just those in sight.
func (m *Model) scrolled(page *workspace.Page) {
	if page.Count > allCards {
		m.followMargin()
	}
	m.onceStill(&m.scrolling, rest, m.keepPlace) // what is kept of it takes a moment
}

// followMargin shows the cards of what is in sight now: at once where the
// scrolling is slow, else as soon as it is slow enough to read.
func (m *Model) followMargin() {
	f := &m.following
	if f.soon || m.unseen {
		return
	}
	view, now := m.ports.Paper.View(), m.ports.Now()
	fast := math.Abs(view.Y-f.y) > view.H*min(leap, readable*now.Sub(f.looked).Seconds())
	f.y, f.looked = view.Y, now
	if fast || now.Sub(f.filled) < marginRest {
		f.soon = true
		m.ctx.After(marginRest, func(app.Context) {
			f.soon = false
			if m.ws != nil && m.ports.Paper.Article() != nil {
				m.followMargin()
			}
		})
		return
	}
	first, last := m.ports.Paper.Visible()
	if f.sight != [2]int{first, last} {
		m.fillMargin()
		m.ports.Paper.Measure()()
	}
	f.filled = m.ports.Now()
}

// textMoved puts what stands beside the text right once that has come to rest.
func (m *Model) textMoved() { m.onceStill(&m.following.moved, marginRest, m.arrange) }
