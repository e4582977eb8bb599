package project

import (
	"cmp"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
)

// ArticlesInOrder returns the articles by rank, then by title and ID, earlier
// versions among them. What people are shown is Listed.
func (p Project) ArticlesInOrder() []*article.Article {
	return p.Articles.Sorted(func(a, b *article.Article) int {
		return cmp.Or(cmp.Compare(a.Meta.Rank, b.Meta.Rank), cmp.Compare(a.Meta.Title, b.Meta.Title), cmp.Compare(a.ID, b.ID))
	})
}

// Listed returns the articles in order, without earlier versions.
func (p Project) Listed() []*article.Article {
	return slices.DeleteFunc(p.ArticlesInOrder(), func(a *article.Article) bool { return a.Meta.CorrectedBy != "" })
}

// AddArticles brings articles in, behind those that are there. One whose text
// the project has already is skipped; if that is an earlier version, it is an
// article of its own again.
func AddArticles(p Project, articles []*article.Article, _ Stamp) (Diff, error) {
	d := Diff{Articles: p.added(articles)}
	for _, a := range articles {
		if a == nil {
			continue
		}
		if have := p.Article(a.ID); have != nil && have.Meta.CorrectedBy != "" {
			set(&d.Articles, have, correctedBy(have, ""))
		}
	}
	return d, nil
}

// RemoveArticle takes an article out, and with it its earlier versions, their
// annotations, the relations of these, and reading states, all in one change. Of
// an earlier version only that itself goes.
func RemoveArticle(p Project, id article.ID, _ Stamp) (Diff, error) {
	var d Diff
	a, err := p.article(id)
	if err != nil {
		return d, err
	}
	gone := map[article.ID]bool{id: true}
	set(&d.Articles, a, nil)
	for _, b := range p.Earlier(id) {
		switch {
		case a.Meta.CorrectedBy == "":
			gone[b.ID] = true
			set(&d.Articles, b, nil)
		case b.Meta.CorrectedBy == id:
			set(&d.Articles, b, correctedBy(b, a.Meta.CorrectedBy))
		}
	}
	for r := range p.Readings.Unordered() {
		if gone[r.Article] {
			set(&d.Readings, r, nil)
		}
	}
	for m := range p.Annotations.Unordered() {
		if gone[m.Article] {
			set(&d.Annotations, m, nil)
		}
	}
	p.unrelate(&d)
	return d, nil
}

// EditArticle gives an article other metadata; its rank stays (see
// MoveArticle), and so does its text.
func EditArticle(p Project, id article.ID, m article.Meta, _ Stamp) (Diff, error) {
	var d Diff
	a, err := p.article(id)
	if err != nil {
		return d, err
	}
	m = cleanMeta(m)
	m.Rank, m.CorrectedBy = a.Meta.Rank, a.Meta.CorrectedBy
	if b := a.WithMeta(m); !a.Equal(b) {
		set(&d.Articles, a, b)
	}
	return d, nil
}

// MoveArticle puts an article at a position, counted from 0, among the
// project's articles in order, earlier versions left out. A position off the
// list is taken as its end.
func MoveArticle(p Project, id article.ID, to int, _ Stamp) (Diff, error) {
	var d Diff
	a, err := p.article(id)
	if err != nil {
		return d, err
	}
	if a.Meta.CorrectedBy != "" {
		return d, problem.Newf("earlier-version", "Move the version that came after it.", "This is an earlier version of an article, and not in the list.")
	}
	all := p.Listed()
	ranks := make([]int, len(all))
	for i, a := range all {
		ranks[i] = a.Meta.Rank
	}
	from := slices.IndexFunc(all, func(a *article.Article) bool { return a.ID == id })
	for i, rank := range moved(ranks, from, to) {
		m := all[i].Meta
		m.Rank = rank
		set(&d.Articles, all[i], all[i].WithMeta(m))
	}
	return d, nil
}

// SetState says how far the reading of an article has come.
func SetState(p Project, id article.ID, st State, s Stamp) (Diff, error) {
	if st != NotStarted && st != InWork && st != Done {
		return Diff{}, problem.Newf("state", "The states are not started, in work and done.", "“%s” is not a state of an article.", annotation.Clip(string(st)))
	}
	if _, err := p.article(id); err != nil || p.State(id) == st {
		return Diff{}, err
	}
	var d Diff
	from := p.Readings.Get(string(id))
	to := &Reading{Article: id, State: st, Opened: annotation.Time(s.When)}
	if from != nil {
		to.Opened = from.Opened
	}
	set(&d.Readings, from, to)
	return d, nil
}

// Open notes that an article is being read: one that was not started is now
// in work. For all others it changes nothing.
func Open(p Project, id article.ID, s Stamp) (Diff, error) {
	if p.State(id) != NotStarted {
		return Diff{}, nil
	}
	return SetState(p, id, InWork, s)
}

// Rename gives the project another name.
func Rename(p Project, name string, s Stamp) (Diff, error) {
	name, err := named(name, "A project")
	if err != nil {
		return Diff{}, err
	}
	return p.info(s, func(i *Info) { i.Name = name }), nil
}

// ActAs makes somebody the one who is writing here from now on, as a person whose
// work is brought back goes on with it. What was done until then stays whose it was.
func ActAs(p Project, who annotation.Person, s Stamp) Diff {
	d := p.info(s, func(i *Info) { i.Annotator = who.ID })
	who.Name, who.Nickname = line(who.Name), line(who.Nickname)
	if p.Person(who.ID) == nil {
		set(&d.People, nil, &who)
	}
	return d
}

// SetAnnotator says what the one who is writing here is called; both may be
// empty. Where the project does not know its annotator yet, it does now.
func SetAnnotator(p Project, name, nickname string, s Stamp) (Diff, error) {
	id := p.Info().Annotator
	if id == "" {
		id = s.Who
	}
	if id == "" {
		id = annotation.PersonID(s.Mint())
	}
	d := p.info(s, func(i *Info) { i.Annotator = id })
	from, to := p.Person(id), &annotation.Person{ID: id, Name: line(name), Nickname: line(nickname)}
	if from == nil || !from.Equal(to) {
		set(&d.People, from, to)
	}
	return d, nil
}
