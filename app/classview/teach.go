package classview

import (
	"strconv"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/project"
)

// What a teacher does besides settling places: each is a decision of Act.
const (
	DoRight      = "right"       // take a mark as right: student, mark, and mark of the key or nothing
	DoSettledKey = "settled-key" // put what is settled into the key
	DoDiscard    = "discard"     // take a hand-in out: its check
	DoName       = "name"        // write down who a student is: the ID, and the name
	DoSeen       = "seen"        // drop what is said of files that were not taken
	DoWeight     = "weight"      // set a weight: which, and a number
)

// Verbs of which the page makes files, or which take long.
const (
	DoAdjudicated = "adjudicated" // save what is settled as a project
	DoGamma       = "gamma"       // reckon gamma
)

// teaching are the decisions of a teacher, for Act.
var teaching = map[string]func(s *State, arg string, by project.Stamp) (project.Diff, error){
	DoRight: func(s *State, arg string, _ project.Stamp) (project.Diff, error) {
		student, rest, _ := strings.Cut(arg, " ")
		mark, key, _ := strings.Cut(rest, " ")
		return s.Class.TakeAsRight(annotation.PersonID(student), annotation.ID(mark), key)
	},
	DoSettledKey: func(s *State, _ string, _ project.Stamp) (project.Diff, error) {
		return classroom.SettledIntoKey(s.Class.Lesson)
	},
	DoDiscard: func(s *State, arg string, _ project.Stamp) (project.Diff, error) {
		s.Tab, s.Student = TabText, ""
		return classroom.Discard(s.Class.Lesson, arg), nil
	},
	DoSeen: func(s *State, _ string, _ project.Stamp) (project.Diff, error) {
		return classroom.Seen(s.Class.Lesson), nil
	},
	DoName: func(s *State, arg string, _ project.Stamp) (project.Diff, error) {
		student, name, _ := strings.Cut(arg, " ")
		return classroom.NameStudent(s.Class.Lesson, annotation.PersonID(student), name), nil
	},
	DoWeight: func(s *State, arg string, _ project.Stamp) (project.Diff, error) {
		w := classroom.WeightsOf(s.Class.Lesson)
		which, value, _ := strings.Cut(arg, " ")
		for _, one := range weights {
			if one.id == which {
				*one.of(&w) = float64(number(value)) / 100
			}
		}
		return classroom.SetWeights(s.Class.Lesson, w), nil
	},
}

// weights are what a teacher can set, with the choices for each.
var weights = []struct {
	id, label string
	of        func(*classroom.Weights) *float64
	choices   [3]string // for 0, a half and 1
}{
	{"edges", "A mark that is too long or too short", func(w *classroom.Weights) *float64 { return &w.Edges }, [3]string{"counts in full", "loses half of what is off", "loses what is off"}},
	{"tag", "A mark with another tag", func(w *classroom.Weights) *float64 { return &w.Tag }, [3]string{"counts as found", "counts half as found", "does not count as found"}},
	{"extra", "A mark that is not in the key", func(w *classroom.Weights) *float64 { return &w.Extra }, [3]string{"changes nothing", "lowers “on target” by half", "lowers “on target”"}},
}

// weighing draws the weights to set.
func (v *view) weighing() {
	if v.fixed {
		return
	}
	now := classroom.WeightsOf(v.Class.Lesson)
	v.raw(`<p class="class-weights">`)
	for _, w := range weights {
		value := int(*w.of(&now)*100 + .5)
		v.put(`<label>%s <select data-do="%s" data-arg="%s">`, w.label, DoWeight, w.id)
		for i, words := range w.choices {
			v.option([]string{"0", "50", "100"}[i], value == i*50, words)
		}
		if value%50 != 0 { // a file said so
			v.option(strconv.Itoa(value), true, strconv.Itoa(value)+"%")
		}
		v.raw("</select></label> ")
	}
	v.raw("</p>")
}

// naming draws the field for a student's real name, which stays in this browser.
func (v *view) naming(s *classroom.Pupil) {
	if v.fixed || v.Anonymous {
		return
	}
	v.put(`<div class="class-naming"><label>Real name <input type="text" dir="auto" data-do="%s" data-arg="%s" value="%s"></label><p class="class-acts">`,
		DoName, s.ID, v.Class.RealName(s.ID))
	v.button("class-button", DoFeedback, s.ID, "Save as a file")
	v.button("class-link", DoDiscard, s.HandIn, "Take this hand-in out of the class")
	v.raw(`</p><small class="hint">Only you see the name: it stays in this browser, and goes into no file but the gradebook.</small></div>`)
}

// rightButton takes the mark of a point as right, if it is not the key's already.
func (v *view) rightButton(p classroom.Point) {
	if v.fixed || v.Student == "" || len(p.Own) == 0 || v.Scores == nil {
		return
	}
	arg := string(v.Student) + " " + string(p.Own[0].ID)
	switch p.Kind {
	case classroom.NotInKey:
		v.button("class-link", DoRight, arg, "Into the key")
	case classroom.TooLong, classroom.TooShort, classroom.Shifted, classroom.OtherTag:
		v.button("class-link", DoRight, arg+" "+p.Case.Key, "This is right, too")
	}
}

// outcome says what was settled so far, and what can be made of it.
func (v *view) outcome() {
	marked, not := 0, 0
	for _, s := range classroom.SettledIn(v.Class.Lesson) {
		if s.Kept {
			marked++
		} else {
			not++
		}
	}
	if marked+not == 0 || v.fixed {
		return
	}
	v.put(`<p>Settled so far: %s to be marked, %d not to be marked. `, places(marked), not)
	v.button("class-button", DoSettledKey, "", "Add what is settled to the key")
	v.raw(" ")
	v.button("class-button", DoAdjudicated, "", "Save it as a project")
	v.raw("</p>")
}
