package project

import (
	"claimlight/app/annotation"
	"claimlight/app/article"
)

// unnamed is what a project is called until somebody names it.
const unnamed = "My project"

// New makes a project with the articles in the order given, the starter
// codebook, and one annotator, whose ID is the stamp's Who or else minted,
// and whose name is not known yet. A name with nothing to see in it becomes "My project".
func New(name string, articles []*article.Article, s Stamp) Project {
	name, err := named(name, "A project")
	if err != nil {
		name = unnamed
	}
	info := &Info{ID: s.Mint(), Name: name, Annotator: s.Who, Created: annotation.Time(s.When)}
	if info.Annotator == "" {
		info.Annotator = annotation.PersonID(s.Mint())
	}
	tags, attributes := annotation.Starter()
	p := Project{
		Infos:      TableOf(info),
		Tags:       TableOf(tags...),
		Attributes: TableOf(attributes...),
		People:     TableOf(&annotation.Person{ID: info.Annotator}),
	}
	p.Articles = p.Articles.with(p.added(articles))
	return p
}

// added are the changes that bring in the articles the project does not have
// yet, behind those it has. None of them is an earlier version.
func (p Project) added(articles []*article.Article) Changes[*article.Article] {
	var c Changes[*article.Article]
	rank := 0
	for a := range p.Articles.Unordered() {
		rank = max(rank, a.Meta.Rank)
	}
	for _, a := range articles {
		if a == nil || p.Article(a.ID) != nil || c[a.Key()].To != nil {
			continue
		}
		rank = after(rank)
		m := cleanMeta(a.Meta)
		m.Rank, m.CorrectedBy = rank, ""
		set(&c, nil, a.WithMeta(m))
	}
	return c
}

// cleanMeta makes every string of the metadata one that can be kept.
func cleanMeta(m article.Meta) article.Meta {
	for _, s := range []*string{&m.Title, &m.Byline, &m.Source, &m.Date, &m.Language, &m.File} {
		*s = line(*s)
	}
	return m
}

// HandedOut returns a project as somebody else starts on it: with a person of
// their own as annotator, and nothing read yet. Articles, codebook and marks
// stay as they are, and so does the ID, by which the work is known again when
// it comes back.
func HandedOut(p Project, s Stamp) Project {
	info := *p.Info()
	info.Annotator = annotation.PersonID(s.Mint())
	p.Infos = TableOf(&info)
	p.People = p.People.with(Changes[*annotation.Person]{string(info.Annotator): {To: &annotation.Person{ID: info.Annotator}}})
	p.Readings = Table[*Reading]{}
	return p
}
