package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"claimlight/app/exchange"
	"claimlight/app/project"
)

// convertHelp has a place for the list of formats.
const convertHelp = `
Usage: claimlight convert --to FORMAT [--from FORMAT] [-o OUT] FILE...

Reads files, puts them together into one project, and writes that in another
format. - is standard input; without -o the result goes to standard output.
OUT is written whole or not at all.

Formats:
%s
A file without the texts, such as a table, is read together with a project
file that has them: name both.

What the format cannot hold, and what is wrong with the files, is said on
standard error. What could be read is written in any case.

Exit codes: 0 all was read; 1 something was not, or OUT could not be written;
2 the command was not understood.

Examples:
  claimlight convert --to csv -o summit.csv summit.claimlight.json
  claimlight convert --to w3c texts.claimlight.json edited.csv > summit.claimlight.json
  claimlight convert --to w3c -o both.claimlight.json ada.claimlight.json ben.claimlight.json
`

// runConvert reads files and writes them as one in another format.
func runConvert(ctx context.Context, args []string, io stdio) error {
	f := flag.NewFlagSet("convert", flag.ContinueOnError)
	to := f.String("to", "", "`format` to write: "+formatIDs())
	from := f.String("from", "auto", "`format` to read: auto, "+formatIDs())
	out := f.String("o", "", "`file` to write to instead of standard output")
	if err := parse(f, args, io, fmt.Sprintf(convertHelp, formatList())); err != nil {
		return err
	}
	target, err := formatsOf(*to, *from)
	if err != nil {
		return err
	}
	names, err := fileArgs(f)
	if err != nil {
		return err
	}
	if target.Losses != nil && slices.ContainsFunc(names, func(name string) bool { return sameFile(name, *out) }) && target.ID != exchange.W3C.ID {
		return usageError(fmt.Sprintf("%s would be overwritten by a format that holds less than it does", *out), "name another file with -o")
	}
	all := readInputs(ctx, names, *from, io)
	if err := ctx.Err(); err != nil {
		return err
	}
	unsound, unread := all.report(io.err)
	if unread == len(all.files) {
		return failure("nothing_read", "nothing could be read, so nothing was written", "")
	}
	if err := encodeTo(target, all.merged, *out, io); err != nil {
		return err
	}
	if unsound > 0 {
		return failure("problems", fmt.Sprintf("not everything could be read: see the problems of %d of %s above", unsound, count(len(all.files), "file")),
			"what could be read was written")
	}
	return nil
}

// formatList is what the formats are good for, in lines of a terminal.
func formatList() string {
	var b strings.Builder
	for _, f := range exchange.Native {
		line := fmt.Sprintf("  %-5s", f.ID)
		for _, word := range strings.Fields(f.Name + ". " + f.About) {
			if len(line)+1+len(word) > 78 {
				b.WriteString(line + "\n")
				line = "       "
			}
			line += " " + word
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// formatsOf checks the formats asked for and returns the one to write.
func formatsOf(to, from string) (exchange.Format, error) {
	target, ok := exchange.Native.ByID(to)
	if !ok || target.Encode == nil {
		return target, usageError(fmt.Sprintf("there is no format %q to write", to), "--to takes "+formatIDs())
	}
	if source, ok := exchange.Native.ByID(from); from != "auto" && (!ok || source.Decode == nil) {
		return target, usageError(fmt.Sprintf("there is no format %q to read", from), "--from takes auto, "+formatIDs())
	}
	return target, nil
}

// report prints what is wrong with the files and where they differ.
func (all *inputs) report(w io.Writer) (unsound, unread int) {
	for _, in := range all.files {
		in.report(w)
		if !in.sound() {
			unsound++
		}
		if in.err != nil {
			unread++
		}
	}
	for _, note := range all.notes {
		printLine(w, note)
	}
	return unsound, unread
}

// encodeTo writes the project and says what the format cannot hold.
func encodeTo(target exchange.Format, p project.Project, out string, stdio stdio) error {
	var losses []exchange.Loss
	write := func(w io.Writer) (err error) {
		losses, err = target.Encode(w, p, exchange.Env{})
		return err
	}
	var err error
	if out == "" || out == "-" {
		err = write(stdio.out)
	} else {
		err = writeWhole(out, write)
	}
	if err != nil {
		return failure("not_written", fmt.Sprintf("the result could not be written: %v", err), "is there room, and may this account write there?")
	}
	for _, l := range losses {
		fmt.Fprintf(stdio.err, "not in the %s file: %s\n", target.ID, l)
	}
	return nil
}
