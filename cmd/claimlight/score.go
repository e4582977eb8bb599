package main

import (
	"context"
	"flag"
	"fmt"
	"io"
)

const scoreHelp = `
Usage: claimlight score --key FILE [--json] [FLAGS] DIR|FILE...

Compares what students handed in with a key, and says what became of each mark:
right, too long, too short, shifted, two joined, one split, another tag, missed,
or not in the key, which is not to say that it is wrong.

Three figures: found is the share of the key's marks that the student found, on
target the share of the student's marks that are the key's, right tag the share
of these with a right tag. Marks are paired one to one so that the student gets
the most; a mark counts as much as it shares with the key's, and nothing under
half. --edges, --tag and --extra make it stricter or milder.

A key is a project in which somebody marked what there is to find. The lesson is
that project too, unless --lesson names another file.

--json prints one object; its fields are described in README.md.

Exit codes: 0 all was read; 1 something was not; 2 the command was not understood.

Examples:
  claimlight score --key key.claimlight.json handed-in/
  claimlight score --key key.claimlight.json --edges 0 --json ayse.handin.json
  claimlight score --key lesson.claimlight.json --passphrase-file secret.txt handed-in/
`

// runScore compares hand-ins with a key.
func runScore(ctx context.Context, args []string, term stdio) error {
	f := flag.NewFlagSet("score", flag.ContinueOnError)
	var o roomFlags
	o.add(f)
	asJSON := f.Bool("json", false, "print JSON")
	names, err := parseMixed(f, args, term, scoreHelp)
	if err == nil {
		err = o.check()
	}
	switch {
	case err != nil:
		return err
	case o.key == "":
		return usageError("score needs a key", "name it with --key FILE")
	case len(names) == 0:
		return usageError("score needs at least one file", "claimlight score --help shows examples; a folder stands for all files in it")
	}
	if o.lesson == "" {
		o.lesson = o.key
	}
	r, err := openRoom(ctx, names, o, term)
	if err != nil {
		return err
	}
	if *asJSON {
		err = printJSON(term.out, r.scored())
	} else {
		r.printFiles(term.err)
		r.printScores(term.out)
	}
	if err != nil {
		return notWritten(err)
	}
	return r.incomplete()
}

// printScores writes the scores for people, with what became of each mark.
func (r *room) printScores(w io.Writer) {
	for i, s := range r.scored().Students {
		if i > 0 {
			fmt.Fprintln(w)
		}
		printLine(w, s.Nickname+": "+s.Score.line())
		for _, habit := range s.Score.Habits {
			printLine(w, "  "+habit)
		}
		for _, c := range s.Score.Marks {
			printLine(w, fmt.Sprintf("  %d, %d–%d “%s”: %s", c.Article, c.Start, c.End, c.Quote, c.Says))
		}
	}
}
