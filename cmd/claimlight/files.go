package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"github.com/google/uuid"

	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/porter"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/reader"
)

// input is files that are read together, mostly one, with what came of them.
type input struct {
	name     string
	format   exchange.Format
	text     bool // an article, and no annotations
	handed   bool // a hand-in
	files    []exchange.File
	project  project.Project
	handIn   *classroom.HandIn
	problems []problem.Problem
	counted  exchange.Counted
	notes    []string // how a text was read
	err      error    // nothing could be read
}

// sound reports whether nothing is wrong with the file.
func (in *input) sound() bool { return in.err == nil && len(in.problems) == 0 }

// report prints what is wrong with the file, a line each.
func (in *input) report(w io.Writer) {
	if in.err != nil {
		printLine(w, asProblem(in.name, in.err).String())
	}
	for _, p := range in.problems {
		printLine(w, p.String())
	}
	if how := in.counted.String(); how != "" {
		printLine(w, in.name+": "+how)
	}
	for _, note := range in.notes {
		printLine(w, in.name+": "+note)
	}
}

// asProblem makes an error one for the list. Only errors made for people show
// their text.
func asProblem(file string, err error) problem.Problem {
	if e, ok := errors.AsType[*problem.Error](err); ok {
		return problem.Problem{File: file, Message: e.Message, Hint: e.Hint}
	}
	var e *cliError
	if errors.As(err, &e) {
		return problem.Problem{File: file, Message: e.message, Hint: e.hint}
	}
	return problem.Problem{File: file, Message: "The file could not be read.", Hint: "Is it there, and may this account read it?"}
}

// printLine prints a line without the control characters that a file may have
// put into it: a terminal would obey them.
func printLine(w io.Writer, s string) {
	fmt.Fprintln(w, strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '\uFFFD'
		}
		return r
	}, s))
}

// inputs are files read together.
type inputs struct {
	files  []*input
	merged project.Project // what all of them make together
	notes  []string        // where they do not agree
	some   bool            // whether merged holds a file yet
}

// openInputs finds the files, "-" being standard input, and sorts them by the
// format given or by what each looks like. forget is called when they are no
// longer needed.
func openInputs(names []string, from string, io stdio) (all *inputs, forget func()) {
	found, forget := gather(names, io)
	return &inputs{files: inputsOf(found, from)}, forget
}

// read reads all inputs and puts them together.
func (all *inputs) read(ctx context.Context) {
	for _, late := range []bool{false, true} {
		for _, in := range all.files {
			if in.err == nil && in.format.NeedsTexts() == late {
				all.take(ctx, in)
			}
		}
	}
}

var errHandIn = failure("hand_in", "This is what a student handed in to a lesson, and no project.", "claimlight class reads it; name the lesson too.")

// refuseHandIns makes errors of the inputs that are hand-ins.
func (all *inputs) refuseHandIns() {
	for _, in := range all.files {
		if in.handed {
			in.err = errHandIn
		}
	}
}

var errUnknown = failure("unknown_format", "This is in no format that is known here.", "claimlight formats lists them; --from names one.")

// refuseTexts makes errors of the inputs that are no annotations.
func (all *inputs) refuseTexts() {
	for _, in := range all.files {
		if in.text {
			in.err = errUnknown
		}
	}
}

// take reads an input and merges it into what is there.
func (all *inputs) take(ctx context.Context, in *input) {
	if in.err = ctx.Err(); in.err != nil {
		return
	}
	if in.decode(all.merged); in.err != nil || in.handed {
		return
	}
	if !all.some {
		all.merged, all.some = in.project, true // as it is, ranks and all
		return
	}
	d, conflicts := project.Merge(all.merged, in.project)
	for _, c := range conflicts {
		all.notes = append(all.notes, fmt.Sprintf("%s: the %s differs: %s, and here %s; kept: %s.", in.name, c.Kind, c.Ours, c.Theirs, c.Kept))
	}
	all.merged, in.err = all.merged.Apply(d)
}

// decode reads the files; among is what the inputs before it hold.
func (in *input) decode(among project.Project) {
	switch {
	case in.text:
		in.ingest(reader.Options{Decode: decodeLegacy})
		return
	case in.handed:
		in.handedIn()
		return
	}
	env := exchange.EnvOf(among, time.Now(), uuid.NewString, in.name)
	read, err := in.format.ReadFiles(in.files, env)
	in.project, in.problems, in.counted, in.err = read.Project, append(in.problems, read.Problems...), read.Counted, err
	if in.err != nil {
		return
	}
	for _, p := range project.Check(in.project) {
		p.File = in.name
		in.problems = append(in.problems, p)
	}
}

// handInEnv is what hand-ins are read with.
func handInEnv() porter.Env {
	return porter.Env{Now: time.Now(), Mint: uuid.NewString, Decode: decodeLegacy}
}

// handedIn reads a hand-in.
func (in *input) handedIn() {
	data, err := in.files[0].Bytes()
	if err != nil {
		in.err = err
		return
	}
	var repaired []string
	in.handIn, repaired, in.err = porter.HandIn(in.name, data, handInEnv())
	for _, what := range repaired {
		in.problems = append(in.problems, problem.Problem{File: in.name, Message: what})
	}
}

func formatIDs(with func(exchange.Format) bool) string {
	var ids []string
	for _, f := range exchange.All() {
		if with(f) {
			ids = append(ids, f.ID)
		}
	}
	return strings.Join(ids, ", ")
}

// fileArgs are the files named on the command line. A flag among them was
// meant to stand before.
func fileArgs(f *flag.FlagSet) ([]string, error) {
	if f.NArg() == 0 {
		return nil, usageError(f.Name()+" needs at least one file", "claimlight "+f.Name()+" --help shows examples; - is standard input")
	}
	stdin := 0
	for _, name := range f.Args() {
		if name == "-" {
			stdin++
		} else if strings.HasPrefix(name, "-") {
			return nil, usageError(fmt.Sprintf("flags stand before files: %s", name), "claimlight "+f.Name()+" --help shows examples")
		}
	}
	if stdin > 1 {
		return nil, usageError("standard input can be read only once", "name - once")
	}
	return f.Args(), nil
}

// writeWhole writes a file all at once: what was there before stays until all
// of the new is on the disk. What is no plain file, such as a pipe, is written
// straight.
func writeWhole(name string, write func(io.Writer) error) (err error) {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real
	}
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return writeStraight(name, write)
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	if err = firstError(write(f), f.Chmod(modeOf(name)), f.Sync()); err != nil {
		f.Close()
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// sameFile reports whether both names lead to one file.
func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// modeOf is what a file may be used for: as before, or as usual.
func modeOf(name string) os.FileMode {
	if info, err := os.Stat(name); err == nil {
		return info.Mode().Perm()
	}
	return 0o644
}

func writeStraight(name string, write func(io.Writer) error) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return firstError(write(f), f.Close())
}
