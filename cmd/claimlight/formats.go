package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"claimlight/app/exchange"
)

const formatsHelp = `
Usage: claimlight formats

Lists the formats that files can be in: whether they are read and written, what
they are good for, and what of a project they cannot hold.

Exit codes: 0; 2 the command was not understood.

Examples:
  claimlight formats
`

// runFormats lists the formats.
func runFormats(_ context.Context, args []string, term stdio) error {
	f := flag.NewFlagSet("formats", flag.ContinueOnError)
	if err := parse(f, args, term, formatsHelp); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return usageError("formats takes no files", "claimlight check FILE says what a file is")
	}
	for _, f := range exchange.All() {
		fmt.Fprintf(term.out, "%-13s %s\n", f.ID, f.Name)
		wrapped(term.out, "              ", f.About)
		wrapped(term.out, "              ", can(f))
	}
	return nil
}

// can says in one line what can be done with a format.
func can(f exchange.Format) string {
	var out []string
	if f.Reads() {
		out = append(out, "Read.")
	}
	if f.Writes() {
		out = append(out, "Written.")
		lacks := f.Lacks()
		if lacks == "" {
			lacks = "nothing"
		}
		out = append(out, "Loses: "+lacks+".")
		if how := f.Positions(); how != "" {
			out = append(out, how)
		}
	}
	return strings.Join(out, " ")
}

// wrapped prints a text in lines of a terminal.
func wrapped(w io.Writer, indent, text string) {
	line := indent
	for _, word := range strings.Fields(text) {
		if len(line)+len(word) > 79 && line != indent {
			fmt.Fprintln(w, strings.TrimRight(line, " "))
			line = indent
		}
		line += word + " "
	}
	fmt.Fprintln(w, strings.TrimRight(line, " "))
}
