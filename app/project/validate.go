package project

import (
	"fmt"
	"iter"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
)

// Check looks at everything in a project and returns what is wrong with it,
// nothing if it is sound. Pointers are into the project as JSON, as Project
// marshals it. What a command makes of a sound project is sound.
func Check(p Project) []problem.Problem {
	c := checker{p: p, loops: p.loops()}
	each(p.Infos.All(), "info", c.info)
	each(p.Articles.All(), "articles", c.article)
	each(p.People.All(), "people", func(a *annotation.Person, at string) { c.found(annotation.CheckPerson(a, at)...) })
	names, digits := map[string]bool{}, map[string]string{}
	each(p.Tags.All(), "tags", func(t *annotation.Tag, at string) { c.tag(t, at, names, digits) })
	names = map[string]bool{}
	each(p.Attributes.All(), "attributes", func(a *annotation.Attribute, at string) { c.attribute(a, at, names) })
	each(p.Readings.All(), "readings", c.reading)
	each(p.Class.All(), "class", c.class)
	each(p.Annotations.All(), "annotations", c.annotation)
	each(p.Relations.All(), "relations", c.relation)
	return c.all
}

// each calls look for every record with its JSON pointer.
func each[T any](records iter.Seq[T], table string, look func(r T, at string)) {
	i := 0
	for r := range records {
		look(r, fmt.Sprintf("/%s/%d", table, i))
		i++
	}
}

type checker struct {
	p     Project
	loops map[article.ID]bool
	all   []problem.Problem
}

func (c *checker) found(problems ...problem.Problem) { c.all = append(c.all, problems...) }

// must notes a problem unless ok.
func (c *checker) must(ok bool, at, hint, format string, args ...any) {
	if !ok {
		c.found(problem.Problem{Pointer: at, Hint: hint, Message: fmt.Sprintf(format, args...)})
	}
}

const (
	hintUUID    = "IDs are UUIDs written in lower case, such as 9f1c3a52-0d7e-4b7a-8c55-2f6f0c1d9e11."
	hintString  = "Remove NUL characters and save the file as UTF-8."
	hintVersion = "Say which article is the corrected one, or leave it out."
	hintWhen    = "Times are written as in 2026-03-01T09:30:00Z."
)

func (c *checker) info(i *Info, at string) {
	c.must(annotation.ValidID(i.ID), at+"/id", hintUUID, "The ID of the project is not a UUID: %q.", i.ID)
	c.must(annotation.ValidName(i.Name), at+"/name", "Give the project a name.", "The project is called %q, which is not a name.", i.Name)
	c.must(annotation.ValidTime(i.Created), at+"/created", hintWhen, "The project does not say when it was made.")
	c.must(i.Annotator == "" || c.p.Person(i.Annotator) != nil, at+"/annotator", "Say who is annotating.", "The project’s annotator is not among its people.")
}

func (c *checker) article(a *article.Article, at string) {
	m := a.Meta
	c.must(a.ID == article.IDOf(a.Text), at, "Add the text as a new article.", "The text of the article “%s” is not the one it was added with.", m.Title)
	for _, s := range []string{m.Title, m.Byline, m.Source, m.Date, m.Language, m.File} {
		c.must(annotation.ValidText(s), at+"/meta", hintString, "What is said about the article “%s” is not valid text.", m.Title)
	}
	c.must(m.CorrectedBy == "" || c.p.Article(m.CorrectedBy) != nil, at+"/meta/corrected_by", hintVersion,
		"The article “%s” is an earlier version of one that is not in the project.", m.Title)
	c.must(!c.loops[a.ID], at+"/meta/corrected_by", hintVersion, "The article “%s” is an earlier version of itself.", m.Title)
	c.must(m.Rank >= 0 && m.Rank <= annotation.MaxRank, at+"/meta/rank", "Ranks are whole numbers from 0 up.", "The article “%s” has the rank %d.", m.Title, m.Rank)
}

func (c *checker) tag(t *annotation.Tag, at string, names map[string]bool, digits map[string]string) {
	c.found(annotation.CheckTag(t, at)...)
	key := annotation.Fold(t.Name)
	c.must(!names[key], at+"/name", "Rename one of the two, or merge them.", "Two tags are called “%s”.", t.Name)
	other, taken := digits[t.Digit]
	c.must(!taken || t.Digit == "", at+"/digit", "Take the key off one of the two.", "The tags “%s” and “%s” have the same key, %s.", other, t.Name, t.Digit)
	names[key], digits[t.Digit] = true, t.Name
}

func (c *checker) attribute(a *annotation.Attribute, at string, names map[string]bool) {
	c.found(annotation.CheckAttribute(a, at)...)
	key := annotation.Fold(a.Name)
	c.must(!names[key], at+"/name", "Rename one of the two, or merge them.", "Two attributes are called “%s”.", a.Name)
	names[key] = true
	c.tags(a.Tags, at, "The attribute “"+a.Name+"”")
}

func (c *checker) tags(tags []annotation.TagID, at, whose string) {
	for i, id := range tags {
		c.must(c.p.Tag(id) != nil, fmt.Sprintf("%s/tags/%d", at, i), "Add the tag to the codebook, or take it off.",
			"%s names the tag %q, which is not in the codebook.", whose, id)
	}
}

func (c *checker) reading(r *Reading, at string) {
	c.must(c.p.Article(r.Article) != nil, at+"/article", "Add the article, or remove the state.", "There is a reading state for an article that is not in the project.")
	c.must(r.State == NotStarted || r.State == InWork || r.State == Done, at+"/state", "The states are “”, “in work” and “done”.", "An article is in the state %q, which does not exist.", r.State)
	c.must(annotation.ValidTime(r.Opened), at+"/opened", hintWhen, "A reading state does not say when the article was opened first.")
}

func (c *checker) annotation(a *annotation.Annotation, at string) {
	on := c.p.Article(a.Article)
	if on == nil {
		c.must(false, at+"/article", "Add the article it was made on.", "The mark on %s is on an article that is not in the project.", annotation.Short(a))
		return
	}
	c.found(annotation.Check(a, on, at)...)
	c.must(a.Creator == "" || c.p.Person(a.Creator) != nil, at+"/creator", "Add the person, or leave the creator out.",
		"The mark on %s was made by somebody who is not among the project’s people.", annotation.Short(a))
	if len(a.Tags) > 0 || len(a.Values) > 0 {
		whose := "The mark on " + annotation.Short(a)
		c.tags(a.Tags, at, whose)
		c.values(a.Values, at, whose)
	}
}

func (c *checker) relation(r *annotation.Relation, at string) {
	c.found(annotation.CheckRelation(r, at)...)
	const hint = "Add the mark it was made for, or remove the relation."
	c.must(c.p.Annotation(r.From) != nil, at+"/from", hint, "The relation “%s” starts at a mark that is not in the project.", r.Name)
	c.must(c.p.Annotation(r.To) != nil, at+"/to", hint, "The relation “%s” leads to a mark that is not in the project.", r.Name)
	c.must(r.Creator == "" || c.p.Person(r.Creator) != nil, at+"/creator", "Add the person, or leave the creator out.",
		"The relation “%s” was made by somebody who is not among the project’s people.", r.Name)
}

func (c *checker) values(values []annotation.Value, at, whose string) {
	for i, v := range values {
		below := fmt.Sprintf("%s/values/%d", at, i)
		attribute := c.p.Attribute(v.Attribute)
		if attribute == nil {
			c.must(false, below+"/attribute", "Add the attribute to the codebook, or take the value off.",
				"%s has a value for the attribute %q, which is not in the codebook.", whose, v.Attribute)
			continue
		}
		c.must(attribute.Takes(v.Value), below+"/value", "Use the ID of one of the choices.", "%s says %q for “%s”, which is not one of its choices.",
			whose, annotation.Clip(v.Value), attribute.Name)
	}
}

// Misplaced returns the annotations of which a span and its quote disagree, or
// whose article is not there. It looks at nothing else, so that it is quick;
// its only errors are those of the pace.
func Misplaced(p Project, pace Pace) (out []*annotation.Annotation, err error) {
	done := 0
	for an := range p.Annotations.Unordered() {
		a := p.Article(an.Article)
		if a == nil || slices.ContainsFunc(an.Pieces, func(piece annotation.Piece) bool {
			return piece.Quote != a.Slice(piece.Start, piece.End)
		}) {
			out = append(out, an)
		}
		done++
		if err := pace.every(done, p.Annotations.Len()); err != nil {
			return out, err
		}
	}
	return out, nil
}
