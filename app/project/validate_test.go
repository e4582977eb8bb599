package project

import (
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// Each case spoils one record of a sound project; Check must point at it.
func TestCheckFinds(t *testing.T) {
	type mark = annotation.Annotation
	onMark := func(spoil func(*mark)) func(*Project) {
		return func(p *Project) {
			for a := range p.Annotations.All() {
				b := *a
				spoil(&b)
				p.Annotations = TableOf(&b)
			}
		}
	}
	onTag := func(spoil func(*annotation.Tag)) func(*Project) {
		return func(p *Project) {
			b := *p.Tag(annotation.StarterClaim)
			spoil(&b)
			p.Tags = p.Tags.with(Changes[*annotation.Tag]{b.Key(): {To: &b}})
		}
	}
	type relation = annotation.Relation
	onRelation := func(spoil func(*relation)) func(*Project) {
		return func(p *Project) {
			for r := range p.Relations.All() {
				s := *r
				spoil(&s)
				p.Relations = TableOf(&s)
			}
		}
	}
	piece := func(start, end int, quote string) annotation.Piece {
		return annotation.Piece{Span: span.Span{Start: start, End: end}, Quote: quote}
	}
	for name, c := range map[string]struct {
		spoil   func(*Project)
		pointer string // contained in the pointer of the problem
		says    string // contained in its message
	}{
		"quote":          {onMark(func(a *mark) { a.Pieces = []annotation.Piece{piece(0, 1, "x")} }), "/annotations/0/pieces/0/quote", "and not “x”"},
		"no pieces":      {onMark(func(a *mark) { a.Pieces = nil }), "/annotations/0/pieces", "covers no text"},
		"outside":        {onMark(func(a *mark) { a.Pieces = []annotation.Piece{piece(0, 999, "x")} }), "/pieces/0", "outside the text"},
		"empty piece":    {onMark(func(a *mark) { a.Pieces = []annotation.Piece{piece(3, 3, "")} }), "/pieces/0", "is empty"},
		"overlap":        {onMark(func(a *mark) { a.Pieces = append(a.Pieces[:1:1], a.Pieces[0]) }), "/pieces/1", "overlap"},
		"no article":     {onMark(func(a *mark) { a.Article = "gone" }), "/annotations/0/article", "not in the project"},
		"unknown tag":    {onMark(func(a *mark) { a.Tags = []annotation.TagID{"gone"} }), "/annotations/0/tags/0", "not in the codebook"},
		"tag twice":      {onMark(func(a *mark) { a.Tags = append(a.Tags[:1:1], a.Tags[0]) }), "/annotations/0/tags", "twice"},
		"unknown value":  {onMark(func(a *mark) { a.Values = []annotation.Value{{Attribute: "gone", Value: "x"}} }), "/values/0/attribute", "not in the codebook"},
		"illegal choice": {onMark(func(a *mark) { a.Values = []annotation.Value{{Attribute: annotation.StarterAttribution, Value: "x"}} }), "/values/0/value", "not one of its choices"},
		"note":           {onMark(func(a *mark) { a.Note = "a\x00" }), "/note", "not valid text"},
		"time":           {onMark(func(a *mark) { a.Created = a.Created.AddDate(-9999, 0, 0) }), "/created", "when it was made"},
		"id":             {onMark(func(a *mark) { a.ID = annotation.ID(strings.ToUpper(string(a.ID)) + "A") }), "/annotations/0/id", "not a UUID"},
		"creator":        {onMark(func(a *mark) { a.Creator = "gone" }), "/creator", "not among the project’s people"},
		"color":          {onTag(func(x *annotation.Tag) { x.Color = annotation.Colors }), "/color", "does not exist"},
		"cue":            {onTag(func(x *annotation.Tag) { x.Cue = "" }), "/cue", "does not exist"},
		"digit":          {onTag(func(x *annotation.Tag) { x.Digit = "0" }), "/digit", "not a digit"},
		"same digit":     {onTag(func(x *annotation.Tag) { x.Digit = "1" }), "/digit", "the same key, 1"},
		"same name":      {onTag(func(x *annotation.Tag) { x.Name = "FACT" }), "/name", "Two tags"},
		"rank":           {onTag(func(x *annotation.Tag) { x.Rank = -1 }), "/rank", "rank -1"},
		"annotator":      {func(p *Project) { p.People = Table[*annotation.Person]{} }, "/info/0/annotator", "not among its people"},
		"state": {func(p *Project) { p.Readings = TableOf(&Reading{Article: p.ArticlesInOrder()[0].ID, State: "lost"}) },
			"/readings/0/state", "does not exist"},
		"relation from nothing": {onRelation(func(r *relation) { r.From = "gone" }), "/relations/0/from", "not in the project"},
		"relation to nothing":   {onRelation(func(r *relation) { r.To = "gone" }), "/relations/0/to", "not in the project"},
		"relation by nobody":    {onRelation(func(r *relation) { r.Creator = "gone" }), "/relations/0/creator", "not among the project’s people"},
		"name of a relation":    {onRelation(func(r *relation) { r.Name = " " }), "/relations/0/name", "not a name"},
		"id of a relation":      {onRelation(func(r *relation) { r.ID = "r1" }), "/relations/0/id", "not a UUID"},
		"time of a relation":    {onRelation(func(r *relation) { r.Modified = time.Time{} }), "/relations/0/modified", "changed last"},
		"state of nothing":      {func(p *Project) { p.Readings = TableOf(&Reading{Article: "gone"}) }, "/readings/0/article", "not in the project"},
		"version of nothing":    {func(p *Project) { p.Articles = TableOf(correctedBy(p.ArticlesInOrder()[0], "gone")) }, "/articles/0/meta/corrected_by", "not in the project"},
		"version of itself": {func(p *Project) {
			a := p.ArticlesInOrder()[0]
			p.Articles = TableOf(correctedBy(a, a.ID))
		}, "/articles/0/meta/corrected_by", "version of itself"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			id := d.mark("👩‍👩‍👧‍👦 met", annotation.StarterFact)
			d.relate("supports", id, id)
			sound(t, d.p)
			c.spoil(&d.p)
			for _, found := range Check(d.p) {
				if strings.Contains(found.Pointer, c.pointer) && strings.Contains(found.Message, c.says) && found.Hint != "" {
					return
				}
			}
			t.Fatalf("want a problem at %s that says %q; got %v", c.pointer, c.says, Check(d.p))
		})
	}
}

func TestNewIsSound(t *testing.T) {
	w := newWorld(3, 3)
	p := New(" \t", []*article.Article{nil, w.article()}, Stamp{When: w.now, Mint: w.mint})
	sound(t, p)
	equal(t, "name", p.Info().Name, "My project")
	equal(t, "person", p.People.Len(), 1)
	equal(t, "articles", p.Articles.Len(), 1)
	equal(t, "annotator", p.Person(p.Info().Annotator).Name, "")
}
