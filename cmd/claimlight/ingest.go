package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/reader"
)

const ingestHelp = `
Usage: claimlight ingest [--name NAME] [--kind KIND] [--encoding LABEL] [--column NAME] -o OUT FILE...

Makes a project of texts: plain text in any encoding, Markdown, web pages, Word
(.docx), e-books (.epub), tables (.csv, .tsv) and lists of records (.json,
.jsonl). A folder stands for all files in it, and a ZIP archive for those
inside; - is standard input. The starter codebook comes with it.

What a file is, its name and its first bytes say. --kind says it where they do
not, as for standard input: text, md (Markdown), html, json, jsonl or csv.

What was left out of each text, such as menus and pictures, how its characters
were read, and which column of a table was taken is said on standard error; the
flags choose otherwise. The same text twice comes in once.

Exit codes: 0 all was read; 1 something was not, or OUT could not be written;
2 the command was not understood.

Examples:
  claimlight ingest -o lesson.claimlight.json articles/
  claimlight ingest --encoding windows-1251 -o old.claimlight.json *.txt
  claimlight ingest --column body -o news.claimlight.json news.csv
  pandoc -t gfm notes.odt | claimlight ingest --kind md -o notes.claimlight.json -
`

// runIngest makes a project of texts.
func runIngest(ctx context.Context, args []string, term stdio) error {
	f := flag.NewFlagSet("ingest", flag.ContinueOnError)
	out := f.String("o", "", "`file` to write to instead of standard output")
	name := f.String("name", "Articles", "`name` of the project")
	var o reader.Options
	f.StringVar(&o.Encoding, "encoding", "", "`label` of the character encoding, such as windows-1252")
	kind := f.String("kind", "", "`kind` of the files: text, md, html, json, jsonl or csv")
	f.StringVar(&o.Column, "column", "", "`name` of the column or the key with the text")
	if err := parse(f, args, term, ingestHelp); err != nil {
		return err
	}
	names, err := fileArgs(f)
	if err != nil {
		return err
	}
	if o.Kind, err = kindNamed(*kind); err != nil {
		return err
	}
	o.Decode = decodeLegacy
	o.Pace = func(int, int) error { return ctx.Err() }
	all, forget := openTexts(names, term)
	defer forget()
	unsound, articles := 0, []*article.Article(nil)
	seen := map[article.ID]bool{}
	for _, in := range all {
		if in.err == nil {
			in.ingest(o)
		}
		in.report(term.err)
		if !in.sound() {
			unsound++
		}
		for _, a := range in.project.ArticlesInOrder() {
			if !seen[a.ID] {
				articles = append(articles, a)
			}
			seen[a.ID] = true
		}
	}
	if len(articles) == 0 {
		return failure("nothing_read", "nothing could be read, so nothing was written", "")
	}
	p := project.New(*name, articles, project.Stamp{When: time.Now(), Mint: uuid.NewString})
	if err := encodeTo(exchange.W3C, p, *out, term); err != nil {
		return err
	}
	return incomplete(unsound, len(all))
}

// kindNamed is the kind of texts with the name; "" has none.
func kindNamed(name string) (string, error) {
	kinds := map[string]string{
		"": "", "text": reader.Text, "txt": reader.Text, "md": reader.Markdown, "markdown": reader.Markdown, "html": reader.HTML,
		"json": reader.JSON, "jsonl": reader.JSONL, "csv": reader.CSV, "tsv": reader.CSV,
	}
	kind, ok := kinds[strings.ToLower(name)]
	if !ok {
		return "", usageError(fmt.Sprintf("there is no kind %q", name), "text, md, html, json, jsonl and csv are known; Word files, e-books and archives are recognized by themselves")
	}
	return kind, nil
}

// openTexts finds the files behind the names, each a text.
func openTexts(names []string, term stdio) (all []*input, forget func()) {
	found, forget := gather(names, term)
	for _, f := range found {
		all = append(all, &input{name: f.Name, err: f.err, problems: f.problems, text: true, files: []exchange.File{f.File}})
	}
	return all, forget
}

// ingest reads a text, or the texts of a table.
func (in *input) ingest(o reader.Options) {
	data, err := in.files[0].Bytes()
	if err != nil {
		in.err = err
		return
	}
	sources, err := reader.Read(in.name, data, o)
	if err != nil {
		in.err = err
		return
	}
	var articles []*article.Article
	for _, s := range sources {
		if s.Err != nil {
			in.problems = append(in.problems, problem.Problem{File: s.Name, Message: s.Err.Message, Hint: s.Err.Hint})
			continue
		}
		in.problems = append(in.problems, s.Problems...)
		in.notes = append(in.notes, notesOf(s)...)
		articles = append(articles, s.Articles...)
	}
	articles, twice := reader.Distinct(articles)
	in.notes = append(in.notes, twice...)
	in.project = project.Project{Articles: project.TableOf(articles...)}
}

// notesOf says how a file was read.
func notesOf(s reader.Source) (notes []string) {
	if s.Guessed && s.Encoding != "" {
		notes = append(notes, fmt.Sprintf("Read as %s, which is a guess; possible are %s.", s.Encoding, strings.Join(s.Encodings, ", ")))
	}
	return append(append(notes, s.Notes...), s.LeftOut...)
}
