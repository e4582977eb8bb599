// Package onefile makes a page that is one file: the program, and a lesson to
// open in it. It opens by a double click, from a stick, a mail or a course page,
// and asks nobody for anything.
//
// Write is all there is. The command line and the program in the browser hand
// it the same parts, each from where it has them.
package onefile

import (
	"encoding/base64"
	"html"
	"io"
	"strings"

	"claimlight/app/problem"
)

// The names under which a page carries its parts; see web/carried.js.
const (
	LessonName  = "lesson"
	ShellName   = "page.html"
	ProgramName = "app.wasm"
)

// Page is what a page is put together from.
type Page struct {
	Project string // the ID of the project in the lesson
	Title   string // until the program is there; plain text
	Shell   []byte // ShellName of the built site
	// Part gives what is carried under each of the names above, as gzip (RFC
	// 1952). The shell is among it: pages are made of pages.
	Part func(name string) io.Reader
}

// The places in the shell that are filled in: an element before the scripts each,
// and where all that is carried goes.
const (
	titlePlace   = "<title>Claimlight</title>"
	projectPlace = `<meta name="claimlight-lesson" content="">`
	carriedPlace = "<!-- what this page carries -->"
)

// Write writes the page. What it carries stands in elements that are neither run
// nor shown, as gzip in base64: whatever is in it, nothing gets out. The program
// comes last, so that a file which was cut off on its way does not start.
//
// The code of an error is "page-parts" if the parts make no page; those of the
// readers and of the writer are returned as they are.
func Write(w io.Writer, p Page) error {
	head, tail, ok := strings.Cut(string(p.Shell), carriedPlace)
	filled := strings.Replace(head, titlePlace, "<title>"+html.EscapeString(p.Title)+"</title>", 1)
	filled = strings.Replace(filled, projectPlace, `<meta name="claimlight-lesson" content="`+html.EscapeString(p.Project)+`">`, 1)
	if !ok || p.Project == "" || !strings.Contains(head, titlePlace) || !strings.Contains(head, projectPlace) {
		return problem.Newf("page-parts", "Load Claimlight again, or build it again.", "The page was not made: its parts do not belong together.")
	}
	err := say(w, filled)
	for _, name := range []string{LessonName, ShellName, ProgramName} {
		if err == nil {
			err = carry(w, name, p.Part(name))
		}
	}
	if err == nil {
		err = say(w, tail)
	}
	return err
}

func say(w io.Writer, s string) error {
	_, err := w.Write([]byte(s))
	return err
}

// chunk is how many bytes go into base64 at a time, without a rest.
const chunk = 3 << 14

// carry writes one element. A browser takes a script of a type that it does not
// run for data (HTML, "data block"). The loop in place of io.Copy and an encoder
// saves the program in the browser what these would link.
func carry(w io.Writer, name string, gzip io.Reader) error {
	if err := say(w, `<script type="application/gzip" id="carried-`+name+`">`); err != nil {
		return err
	}
	in := make([]byte, chunk)
	for {
		n, err := io.ReadFull(gzip, in)
		end := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !end {
			return err
		}
		if err := say(w, base64.StdEncoding.EncodeToString(in[:n])); err != nil {
			return err
		}
		if end {
			return say(w, "</script>\n")
		}
	}
}
