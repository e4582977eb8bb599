package ui

import (
	"context"
	"strings"

	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// isHandIn reports whether a file is what a student handed in. Its name is a hint
// only: browsers call a second one "Ayse.handin (1).json".
func isHandIn(name string, data []byte) bool {
	return classroom.IsHandIn(data) || strings.HasSuffix(strings.ToLower(name), classroom.HandInExt) && !isNative(data)
}

// once is a file that is read once, however often it is asked for.
func once(f File) File {
	read, has := f.Read, false
	var held []byte
	f.Read = func(ctx context.Context) (data []byte, err error) {
		if !has {
			held, err = read(ctx)
			has = err == nil
		}
		return held, err
	}
	return f
}

// apart tells hand-ins from other files, which it reads. What cannot be read is
// among the others. The error is that of the pace.
func (m *Model) apart(ctx context.Context, files []File, pace project.Pace) (handed, others []File, err error) {
	total := int64(0)
	for i, f := range files {
		if err := pace.At(i, len(files)); err != nil {
			return nil, nil, err
		}
		data, err := m.bytesWithin(ctx, f, maxIntake-total)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if total += int64(len(data)); err == nil && isHandIn(f.Name, data) {
			handed = append(handed, f)
		} else {
			others = append(others, f)
		}
	}
	return handed, others, nil
}

// takeBack brings back what was handed in, to whoever did the work and is at the
// lesson again, or says where hand-ins belong. It waits for the disk.
func (m *Model) takeBack(handed []File) {
	if len(handed) > 1 || !m.studies() {
		m.dispatch(func() {
			m.fail(problem.Newf("hand-in", "A teacher drops them on the Class screen, in the project that the lesson was made of.", "%s for the teacher, and cannot be opened here.", plural(len(handed), "file that was handed in is", "files that were handed in are")))
		})
		return
	}
	data, err := m.bytesOf(context.Background(), handed[0])
	var h *classroom.HandIn
	if err == nil {
		h, err = classroom.OwnHandIn(handed[0].Name, data)
	}
	m.dispatch(func() {
		if err != nil {
			m.fail(err)
			return
		}
		m.goOnFrom(h)
	})
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
