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

// keepPlace remembers how far an article was read: the line that is being read,
// by its block, how far it stands below the upper edge in CSS pixels, and how
// many code points of the block come before it. How far all is scrolled, or where
// the block begins, would be another place in another window, and in a long text,
// of which the browser guesses how tall it is.
func (m *Model) keepPlace() {
	a := m.ports.Paper.Article()
	if a == nil || len(a.Blocks) == 0 {
		return
	}
	place := ""
	if point, below, top := m.ports.Paper.Line(); !top {
		b := max(a.BlockAt(point), 0)
		place = itoa(b) + ":" + strconv.FormatFloat(below, 'f', -1, 64) + ":" + itoa(point-a.Blocks[b].Start)
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
	if point, below, ok := placeIn(a, m.ports.Prefs.Get("place:"+string(a.ID))); ok {
		m.ports.Paper.GoTo(point, below)
	}
}

// placeIn reads what keepPlace has kept. An earlier version kept the first line
// of the block, without the third number.
func placeIn(a *article.Article, kept string) (point int, below float64, ok bool) {
	parts := append(strings.Split(kept, ":"), "0")
	if len(parts) < 3 {
		return 0, 0, false
	}
	b, err := strconv.Atoi(parts[0])
	below, err2 := strconv.ParseFloat(parts[1], 64)
	into, err3 := strconv.Atoi(parts[2])
	if err != nil || err2 != nil || err3 != nil || b < 0 || b >= len(a.Blocks) || into < 0 || math.IsNaN(below) || math.IsInf(below, 0) {
		return 0, 0, false
	}
	return min(a.Blocks[b].Start+into, max(a.Blocks[b].End-1, a.Blocks[b].Start)), below, true
}

// scrollTo puts the first line of a block so far below the upper edge.
func (m *Model) scrollTo(a *article.Article, block int, offset float64) {
	m.ports.Paper.ScrollTo(max(m.lineTop(a.Blocks[block].Start)-offset, 0))
}
