// Command bench measures Claimlight beside other annotators and beside what
// plain JavaScript can reach, in one Chromium, on one machine, in one run; and
// writes the page about it. It needs Go, Node with npm, Chromium, and the
// program built by make build.
//
//	go run ./test/bench                     everything, about half an hour
//	go run ./test/bench -parts cold,warm -reps 3
//	go run ./test/bench -report             the page from the last results
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// allParts are what there is to measure.
var allParts = []string{"article", "drag", "cold", "warm", "undo", "big", "class", "bytes", "growth", "profile"}

// options are what is asked for.
type options struct {
	parts, sizes, only      []string
	bigs                    []string // names of Bigs
	reps, peerReps, bigReps int
	out                     string
	report, fresh           bool
}

// runner is one run.
type runner struct {
	house        House
	opts         options
	results      *Results
	docs         map[string]*Doc
	squeezer     squeezer
	ours, others string // addresses
}

func main() {
	if err := run(parse()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func parse() (o options) {
	list := func(name, def, usage string) *string { return flag.String(name, def, usage) }
	parts := list("parts", strings.Join(allParts, ","), "what to measure")
	sizes := list("sizes", "s,m,l", "sizes of the article")
	bigs := list("bigs", "50k,1000,200k", "projects that are larger than what is compared")
	only := list("only", "", "candidates, by ID (default all)")
	flag.IntVar(&o.reps, "reps", 5, "runs of our program and of the limits")
	flag.IntVar(&o.peerReps, "peer-reps", 3, "runs of the peers")
	flag.IntVar(&o.bigReps, "big-reps", 1, "runs of the projects that are larger than what is compared")
	flag.StringVar(&o.out, "o", "", "file for the results (default bin/bench/results.json)")
	flag.BoolVar(&o.report, "report", false, "measure nothing: write docs/benchmarks.md and its plots from the results")
	flag.BoolVar(&o.fresh, "fresh", true, "start from nothing; false adds to the results there are")
	flag.Parse()
	o.parts, o.sizes, o.only, o.bigs = split(*parts), split(*sizes), split(*only), split(*bigs)
	return o
}

func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' })
}

func run(o options) error {
	house, err := findHouse()
	if err != nil {
		return err
	}
	if o.out == "" {
		o.out = house.at("results.json")
	}
	if o.report {
		results, err := loadResults(o.out)
		if err != nil {
			return err
		}
		return writeReport(house, results)
	}
	r := &runner{house: house, opts: o, docs: map[string]*Doc{}, squeezer: squeezer{house.at("brotli")}}
	if err := r.prepare(); err != nil {
		return err
	}
	stop, err := r.serve()
	if err != nil {
		return err
	}
	defer stop()
	began := time.Now()
	failed := r.measure()
	r.results.When = time.Now().UTC()
	printTable(os.Stdout, r.results)
	if err := r.results.save(o.out); err != nil {
		return errors.Join(failed, err)
	}
	name, err := filepath.Rel(house.root, o.out)
	if err != nil {
		name = o.out
	}
	fmt.Printf("\nmeasured in %s; results in %s\n", time.Since(began).Round(time.Second), name)
	return failed
}

// prepare makes everything that has to be there before the clock runs.
func (r *runner) prepare() error {
	r.results = &Results{Dead: map[string]string{}, Profiles: map[string]Profile{}}
	if !r.opts.fresh {
		if had, err := loadResults(r.opts.out); err == nil {
			r.results = had
		}
	}
	for _, s := range Sizes {
		r.docs[s.Name] = NewDoc(s)
	}
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"installing the peers", r.house.install}, {"bundling their pages", r.house.bundle}, {"writing our files", r.natives}, {"reading the first article", r.takeFirst},
	} {
		progress("%s", step.what)
		if err := step.do(); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	r.results.Machine = machine()
	r.results.Versions = r.house.versions()
	return nil
}

// serve starts both servers.
func (r *runner) serve() (stop func(), err error) {
	site := r.site()
	r.others = site.URL
	var stopOurs func()
	if r.ours, stopOurs, err = r.house.serveOurs(); err != nil {
		site.Close()
		return nil, err
	}
	return func() { stopOurs(); site.Close() }, nil
}

func (r *runner) wants(part string) bool { return slices.Contains(r.opts.parts, part) }

func (r *runner) includes(c *Candidate) bool {
	return len(r.opts.only) == 0 || slices.Contains(r.opts.only, c.ID)
}

// measure runs every part, all candidates in turn in each round, so that what
// else the machine does befalls them alike. What goes wrong with one thing is
// said, and the others are measured.
func (r *runner) measure() error {
	var failed []error
	note := func(what string, err error) {
		if err != nil {
			progress("%s FAILED: %v", what, err)
			failed = append(failed, fmt.Errorf("%s: %w", what, err))
		}
	}
	for rep := range max(r.opts.reps, r.opts.peerReps, r.opts.bigReps) {
		if r.wants("article") {
			r.articles(rep, note)
		}
		if rep < r.opts.reps {
			for _, part := range []struct {
				name string
				do   func() error
			}{
				{"drag", func() error { return r.drag(r.docs["l"]) }}, {"cold", r.cold}, {"warm", r.warm}, {"undo", r.undo}, {"class", r.class},
			} {
				if r.wants(part.name) {
					progress("round %d: %s", rep+1, part.name)
					note(part.name, part.do())
				}
			}
		}
		if r.wants("big") && rep < r.opts.bigReps {
			for _, g := range Bigs {
				if !slices.Contains(r.opts.bigs, g.Name) {
					continue
				}
				progress("round %d: %s", rep+1, g.Words)
				note(g.Words, r.big(g))
			}
		}
	}
	if r.wants("profile") {
		progress("profiles")
		note("profile", r.profiles(r.docs["l"]))
	}
	if r.wants("growth") {
		progress("growth")
		note("growth", r.growth())
	}
	if r.wants("bytes") {
		progress("bytes")
		note("bytes", r.bytes())
	}
	return errors.Join(failed...)
}

func (r *runner) articles(rep int, note func(string, error)) {
	for _, size := range r.opts.sizes {
		for i := range Candidates {
			c := &Candidates[i]
			reps := r.opts.reps
			if c.Kind == Peer {
				reps = r.opts.peerReps
			}
			if !r.includes(c) || rep >= reps || r.results.dead(c.ID, size) {
				continue
			}
			begun := time.Now()
			err := r.article(c, r.docs[size])
			progress("round %d: %s, %s: shown in %.0f ms (%.0f s)", rep+1, size, c.Name, r.results.median(c.ID, size, "show"), time.Since(begun).Seconds())
			if err == nil {
				continue
			}
			if c.Kind == Ours {
				note(c.Name+" "+size, err)
				continue
			}
			progress("%s is given up at size %s: %v", c.Name, size, err)
			r.results.died(c.ID, size, err)
		}
	}
}

func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+format+"\n", args...)
}
