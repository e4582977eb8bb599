package exchange

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// namer makes documents of what a project holds, called by the names of a
// table.
type namer struct {
	names
	p project.Project
}

// documents yields the articles of a project as documents, in their order; the
// annotations are those of annotationsOf.
func documents(p project.Project, pace project.Pace) iter.Seq2[*Doc, error] {
	return func(yield func(*Doc, error) bool) {
		annotations, err := annotationsOf(p, pace.Part(0, 2, 10))
		if err != nil {
			yield(nil, err)
			return
		}
		of := map[article.ID][]*annotation.Annotation{}
		for _, a := range annotations {
			of[a.Article] = append(of[a.Article], a)
		}
		n, keys, relations := namer{newNames(p), p}, newDocKeys(), relationsWithin(p)
		choices, codebook := n.choices(), n.codebook()
		articles := p.ArticlesInOrder()
		for i, a := range articles {
			if a.Meta.CorrectedBy != "" && len(of[a.ID]) == 0 {
				continue // an earlier version is worth what stands on it
			}
			d := &Doc{Key: keys.of(a), Text: a.Text, Meta: a.Meta, ID: a.ID, Choices: choices, Codebook: codebook, Related: len(relations) > 0}
			for _, mark := range of[a.ID] {
				d.Marks = append(d.Marks, n.mark(mark))
			}
			d.Relations = relations[a.ID]
			if !yield(d, nil) {
				return
			}
			if err := pace.Part(2, 10, 10).At(i, len(articles)); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// relationsWithin are the relations of a project by the article of which they
// join two marks, in order: each once, whoever said it. Those between two
// articles are in none.
func relationsWithin(p project.Project) map[article.ID][]Relation {
	out, said := map[article.ID][]Relation{}, map[string]bool{}
	for _, r := range relationsOf(p) {
		id := relationID("", r)
		if on := p.Annotation(r.From).Article; on == p.Annotation(r.To).Article && !said[id] {
			said[id] = true
			out[on] = append(out[on], Relation{Name: r.Name, From: string(r.From), To: string(r.To)})
		}
	}
	return out
}

// docKeys are the names of documents, as far as they are given.
type docKeys struct {
	taken map[string]bool // in lower case
	next  numbers
}

func newDocKeys() docKeys { return docKeys{map[string]bool{}, numbers{}} }

// of makes the name of a document: of its file or else its title, letters and
// digits only, unlike the others.
func (k docKeys) of(a *article.Article) string {
	name := stem(a.Meta.File)
	if a.Meta.File == "" {
		name = a.Meta.Title
	}
	var b strings.Builder
	for _, r := range name {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '.', r == '_':
			b.WriteRune(r)
		default:
			b.WriteByte('-')
		}
		if b.Len() > 60 {
			break
		}
	}
	base := strings.Trim(b.String(), "-.")
	if base == "" {
		base = "article"
	}
	key := k.next.free(strings.ToLower(base), base,
		func(key string) bool { return k.taken[strings.ToLower(key)] },
		func(base string, n int) string { return fmt.Sprintf("%s-%d", base, n) })
	k.taken[strings.ToLower(key)] = true
	return key
}

// choices are the names of the attributes that are answered by a choice.
func (n namer) choices() map[string]bool {
	out := map[string]bool{}
	for a := range n.p.Attributes.Unordered() {
		if len(a.Choices) > 0 {
			out[call(n.attributes, string(a.ID))] = true
		}
	}
	return out
}

// codebook are the tags in their order, called as marks call them.
func (n namer) codebook() (out []*annotation.Tag) {
	for _, t := range n.p.Tags.Sorted(annotation.CompareTags) {
		named := *t
		named.Name = call(n.tags, string(t.ID))
		out = append(out, &named)
	}
	return out
}

// mark is an annotation by its names.
func (n namer) mark(a *annotation.Annotation) Mark {
	m := Mark{
		Key: string(a.ID), ID: string(a.ID), Pieces: a.Spans(), Quote: a.Quote(), Note: a.Note,
		Creator: call(n.people, string(a.Creator)), Created: a.Created, Modified: a.Modified,
	}
	for _, t := range a.Tags {
		m.Tags = append(m.Tags, call(n.tags, string(t)))
	}
	for _, v := range a.Values {
		value := v.Value
		if attribute := n.p.Attribute(v.Attribute); attribute != nil {
			value = attribute.ChoiceName(value)
		}
		m.Values = append(m.Values, Value{call(n.attributes, string(v.Attribute)), value})
	}
	slices.SortFunc(m.Values, func(v, w Value) int { return strings.Compare(v.Name, w.Name) })
	return m
}
