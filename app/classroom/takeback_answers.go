package classroom

import (
	"slices"
	"strings"

	"claimlight/app/project"
)

// answers settles which answers stay where what was handed in is taken back: to
// here, into which it was merged already; that keeps the answers of here. b counts
// those that differ.
//
// Answers carry no time. One that is here is older than the hand-in if it was
// handed in before, and nothing was done since; it is newer if this is the hand-in
// that was made here last. Of any others nobody knows.
func (h *HandIn) answers(here, merged project.Project, b *Back) (d project.Diff) {
	last, ever := HandedIn(here)
	later := ever && h.Made.After(last.When)
	now := HandInOf(here, last.When)
	ours := map[string]Answer{}
	for _, a := range now.Answers {
		ours[a.Question] = a
	}
	for _, theirs := range h.Answers {
		one, answered := ours[theirs.Question]
		switch both := one.with(theirs); {
		case !answered, one.Text == theirs.Text && slices.Equal(one.Marks, theirs.Marks):
		case later && now.Check == last.Check:
			b.Newer++
			d = d.Then(putAnswer(merged, theirs))
		case last.Check == h.Check:
			b.Older++
		default:
			if both.Text != one.Text {
				b.Both++
			}
			d = d.Then(putAnswer(merged, both))
		}
	}
	if later {
		d = d.Then(NoteHanded(merged, h))
	}
	return d
}

// with is an answer with another one below it, and the marks of both. What it says
// already it does not say twice.
func (a Answer) with(b Answer) Answer {
	switch {
	case holds(a.Text, b.Text):
	case holds(b.Text, a.Text):
		a.Text = b.Text
	default:
		a.Text += "\n" + b.Text
	}
	a.Marks = slices.Clone(a.Marks)
	for _, id := range b.Marks {
		if !slices.Contains(a.Marks, id) {
			a.Marks = append(a.Marks, id)
		}
	}
	return a
}

// holds reports whether a text has all lines of another one, one after the other.
func holds(text, other string) bool {
	return other == "" || strings.Contains("\n"+text+"\n", "\n"+other+"\n")
}
