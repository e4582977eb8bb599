package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
)

// Row is one line of the table: a figure, ours, what it is measured against,
// and whether the target is reached.
type Row struct{ Figure, Ours, Limit, Peer, Target, Met string }

var columns = Row{"figure", "ours", "limit", "best peer", "target", "reached"}

func (r Row) cells() []string { return []string{r.Figure, r.Ours, r.Limit, r.Peer, r.Target, r.Met} }

// twoFrames is the length of two frames in milliseconds, and a frame's.
const (
	twoFrames = 33.4
	aFrame    = 16.7
)

// rows are the figures that there are targets for.
func (r *Results) rows() []Row {
	var out []Row
	for _, s := range []string{"s", "m", "l"} {
		out = append(out, r.showRow(s))
	}
	for _, figure := range []string{"add", "retag", "remove"} {
		for _, s := range []string{"s", "m", "l"} {
			out = append(out, r.editRow(figure, s))
		}
		out = append(out, r.flatRow(figure))
	}
	out = append(out, r.scrollRow())
	out = append(out, r.workRow("selecting text, work a frame, l", "select work"), r.workRow("moving an end, work a frame, l", "handle work"))
	for _, x := range []string{"x1", "x4"} {
		out = append(out, r.coldRows(x)...)
	}
	out = append(out, r.warmRows("again in the same browser", "again", 0.5)...)
	out = append(out, r.warmRows("after a restart of the browser", "restarted", 0.85)...)
	out = append(out, r.bytesRow(), r.memoryRow())
	for _, g := range Bigs {
		out = append(out, r.bigRows(g)...)
	}
	out = append(out, r.classRows()...)
	undo := r.median("ours", "l", "undo")
	words := ms(undo) + " in sight, " + ms(r.median("ours", "l", "undo whole")) + " everywhere"
	return append(out, Row{"undo of 10,000 marks", words, "", "", "under 300 ms", met(undo < 300, undo)})
}

func (r *Results) showRow(size string) Row {
	ours, static := r.median("ours", size, "show"), r.median("limit-static", size, "show")
	_, least := r.best(Limit, size, "show")
	peer, theirs := r.best(Peer, size, "show")
	row := Row{
		Figure: "show, " + size, Ours: ms(ours) + r.whole(size), Limit: ms(static) + " static, " + ms(least) + " best",
		Peer: named(peer, theirs) + times(theirs/ours),
	}
	switch size {
	case "m":
		row.Target, row.Met = "1.7 x limit; is "+ratio(ours/least), met(ours <= 1.7*least, ours)
	case "l":
		row.Target = "2 x static limit; is " + ratio(ours/static) + "; 10 x faster than every peer"
		// Peers that were all given up are slower; where none was tried, nothing is known.
		if !math.IsNaN(theirs) || len(r.Dead) > 0 {
			row.Met = met(ours <= 2*static && !(theirs < 10*ours), ours)
		}
	}
	return row
}

// whole says until when the rest of the article came in, if it was later.
func (r *Results) whole(size string) string {
	if whole := r.median("ours", size, "whole"); whole > r.median("ours", size, "show")+aFrame {
		return " (all of it: " + ms(whole) + ")"
	}
	return ""
}

func (r *Results) editRow(figure, size string) Row {
	ours := r.median("ours", size, figure)
	_, least := r.best(Limit, size, figure)
	peer, theirs := r.best(Peer, size, figure)
	return Row{
		figure + ", " + size, ms(ours), ms(least), named(peer, theirs) + times(theirs/ours),
		"limit + two frames; is + " + ms(ours-least), met(ours <= least+twoFrames, ours),
	}
}

func (r *Results) flatRow(figure string) Row {
	s, l := r.median("ours", "s", figure), r.median("ours", "l", figure)
	return Row{figure + ", l against s", ratio(l / s), "", "", "the same, within a frame", met(math.Abs(l-s) <= aFrame, l-s)}
}

func (r *Results) scrollRow() Row {
	ours := r.median("ours", "l", "long frames")
	_, least := r.best(Limit, "l", "long frames")
	peer, theirs := r.best(Peer, "l", "long frames")
	return Row{"frames over 50 ms of 600, scrolling l", number(ours), number(least), named2(peer, number(theirs)), "none", met(ours == 0, ours)}
}

func (r *Results) workRow(what, figure string) Row {
	v := r.values("ours", "l", figure)
	worst := math.NaN()
	if len(v) > 0 {
		worst = v[len(v)-1]
	}
	m := median(v)
	return Row{what, fine(m) + ", worst " + fine(worst), "", "", "under 16.7 ms, worst 50 ms", met(m < aFrame && worst <= 50, m)}
}

func (r *Results) coldRows(x string) []Row {
	paint, static := r.median("ours", x, "first paint"), r.median("static-page", x, "first paint")
	readable, page := r.median("ours", x, "readable"), r.median("static-page", x, "readable")
	taken, usable, early := r.median("ours", x, "taken"), r.median("ours", x, "usable"), r.median("ours", x, "early mark")
	theirs, theirsM := r.median("recogito", x, "usable"), r.median("recogito m", x, "usable")
	peer := named(candidate("recogito"), theirs) + "; " + ms(theirsM) + " with size m"
	alone := func(ours float64) (target, reached string) {
		return "1.3 x recogito alone; is " + ratio(ours/theirs) + "; with size m " + ratio(ours/theirsM), met(ours <= 1.3*theirs, ours)
	}
	takenTarget, takenMet := alone(taken)
	usableTarget, usableMet := alone(usable)
	return []Row{
		{"cold load " + x + ", first contentful paint", ms(paint), ms(static), "", "1.2 x a static page; is " + ratio(paint/static), met(paint <= 1.2*static, paint)},
		{"cold load " + x + ", article readable", ms(readable), ms(page), "", "at once: 1.2 x a static page; is " + ratio(readable/page), met(readable <= 1.2*page, readable)},
		{"cold load " + x + ", " + markPossible, ms(taken), "", peer, takenTarget, takenMet},
		{"cold load " + x + ", a mark made then, painted", ms(early), "", "", "", ""},
		{"cold load " + x + ", the program is there", ms(usable), "", peer, usableTarget, usableMet},
	}
}

func (r *Results) warmRows(visit, name string, most float64) []Row {
	row := func(what, figure string) Row {
		now, first := r.median("ours", "visit", name+figure), r.median("ours", "visit", "first"+figure)
		return Row{visit + ", " + what, ms(now), "", "", fmt.Sprintf("%.2f x the first visit (%s); is %s", most, ms(first), ratio(now/first)), met(now <= most*first, now)}
	}
	return []Row{row(markPossible, " taken"), row("the program is there", "")}
}

// markPossible is what is measured of a start beside the program's own.
const markPossible = "a mark possible: seen at once, made by the program when it is there"

func (r *Results) bytesRow() Row {
	program, all := r.median("ours", "", "bytes program"), r.median("ours", "", "bytes")
	peer := candidate("label-studio")
	return Row{
		"bytes on the wire, brotli 11", mb(program) + " program, " + mb(all) + " with everything", "",
		named2(peer, mb(r.median(peer.ID, "", "bytes"))), "1.90 MB for the program", met(program <= 1.9e6, program),
	}
}

func (r *Results) memoryRow() Row {
	ours, plain := r.median("ours", "l", "memory"), r.median("plain", "l", "memory")
	peer, theirs := r.best(Peer, "l", "memory")
	return Row{"memory of the page, l", mib(ours), mib(plain) + " plain page", named2(peer, mib(theirs)), "2 x the plain page; is " + ratio(ours/plain), met(ours <= 2*plain, ours)}
}

func (r *Results) bigRows(g Big) []Row {
	at := func(figure string) float64 { return r.median("ours", g.Name, figure) }
	start, add := at("start"), at("add")
	return []Row{
		{g.Words + ": start, show", ms(start) + ", " + ms(at("show")), "", "", "seconds", met(start+at("show") < 10_000, start)},
		{g.Words + ": bring in, memory", ms(at("import")) + ", " + mib(at("memory")), "", "", "in proportion", ""},
		{g.Words + ": add a mark", ms(add), "", "", "usable: under 100 ms", met(add < 100, add)},
	}
}

// met says whether a target is reached; nothing where it was not measured.
func met(yes bool, measured float64) string {
	switch {
	case math.IsNaN(measured):
		return ""
	case yes:
		return "yes"
	}
	return "no"
}

func ms(v float64) string {
	switch {
	case math.IsNaN(v):
		return "-"
	case math.Abs(v) >= 10_000:
		return fmt.Sprintf("%.1f s", v/1000)
	}
	return fmt.Sprintf("%.0f ms", v)
}

func fine(v float64) string { return orDash(v, "%.1f ms") }

func number(v float64) string { return orDash(v, "%.0f") }

func mib(v float64) string { return orDash(v, "%.0f MiB") }

func mb(v float64) string { return orDash(v/1e6, "%.2f MB") }

func ratio(v float64) string { return orDash(v, "%.2f") }

func orDash(v float64, format string) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "-"
	}
	return fmt.Sprintf(format, v)
}

func named(c *Candidate, v float64) string { return named2(c, ms(v)) }

func named2(c *Candidate, v string) string {
	if c == nil || v == "-" {
		return "-"
	}
	return v + " " + c.Name
}

// times says how many times slower a peer is.
func times(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return fmt.Sprintf(" (%.1f x ours)", v)
}

// printTable writes everything to a terminal.
func printTable(w io.Writer, r *Results) {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, row := range append([]Row{columns}, r.rows()...) {
		fmt.Fprintln(t, strings.Join(row.cells(), "\t"))
	}
	t.Flush()
	for c, of := range r.Dead {
		fmt.Fprintf(w, "given up: %s: %s\n", c, of)
	}
	for _, name := range []string{"start", "open l", "mark l"} {
		if p, ok := r.Profiles[name]; ok {
			fmt.Fprintf(w, "\n%s: %s\n", name, ms(p.Whole))
			for _, part := range profileParts {
				fmt.Fprintf(w, "  %-24s %s\n", part, fine(p.Parts[part]))
			}
		}
	}
	if len(r.Linked) > 0 {
		fmt.Fprintln(w, "\ncode in the program, not compressed:")
	}
	for _, l := range r.Linked {
		fmt.Fprintf(w, "  %-30s %5d kB\n", l.Module, l.Bytes/1000)
	}
}
