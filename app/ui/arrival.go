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

// unpack lets the porter read files, and shows what is in them.
func (m *Model) unpack(ctx context.Context, j *job, took intake, pace project.Pace) {
	a := &arrivals{own: took}
	for _, f := range took.others {
		a.files = append(a.files, parcel.File{Name: f.name})
		a.bodies = append(a.bodies, f.data)
	}
	a.own.others = nil
	err := m.inspect(ctx, a, pace)
	m.dispatch(func() {
		m.end(j)
		moved := m.moved(j, "nothing was brought in")
		switch {
		case wasStopped(err):
			m.tell(Toast{Text: "Stopped. Nothing was brought in."})
		case moved != nil:
			m.fail(moved)
		case err != nil:
			m.fail(err)
		default:
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
		one.on = !one.here
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
		return
	}
	m.arrivals = a
	m.openSheet(sheetArrival, func() {})
}

// admit brings in what is ticked, as one step.
func (m *Model) admit() {
	a := m.arrivals
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
	m.closeSheet()
	m.bringIn(took)
}

// reread reads the files again after somebody has chosen how.
func (m *Model) reread(file string, choose func(*parcel.File)) {
	a := m.arrivals
	for i := range a.files {
		if a.files[i].Name == file {
			choose(&a.files[i])
		}
	}
	ctx, j := m.begin(context.Background(), "Reading the files again", true)
	m.ctx.Async(func() {
		again := &arrivals{files: a.files, bodies: a.bodies, own: a.own}
		err := m.inspect(ctx, again, m.pace(ctx, j))
		m.dispatch(func() {
			m.end(j)
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

// keep leaves out what was left out before.
func (a *arrivals) keep(before *arrivals) {
	off := map[string]bool{}
	for i := range before.items {
		if !before.items[i].on {
			off[before.items[i].File+"\x00"+before.items[i].title()] = true
		}
	}
	for i := range a.items {
		if off[a.items[i].File+"\x00"+a.items[i].title()] {
			a.items[i].on = false
		}
	}
}

// title is what an arrival is called.
func (a *arrival) title() string {
	if texts := a.articles(); len(texts) == 1 {
		return texts[0].Meta.Title
	}
	return a.File
}
