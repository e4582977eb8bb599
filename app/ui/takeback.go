package ui

import (
	"context"
	"slices"

	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// takeBack brings back what was handed in, to whoever did the work and is at the
// lesson again; it says where other hand-ins belong, and returns the other files.
// It waits for the disk.
func (m *Model) takeBack(files []File) (others []File) {
	others = slices.DeleteFunc(slices.Clone(files), isHandIn)
	handed := len(files) - len(others)
	if handed == 0 {
		return files
	}
	m.dispatch(func() { m.dropping = false })
	if handed > 1 || !m.studies() {
		m.dispatch(func() {
			m.fail(problem.Newf("hand-in", "A teacher drops them on the Class screen, in the project that the lesson was made of.", "%s for the teacher, and cannot be opened here.", plural(handed, "file that was handed in is", "files that were handed in are")))
		})
		return others
	}
	file := files[slices.IndexFunc(files, isHandIn)]
	data, err := m.bytesOf(context.Background(), file)
	var h *classroom.HandIn
	if err == nil {
		h, err = classroom.OwnHandIn(file.Name, data)
	}
	m.dispatch(func() {
		if err != nil {
			m.fail(err)
			return
		}
		m.goOnFrom(h)
	})
	return others
}

// goOnFrom takes in what a student handed in, as one step.
func (m *Model) goOnFrom(h *classroom.HandIn) {
	m.settle()
	before := m.project()
	var back classroom.Back
	ok := m.do("Brought back what was handed in", project.Place{}, func(p project.Project, s project.Stamp) (d project.Diff, err error) {
		back, err = classroom.TakeBack(p, h, s)
		return back.Diff, err
	})
	if !ok {
		return
	}
	text := "Brought back what you handed in on " + m.localTime(h.Made) + "."
	if m.project() == before {
		text = "Everything that you handed in on " + m.localTime(h.Made) + " is here."
	}
	text += differing(back)
	if back.Left > 0 {
		text += " " + plural(back.Left, "mark stands", "marks stand") + " on an article that this lesson does not have."
	}
	m.tell(Toast{Text: text, Undo: m.project() != before})
}

// differing says what became of what is here too, and otherwise.
func differing(b classroom.Back) (text string) {
	say := func(n int, one, many string) {
		if n > 0 {
			text += " " + plural(n, one, many) + "."
		}
	}
	say(b.Marks, "mark is not the same here: the one changed later counts", "marks are not the same here: of each the one changed later counts")
	say(b.Newer, "answer that was here was older, and was replaced", "answers that were here were older, and were replaced")
	say(b.Older, "answer was changed here since, and stays", "answers were changed here since, and stay")
	say(b.Both, "answer was another one here: both texts are in it now", "answers were others here: both texts are in them now")
	return text
}
