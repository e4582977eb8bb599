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

// arrivals are what the porter found in files, waiting for someone to look at
// it and let it in.
type arrivals struct {
	files    []parcel.File
	bodies   [][]byte
	own      intake // what was read here, and comes in with it
	items    []arrival
	problems []string
	then     func() // once it was decided on; nil: nothing
	reading  bool   // once more, after somebody has chosen how
}

// arrival is one text, or the marks of one import.
type arrival struct {
	parcel.Item
	project project.Project
	here    bool // all of it is here already
	on      bool
}

// articles are the texts that arrive, in their order; none if it is marks.
func (a *arrival) articles() []*article.Article {
	if a.Marks {
		return nil
	}
	return a.project.ArticlesInOrder()
}

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

// unpack lets the porter read files, and shows what is in them. What comes
// then, if anything, is done once somebody has decided on it.
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

// inspect asks the porter what is in the files.
func (m *Model) inspect(ctx context.Context, a *arrivals, pace project.Pace) error {
	known, err := m.surroundings(pace.Part(0, 1, 10))
	if err != nil {
		return err
	}
	o := parcel.Order{Do: parcel.Read, Known: true, Files: a.files}
	reply, out, err := m.order(ctx, o, append([][]byte{known}, a.bodies...), pace.Part(1, 8, 10))
	if err != nil {
		return err
	}
	a.items, a.problems = nil, reply.Problems
	for i, item := range reply.Items {
		one := arrival{Item: item, on: true}
		env := exchange.EnvOf(project.Project{}, m.ports.Now(), m.ports.Mint, item.File)
		env.Pace = pace.Part(8, 10, 10).Part(i, i+1, len(reply.Items))
		var problems []string
		p, found, err := exchange.W3C.Decode(exchange.Bytes(out[item.Body]), env)
		if err != nil {
			return err
		}
		for _, f := range found {
			problems = append(problems, f.String())
		}
		one.project, one.Problems = p, append(one.Problems, problems...)
		one.here = !one.Marks && !slices.ContainsFunc(one.articles(), func(text *article.Article) bool { return m.project().Article(text.ID) == nil })
		one.on = !one.here && one.project.Annotations.Len()+one.project.Articles.Len() > 0
		a.items = append(a.items, one)
	}
	return nil
}

// showArrivals shows what came. What nobody needs to look at comes in at once.
func (m *Model) showArrivals(a *arrivals) {
	if len(a.items) == 0 {
		for _, words := range a.problems { // which nobody has seen yet
			a.own.failed = append(a.own.failed, problem.Newf("file", "", "%s", words))
		}
		m.bringIn(a.own)
		if a.then != nil {
			a.then()
		}
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

// admit brings in what is ticked, as one step.
func (m *Model) admit() {
	a := m.arrivals
	if a == nil || a.reading {
		return
	}
	took := a.own
	for i := range a.items {
		one := &a.items[i]
		if !one.on {
			continue
		}
		if one.Marks {
			took.projects = append(took.projects, one.project)
		}
		took.articles = append(took.articles, one.articles()...)
		took.told = append(took.told, one.Problems...)
	}
	took.told = append(took.told, a.problems...)
	m.bringIn(took) // begun before what comes then, which waits for it
	m.closeSheet()
}

// reread reads the files again after somebody has chosen how.
func (m *Model) reread(file string, choose func(*parcel.File)) {
	a := m.arrivals
	if a.reading {
		return
	}
	again := &arrivals{files: slices.Clone(a.files), bodies: a.bodies, own: a.own, then: a.then}
	for i := range again.files {
		if again.files[i].Name == file {
			choose(&again.files[i])
		}
	}
	a.reading = true
	m.touch()
	ctx, j := m.begin(context.Background(), "Reading the files again", true)
	m.ctx.Async(func() {
		err := m.inspect(ctx, again, m.pace(ctx, j))
		m.dispatch(func() {
			m.end(j)
			a.reading = false
			switch {
			case m.arrivals != a: // it was closed meanwhile
			case err != nil && !wasStopped(err):
				m.fail(err)
			case err == nil:
				again.keep(a)
				m.arrivals = again
			}
		})
	})
}

// keep leaves out what was left out before. It is known again by its place in
// its file: its title may be another one now.
func (a *arrivals) keep(before *arrivals) {
	off := map[string]bool{}
	before.each(func(place string, one *arrival) { off[place] = !one.on && !one.here })
	a.each(func(place string, one *arrival) { one.on = one.on && !off[place] })
}

// each goes through what arrives, with a name for the place of each.
func (a *arrivals) each(f func(place string, one *arrival)) {
	in := map[string]int{}
	for i := range a.items {
		one := &a.items[i]
		f(one.File+"\x00"+itoa(in[one.File]), one)
		in[one.File]++
	}
}

// title is what an arrival is called.
func (a *arrival) title() string {
	if texts := a.articles(); len(texts) == 1 {
		return texts[0].Meta.Title
	}
	return a.File
}
