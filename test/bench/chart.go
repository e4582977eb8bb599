package main

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// series is a line of a chart: values over the sizes, NaN where there is none.
type series struct {
	name   string
	class  string
	values []float64
}

// chart draws lines over the sizes of the article, both axes logarithmic, as
// SVG. Its colors follow the reader's light or dark page.
type chart struct {
	title  string
	series []series
}

// The drawing's measures in pixels.
const (
	wide, high              = 720, 400
	leftPad, topPad         = 70, 46
	rightPad, bottomPad     = 230, 46
	plotWide, plotHigh      = wide - leftPad - rightPad, high - topPad - bottomPad
	labelGap, labelDistance = 14, 8
)

const chartStyle = `
text { font: 12px system-ui, sans-serif; fill: #222 }
.title { font-size: 14px; font-weight: 600 }
.grid { stroke: #ddd; stroke-width: 1 }
.line { fill: none; stroke-width: 1.6; stroke: #777 }
.dot { fill: #777 }
.ours { stroke: #b45309; stroke-width: 3 } .dot.ours, .name.ours { fill: #b45309; stroke: none }
.limit { stroke: #0f766e; stroke-dasharray: 5 3 } .dot.limit, .name.limit { fill: #0f766e; stroke: none }
.peer { stroke: #6b7280 } .dot.peer, .name.peer { fill: #6b7280; stroke: none }
.name.ours { font-weight: 600 }
.paper { fill: #fff }
@media (prefers-color-scheme: dark) {
.paper { fill: #161412 } text { fill: #eee } .grid { stroke: #3a3733 }
.ours { stroke: #fbbf24 } .dot.ours, .name.ours { fill: #fbbf24 }
.limit { stroke: #5eead4 } .dot.limit, .name.limit { fill: #5eead4 }
.peer { stroke: #9ca3af } .dot.peer, .name.peer { fill: #9ca3af }
}`

// svg draws the chart.
func (c chart) svg() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">`+"\n<style>%s\n</style>\n", wide, high, html.EscapeString(c.title), chartStyle)
	fmt.Fprintf(&b, `<rect class="paper" width="%d" height="%d"/>`+"\n", wide, high)
	fmt.Fprintf(&b, `<text class="title" x="%d" y="24">%s</text>`+"\n", leftPad, html.EscapeString(c.title))
	low, top := c.decades()
	c.grid(&b, low, top)
	c.lines(&b, low, top)
	b.WriteString("</svg>\n")
	return b.String()
}

// decades are the powers of ten between which everything lies.
func (c chart) decades() (low, top float64) {
	low, top = 10, -10
	for _, s := range c.series {
		for _, v := range s.values {
			if v > 0 {
				low, top = min(low, math.Floor(math.Log10(v))), max(top, math.Ceil(math.Log10(v)))
			}
		}
	}
	return low, max(top, low+1)
}

func placeX(i int) float64 { return leftPad + float64(i)*plotWide/float64(len(Sizes)-1) }

func placeY(v, low, top float64) float64 {
	return topPad + plotHigh*(top-math.Log10(v))/(top-low)
}

func (c chart) grid(b *strings.Builder, low, top float64) {
	for d := low; d <= top; d++ {
		y := placeY(math.Pow(10, d), low, top)
		fmt.Fprintf(b, `<path class="grid" d="M%d %.1fh%d"/><text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n", leftPad, y, plotWide, leftPad-8, y+4, scaleWords(math.Pow(10, d)))
	}
	for i, s := range Sizes {
		x := placeX(i)
		fmt.Fprintf(b, `<path class="grid" d="M%.1f %dv%d"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", x, topPad, plotHigh, x, high-bottomPad+20, thousands(s.Words)+" words")
	}
}

func scaleWords(v float64) string {
	if v >= 1000 {
		return fmt.Sprintf("%g s", v/1000)
	}
	return fmt.Sprintf("%g ms", v)
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func (c chart) lines(b *strings.Builder, low, top float64) {
	var names []label
	for _, s := range c.series {
		path := ""
		var last label
		for i, v := range s.values {
			if !(v > 0) {
				continue
			}
			x, y := placeX(i), placeY(v, low, top)
			path += fmt.Sprintf("%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[path == ""], x, y)
			fmt.Fprintf(b, `<circle class="dot %s" cx="%.1f" cy="%.1f" r="3"/>`+"\n", s.class, x, y)
			last = label{x: x, y: y, name: s.name, class: s.class, gone: i < len(Sizes)-1}
		}
		if path != "" {
			fmt.Fprintf(b, `<path class="line %s" d="%s"/>`+"\n", s.class, path)
			names = append(names, last)
		}
	}
	for _, n := range spread(names) {
		x := float64(leftPad + plotWide + labelDistance)
		words := n.name
		if n.gone {
			words += " (given up)"
		}
		fmt.Fprintf(b, `<text class="name %s" x="%.1f" y="%.1f">%s</text>`+"\n", n.class, x, n.y+4, html.EscapeString(words))
	}
}

// label is the name at the end of a line; gone says that the line ends before
// the largest size.
type label struct {
	x, y        float64
	name, class string
	gone        bool
}

// spread moves names apart that would stand over one another.
func spread(names []label) []label {
	for i := 1; i < len(names); i++ { // few: the plain way
		for k := i; k > 0 && names[k].y < names[k-1].y; k-- {
			names[k], names[k-1] = names[k-1], names[k]
		}
	}
	for i := 1; i < len(names); i++ {
		names[i].y = max(names[i].y, names[i-1].y+labelGap)
	}
	return names
}
