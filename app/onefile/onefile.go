// Package onefile makes a page that is one file: the program, and a lesson to
// open in it. It opens by a double click, from a stick, a mail or a course page,
// and asks nobody for anything.
//
// Write is all there is. The command line and the program in the browser hand
// it the same parts, each from where it has them.
package onefile

import (
	"bytes"
	"encoding/base64"
	"html"
	"io"
	"strings"

	"claimlight/app/problem"
)

// Lesson is what a page is made for.
type Lesson struct {
	Project string // the ID of the project that is in File
	Title   string // of the page until the program is there; plain text
	File    []byte // in the native format
}

// The names under which a page carries its parts; see web/carried.js.
const (
	LessonName  = "lesson"
	ShellName   = "page.html"
	ProgramName = "app.wasm"
)

// Parts are what a page is put together from.
type Parts struct {
	Shell   []byte                            // ShellName of the built site, or of another page
	Program io.Reader                         // ProgramName, as gzip (RFC 1952)
	Pack    func(data []byte) ([]byte, error) // makes gzip
}

// The places in the shell that are filled in. Each must be there exactly once.
const (
	titleMark   = "<title>Claimlight</title>"
	projectMark = `<meta name="claimlight-lesson" content="">`
	carriedMark = "<!-- what this page carries -->"
)

// Write writes the page. What it carries stands in elements that are neither run
// nor shown, as gzip in base64: whatever is in it, nothing gets out. The shell is
// carried too, as pages are made from pages. The program comes last, so that a
// file which was cut off on its way does not start.
//
// The code of an error is "page-parts" if the parts do not make a page, or
// "no-id" for a lesson without a project; those of the readers, of Pack and of
// the writer are returned as they are.
func Write(w io.Writer, l Lesson, p Parts) error {
	if l.Project == "" {
		return problem.Newf("no-id", "Save it as a Claimlight file first.", "A page is made of a Claimlight project, and this is none.")
	}
	head, tail, ok := cutOnce(string(p.Shell), carriedMark)
	if !ok || strings.Count(head, titleMark) != 1 || strings.Count(head, projectMark) != 1 {
		return problem.Newf("page-parts", "Load Claimlight again, or build it again.", "The page could not be put together: its parts do not belong to each other.")
	}
	head = strings.Replace(head, titleMark, "<title>"+html.EscapeString(l.Title)+"</title>", 1)
	head = strings.Replace(head, projectMark, `<meta name="claimlight-lesson" content="`+html.EscapeString(l.Project)+`">`, 1)
	lesson, err := p.Pack(l.File)
	if err != nil {
		return err
	}
	shell, err := p.Pack(p.Shell)
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte(head)); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		gzip io.Reader
	}{{LessonName, bytes.NewReader(lesson)}, {ShellName, bytes.NewReader(shell)}, {ProgramName, p.Program}} {
		if err := carry(w, part.name, part.gzip); err != nil {
			return err
		}
	}
	_, err = w.Write([]byte(tail))
	return err
}

// cutOnce cuts a text at a mark; false unless that is there exactly once.
func cutOnce(s, mark string) (before, after string, ok bool) {
	before, after, ok = strings.Cut(s, mark)
	return before, after, ok && !strings.Contains(after, mark)
}

// chunk is how many bytes go into base64 at a time, without a rest.
const chunk = 3 << 14

// carry writes one element. A browser takes a script of a type that it does not
// run for data (HTML, "data block"). The loop in place of io.Copy and an encoder
// saves the program in the browser what these would link.
func carry(w io.Writer, name string, gzip io.Reader) error {
	out := []byte(`<script type="application/gzip" id="carried-` + name + `">`)
	in := make([]byte, chunk)
	for {
		n, err := io.ReadFull(gzip, in)
		out = base64.StdEncoding.AppendEncode(out, in[:n])
		end := err == io.EOF || err == io.ErrUnexpectedEOF
		if end {
			out = append(out, "</script>\n"...)
		} else if err != nil {
			return err
		}
		if _, err := w.Write(out); err != nil || end {
			return err
		}
		out = out[:0]
	}
}
