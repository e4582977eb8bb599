package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"

	"claimlight/app/agreement"
	"claimlight/app/classview"
	"claimlight/app/problem"
)

const classHelp = `
Usage: claimlight class [FLAGS] DIR|FILE... [--lesson FILE] [--key FILE]

Puts what a class handed in side by side: who opened, finished and marked which
article, what they answered, how far each agrees with the others, and, with a key,
how far with that. A folder stands for all files in it, and a ZIP archive for
those inside. Files that are no hand-ins of this lesson, or are damaged, are named
with the reason; what could be repaired is told.

The lesson is the file that was handed out, or the teacher's project. If it is
among the files it need not be named. A key is a project in which somebody marked
what there is to find; a lesson's own key is opened with its passphrase.

--json prints one object; its fields are described in README.md. --csv prints a
table for a gradebook. --html writes a page to look at, without any program in it.

Exit codes: 0 all was read; 1 something was not, or OUT could not be written;
2 the command was not understood.

Examples:
  claimlight class handed-in/ --lesson summit.claimlight.json
  claimlight class handed-in/ --key key.claimlight.json --csv -o grades.csv
  claimlight class handed-in/ --lesson summit.claimlight.json --html -o report.html
`

// runClass puts what a class handed in side by side.
func runClass(ctx context.Context, args []string, term stdio) error {
	f := flag.NewFlagSet("class", flag.ContinueOnError)
	var o roomFlags
	o.add(f)
	forms := map[string]*bool{"json": f.Bool("json", false, "print JSON"), "csv": f.Bool("csv", false, "print a table for a gradebook"),
		"html": f.Bool("html", false, "write a page to look at")}
	out := f.String("o", "", "`file` to write to instead of standard output")
	names, err := parseMixed(f, args, term, classHelp)
	if err != nil {
		return err
	}
	form, err := oneOf(forms)
	if err == nil {
		err = o.check()
	}
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return usageError("class needs at least one file", "claimlight class --help shows examples; a folder stands for all files in it")
	}
	r, err := openRoom(ctx, names, o, term)
	if err != nil {
		return err
	}
	if form != "json" {
		r.printFiles(term.err)
	}
	if err := written(*out, term, func(w io.Writer) error { return classForms[form](r, w) }); err != nil {
		return notWritten(err)
	}
	return r.incomplete()
}

// classForms are the ways in which a class is written.
var classForms = map[string]func(r *room, w io.Writer) error{
	"":     (*room).print,
	"json": func(r *room, w io.Writer) error { return printJSON(w, r.report()) },
	"csv":  func(r *room, w io.Writer) error { return classview.Gradebook(w, r.state()) },
	"html": func(r *room, w io.Writer) error { return classview.Report(w, r.state()) },
}

// state is the class for what draws it.
func (r *room) state() classview.State {
	return classview.State{Class: r.class, Scores: r.scores, Files: r.files, Outline: true}
}

// oneOf is the name of the only flag that is set, "" if none is.
func oneOf(flags map[string]*bool) (name string, err error) {
	for one, set := range flags {
		if *set && name != "" {
			return "", usageError("--"+min(name, one)+" and --"+max(name, one)+" are two forms", "choose one of them")
		}
		if *set {
			name = one
		}
	}
	return name, nil
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// incomplete is the error where files were not taken.
func (r *room) incomplete() error {
	if n := r.refused(); n > 0 {
		return failure("problems", fmt.Sprintf("%s not taken: see above", problem.CountVerb(n, "file", "is", "are")), "the others count")
	}
	return nil
}

// print writes the class for people.
func (r *room) print(w io.Writer) error {
	c := r.report()
	printLine(w, fmt.Sprintf("%s: %s handed in", c.Lesson.Name, problem.Count(len(c.Students), "student")))
	wrapped(w, "", c.Headline)
	printLine(w, fmt.Sprintf("On %s that two or more opened.", problem.Count(c.Agreement.Articles, "article")))
	fmt.Fprintln(w)
	for _, a := range c.Lesson.Articles {
		printLine(w, fmt.Sprintf("  %d. %s: opened by %d, finished by %d, %s", a.Number, a.Title, a.Opened, a.Done, problem.Count(a.Marks, "mark")))
	}
	fmt.Fprintln(w)
	for _, s := range c.Students {
		printLine(w, "  "+s.line())
		if s.Score != nil {
			printLine(w, "    "+s.Score.line())
			for _, habit := range s.Score.Habits {
				printLine(w, "    "+habit)
			}
		}
	}
	return nil
}

// line is a student in a line.
func (s studentReport) line() string {
	line := fmt.Sprintf("%s: opened %d, finished %d, %s", s.Nickname, s.Opened, s.Done, problem.Count(s.Marks, "mark"))
	if s.Uncounted > 0 {
		line += fmt.Sprintf(" (and %d not counted)", s.Uncounted)
	}
	if s.Agreement != nil && s.Agreement.Value != nil {
		line += fmt.Sprintf(", agrees %.2f", *s.Agreement.Value)
	}
	if asked, full := s.answered(); asked > 0 {
		line += fmt.Sprintf(", answered %d of %s", full, problem.Count(asked, "question"))
	}
	if s.Late {
		line += ", late"
	}
	if s.Partial {
		line += ", only the beginning of the file"
	}
	return line
}

// answered is how many questions were asked, and how many are answered so.
func (s studentReport) answered() (asked, full int) {
	for _, a := range s.Answers {
		if a.Question > 0 {
			asked++
		}
		if a.Full {
			full++
		}
	}
	return asked, full
}

// line is a score in a line.
func (s studentScore) line() string {
	return fmt.Sprintf("found %s, on target %s, right tag %s, on %s", s.Found.percent(), s.OnTarget.percent(), s.RightTag.percent(), problem.Count(s.Articles, "article"))
}

// percent is a figure for people.
func (s shareReport) percent() string {
	if s.Value == nil {
		return "not defined"
	}
	return agreement.Percent(*s.Value)
}
