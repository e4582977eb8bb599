// Command claimlight is Claimlight outside the browser: it serves the program
// to browsers and works on the same files with the same packages.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// stdio is where a command reads and writes.
type stdio struct {
	in       io.Reader
	out, err io.Writer
}

// command is one thing the program can be asked to do. run gets the arguments
// after the command's name and stops when its context ends.
type command struct {
	name    string
	summary string
	run     func(ctx context.Context, args []string, io stdio) error
}

// commands in the order in which help lists them.
var commands = []command{
	{"serve", "serve the program to browsers on this machine", runServe},
	{"check", "say whether files are sound, and what is wrong where", runCheck},
	{"convert", "turn files into another format", runConvert},
	{"ingest", "make a project of texts, web pages, Word files, tables", runIngest},
	{"formats", "list the formats, and what each cannot hold", runFormats},
	{"lesson", "make the file of a lesson to hand out", runLesson},
	{"class", "put side by side what a class handed in", runClass},
	{"score", "compare what students marked with a key", runScore},
	{"agree", "say how far the annotators of files agree", runAgree},
	{"page", "make one HTML page of a project, with the program in it", runPage},
	{"site", "write the program as a folder for any web server", runSite},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// serve ends in good order; the others may be waiting for input that never
	// comes, and what they write is whole or not there at all.
	if len(os.Args) < 2 || os.Args[1] != "serve" {
		context.AfterFunc(ctx, func() { os.Exit(1) })
	}
	err := run(ctx, os.Args[1:], stdio{os.Stdin, os.Stdout, os.Stderr})
	report(os.Stderr, err)
	os.Exit(exitCode(err))
}

// run finds the command and runs it.
func run(ctx context.Context, args []string, io stdio) error {
	if len(args) == 0 {
		usage(io.err)
		return usageError("no command given", "claimlight serve opens the program; claimlight help lists the rest")
	}
	switch args[0] {
	case "help", "-h", "-help", "--help":
		return help(ctx, args[1:], io)
	}
	if c := find(args[0]); c != nil {
		return c.run(ctx, args[1:], io)
	}
	return usageError(fmt.Sprintf("there is no command %q", args[0]), "claimlight help lists the commands")
}

func help(ctx context.Context, args []string, io stdio) error {
	if len(args) > 0 {
		return run(ctx, []string{args[0], "--help"}, io)
	}
	usage(io.out)
	return nil
}

func find(name string) *command {
	for i := range commands {
		if commands[i].name == name {
			return &commands[i]
		}
	}
	return nil
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Claimlight reads news articles and marks the claims in them.\n\nUsage: claimlight COMMAND [FLAGS] [FILES]\n\n")
	for _, c := range commands {
		fmt.Fprintf(w, "  %-9s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, `
claimlight COMMAND --help says more, with examples.

Exit codes: 0 all is well; 1 problems were found or something failed; 2 the
command was not understood.
`)
}

// parse reads a command's flags. Help asked for is printed to std.out and
// comes back as flag.ErrHelp, which is no failure; a wrong flag is a usage error.
func parse(f *flag.FlagSet, args []string, std stdio, help string) error {
	f.SetOutput(io.Discard)
	f.Usage = func() {}
	err := f.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(std.out, strings.TrimLeft(help, "\n"))
		f.SetOutput(std.out)
		if hasFlags(f) {
			fmt.Fprint(std.out, "\nFlags:\n")
			f.PrintDefaults()
		}
		return err
	}
	if err != nil {
		return usageError(err.Error(), "claimlight "+f.Name()+" --help lists the flags")
	}
	return nil
}

func hasFlags(f *flag.FlagSet) (some bool) {
	f.VisitAll(func(*flag.Flag) { some = true })
	return some
}
