package classview

import (
	"cmp"
	"fmt"
	"slices"

	"claimlight/app/classroom"
)

// tabID is the ID of the control of the tab that is shown.
const tabID, panelID = "class-tab", "class-panel"

// tabOf is a tab and what it is called.
type tabOf struct {
	Tab
	name string
}

// tabsNow are the tabs that there are; that of a student only while one is shown.
func (v *view) tabsNow() []tabOf {
	out := []tabOf{{TabText, "Text"}, {TabTable, "Table"}}
	if v.asks() {
		out = append(out, tabOf{TabAnswers, "Answers"})
	}
	if v.Projector {
		return out
	}
	out = append(out, tabOf{TabKey, "Key"}, tabOf{TabAgreement, "Agreement"}, tabOf{TabAgreed, "Settle"})
	if !v.Anonymous { // files have names
		files := "Files"
		if n := v.look(); n > 0 {
			files = fmt.Sprintf("Files (%d)", n)
		}
		out = append(out, tabOf{TabFiles, files})
	}
	if at := v.pupilAt(); v.Tab == TabStudent && at >= 0 {
		out = append(out, tabOf{TabStudent, v.Class.Students[at].Nickname})
	}
	return out
}

// tabs draws what is in the middle, with the names of what else can be there.
func (v *view) tabs() {
	v.raw(`<div class="class-tabs" role="tablist" aria-label="What is shown of the class">`)
	for _, t := range v.tabsNow() {
		shown, tab := "", -1
		if t.Tab == v.Tab {
			shown, tab = ` id="`+tabID+`"`, 0
		}
		v.put(`<button type="button" role="tab" data-do="%s" data-arg="%s" aria-selected="%t" aria-controls="%s" tabindex="%d"`, DoTab, t.Tab, tab == 0, panelID, tab)
		v.raw(shown)
		v.put(` dir="auto">%s</button>`, cmp.Or(t.name, "?"))
	}
	v.put(`</div><div role="tabpanel" id="%s" aria-labelledby="%s">`, panelID, tabID)
	v.middle()
	v.raw("</div>")
}

// asks reports whether the lesson asks questions.
func (v *view) asks() bool { return len(v.Class.Questions()) > 0 }

// pupilAt is where the student is in the class that is looked at, -1 if nowhere, or
// if nobody is to be known.
func (v *view) pupilAt() int {
	if v.Anonymous {
		return -1
	}
	return slices.IndexFunc(v.Class.Students, func(s *classroom.Pupil) bool { return s.ID == v.Student })
}
