package porter

import (
	"encoding/json"
	"errors"
	"slices"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/classview"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// edition is the project of a class as it was told of once, and what was worked
// out of it. The porter keeps the last few (parcel.Editions), so that taking back
// a step, or doing it again, is only going back to what is known.
type edition struct {
	number   int
	project  project.Project
	class    *classroom.Class
	disputes *classroom.Disputes // nil: to be worked out
	scores   *classroom.Scores   // nil without a key
	keySays  []string            // what of the key is not where it was made
	gammaIs  *agreement.Result   // nil: not reckoned for this class
	// notTaken is what there is to say about files of which none was taken in,
	// which changed nothing. It holds until another edition is looked at.
	notTaken []classroom.FileNote
}

// said is what there is to say about the files, and about the key.
func (e *edition) said() []classroom.FileNote {
	notes := slices.Concat(e.notTaken, e.class.BroughtNotes())
	for _, what := range e.keySays {
		notes = append(slices.Clip(notes), classroom.FileNote{Kind: classroom.NoteMoved, Student: "The key", Message: what})
	}
	return notes
}

// editionOf is the edition that an order is about, made of one that is kept and
// the change that came with the order. It is nil where that one is not kept: then
// the porter has to be told all.
func (p *Porter) editionOf(o *parcel.ClassOrder, head, bodies []byte, pace project.Pace) (*edition, error) {
	if o.From == 0 {
		p.editions = []*edition{{class: classroom.NewClass(project.Project{})}}
	}
	i := slices.IndexFunc(p.editions, func(e *edition) bool { return e.number == o.From })
	if i < 0 {
		return nil, nil
	}
	at := p.editions[i]
	if o.From != o.To {
		change, err := project.Unpack(at.project, head, bodies)
		if err == nil {
			at, err = at.next(o.To, change, at.class, pace)
		}
		if _, misfit := errors.AsType[*project.MismatchError](err); misfit {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
	}
	p.keep(at)
	return at, nil
}

// keep puts an edition first of those that are kept.
func (p *Porter) keep(e *edition) {
	if len(p.editions) > 0 && p.editions[0] != e {
		p.editions[0].notTaken = nil
	}
	others := slices.DeleteFunc(p.editions, func(o *edition) bool { return o.number == e.number || o.number == 0 })
	p.editions = append([]*edition{e}, others[:min(len(others), parcel.Editions-1)]...)
}

// next is the edition that a change leads to. class is the class of this one, or
// one that knows more of the next.
func (e *edition) next(number int, change project.Diff, class *classroom.Class, pace project.Pace) (*edition, error) {
	after, err := e.project.Apply(change)
	if err != nil {
		return nil, err
	}
	next := &edition{number: number, project: after}
	if next.class, err = class.Next(after, pace); err != nil {
		return nil, err
	}
	if e.disputes != nil && leavesWork(change) {
		next.disputes, next.gammaIs = e.disputes.With(after), e.gammaIs
	}
	return next, nil
}

// leavesWork reports whether a change leaves what students did as it was.
func leavesWork(d project.Diff) bool {
	for _, r := range d.Class {
		for _, one := range []*project.ClassRecord{r.From, r.To} {
			if one != nil && one.Kind == classroom.KindHandIn {
				return false
			}
		}
	}
	return len(d.Articles) == 0 && len(d.Tags) == 0
}

// work puts the class together, as far as that is not done.
func (e *edition) work(pace project.Pace) (err error) {
	if e.disputes == nil {
		if e.disputes, err = classroom.DisputesOf(e.class, pace.Part(0, 900, 1000)); err != nil {
			return err
		}
	}
	if e.scores != nil {
		return nil
	}
	if key, err := classroom.KeyOf(e.project); err == nil { // without one, nothing is compared with it
		var placed []classroom.KeyMark
		placed, e.keySays = classroom.PlaceKey(e.project, key)
		e.scores, err = e.class.ScoreAt(placed, classroom.WeightsOf(e.project), pace.Part(900, 1000, 1000))
		return err
	}
	return nil
}

// classOrder shows the class, or does what was pressed there.
func (p *Porter) classOrder(o parcel.Order, bodies [][]byte, env Env) (r parcel.Reply, out [][]byte, err error) {
	r.Class = &parcel.ClassReply{View: o.Class.View}
	if len(bodies) < 2 {
		return r, nil, problem.Newf("class", "", "The class did not come along.")
	}
	e, err := p.editionOf(o.Class, bodies[0], bodies[1], env.Pace.Part(0, 1000, 4000))
	if err != nil || e == nil {
		r.Class.Stale = err == nil
		return r, nil, err
	}
	if err := e.work(env.Pace.Part(1000, 2000, 4000)); err != nil {
		return r, nil, err
	}
	at := classview.State{}
	if len(o.Class.View) > 0 && json.Unmarshal(o.Class.View, &at) != nil {
		at = classview.State{} // of another version
	}
	at.Class, at.Disputes, at.Scores, at.Files, at.Gamma = e.class, e.disputes, e.scores, e.said(), e.gammaIs
	env.Pace = env.Pace.Part(2000, 4000, 4000)
	act := action{edition: e, at: &at, env: env, reply: r.Class}
	if err := act.do(o, bodies[2:]); err != nil {
		return r, nil, err
	}
	html := ""
	if act.changed != nil {
		p.keep(act.changed)
	} else if html, err = classview.Board(at); err != nil {
		return r, nil, err
	}
	r.Class.View, err = json.Marshal(at)
	return r, append([][]byte{[]byte(html)}, act.out...), err
}

// action is something that was pressed.
type action struct {
	*edition
	at      *classview.State
	env     Env
	reply   *parcel.ClassReply
	out     [][]byte
	changed *edition // as it is after the change that the page is asked to make
}

func (a *action) do(o parcel.Order, files [][]byte) error {
	c := o.Class
	switch c.Verb {
	case "":
		return nil
	case parcel.Take:
		return a.take(o, files)
	case classview.DoFeedback, classview.DoSheet, classview.DoGradebook, classview.DoAdjudicated:
		return a.files(c.Verb, annotation.PersonID(c.Arg))
	case classview.DoGamma:
		return a.gamma()
	case classview.DoSeen:
		a.notTaken = nil // which the project does not hold, unlike the rest
		a.at.Files = a.said()
	}
	arg := c.Arg
	if c.Field && c.Arg != "" {
		arg += " " + c.Value // of a field that says of what it is
	} else if c.Field {
		arg = c.Value
	}
	if c.Verb == classview.DoNext && arg == "" {
		arg = a.at.Place // by key: after the one that is open
	}
	if a.at.Seed == 0 {
		a.at.Seed = uint64(a.env.Now.UnixNano())
	}
	stamp := project.Stamp{Who: a.project.Info().Annotator, When: a.env.Now, Mint: a.env.Mint}
	next, d, err := classview.Act(*a.at, c.Verb, arg, stamp)
	if err != nil {
		return err
	}
	*a.at = next
	a.reply.Reveal = classview.Reveals(c.Verb)
	if label := classview.Label(c.Verb, a.project, d); label != "" && (c.Verb != classview.DoSeen || !d.Empty()) {
		return a.change(label, o.Class.Next, d, a.class)
	}
	return nil
}

// change is a change for the page to make. What it leads to is kept under a
// number, so that the page need not tell of it; class is what is known of that.
func (a *action) change(label string, number int, d project.Diff, class *classroom.Class) error {
	if d.Empty() {
		a.reply.Says = "Nothing changed."
		return nil
	}
	head, bodies, err := project.Pack(d)
	if err != nil {
		return err
	}
	a.reply.Change = label
	a.out = append([][]byte{head, bodies}, a.out...)
	a.changed, err = a.next(number, d, class, nil)
	return err
}

// save is a file for the person.
func (a *action) save(name, mime string, data []byte) {
	a.reply.Says = "Saved as " + name + "."
	a.reply.Files = append(a.reply.Files, parcel.OutFile{Name: name, MIME: mime})
	a.out = append(a.out, data)
}
