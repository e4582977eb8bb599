package classroom

import (
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// EditLesson changes the lesson of a project, which gets one if it has none.
// change may change all of it.
func EditLesson(p project.Project, change func(*Lesson)) project.Diff {
	var l Lesson
	if now := LessonOf(p); now != nil {
		l = *now
		l.Questions = slices.Clone(now.Questions)
	}
	change(&l)
	return PutLesson(p, l)
}

// OwnLesson makes a lesson that was handed out one's own again, to collect what is
// handed in, for a teacher who has nothing else of it.
func OwnLesson(p project.Project) project.Diff {
	return EditLesson(p, func(l *Lesson) { l.Out = false })
}

// DropLesson makes a project one without a lesson. Hand-ins stay.
func DropLesson(p project.Project) project.Diff {
	return project.DropClass(p, KindLesson, KindLesson)
}

// Ready says what a lesson lacks to be handed out, a *problem.Error; nil if
// nothing.
func Ready(p project.Project) error {
	switch {
	case LessonOf(p) == nil:
		return problem.Newf("no-lesson", "Write the task first.", "This project has no lesson.")
	case len(p.Listed()) == 0:
		return problem.Newf("no-articles", "Add what is to be read.", "This lesson has no articles.")
	}
	return nil
}

// AnswerTo returns what was answered to a question so far.
func AnswerTo(p project.Project, question string) Answer {
	if a, ok := recordOf[Answer](p, KindAnswer, question); ok {
		return a
	}
	return Answer{Question: question}
}

// SetAnswer writes what is said in answer to a question.
func SetAnswer(p project.Project, question, text string) project.Diff {
	a := AnswerTo(p, question)
	a.Text = text
	return putAnswer(p, a)
}

// ToggleAnswer attaches a mark to the answer to a question, or takes it off.
func ToggleAnswer(p project.Project, question string, mark annotation.ID) project.Diff {
	a := AnswerTo(p, question)
	if i := slices.Index(a.Marks, mark); i >= 0 {
		a.Marks = slices.Delete(slices.Clone(a.Marks), i, i+1)
	} else {
		a.Marks = append(slices.Clone(a.Marks), mark)
	}
	return putAnswer(p, a)
}

func putAnswer(p project.Project, a Answer) project.Diff {
	if a.Text == "" && len(a.Marks) == 0 {
		return project.DropClass(p, KindAnswer, a.Question)
	}
	return project.PutClass(p, record(KindAnswer, a.Question, a))
}

// Attached are the marks of an answer that are still there.
func (a Answer) Attached(p project.Project) (out []*annotation.Annotation) {
	for _, id := range a.Marks {
		if an := p.Annotation(id); an != nil {
			out = append(out, an)
		}
	}
	return out
}

// Wants says what an answer lacks, "" if nothing.
func (q Question) Wants(p project.Project) string {
	sources := map[article.ID]bool{}
	marks := AnswerTo(p, q.ID).Attached(p)
	for _, an := range marks {
		sources[an.Article] = true
	}
	return q.lacks(len(marks), len(sources))
}
