package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"

	"claimlight/app/agreement"
	"claimlight/app/problem"
)

const agreeHelp = `
Usage: claimlight agree [--json] [--gamma] [--seed N] FILE...

Says how far the annotators of some files agree: which marks they share, which
characters, and which tags. A folder stands for all files in it, and a ZIP
archive for those inside; - is standard input. Any format that claimlight check
knows will do, and so will what students handed in to a lesson. Marks count on
the current version of their article, and tags of one name are one.

An annotator who opened an article and marked nothing counts as having found
nothing; one who never opened it does not count. Only articles that two or more
opened count. Each piece of a mark, and each of its tags, is a mark of its own
here. Where a figure is not defined, the reason is printed instead.

The ranges are drawn at random, the same each time for a seed. --gamma takes
longer: it draws 30 samples of chance and aligns each.

--json prints one object; its fields are described in README.md.

Exit codes: 0 all was read; 1 something was not, or there is nothing to compare;
2 the command was not understood.

Examples:
  claimlight agree ada.claimlight.json ben.claimlight.json
  claimlight agree --json handed-in/ > agreement.json
`

// runAgree says how far the annotators of files agree.
func runAgree(ctx context.Context, args []string, term stdio) error {
	f := flag.NewFlagSet("agree", flag.ContinueOnError)
	asJSON := f.Bool("json", false, "print JSON")
	withGamma := f.Bool("gamma", false, "reckon gamma too")
	seed := f.Uint64("seed", 1, "`number` that chance starts from")
	if err := parse(f, args, term, agreeHelp); err != nil {
		return err
	}
	names, err := fileArgs(f)
	if err != nil {
		return err
	}
	all, forget := openInputs(names, "auto", term)
	defer forget()
	all.refuseTexts()
	all.read(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	unsound, unread := all.report(term.err)
	if unread == len(all.files) {
		return failure("nothing_read", "nothing could be read, so there is nothing to compare", "")
	}
	s := studyOf(all.files)
	r := s.report(*seed)
	if *withGamma {
		g, err := s.gamma(*seed, func(int, int) error { return ctx.Err() })
		if err != nil {
			return err
		}
		r.Measures = append(r.Measures, g)
	}
	if err := r.print(term.out, *asJSON); err != nil {
		return err
	}
	if r.Articles.Shared == 0 {
		return failure("nothing_shared", "no article was opened by two annotators, so there is nothing to compare", "name files of several annotators on the same articles")
	}
	return incomplete(unsound, len(all.files))
}

// print writes the report for a program or for people.
func (r agreed) print(w io.Writer, asJSON bool) error {
	if asJSON {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(r)
	}
	fmt.Fprintf(w, "%s, %s that two or more opened, %s\n", problem.Count(len(r.Annotators), "annotator"), problem.Count(r.Articles.Shared, "article"), problem.Count(r.Marks, "mark"))
	for _, note := range r.Notes {
		printLine(w, note)
	}
	if r.Articles.Shared == 0 {
		return nil // why there is no figure is the error that follows
	}
	for _, m := range r.Measures {
		m.print(w, "")
	}
	for _, t := range r.Tags {
		fmt.Fprintln(w)
		printLine(w, fmt.Sprintf("Tag %s, %s", t.Tag, problem.Count(t.Marks, "mark")))
		for _, m := range t.Measures {
			m.print(w, "  ")
		}
	}
	fmt.Fprintln(w, "\nEach annotator with the others (pairwise span F1)")
	for _, a := range r.Annotators {
		with := "not defined: " + a.Agreement.Reason
		if a.Agreement.Value != nil {
			with = fmt.Sprintf("%.2f", *a.Agreement.Value)
		}
		printLine(w, fmt.Sprintf("  %s: %s, %s, %s", a.Name, problem.Count(a.Articles, "article"), problem.Count(a.Marks, "mark"), with))
	}
	return nil
}

// print writes one figure, what it means, and its range.
func (m figure) print(w io.Writer, indent string) {
	fmt.Fprintln(w)
	if m.Value == nil {
		printLine(w, indent+m.Name+": not defined, on "+problem.Count(m.Basis.Articles, "article"))
		wrapped(w, indent+"  ", m.Reason)
		return
	}
	line := fmt.Sprintf("%s%s: %.2f, on %s", indent, m.Name, *m.Value, problem.Count(m.Basis.Articles, "article"))
	if m.Range != nil && m.Range.Low != nil {
		line += fmt.Sprintf(" (%.2f to %.2f)", *m.Range.Low, *m.Range.High)
	}
	printLine(w, line)
	wrapped(w, indent+"  ", m.Says)
}

// gamma is the gamma of the articles that all annotators opened.
func (s *study) gamma(seed uint64, pace agreement.Pace) (figure, error) {
	whole, left := agreement.Concat(s.shared())
	r, err := agreement.Gamma(agreement.ContinuumOf(whole), agreement.Usual, agreement.GammaOptions{Seed: seed, Length: whole.Length, Pace: pace})
	return figureOf("gamma", s.ofAll(r, left)), err
}
