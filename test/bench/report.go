package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// charts are the figures that are drawn over the sizes.
var charts = []struct{ figure, file, title string }{
	{"show", "show.svg", "Showing an article with all its marks"},
	{"add", "add.svg", "Adding a mark, painted"},
	{"retag", "retag.svg", "Giving a mark another tag, painted"},
	{"remove", "remove.svg", "Removing a mark, painted"},
}

// writeReport writes docs/benchmarks.md and the plots in docs/bench.
func writeReport(h House, r *Results) error {
	folder := filepath.Join(h.root, "docs", "bench")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var failed error
	for _, c := range charts {
		svg := chart{c.title, r.lines(c.figure)}.svg()
		failed = errors.Join(failed, os.WriteFile(filepath.Join(folder, c.file), []byte(svg), 0o644))
	}
	return errors.Join(failed, os.WriteFile(filepath.Join(h.root, "docs", "benchmarks.md"), []byte(r.page()), 0o644))
}

// lines are a figure of every candidate over the sizes.
func (r *Results) lines(figure string) (out []series) {
	for _, c := range Candidates {
		if c.ID == "plain" {
			continue
		}
		s := series{name: c.Name, class: string(c.Kind)}
		for _, size := range Sizes {
			s.values = append(s.values, r.median(c.ID, size.Name, figure))
		}
		out = append(out, s)
	}
	return out
}

const howMeasured = `Everything runs in one headless Chromium, each page in a browser of its own with an empty profile, all
candidates in turn in each round; what stands here are medians. The clock starts at the time stamp of
the real input event that commits a change (a click, a key) and stops at the second frame after the
change is in the page, so that doing nothing costs one to two frames. Our program is used as people
use it: a native file is chosen on the Files screen, the article is clicked in the list, text is selected
with the mouse and tagged with a digit. Libraries without an interface of their own are called by a key.
For the start a browser with an empty profile that has come to rest goes to the page from one of another
site; ours shows the first of the five articles, and so does recogito, which is given size m, with its marks, as
well. Bringing in large projects, and the start with them, is measured from outside, by a clock that looks every 20 ms.
Milliseconds belong to the machine; the ratios are what counts.

Sizes: s is 1,000 words with 50 marks, m 10,000 with 1,000, l 100,000 with 10,000; six tags, every fifth mark
lies partly on another. *Limit* is the least that plain JavaScript needs: all paragraphs written at once
with ` + "`content-visibility`" + ` (static), or only those in sight (windowed). A peer that takes over a minute
for one thing is given up at that size.
`

// page is docs/benchmarks.md.
func (r *Results) page() string {
	var b strings.Builder
	b.WriteString("# Benchmarks\n\nMade by `make bench` and `go run ./test/bench -report`; not written by hand.\n\n")
	b.WriteString(howMeasured + "\n")
	fmt.Fprintf(&b, "Measured on %s: %s, %d cores, %s; %s; %s. ", r.When.Format("2 January 2006"), r.Machine.Processor, r.Machine.Cores, r.Machine.Memory, r.Machine.Browser, r.Machine.Go)
	var versions []string
	for _, name := range slices.Sorted(maps.Keys(r.Versions)) {
		versions = append(versions, name+" "+r.Versions[name])
	}
	b.WriteString(strings.Join(versions, ", ") + ".\n\n" + r.runs() + "\n\n")
	markdown(&b, columns, r.rows())
	b.WriteString("\n## Time against size\n\n")
	for _, c := range charts {
		fmt.Fprintf(&b, "![%s, by size](bench/%s)\n\n", c.title, c.file)
	}
	r.everyone(&b)
	r.growthPage(&b)
	r.profilesPage(&b)
	return b.String()
}

// runs says how many there were of what.
func (r *Results) runs() string {
	n := func(c, size, figure string) int { return len(r.values(c, size, figure)) }
	return fmt.Sprintf("Medians of %d runs of our program and of the limits with an article, in each of which %d marks are made, and of %d of the peers; "+
		"of %d starts and %d second visits; of %d classes. There is %d of each large project and one profile of each kind. “Worst” is the worst of all.",
		n("ours", "l", "show"), edits, n("recogito", "l", "show"), n("ours", "x1", "usable"), n("ours", "visit", "again"), n("ours", sizeOfClass(Classes[0]), "collect"), n("ours", Bigs[0].Name, "start"))
}

func markdown(b *strings.Builder, head Row, rows []Row) {
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(head.cells())
	line([]string{"---", "---", "---", "---", "---", "---"})
	for _, row := range rows {
		line(row.cells())
	}
}

// everyone lists all candidates at each size.
func (r *Results) everyone(b *strings.Builder) {
	b.WriteString("## Everyone\n")
	for _, size := range Sizes {
		fmt.Fprintf(b, "\n%s: %s words, %s marks. Settled is when the main thread became quiet.\n\n", size.Name, thousands(size.Words), thousands(size.Marks))
		b.WriteString("| | show | settled | add | retag | remove | frames over 50 ms | work a scroll frame | memory |\n|---|---|---|---|---|---|---|---|---|\n")
		for _, c := range Candidates {
			if of := r.Dead[c.ID+" "+size.Name]; of != "" || r.dead(c.ID, size.Name) {
				fmt.Fprintf(b, "| %s | given up | | | | | | | |\n", c.Name)
				continue
			}
			at := func(figure string) float64 { return r.median(c.ID, size.Name, figure) }
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", c.Name, ms(at("show")), ms(at("settled")), ms(at("add")), ms(at("retag")), ms(at("remove")),
				number(at("long frames")), fine(at("scroll work")), mib(at("memory")))
		}
	}
}

// profilesPage says where the time goes, and what the program is made of.
func (r *Results) profilesPage(b *strings.Builder) {
	names := []struct{ id, words string }{{"start", "start, cold"}, {"open l", "opening l"}, {"mark l", "one mark in l"}}
	b.WriteString("\n## Where the milliseconds go\n\nThe main thread in a Chromium trace, from the navigation or the input event to the second frame after. Recording\na trace costs something itself. Other work is the browser's own, and code that a promise calls, for which a trace has no\nname: the first run of the program is there.\n\n| |")
	for _, n := range names {
		b.WriteString(" " + n.words + " |")
	}
	b.WriteString("\n|---|---|---|---|\n")
	for _, part := range profileParts {
		b.WriteString("| " + part + " |")
		for _, n := range names {
			if p, ok := r.Profiles[n.id]; ok {
				b.WriteString(" " + fine(p.Parts[part]) + " |")
			} else {
				b.WriteString(" - |")
			}
		}
		b.WriteString("\n")
	}
	b.WriteString("| all |")
	for _, n := range names {
		fmt.Fprintf(b, " %s |", fine(r.Profiles[n.id].Whole))
	}
	b.WriteString("\n\n## What the program is made of\n\nCode of functions before compression; data is not counted.\n\n| | kB |\n|---|---|\n")
	for _, l := range r.Linked {
		fmt.Fprintf(b, "| %s | %d |\n", l.Module, l.Bytes/1000)
	}
}
