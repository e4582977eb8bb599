package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
)

// day is when the samples were made.
var day = time.Date(2026, time.March, 2, 9, 30, 0, 123e6, time.UTC)

// text has what hurts: joined emoji, accents that combine, other scripts, and
// characters that JSON or JavaScript treat in a way of their own.
const text = "A headline\nThe mayor 👩🏽‍🚒 said: “Cafe\u0301 रुपये مرحبا 中文”.\u2028Tabs\t, \"quotes\", back\\slashes, \u00ad and <b>tags</b>.\n"

// Sample returns a project with the ID: one article, one tag, one person.
func Sample(t testing.TB, id string) project.Project {
	t.Helper()
	a, err := article.New(article.Meta{Title: "A headline", Language: "en"}, text,
		[]article.Block{{Kind: article.Headline, Start: 0, End: 10}})
	if err != nil {
		t.Fatal(err)
	}
	return project.Project{
		Infos:    project.TableOf(&project.Info{ID: id, Name: "Project " + id, Annotator: "p1", Created: day}),
		Articles: project.TableOf(a),
		Tags:     project.TableOf(&annotation.Tag{ID: "t1", Name: "Fact", Cue: annotation.Solid}),
		People:   project.TableOf(&annotation.Person{ID: "p1", Name: "Ada"}),
	}
}

// Changes returns n changes numbered base+1 and so on, made one after the
// other to p, and the project after them. Each adds an annotation whose ID
// starts with who, and from the fifth change on a relation to it as well.
func Changes(t testing.TB, p project.Project, base int64, n int, who string) ([]project.Tx, project.Project) {
	t.Helper()
	var of *article.Article
	for a := range p.Articles.All() {
		of = a
	}
	txs, before := make([]project.Tx, n), annotation.ID("")
	for i := range txs {
		when := day.Add(time.Duration(i) * time.Minute)
		mark := &annotation.Annotation{
			ID: annotation.ID(fmt.Sprintf("%s-%d", who, base+1+int64(i))), Article: of.ID, Tags: []annotation.TagID{"t1"},
			Pieces: annotation.Pieces(of, span.Span{Start: i % 20, End: i%20 + 12}), Note: strings.Repeat("n", i%7),
			Creator: "p1", Created: when, Modified: when,
		}
		d := project.Diff{Annotations: project.Changes[*annotation.Annotation]{mark.Key(): {To: mark}}}
		if n := base + 1 + int64(i); n > 4 { // those before are also kept as OldRows
			r := &annotation.Relation{
				ID: annotation.RelationID(fmt.Sprintf("%s-%d-to-itself", who, n)), Name: "restates 👩🏽‍🚒", From: mark.ID, To: mark.ID,
				Creator: "p1", Created: when, Modified: when,
			}
			if before != "" {
				r.ID, r.Name, r.From = annotation.RelationID(fmt.Sprintf("%s-%d-from-%s", who, n, before)), "supports", before
			}
			d.Relations = project.Changes[*annotation.Relation]{r.Key(): {To: r}}
		}
		before = mark.ID
		txs[i] = project.Tx{
			Seq: base + 1 + int64(i), Label: "Tagged as Fact", Origin: project.User, Who: "p1", When: when,
			Where: project.Place{Article: of.ID, Point: i % 20}, Diff: d,
		}
		next, err := p.Apply(d)
		if err != nil {
			t.Fatal(err)
		}
		p = next
	}
	return txs, p
}
