package ui

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// arrivals are what was found in files, waiting for someone to look at it and
// let it in.
type arrivals struct {
	files    []parcel.File // for the porter
	bodies   [][]byte
	own      intake // what was read here, of which the items begin
	items    []arrival
	problems []string
	then     func()        // once it was decided on; nil: nothing
	reading  bool          // once more, after somebody has chosen how
	rows     int           // how many are shown
	sum      *project.Diff // what is ticked would bring; nil: to be added up
}

// arrival is one file with its texts, or the marks of one import.
type arrival struct {
	parcel.Item
	project     project.Project
	texts       []*article.Article       // of the project, in their order; none if it is marks
	gain        project.Diff             // what it would bring into the open project
	differences []string                 // of the two, in words
	marks       []*annotation.Annotation // the first of them
	here        bool                     // all of it is here already
	apart       int                      // how many more marks the file makes of those that are here
	on          bool
	at          int  // which of its texts is shown
	whole       bool // that is shown to its end
}

// hasPorter reports whether there is a porter: a page that carries its project
// has none.
func (m *Model) hasPorter() bool { return m.ports.Porter != nil && m.ports.Enclosed == nil }

// order hands something to the porter and waits for its reply.
func (m *Model) order(ctx context.Context, o parcel.Order, bodies [][]byte, pace project.Pace) (parcel.Reply, [][]byte, error) {
	var reply parcel.Reply
	words, err := json.Marshal(o)
	if err != nil {
		return reply, nil, err
	}
	told := func(done, total int) { _ = pace.At(done, total) }
	words, out, err := m.ports.Porter.Do(ctx, words, bodies, told)
	if err == nil {
		err = json.Unmarshal(words, &reply)
	}
	if err == nil && reply.Error != nil {
		err = reply.Error.Problem()
	}
	return reply, out, err
}

// surroundings are what the porter needs of the open project to read a file: texts and
// codebook.
func (m *Model) surroundings(pace project.Pace) ([]byte, error) {
	p := m.project()
	p.Annotations, p.Relations = project.Table[*annotation.Annotation]{}, project.Table[*annotation.Relation]{}
	return m.packed(p, pace)
}

// packed is a project in its native form.
func (m *Model) packed(p project.Project, pace project.Pace) ([]byte, error) {
	var file bytes.Buffer
	env := exchange.EnvOf(p, m.ports.Now(), m.ports.Mint, "")
	env.Pace = pace
	_, err := exchange.W3C.Encode(&file, p, env)
	return file.Bytes(), err
}

// unpack lets the porter read the files that are for it, and shows what is in
// all of them. What comes then, if anything, is done once somebody has decided
// on it.
func (m *Model) unpack(ctx context.Context, j *job, took intake, then func(), pace project.Pace) {
	a := &arrivals{own: took, then: then}
	for _, f := range took.others {
		a.files = append(a.files, parcel.File{Name: f.name})
		a.bodies = append(a.bodies, f.data)
	}
	a.own.others = nil
	err := m.inspect(ctx, a, pace)
	m.dispatch(func() {
		if m.ended(j, err, "nothing was brought in") {
			m.showArrivals(a)
		}
	})
}

// inspect finds out what is in the files, and what it would bring.
func (m *Model) inspect(ctx context.Context, a *arrivals, pace project.Pace) error {
	p := m.project()
	a.items, a.problems = slices.Clone(a.own.read), nil
	for _, err := range a.own.failed {
		a.problems = append(a.problems, words(err))
	}
	if len(a.files) > 0 {
		if err := m.inspectOthers(ctx, a, pace.Part(0, 8, 10)); err != nil {
			return err
		}
	}
	for i := range a.items {
		if err := a.items[i].weigh(p, pace.Part(8, 10, 10).Part(i, i+1, len(a.items))); err != nil {
			return err
		}
	}
	return nil
}

// inspectOthers asks the porter what is in its files.
func (m *Model) inspectOthers(ctx context.Context, a *arrivals, pace project.Pace) error {
	known, err := m.surroundings(pace.Part(0, 1, 10))
	if err != nil {
		return err
	}
	o := parcel.Order{Do: parcel.Read, Known: true, Files: a.files}
	reply, out, err := m.order(ctx, o, append([][]byte{known}, a.bodies...), pace.Part(1, 8, 10))
	if err != nil {
		return err
	}
	a.problems = append(a.problems, reply.Problems...)
	for i, item := range reply.Items {
		env := exchange.EnvOf(project.Project{}, m.ports.Now(), m.ports.Mint, item.File)
		env.Pace = pace.Part(8, 10, 10).Part(i, i+1, len(reply.Items))
		p, found, err := exchange.W3C.Decode(exchange.Bytes(out[item.Body]), env)
		if err != nil {
			return err
		}
		for _, f := range found {
			item.Problems = append(item.Problems, f.String())
		}
		a.items = append(a.items, arrival{Item: item, project: p})
	}
	return nil
}

// weigh finds out what an arrival would bring into a project, and the first of
// its marks. It takes what is slow to itself, before anything is drawn.
func (a *arrival) weigh(p project.Project, pace project.Pace) (err error) {
	if a.Marks {
		if a.Unnamed {
			n := a.project.Annotations.Len()
			if a.project, err = project.Recognize(p, a.project, a.Apart, pace.Part(0, 3, 10)); err != nil {
				return err
			}
			a.apart = n - a.project.Annotations.Len()
		}
		var conflicts []project.Conflict
		a.gain, conflicts, err = project.MergeAt(p, a.project, pace.Part(3, 10, 10))
		a.differences = conflictList(conflicts)
		a.marks = firstMarks(a.project)
	} else {
		a.texts = a.project.ArticlesInOrder()
		a.gain, err = project.AddArticles(p, a.texts, project.Stamp{})
		if len(a.texts) > 0 {
			a.texts[0].Words()
		}
	}
	empty := a.project.Annotations.Len()+a.project.Articles.Len()+a.project.Tags.Len() == 0
	a.here = a.gain.Empty() && !empty
	a.on = !a.gain.Empty()
	if err == nil {
		err = pace.At(1, 1)
	}
	return err
}

// showArrivals shows what came. Where there is nothing to decide on, it only
// says what was wrong, or that nothing was new.
func (m *Model) showArrivals(a *arrivals) {
	brings := slices.ContainsFunc(a.items, func(one arrival) bool { return !one.gain.Empty() })
	if len(a.items) == 0 || !brings && len(a.files) == 0 {
		m.passBy(a, a.own.all())
		return
	}
	if m.sheet != "" {
		m.say("Files were read. They are shown when this is closed.")
	}
	m.showInTurn(func() {
		m.arrivals = a
		m.openSheet(sheetArrival, func() {})
	})
}

// passBy reports on files in which there is nothing to decide on.
func (m *Model) passBy(a *arrivals, took intake) {
	failed := len(took.failed)
	for _, words := range a.problems[failed:] { // which nobody has seen yet
		took.failed = append(took.failed, problem.Newf("file", "", "%s", words))
	}
	if a.then == nil || len(took.failed)+len(took.problems)+len(took.projects)+len(took.articles) > 0 {
		m.bringIn(took)
	}
	if a.then != nil {
		a.then()
	}
}

// admit brings in what is ticked, as one step.
func (m *Model) admit() {
	a := m.arrivals
	if a == nil || a.reading {
		return
	}
	took := intake{problems: a.own.problems}
	for i := range a.items {
		if one := &a.items[i]; one.on {
			took.letIn(*one)
			took.told = append(took.told, one.Problems...)
		}
	}
	took.told = append(took.told, a.problems...)
	m.bringIn(took) // begun before what comes then, which waits for it
	m.closeSheet()
}
