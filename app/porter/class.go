package porter

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/classview"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// desk is the class that lies on the porter's desk from one order to the next.
type desk struct {
	edition  int // of the project; 0: there is none
	project  project.Project
	class    *classroom.Class
	disputes *classroom.Disputes // nil: to be worked out
	scores   *classroom.Scores   // nil without a key
	notTaken untaken
	keySays  []string          // what of the key is not where it was made
	gammaIs  *agreement.Result // nil: not reckoned for this class
}

// untaken is what there is to say about files of which none was taken in, which
// changed nothing: it holds as long as the project is the same.
type untaken struct {
	notes []classroom.FileNote
	of    project.Project
}

// said is what there is to say about the files, and about the key.
func (d *desk) said() []classroom.FileNote {
	notes := d.class.BroughtNotes()
	if d.notTaken.of == d.project {
		notes = d.notTaken.notes
	}
	for _, what := range d.keySays {
		notes = append(slices.Clip(notes), classroom.FileNote{Kind: classroom.NoteMoved, Student: "The key", Message: what})
	}
	return notes
}

// follow brings the desk to the edition of an order. It reports whether it can:
// where it has another edition than the order begins with, it has to be told all.
func (d *desk) follow(o *parcel.ClassOrder, diff []byte, pace project.Pace) (ok bool, err error) {
	if o.From == 0 {
		*d = desk{class: classroom.NewClass(project.Project{})}
	}
	if o.From != d.edition {
		return false, nil
	}
	if o.From == o.To {
		return true, nil
	}
	var change project.Diff
	if err := json.Unmarshal(diff, &change); err != nil {
		return false, err
	}
	next, err := d.project.Apply(change)
	if err != nil {
		return false, nil
	}
	class, err := d.class.Next(next, pace)
	if err != nil {
		return false, err
	}
	d.edition, d.project, d.scores, d.keySays, d.class = o.To, next, nil, nil, class
	if d.disputes != nil && leavesWork(change) {
		d.disputes = d.disputes.With(next)
	} else {
		d.disputes, d.gammaIs = nil, nil
	}
	return true, nil
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
func (d *desk) work(pace project.Pace) (err error) {
	if d.disputes == nil {
		if d.disputes, err = classroom.DisputesOf(d.class, pace.Part(0, 900, 1000)); err != nil {
			return err
		}
	}
	if d.scores != nil {
		return nil
	}
	if key, err := classroom.KeyOf(d.project); err == nil { // without one, nothing is compared with it
		var placed []classroom.KeyMark
		placed, d.keySays = classroom.PlaceKey(d.project, key)
		d.scores, err = d.class.ScoreAt(placed, classroom.WeightsOf(d.project), pace.Part(900, 1000, 1000))
		return err
	}
	return nil
}

// classOrder shows the class, or does what was pressed there.
func (p *Porter) classOrder(o parcel.Order, bodies [][]byte, env Env) (r parcel.Reply, out [][]byte, err error) {
	d := &p.desk
	r.Class = &parcel.ClassReply{View: o.Class.View}
	if len(bodies) == 0 {
		return r, nil, problem.Newf("class", "", "The class did not come along.")
	}
	ok, err := d.follow(o.Class, bodies[0], env.Pace.Part(0, 1000, 4000))
	if err != nil || !ok {
		r.Class.Stale = !ok
		return r, nil, err
	}
	if err := d.work(env.Pace.Part(1000, 2000, 4000)); err != nil {
		return r, nil, err
	}
	at := classview.State{}
	if len(o.Class.View) > 0 && json.Unmarshal(o.Class.View, &at) != nil {
		at = classview.State{} // of another version
	}
	at.Class, at.Disputes, at.Scores, at.Files, at.Gamma = d.class, d.disputes, d.scores, d.said(), d.gammaIs
	env.Pace = env.Pace.Part(2000, 4000, 4000)
	act := action{desk: d, at: &at, env: env, reply: r.Class}
	if err := act.do(o, bodies[1:]); err != nil {
		return r, nil, err
	}
	r.Class.HTML, err = classview.Board(at)
	if err == nil {
		r.Class.View, err = json.Marshal(at)
	}
	return r, act.out, err
}

// action is something that was pressed.
type action struct {
	*desk
	at    *classview.State
	env   Env
	reply *parcel.ClassReply
	out   [][]byte
}

func (a *action) do(o parcel.Order, files [][]byte) error {
	c := o.Class
	switch c.Verb {
	case "":
		return nil
	case parcel.Take:
		return a.take(o.Files, files)
	case classview.DoFeedback, classview.DoSheet, classview.DoGradebook, classview.DoAdjudicated:
		return a.files(c.Verb, annotation.PersonID(c.Arg))
	case classview.DoGamma:
		return a.gamma()
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
	a.reply.Reveal = reveals[c.Verb]
	if label := changes[c.Verb]; label != "" {
		return a.change(counted(label, len(d.Class)), d)
	}
	return nil
}

// changes are what those verbs are called in the history that change the project,
// with %s for how many places they settle.
var changes = map[string]string{
	classview.DoKeep: "Settled a place", classview.DoIntoKey: "Put a place into the key", classview.DoReject: "Settled a place: not to be marked",
	classview.DoReopen: "Opened a place again", classview.DoAccept: "Settled %s as most marked them", classview.DoSlight: "Settled %s that differ slightly",
	classview.DoRight: "Took a mark as right", classview.DoSettledKey: "Made what is settled the key", classview.DoName: "Wrote down a name",
	classview.DoDiscard: "Took a hand-in out of the class", classview.DoWeight: "Changed how strictly the key is compared",
}

// counted is the name of a change that settles so many places.
func counted(label string, n int) string {
	if !strings.Contains(label, "%s") {
		return label
	}
	return fmt.Sprintf(label, problem.Count(n, "place"))
}

// reveals are what is brought into sight after something was pressed.
var reveals = map[string]string{
	classview.DoNext: openPlace, classview.DoKeep: openPlace, classview.DoReject: openPlace, classview.DoIntoKey: openPlace,
	classview.DoTab: wholeBoard, classview.DoStudent: wholeBoard,
}

const openPlace, wholeBoard = ".class-place.on", ".classroom"

// change is a change for the page to make.
func (a *action) change(label string, d project.Diff) error {
	if d.Empty() {
		a.reply.Says = "Nothing changed."
		return nil
	}
	data, err := json.Marshal(d)
	if err != nil {
		return err
	}
	a.reply.Change = label
	a.out = append([][]byte{data}, a.out...)
	return nil
}

// save is a file for the person.
func (a *action) save(name, mime string, data []byte) {
	a.reply.Files = append(a.reply.Files, parcel.OutFile{Name: name, MIME: mime})
	a.out = append(a.out, data)
}
