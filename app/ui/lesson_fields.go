package ui

import (
	"claimlight/app/classroom"
	"claimlight/app/project"
	"claimlight/app/workspace"
)

// lessonFields are the fields of the lesson on the Files screen.
func (m *Model) lessonFields() []field {
	l := m.lesson()
	if l == nil || m.studies() {
		return nil
	}
	out := []field{{kind: kindLesson, part: "task"}}
	for _, q := range l.Questions {
		out = append(out, field{kind: kindQuestion, id: q.ID, part: "text"})
	}
	return out
}

// taskFields are the fields of the task on the Articles screen.
func (m *Model) taskFields() []field {
	if !m.studies() {
		return nil
	}
	out := []field{{kind: kindPerson, part: "nickname"}}
	for _, q := range m.lesson().Questions {
		out = append(out, field{kind: kindAnswer, id: q.ID, part: "text"})
	}
	return out
}

// lessonText is what the project says in a field of the lesson or the task.
func (f field) lessonText(p project.Project) string {
	if f.kind == kindAnswer {
		return classroom.AnswerTo(p, f.id).Text
	}
	l := classroom.LessonOf(p)
	if l == nil {
		return ""
	}
	if f.kind == kindLesson {
		return l.Task
	}
	for _, q := range l.Questions {
		if q.ID == f.id {
			return q.Text
		}
	}
	return ""
}

// changeLesson is the command that writes a value into such a field, and its
// label.
func (f field) changeLesson(value string) (string, workspace.Command) {
	label := "Changed the task"
	change := func(l *classroom.Lesson) { l.Task = value }
	switch f.kind {
	case kindAnswer:
		return "Changed an answer", func(p project.Project, _ project.Stamp) (project.Diff, error) {
			return classroom.SetAnswer(p, f.id, value), nil
		}
	case kindQuestion:
		label = "Changed a question"
		change = func(l *classroom.Lesson) {
			for i := range l.Questions {
				if l.Questions[i].ID == f.id {
					l.Questions[i].Text = value
				}
			}
		}
	}
	return label, func(p project.Project, _ project.Stamp) (project.Diff, error) {
		if classroom.LessonOf(p) == nil {
			return project.Diff{}, nil // taken off in another tab
		}
		return classroom.EditLesson(p, change), nil
	}
}
