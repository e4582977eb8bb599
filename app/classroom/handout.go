package classroom

import (
	"cmp"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// HandOut returns a lesson as it is handed out: articles, codebook and task,
// and the key if one is given (which can be read by whoever looks into the file,
// unless it is sealed). What people did and who they are stays behind: marks,
// people, what was opened, hand-ins, real names, the teacher's key and what was
// settled. Earlier versions of corrected articles stay behind too.
func HandOut(p project.Project, key *SealedKey) project.Project {
	info := *p.Info()
	info.Annotator = ""
	lesson := Lesson{}
	if l := LessonOf(p); l != nil {
		lesson = *l
	}
	lesson.Key, lesson.Out, lesson.ID = key, true, cmp.Or(lesson.ID, info.ID)
	return project.Project{
		Infos: project.TableOf(&info), Articles: project.TableOf(p.Listed()...), Tags: p.Tags, Attributes: p.Attributes,
		Class: project.TableOf(record(KindLesson, KindLesson, lesson)),
	}
}

// HandOutAt is HandOut with the time, by which an older edition is known.
func HandOutAt(p project.Project, key *SealedKey, made time.Time) project.Project {
	out := HandOut(p, key)
	l := *LessonOf(out)
	l.Made = annotation.Time(made)
	out.Class = project.TableOf(record(KindLesson, KindLesson, l))
	return out
}

// PutLesson gives a project its lesson, in the place of the one it has.
func PutLesson(p project.Project, l Lesson) project.Diff {
	l.Task = clean(l.Task)
	return project.PutClass(p, record(KindLesson, KindLesson, l))
}

// BeginAnew is the lesson of a project for somebody else on the same computer:
// nothing of what was done is in it, and it has an ID of its own.
func BeginAnew(p project.Project, s project.Stamp) project.Project {
	var key *SealedKey
	if l := LessonOf(p); l != nil {
		key = l.Key
	}
	out := HandOut(p, key)
	info := *out.Info()
	info.ID, info.Created = s.Mint(), annotation.Time(s.When)
	out.Infos = project.TableOf(&info)
	return project.HandedOut(out, s)
}
