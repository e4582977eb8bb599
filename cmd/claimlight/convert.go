package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"claimlight/app/exchange"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// convertHelp has a place for the list of formats.
const convertHelp = `
Usage: claimlight convert --to FORMAT [--from FORMAT] [-o OUT] FILE...

Reads files, puts them together into one project, and writes that in another
format. A folder stands for all files in it, and a ZIP archive for those inside;
- is standard input; without -o the result goes to standard output. OUT is
written whole or not at all. Of a format with several files, such as brat, these
are in a ZIP archive; where OUT is a folder they go into it, if none is there yet.

Formats:
%s
claimlight formats says what each cannot hold.

A file without the texts, such as a table, is read together with a file that has
them: name both. Between formats of documents, any number of these goes through,
one at a time.

What the format cannot hold, how positions were understood, and what is wrong
with the files is said on standard error. What could be read is written in any
case.

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
	to := f.String("to", "", "`format` to write: "+formatIDs(exchange.Format.Writes))
	from := f.String("from", "auto", "`format` to read: auto, "+formatIDs(exchange.Format.Reads))
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
	if slices.ContainsFunc(names, func(name string) bool { return sameFile(name, *out) }) && target.ID != exchange.W3C.ID {
		return usageError(fmt.Sprintf("%s would be overwritten by a format that holds less than it does", *out), "name another file with -o")
	}
	all, forget := openInputs(names, *from, io)
	defer forget()
	all.refuseHandIns()
	if !slices.ContainsFunc(all.files, func(in *input) bool { return in.err == nil && !in.text }) {
		all.refuseTexts() // texts alone are for claimlight ingest
	}
	if one := all.streams(target); one != nil {
		return streamTo(ctx, target, one, *out, io)
	}
	all.read(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	unsound, unread := all.report(io.err)
	if unread == len(all.files) || unsound > 0 && all.merged.Articles.Len()+all.merged.Annotations.Len() == 0 {
		return failure("nothing_read", "nothing could be read, so nothing was written", "")
	}
	if err := encodeTo(target, all.merged, *out, io); err != nil {
		return err
	}
	return incomplete(unsound, len(all.files))
}

// incomplete is the error after a file that lacks something.
func incomplete(unsound, files int) error {
	if unsound == 0 {
		return nil
	}
	return failure("problems", fmt.Sprintf("not everything could be read: see the problems of %d of %s above", unsound, problem.Count(files, "file")),
		"what could be read was written")
}

// streams returns the only input if it can go to a format document by document,
// nil if not.
func (all *inputs) streams(to exchange.Format) *input {
	if len(all.files) != 1 || all.files[0].err != nil || all.files[0].text || !exchange.Streams(all.files[0].format, to) {
		return nil
	}
	return all.files[0]
}

// streamTo converts document by document, so that any number of them goes
// through.
func streamTo(ctx context.Context, to exchange.Format, in *input, out string, term stdio) error {
	env := exchange.EnvOf(project.Project{}, time.Now(), uuid.NewString, in.name)
	env.Pace = func(int, int) error { return ctx.Err() }
	var done exchange.Converted
	var read error
	err := writtenIn(to, out, term, func(w io.Writer) (err error) {
		done, err = exchange.Convert(w, to, in.format, in.files, env)
		if problem.Code(err) != "" {
			read = err
		}
		return err
	})
	in.problems, in.counted, in.err = done.Problems, done.Counted, read
	in.report(term.err)
	if read != nil {
		return failure("nothing_read", "the file could not be read to its end, so nothing was written", "")
	}
	if err != nil {
		return notWritten(err)
	}
	said(term.err, to, done.Lost)
	unsound := 0
	if !in.sound() {
		unsound = 1
	}
	return incomplete(unsound, 1)
}

// formatList is what the formats are good for, in lines of a terminal.
func formatList() string {
	var b strings.Builder
	for _, f := range exchange.All() {
		line := fmt.Sprintf("  %-12s", f.ID)
		for _, word := range strings.Fields(f.Name + ". " + f.About) {
			if len(line)+1+len(word) > 78 {
				b.WriteString(line + "\n")
				line = "              "
			}
			line += " " + word
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// formatsOf checks the formats asked for and returns the one to write.
func formatsOf(to, from string) (exchange.Format, error) {
	target, ok := exchange.All().ByID(to)
	if !ok || !target.Writes() {
		return target, usageError(fmt.Sprintf("there is no format %q to write", to), "--to takes "+formatIDs(exchange.Format.Writes))
	}
	if source, ok := exchange.All().ByID(from); from != "auto" && (!ok || !source.Reads()) {
		return target, usageError(fmt.Sprintf("there is no format %q to read", from), "--from takes auto, "+formatIDs(exchange.Format.Reads))
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
func encodeTo(target exchange.Format, p project.Project, out string, term stdio) error {
	var lost []exchange.Loss
	err := writtenIn(target, out, term, func(w io.Writer) (err error) {
		lost, err = target.WriteTo(w, p, exchange.Env{})
		return err
	})
	if err != nil {
		return notWritten(err)
	}
	said(term.err, target, lost)
	return nil
}

// written writes to a file, whole or not at all, or to standard output.
func written(out string, term stdio, write func(io.Writer) error) error {
	if out == "" || out == "-" {
		return write(term.out)
	}
	return writeWhole(out, write)
}

func notWritten(err error) error {
	if own := (*cliError)(nil); errors.As(err, &own) {
		return own
	}
	return failure("not_written", fmt.Sprintf("the result could not be written: %v", err), "is there room, and may this account write there?")
}

// said tells what a file does not hold, and what its positions count.
func said(w io.Writer, f exchange.Format, lost []exchange.Loss) {
	for _, l := range lost {
		fmt.Fprintf(w, "not in the %s file: %s\n", f.ID, l)
	}
	if how := f.Positions(); how != "" {
		fmt.Fprintf(w, "in the %s file: %s\n", f.ID, how)
	}
}
