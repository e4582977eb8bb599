package main

import (
	"context"
	"flag"
	"fmt"

	"claimlight/app/problem"
)

const checkHelp = `
Usage: claimlight check FILE...

Reads project files and tables of annotations and says whether they are sound:
every mark's quote is the text at its place, every text is the one its hash
names, every tag is in the codebook. Each problem is printed with where it is, as

  file:line#place: what is wrong. What can be done.

where place is a JSON pointer. A table (CSV) needs the texts: name the project
file it belongs to as well. - is standard input.

Exit codes: 0 everything is sound; 1 there are problems; 2 the command was not
understood.

Examples:
  claimlight check summit.claimlight.json
  claimlight check summit.claimlight.json summit.csv
  curl -s https://example.org/summit.claimlight.json | claimlight check -
`

// runCheck says of each file whether it is sound, and why not.
func runCheck(ctx context.Context, args []string, io stdio) error {
	f := flag.NewFlagSet("check", flag.ContinueOnError)
	if err := parse(f, args, io, checkHelp); err != nil {
		return err
	}
	names, err := fileArgs(f)
	if err != nil {
		return err
	}
	all, forget := openInputs(names, "auto", io)
	defer forget()
	all.refuseTexts()
	all.read(ctx)
	problems, unsound := 0, 0
	for _, in := range all.files {
		in.report(io.out)
		if !in.sound() {
			unsound++
			problems += max(len(in.problems), 1)
		}
	}
	if unsound > 0 {
		return failure("problems", fmt.Sprintf("%s in %d of %s", problem.Count(problems, "problem"), unsound, problem.Count(len(all.files), "file")), "")
	}
	fmt.Fprintf(io.out, "sound: %s, %s on %s\n", problem.Count(len(all.files), "file"), problem.Count(all.merged.Annotations.Len(), "annotation"), problem.Count(all.merged.Articles.Len(), "article"))
	return nil
}
