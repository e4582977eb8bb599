package ui

import (
	"math"
	"strconv"
	"strings"

	"claimlight/app/article"
)

// stopScrolling remembers the place at once: the article is about to leave.
func (m *Model) stopScrolling() {
	if m.scrolling.on {
		m.scrolling.on = false
		m.keepPlace()
	}
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
		place = itoa(first) + ":" + itoa(int(math.Round(m.lineTop(a.Blocks[first].Start)-y)))
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
