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
	files := "Files"
	if n := v.look(); n > 0 && !v.Anonymous {
		files = fmt.Sprintf("Files (%d)", n)
	}
	out = append(out, tabOf{TabKey, "Key"}, tabOf{TabAgreement, "Agreement"}, tabOf{TabAgreed, "Settle"}, tabOf{TabFiles, files})
	if at := v.pupilAt(); v.Tab == TabStudent && at >= 0 {
		out = append(out, tabOf{TabStudent, v.Class.Students[at].Nickname})
	}
	return out
}

// tabs draws what is in the middle, with the names of what else can be there.
func (v *view) tabs() {
	all := v.tabsNow()
	shown := slices.IndexFunc(all, func(t tabOf) bool { return t.Tab == v.Tab })
	v.raw(`<div class="class-tabs" role="tablist" aria-label="What is shown of the class">`)
	for i, t := range all {
		id, tab := "", -1
		if i == max(shown, 0) {
			id, tab = tabID, 0
		}
		v.put(`<button type="button" role="tab" data-do="%s" data-arg="%s" aria-selected="%t" aria-controls="%s" tabindex="%d"`, DoTab, t.Tab, tab == 0, panelID, tab)
		if id != "" {
			v.put(` id="%s"`, id)
		}
		v.put(` dir="auto">%s</button>`, cmp.Or(t.name, "?"))
	}
	v.put(`</div><div role="tabpanel" id="%s" aria-labelledby="%s">`, panelID, tabID)
	if v.Tab == TabAnswers && v.asks() {
		v.answers()
	} else {
		v.middle()
	}
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
