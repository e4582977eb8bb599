package classroom

import (
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// WeightsOf are the weights that the teacher has set; Fair until then.
func WeightsOf(p project.Project) Weights {
	if w, ok := recordOf[Weights](p, KindWeights, KindWeights); ok {
		return w.within()
	}
	return Fair
}

// SetWeights sets them.
func SetWeights(p project.Project, w Weights) project.Diff {
	return project.PutClass(p, record(KindWeights, KindWeights, w.within()))
}

// SettledIntoKey puts all places that were settled as kept into the key, as
// IntoKey does. Those that are in it change nothing. The error, "no-key", says that
// nothing was settled.
func SettledIntoKey(p project.Project) (project.Diff, error) {
	w := way{p: p}
	for _, s := range SettledIn(p) {
		if s.Kept && len(s.Pieces) > 0 {
			w.on(s.intoKey(w.p, ""))
		}
	}
	if w.err == nil && w.d.Empty() {
		w.err = problem.Newf("no-key", "Settle places first, one by one or what most agree on.", "Nothing is settled that is not in the key already.")
	}
	return w.d, w.err
}

// TakeAsRight takes a student's mark as right: as another way of the mark of the
// key that it was compared with, or as a mark of the key of its own. The error
// says that the mark is not there.
func (c *Class) TakeAsRight(student annotation.PersonID, mark annotation.ID, key string) (project.Diff, error) {
	if s := c.Student(student); s != nil {
		for id, w := range s.Works {
			i := slices.IndexFunc(w.Marks, func(m Mark) bool { return m.ID == mark })
			switch {
			case i < 0:
			case key != "":
				return AcceptWay(c.Lesson, key, w.Marks[i])
			default:
				return Accept(c.Lesson, id, w.Marks[i])
			}
		}
	}
	return project.Diff{}, problem.Newf("no-such-mark", "Look at the student again.", "This mark is not there any more.")
}
