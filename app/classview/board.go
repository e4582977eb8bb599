package classview

import (
	"fmt"
	"slices"

	"claimlight/app/classroom"
	"claimlight/app/problem"
)

// board draws the screen: the head, the students, the middle, and the places.
func (v *view) board() {
	class := "classroom"
	if v.Projector {
		class += " projector"
	}
	v.put(`<div class="%s" data-said="%s">`, class, v.said())
	if len(v.Class.Students) == 0 {
		v.empty()
		v.raw("</div>")
		return
	}
	v.head()
	v.raw(`<div class="class-body">`)
	if !v.Projector {
		v.roster()
	}
	v.raw(`<div class="class-main" data-reveal="">`)
	v.tabs()
	v.raw("</div>")
	if v.Tab == TabText || v.Tab == TabTable {
		v.places()
	}
	v.raw("</div></div>")
}

// said is what a screen reader says when what is shown of the text has changed.
func (v *view) said() string {
	if v.on == nil || len(v.Class.Students) == 0 || v.Tab != TabText && v.Tab != TabTable {
		return ""
	}
	h := v.heatOf()
	return fmt.Sprintf("%s: %s marked by at least %d of %d.", v.title(v.on.ID), problem.Count(len(h.AtLeast(v.least())), "passage"), v.least(), len(h.Opened))
}

// middle draws what the tab says.
func (v *view) middle() {
	switch v.Tab {
	case TabKey:
		v.key()
	case TabStudent:
		v.student()
	case TabAgreed:
		v.agreed()
	case TabAgreement:
		v.agreement()
	case TabFiles:
		v.files()
	case TabAnswers:
		v.answers()
	default:
		v.heat()
	}
}

// head says how the class did, in words.
func (v *view) head() {
	v.put(`<header class="class-head"><h1 dir="auto">%s</h1><div class="class-facts"><p><b>%d</b> handed in</p>`, v.Class.Lesson.Info().Name, len(v.Class.Students))
	v.headline()
	if look := v.look(); look > 0 && !v.Anonymous {
		need := problem.CountVerb(look, v.looked(), "needs a look", "need a look")
		v.raw("<p>")
		if v.fixed {
			v.put("%s", need)
		} else {
			v.button("class-link", DoTab, TabFiles, need)
		}
		v.raw("</p>")
	}
	v.raw("</div>")
	if !v.fixed {
		v.acts()
	}
	v.raw("</header>")
}

// headline says how far students agree, and over how many articles.
func (v *view) headline() {
	f := v.Disputes.Figures
	marked, defined := f.Places.Value()
	if !defined {
		v.put("<p>How far they agree cannot be said: %s</p>", f.Places.Reason)
		return
	}
	v.put("<p>Two students picked at random marked the same passage <b>%s</b>", classroom.InTen(marked))
	if tag, ok := f.Tag.Value(); ok {
		v.put(", and then chose the same tag <b>%s</b>", classroom.InTen(tag))
	}
	v.put(" · on %s that two or more opened</p>", problem.Count(f.Shared, "article"))
}

// allNotes are what there is to say about the files: about those that were not
// taken first, and each thing once of each.
func (v *view) allNotes() (out []classroom.FileNote) {
	seen := map[classroom.FileNote]bool{}
	for _, n := range slices.Concat(v.Files, v.Class.Notes) {
		same := classroom.FileNote{File: n.File, Check: n.Check, Message: n.Message}
		if !seen[same] {
			seen[same] = true
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b classroom.FileNote) int { return look(b) - look(a) })
	return out
}

// look is how much a note asks for a look: 2 if its file was not taken, 1 if it
// was taken otherwise than it was made, 0 if it is only told.
func look(n classroom.FileNote) int {
	switch {
	case !n.Taken():
		return 2
	case n.Kind == classroom.NoteRepaired, n.Kind == classroom.NotePartial, n.Kind == classroom.NoteMoved, n.Kind == classroom.NoteTwins:
		return 1
	}
	return 0
}

// looked is what they are called that need a look: files, or things where one is no
// file, as what is said of the key.
func (v *view) looked() string {
	if slices.ContainsFunc(v.allNotes(), func(n classroom.FileNote) bool { return n.File == "" && look(n) > 0 }) {
		return "thing"
	}
	return "file"
}

// look is how many files, and things that are none, need a look.
func (v *view) look() int {
	files := map[string]bool{}
	for _, n := range v.allNotes() {
		if look(n) > 0 {
			files[n.File+"\x00"+n.Student] = true
		}
	}
	return len(files)
}

func (v *view) acts() {
	v.raw(`<div class="class-acts">`)
	v.toggle("class-button", DoProjector, v.Projector, "Projector")
	if !v.Projector {
		if v.Scores == nil {
			v.button("class-button", DoKey, "", "Make a key")
		}
		v.button("class-button", DoCollect, "", "Add files")
		v.button("class-button go", DoFeedback, "", "Give feedback")
	}
	v.raw("</div>")
}

// empty says how to begin.
func (v *view) empty() {
	v.raw(`<section class="class-empty"><h1>Your class</h1>
<p>Nobody has handed in yet. A class works with files, without accounts and without a server:</p>
<ol>
<li><b>Hand out the lesson.</b> It is one file with the articles, the tags and your task. Put it on the course page, a USB stick or into a mail. `)
	v.button("class-button go", DoLesson, "", "Make the lesson")
	v.raw(`</li>
<li><b>Students open it, mark, and hand in.</b> Each gives you back one small file; nobody sees the marks of others.</li>
<li><b>Drop all files here,</b> or the whole folder. What cannot be read is named, file by file, and nothing is overwritten. `)
	v.button("class-button", DoCollect, "", "Choose files")
	v.raw(`</li>
</ol>`)
	v.notes()
	v.raw("</section>")
}

// files says what there is to say about the files.
func (v *view) files() {
	v.raw(`<section class="class-sheet"><h2>The files</h2>`)
	if len(v.allNotes()) == 0 {
		v.raw("<p>All files were read, and there is nothing to say about them.</p>")
	}
	v.notes()
	v.raw("</section>")
}

// notes lists what a teacher should know of the files.
func (v *view) notes() {
	all := v.allNotes()
	if v.Anonymous || len(all) == 0 {
		return
	}
	v.raw(`<ul class="class-notes">`)
	for _, n := range all {
		v.note(n)
	}
	v.raw("</ul>")
	if !v.fixed && slices.ContainsFunc(v.Files, func(n classroom.FileNote) bool { return !n.Taken() }) {
		v.raw("<p>")
		v.lasting("class-seen", "#"+tabID, "class-link", DoSeen, "", "Seen")
		v.raw(` <span class="hint">Drops what is said of files that were not taken.</span></p>`)
	}
}

func (v *view) note(n classroom.FileNote) {
	class, says := "kept", ""
	if look(n) > 0 {
		class, says = "look", "Needs a look: "
	}
	v.put(`<li class="%s"><span class="unseen">%s</span><span dir="auto">%s</span>`, class, says, n.Message)
	if n.Hint != "" {
		v.put(` <span class="hint">%s</span>`, n.Hint)
	}
	if n.File != "" {
		v.put(` <small dir="auto">%s</small>`, classroom.FileName(n.File))
	}
	v.raw("</li>")
}
