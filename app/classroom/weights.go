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
	w := keyWay{way: way{p: p}}
	w.look()
	for _, s := range SettledIn(p) {
		if s.Kept && len(s.Pieces) > 0 {
			w.take(s)
		}
	}
	if w.err == nil && w.d.Empty() {
		w.err = problem.Newf("no-key", "Settle places first, one by one or what most agree on.", "Nothing is settled that is not in the key already.")
	}
	return w.d, w.err
}

// keyWay is a way on which much is put into the key. It knows the key as it is by
// then, which to read anew for each place would take the square of their number.
type keyWay struct {
	way
	key  []KeyMark
	lent bool // the key is the one that the lesson carries, as long as there is no other
}

// look reads the key.
func (w *keyWay) look() {
	w.lent = len(ownKey(w.p)) == 0
	if key, err := KeyOf(w.p); err == nil {
		w.key = key
	}
}

// take puts what was settled into the key, as IntoKey does.
func (w *keyWay) take(s Settled) {
	k, at := s.keyMark(""), keyAt(w.key, s.Article, s.At.Span)
	if at >= 0 {
		if !w.stands(w.key[at]) {
			w.on(s.intoKey(w.p, ""))
			w.look()
			return
		}
		k = w.key[at].with(w.p, Mark{Pieces: s.Pieces, Tags: s.Tags})
	}
	if w.lent {
		w.on(PutKey(w.p, k), nil)
	} else {
		w.on(putKey(w.p, k), nil)
	}
	w.lent = false
	if i := slices.IndexFunc(w.key, func(other KeyMark) bool { return other.ID == k.ID }); i >= 0 {
		w.key[i] = k
	} else {
		w.key = append(w.key, k)
	}
	w.key = sortedKey(w.p, w.key)
}

// stands reports whether a mark of the key is where it was made, so that it need
// not be placed.
func (w *keyWay) stands(k KeyMark) bool {
	on := w.p.Current(k.Article)
	return on != nil && on.ID == k.Article && !slices.ContainsFunc(k.Ways, func(pieces []annotation.Piece) bool { return !stands(on, pieces) })
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
