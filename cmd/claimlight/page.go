package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"claimlight/app/exchange"
	"claimlight/app/onefile"
)

const pageHelp = `
Usage: claimlight page LESSON [-o OUT]

Makes one HTML page of a project file, with the program in it. It opens by a
double click, from a stick, a mail or a course page, without a server and
without a network, and whoever opens it starts on the project as somebody new.
All that is in the file can be read in the page, marks and names too.

LESSON is a Claimlight file (.claimlight.json); - is standard input. Without -o
the page goes to standard output. OUT is written whole or not at all.

Exit codes: 0 the page was made; 1 it was not, or something is wrong with the
file; 2 the command was not understood.

Examples:
  claimlight page lesson.claimlight.json -o lesson.html
  claimlight ingest articles/ | claimlight page - -o lesson.html
`

// runPage makes a page that is one file.
func runPage(ctx context.Context, args []string, io stdio) error {
	f := flag.NewFlagSet("page", flag.ContinueOnError)
	out := f.String("o", "", "`file` to write to instead of standard output")
	name, err := oneFile(f, args, io)
	if err != nil {
		return err
	}
	files, err := siteFiles("")
	if err != nil {
		return err
	}
	l, sound, err := readLesson(ctx, name, io)
	if err != nil {
		return err
	}
	if sameFile(name, *out) {
		return usageError(fmt.Sprintf("%s would be overwritten by the page made of it", name), "name another file with -o")
	}
	if err := makePage(files, l, *out, io); err != nil {
		return err
	}
	if !sound {
		return failure("problems", "the page was made, but not everything in the file is sound: see above", "claimlight check says it again once it is mended")
	}
	return nil
}

// oneFile reads the flags, which may stand behind the one file too, and returns
// its name.
func oneFile(f *flag.FlagSet, args []string, io stdio) (string, error) {
	if err := parse(f, args, io, pageHelp); err != nil {
		return "", err
	}
	name := f.Arg(0)
	if f.NArg() > 0 {
		if err := parse(f, f.Args()[1:], io, pageHelp); err != nil {
			return "", err
		}
	}
	switch {
	case name == "":
		return "", usageError("page needs a file", "claimlight page --help shows examples; - is standard input")
	case f.NArg() > 0:
		return "", usageError("a page is made of one file", "claimlight convert --to w3c puts several together")
	}
	return name, nil
}

// lesson is what a page is made of.
type lesson struct {
	id, name string // of the project
	file     []byte // that it is in
}

// readLesson reads the file a page is made of, and prints what is wrong with it.
func readLesson(ctx context.Context, name string, io stdio) (l lesson, sound bool, err error) {
	all, forget := openInputs([]string{name}, "auto", io)
	defer forget()
	all.refuseTexts()
	if len(all.files) != 1 || len(all.files[0].files) != 1 {
		return l, false, noLesson(name)
	}
	in := all.files[0]
	if in.err == nil && in.format.ID != exchange.W3C.ID {
		return l, false, noLesson(name)
	}
	all.read(ctx)
	in.report(io.err)
	if in.err != nil || in.project.Info().ID == "" {
		return l, false, noLesson(name)
	}
	data, err := in.files[0].Bytes()
	if err != nil {
		return l, false, failure("unreadable", name+" could not be read", "is it there, and may this account read it?")
	}
	info := in.project.Info()
	return lesson{info.ID, info.Name, data}, in.sound(), nil
}

func noLesson(name string) error {
	return failure("no_lesson", fmt.Sprintf("%s is no Claimlight project, so no page was made", filepath.Base(name)),
		"claimlight convert --to w3c makes one of another program's files, claimlight ingest one of texts")
}

// makePage writes the page out of the built site.
func makePage(site fs.FS, l lesson, out string, term stdio) error {
	shell, err := fs.ReadFile(site, onefile.ShellName)
	if err != nil {
		return failure("not_built", "the parts of a page are not built into this binary", "make build puts them in")
	}
	program, err := packedProgram(site)
	if err != nil {
		return failure("not_built", "the browser program is not built into this binary", "make build puts it in")
	}
	parts := map[string]io.Reader{onefile.LessonName: gzipped(l.file), onefile.ShellName: gzipped(shell), onefile.ProgramName: program}
	page := onefile.Page{Project: l.id, Title: l.name, Shell: shell, Part: func(name string) io.Reader { return parts[name] }}
	err = written(out, term, func(w io.Writer) error { return onefile.Write(w, page) })
	if err != nil {
		return notWritten(err)
	}
	return nil
}

// packedProgram is the program as gzip; the build has mostly made that already.
func packedProgram(site fs.FS) (io.Reader, error) {
	if packed, err := fs.ReadFile(site, onefile.ProgramName+".gz"); err == nil {
		return bytes.NewReader(packed), nil
	}
	plain, err := fs.ReadFile(site, onefile.ProgramName)
	return gzipped(plain), err
}

// gzipped is data as gzip, in memory.
func gzipped(data []byte) io.Reader {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write(data) // into memory
	_ = z.Close()
	return &packed
}
