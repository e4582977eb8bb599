package porter

import (
	"encoding/json"
	"strconv"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/classview"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// desk is the class that lies on the porter's desk from one order to the next.
type desk struct {
	edition  int // of the project; 0: there is none
	project  project.Project
	class    *classroom.Class
	disputes *classroom.Disputes
	scores   *classroom.Scores // nil without a key
}

// follow brings the desk to the edition of an order. It reports whether it can:
// where it has another edition than the order begins with, it has to be told all.
func (d *desk) follow(o *parcel.ClassOrder, diff []byte) (ok bool, err error) {
	if o.From == 0 {
		*d = desk{}
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
	*d = desk{edition: o.To, project: next}
	return true, nil
}

// work puts the class together, once for each edition.
func (d *desk) work(pace project.Pace) (err error) {
	if d.disputes != nil {
		return nil
	}
	d.class = classroom.NewClass(d.project)
	if key, err := classroom.KeyOf(d.project); err == nil {
		placed, _ := classroom.PlaceKey(d.project, key)
		d.scores = d.class.Score(placed, classroom.Fair)
	}
	d.disputes, err = classroom.DisputesOf(d.class, pace)
	return err
}

// classOrder shows the class, or does what was pressed there.
func (p *Porter) classOrder(o parcel.Order, bodies [][]byte, env Env) (r parcel.Reply, out [][]byte, err error) {
	d := &p.desk
	r.Class = &parcel.ClassReply{View: o.Class.View}
	if len(bodies) == 0 {
		return r, nil, problem.Newf("class", "", "The class did not come along.")
	}
	ok, err := d.follow(o.Class, bodies[0])
	if err != nil || !ok {
		r.Class.Stale = !ok
		return r, nil, err
	}
	if err := d.work(env.Pace); err != nil {
		return r, nil, err
	}
	at := classview.State{}
	if len(o.Class.View) > 0 {
		if err := json.Unmarshal(o.Class.View, &at); err != nil {
			at = classview.State{} // of another version
		}
	}
	at.Class, at.Disputes, at.Scores = d.class, d.disputes, d.scores
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
	verb, arg := o.Class.Verb, o.Class.Arg
	if o.Class.Value != "" {
		arg = o.Class.Value
	}
	switch verb {
	case "":
		return nil
	case parcel.Take:
		return a.take(o.Files, files)
	case classview.DoFeedback, classview.DoSheet, classview.DoGradebook:
		return a.files(verb, annotation.PersonID(arg))
	case classview.DoKeep, classview.DoIntoKey, classview.DoReject, classview.DoReopen, classview.DoAccept, classview.DoSlight:
		return a.decide(verb, arg)
	}
	a.look(verb, arg)
	return nil
}

// look changes what is looked at.
func (a *action) look(verb, arg string) {
	at, on := a.at, arg == "true" || arg == "on"
	switch verb {
	case classview.DoArticle:
		at.Article, at.Place = article.ID(arg), ""
		if at.Tab != classview.TabTable {
			at.Tab = classview.TabText
		}
	case classview.DoStudent:
		at.Student, at.Tab = annotation.PersonID(arg), classview.TabStudent
	case classview.DoPlace:
		at.Place, at.Edges, at.Give = arg, "", ""
	case classview.DoNext:
		a.next(arg)
	case classview.DoTab:
		at.Tab = classview.Tab(arg)
	case classview.DoTag:
		at.Tag = arg
	case classview.DoLeast:
		at.AtLeast, _ = strconv.Atoi(arg)
	case classview.DoAgreed:
		at.Agreed, _ = strconv.Atoi(arg)
	case classview.DoKind:
		at.Kind = arg
	case classview.DoOutline:
		at.Outline = on
	case classview.DoNameless:
		at.Anonymous = on
	case classview.DoProjector:
		at.Projector, at.Seed = on, uint64(a.env.Now.UnixNano())
	case classview.DoEdges:
		at.Edges = arg
	case classview.DoGive:
		at.Give = arg
	}
}

// next looks at the place to settle after one.
func (a *action) next(after string) {
	a.at.Edges, a.at.Give = "", ""
	if next := a.disputes.Next(after); next != nil {
		a.at.Place, a.at.Article = next.ID, next.Article
		return
	}
	a.at.Place = ""
	a.reply.Says = "Every place is settled."
}

// decide settles places, as a change that the page is to make.
func (a *action) decide(verb, arg string) (err error) {
	stamp := project.Stamp{Who: a.project.Info().Annotator, When: a.env.Now, Mint: a.env.Mint}
	var d project.Diff
	label := ""
	switch verb {
	case classview.DoAccept:
		all := a.disputes.Agreed(a.agreed(arg))
		label = "Accepted " + count(len(all), "place")
		d, err = classroom.AcceptAgreed(a.project, all, stamp)
		a.at.Tab = classview.TabText
	case classview.DoSlight:
		all := a.disputes.Slight()
		label = "Settled " + count(len(all), "place") + " that differ slightly"
		d, err = classroom.AcceptAgreed(a.project, all, stamp)
	default:
		label, d, err = a.settle(verb, arg, stamp)
	}
	if err != nil {
		return err
	}
	return a.change(label, d)
}

// settle settles one place, and goes on to the next.
func (a *action) settle(verb, arg string, stamp project.Stamp) (label string, d project.Diff, err error) {
	choice := classview.Choice{Place: arg}
	if verb == classview.DoKeep || verb == classview.DoIntoKey {
		if choice, err = classview.ParseChoice(arg); err != nil {
			return "", d, err
		}
	}
	place := a.disputes.Find(choice.Place)
	if place == nil {
		return "", d, problem.Newf("gone", "Look at the list again.", "That place is not there any more.")
	}
	var tags []annotation.TagID
	if choice.Tag != "" {
		tags = append(tags, choice.Tag)
	}
	switch verb {
	case classview.DoReopen:
		return "Opened a place again", classroom.Reopen(a.project, place), nil
	case classview.DoReject:
		label = "Settled: nothing to mark here"
		d, err = classroom.Reject(a.project, place, stamp)
	case classview.DoIntoKey:
		label = "Put a place into the key"
		d, err = classroom.IntoKey(a.project, place, []span.Span{choice.Span}, tags, "", stamp)
	default:
		label = "Settled a place"
		d, err = classroom.Keep(a.project, place, []span.Span{choice.Span}, tags, stamp)
	}
	if err == nil {
		a.next(choice.Place)
		a.reply.Says = ""
	}
	return label, d, err
}

// agreed is how many students must agree: what was asked for, or half of them.
func (a *action) agreed(asked string) int {
	if n, err := strconv.Atoi(asked); err == nil && n > 0 {
		return n
	}
	return max((len(a.class.Students)+1)/2, 1)
}

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

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
