package ui

import (
	"maps"
	"path"
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/project"
)

// ticked says what would come in: what two of the files bring counts once.
func (a *arrivals) ticked() string {
	if a.sum == nil {
		a.sum = a.added()
	}
	if words := gains(*a.sum); words != "" {
		return words
	}
	return "nothing"
}

// added is what those bring that are ticked.
func (a *arrivals) added() *project.Diff {
	var on []*arrival
	for i := range a.items {
		if one := &a.items[i]; one.on {
			on = append(on, one)
		}
	}
	if len(on) == 1 { // which may be large
		return &on[0].gain
	}
	sum := project.Diff{}
	for _, one := range on {
		d := one.gain
		sum.Infos, sum.Articles = both(sum.Infos, d.Infos), both(sum.Articles, d.Articles)
		sum.Annotations, sum.Relations = both(sum.Annotations, d.Annotations), both(sum.Relations, d.Relations)
		sum.Tags, sum.Attributes = both(sum.Tags, d.Tags), both(sum.Attributes, d.Attributes)
		sum.People, sum.Readings = both(sum.People, d.People), both(sum.Readings, d.Readings)
		sum.Class = both(sum.Class, d.Class)
	}
	return &sum
}

// both adds changes to others, which may be none yet.
func both[T project.Record[T]](c, d project.Changes[T]) project.Changes[T] {
	if c == nil {
		c = project.Changes[T]{}
	}
	maps.Copy(c, d)
	return c
}

// count is how many are ticked.
func (a *arrivals) count() (n int) {
	for i := range a.items {
		if a.items[i].on {
			n++
		}
	}
	return n
}

// place is a file in words: "a.csv in tables.zip".
func place(file string) string {
	archive, inside, ok := strings.Cut(file, exchange.InArchive)
	if !ok {
		return file
	}
	return path.Base(inside) + " in " + archive
}

// title is what an arrival is called.
func (a *arrival) title() string {
	switch {
	case len(a.texts) == 1:
		return a.texts[0].Meta.Title
	case a.Title != "":
		return a.Title
	case a.project.Info().Name != "":
		return a.project.Info().Name
	}
	return place(a.File)
}

// facts are what an arrival is, in a line.
func (a *arrival) facts() string {
	var parts []string
	if file := place(a.File); file != a.title() && a.Title == "" {
		parts = append(parts, file)
	}
	parts = append(parts, a.Format)
	if a.Marks {
		parts = append(parts, a.holds()...)
	} else if len(a.texts) != 1 {
		parts = append(parts, plural(len(a.texts), "text", "texts"))
	}
	if a.here {
		parts = append(parts, "here already")
	}
	return strings.Join(parts, " · ")
}

// holds are the numbers of what is in a project.
func (a *arrival) holds() (parts []string) {
	p := a.project
	parts = append(parts, plural(p.Annotations.Len()+a.apart, "mark", "marks")+" on "+plural(p.Articles.Len(), "article", "articles"))
	for _, c := range []struct {
		n         int
		one, many string
	}{{p.Tags.Len(), "tag", "tags"}, {p.Attributes.Len(), "attribute", "attributes"}, {p.Relations.Len(), "relation", "relations"}, {p.People.Len(), "person", "people"}} {
		if c.n > 0 {
			parts = append(parts, plural(c.n, c.one, c.many))
		}
	}
	return parts
}

// effect says what marks or a project would change in the open one.
func (a *arrival) effect() string {
	p := a.project
	marks, changed := news(a.gain.Annotations)
	articles, _ := news(a.gain.Articles)
	here := ""
	if n := p.Annotations.Len() + a.apart - marks - changed; n > 0 {
		here = plural(n, "mark is", "marks are") + " here already."
	}
	switch {
	case a.gain.Empty() && here != "":
		return "Nothing in it is new: " + here
	case a.gain.Empty():
		return "Nothing in it is new."
	case marks == p.Annotations.Len() && articles == p.Articles.Len():
		return "All of its marks and articles are new."
	}
	return strings.TrimSpace("It brings " + gains(a.gain) + ". " + here)
}

// newTags are the names of the tags that would be created.
func (a *arrival) newTags() (names []string) {
	var tags []*annotation.Tag
	for _, d := range a.gain.Tags {
		if d.From == nil && d.To != nil {
			tags = append(tags, d.To)
		}
	}
	slices.SortFunc(tags, annotation.CompareTags)
	for _, t := range tags {
		names = append(names, t.Name)
	}
	return names
}

// factsOf is what a file says of a text, each with its name; "" is what it does
// not say.
func factsOf(m article.Meta) [3][2]string {
	return [3][2]string{{"By", m.Byline}, {"Outlet", m.Source}, {"Date", m.Date}}
}
