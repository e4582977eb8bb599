package classview

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"io"
	"sync"

	"claimlight/app/classroom"
)

// tokens are what the style sheet takes from the program's own, for files that
// stand alone.
//
//go:embed report.css
var tokens string

// alone is the style sheet of a file that stands alone.
var alone = sync.OnceValue(func() string { return tokens + Style })

// policy is the Content-Security-Policy of such a file (CSP Level 3): no script,
// no picture, no request, no form, and only its own style sheet.
var policy = sync.OnceValue(func() string {
	sum := sha256.Sum256([]byte(alone()))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
})

// Report writes the whole class as one HTML file that needs nothing else: how it
// did, every article with its heat and its places, and everybody against the
// key, if there is one. Of the State it heeds what is to be compared, and whether
// there are to be names.
func Report(w io.Writer, s State) error {
	v, err := newView(s)
	if err != nil {
		return err
	}
	v.fixed, v.Outline, v.Projector = true, true, false
	v.begin(v.Class.Lesson.Info().Name, "classroom class-report")
	v.head()
	v.raw(`<div class="class-body">`)
	v.roster()
	v.raw(`<div class="class-main">`)
	v.notesSheet()
	v.raw("</div></div>")
	for _, a := range v.articles {
		v.on, v.Article, v.Tab = a, a.ID, TabText
		v.findWorst()
		v.raw(`<section class="class-body class-page"><div class="class-main">`)
		v.heat()
		v.raw("</div>")
		v.places()
		v.raw("</section>")
	}
	if v.asks() {
		v.raw(`<div class="class-main">`)
		v.answers()
		v.raw("</div>")
	}
	if v.Scores != nil {
		v.raw(`<div class="class-main">`)
		v.key()
		v.raw("</div>")
	}
	return v.end(w)
}

// notesSheet is what there is to say about the files, if there is anything.
func (v *view) notesSheet() {
	if len(v.allNotes()) > 0 && !v.Anonymous {
		v.files()
	}
}

// Feedback writes a student's feedback as one HTML file, which also prints; by
// is the feedback of the class, so that it is gathered once for all.
func Feedback(w io.Writer, s State, by *classroom.Feedbacks, student int) error {
	v, err := newView(s)
	if err != nil {
		return err
	}
	v.fixed = true
	f := by.Of(student)
	v.begin(f.Student.Nickname+" · "+v.Class.Lesson.Info().Name, "classroom class-report")
	v.raw(`<main class="class-main"><section class="class-sheet wide">`)
	v.feedback(f)
	v.raw("</section></main>")
	return v.end(w)
}

// begin writes what stands before the body of a file.
func (v *view) begin(title, class string) {
	v.put(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="%s">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Claimlight">
<title>%s</title>
<style>`, policy(), title)
	v.raw(alone())
	v.put(`</style>
</head>
<body>
<div class="%s">
`, class)
}

// end writes what stands behind it, and all of it to w.
func (v *view) end(w io.Writer) error {
	v.raw("\n<p class=\"class-end\">Made with Claimlight.</p>\n</div>\n</body>\n</html>\n")
	_, err := io.WriteString(w, v.String())
	return err
}
