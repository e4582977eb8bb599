package classroom

import (
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
	lesson.Key, lesson.Out = key, true
	return project.Project{
		Infos: project.TableOf(&info), Articles: project.TableOf(p.Listed()...), Tags: p.Tags, Attributes: p.Attributes,
		Class: project.TableOf(record(KindLesson, KindLesson, lesson)),
	}
}

// PutLesson gives a project its lesson, in the place of the one it has.
func PutLesson(p project.Project, l Lesson) project.Diff {
	l.Task = clean(l.Task)
	return project.PutClass(p, record(KindLesson, KindLesson, l))
}
