package exchange

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/test/dice"
)

// hurting is text that programs count, split, escape or run differently.
var hurting = []string{
	"plain words ", "👩🏽‍🚒", "👨‍👩‍👧‍👦 ", "🇩🇪🇫🇷", "e\u0301te\u0301 ", "क्षि ", "مرحبا بالعالم ", "你好，世界。", "soft\u00adhyphen ", "\t", "  ",
	"\u2028", "\u2029", "\u200b", "\u202e", "\x01", "\x7f", "\"quoted\" ", "'", "''=x", "=1+1", "+", "-", "@SUM(A1)", "＝1", ",", ";", "|",
	"<script>alert(1)</script> ", "&amp;", "\\u0041", "\\", "/", "~", "\uFFFD", "\U0010FFFF", "ﬁ", "null", "U.S. President ", "{\"a\":1}", "𝔘𝔫𝔦", "%2F",
}

type generator struct {
	*rand.Rand
}

func newGenerator(t testing.TB) generator {
	t.Helper()
	return generator{rand.New(rand.NewPCG(dice.Seed(t), 2))}
}

func (g generator) id() string {
	b := make([]byte, 16)
	for i := range b {
		b[i] = byte(g.Uint32())
	}
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// text is up to n pieces of text that hurts, perhaps none.
func (g generator) text(n int) string {
	var b strings.Builder
	for range g.IntN(n + 1) {
		b.WriteString(hurting[g.IntN(len(hurting))])
	}
	return b.String()
}

// note is a text with line ends of all sorts.
func (g generator) note() string {
	return g.text(4) + pick(g, []string{"", "\n", "\r\n", "\r", "\n\n"}) + g.text(3)
}

// name is a text that can be a name, and differs from all others.
func (g generator) name(i int) string {
	s := strings.Join(strings.Fields(g.text(3)), " ")
	if g.IntN(4) == 0 {
		s = fmt.Sprintf("=%d %s", i, s)
	} else {
		s = fmt.Sprintf("%s %d", s, i)
	}
	return strings.Join(strings.Fields(s), " ")
}

func (g generator) time() time.Time {
	return annotation.Time(time.UnixMilli(g.Int64N(4e12)))
}

func pick[T any](g generator, from []T) T { return from[g.IntN(len(from))] }

// some returns a random selection, each at most once.
func some[T any](g generator, from []T, most int) []T {
	if len(from) == 0 {
		return nil
	}
	from = slices.Clone(from)
	g.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	return from[:g.IntN(min(most, len(from))+1)]
}

func (g generator) article(t testing.TB, rank int) *article.Article {
	var text strings.Builder
	for range 1 + g.IntN(4) {
		text.WriteString(g.text(12) + "word\n")
	}
	clean := strings.TrimLeft(text.String(), "\uFEFF")
	m := article.Meta{Title: g.text(4), TitleMade: g.IntN(2) == 0, Byline: g.text(2), Source: g.text(1), Date: g.text(1), File: g.text(2), Rank: rank}
	a, err := article.New(m, clean, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a.Blocks {
		a.Blocks[i].Kind = pick(g, []article.Kind{article.Headline, article.Byline, article.Subheading, article.Paragraph})
	}
	return a
}

// project is a random sound project.
func (g generator) project(t testing.TB) project.Project {
	var tags []*annotation.Tag
	var attributes []*annotation.Attribute
	var people []*annotation.Person
	var tagIDs []annotation.TagID
	for i := range g.IntN(5) {
		tag := &annotation.Tag{
			ID: annotation.TagID(g.id()), Name: g.name(i), Definition: g.note(), Example: g.text(3), Counterexample: g.text(3),
			Color: g.IntN(annotation.Colors), Cue: pick(g, annotation.Cues), Rank: g.IntN(9),
		}
		if i < 9 && g.IntN(2) == 0 {
			tag.Digit = fmt.Sprint(i + 1)
		}
		tags, tagIDs = append(tags, tag), append(tagIDs, tag.ID)
	}
	for i := range g.IntN(4) {
		a := &annotation.Attribute{ID: annotation.AttributeID(g.id()), Name: g.name(i), Rank: g.IntN(9), Tags: some(g, tagIDs, 2)}
		for j := range g.IntN(3) {
			a.Choices = append(a.Choices, annotation.Choice{ID: g.id(), Name: g.name(j)})
		}
		attributes = append(attributes, a)
	}
	for range 1 + g.IntN(3) {
		people = append(people, &annotation.Person{ID: annotation.PersonID(g.id()), Name: g.text(2), Nickname: g.text(1)})
	}
	var p project.Project
	p.Tags, p.Attributes, p.People = project.TableOf(tags...), project.TableOf(attributes...), project.TableOf(people...)
	p.Infos = project.TableOf(&project.Info{ID: g.id(), Name: g.name(0), Closed: g.IntN(2) == 0, Annotator: people[0].ID, Created: g.time()})
	var articles []*article.Article
	var marks []*annotation.Annotation
	var readings []*project.Reading
	for i := range g.IntN(4) {
		a := g.article(t, i)
		articles = append(articles, a)
		if g.IntN(2) == 0 {
			readings = append(readings, &project.Reading{Article: a.ID, State: pick(g, []project.State{project.NotStarted, project.InWork, project.Done}), Opened: g.time()})
		}
		for range g.IntN(6) {
			marks = append(marks, g.annotation(a, tagIDs, attributes, people))
		}
	}
	p.Articles, p.Annotations, p.Readings = project.TableOf(articles...), project.TableOf(marks...), project.TableOf(readings...)
	p.Articles = g.versions(p.ArticlesInOrder())
	p.Relations = project.TableOf(g.relations(marks, people)...)
	p.Class = project.TableOf(g.class()...)
	return p
}

// relations join any marks, of two articles too, in circles, a mark with
// itself, and some more than once.
func (g generator) relations(marks []*annotation.Annotation, people []*annotation.Person) (out []*annotation.Relation) {
	if len(marks) == 0 {
		return nil
	}
	names := []string{g.name(1), g.name(2), "supports"}
	for range g.IntN(7) {
		r := &annotation.Relation{
			ID: annotation.RelationID(g.id()), Name: pick(g, names), From: pick(g, marks).ID, To: pick(g, marks).ID,
			Created: g.time(), Modified: g.time(),
		}
		if g.IntN(8) > 0 {
			r.Creator = pick(g, people).ID
		}
		out = append(out, r)
		if g.IntN(8) == 0 {
			again := *r
			again.ID, again.Creator = annotation.RelationID(g.id()), pick(g, people).ID
			out = append(out, &again)
		}
	}
	return out
}

// versions makes some articles earlier versions of the next ones.
func (g generator) versions(articles []*article.Article) project.Table[*article.Article] {
	for i := range len(articles) - 1 {
		if g.IntN(4) == 0 {
			m := articles[i].Meta
			m.CorrectedBy = articles[i+1+g.IntN(len(articles)-i-1)].ID
			articles[i] = articles[i].WithMeta(m)
		}
	}
	return project.TableOf(articles...)
}

func (g generator) annotation(on *article.Article, tags []annotation.TagID, attributes []*annotation.Attribute, people []*annotation.Person) *annotation.Annotation {
	var spans []span.Span
	for range 1 + g.IntN(3) {
		start := g.IntN(on.Len())
		spans = append(spans, span.Span{Start: start, End: start + 1 + g.IntN(min(12, on.Len()-start))})
	}
	a := &annotation.Annotation{
		ID: annotation.ID(g.id()), Article: on.ID, Pieces: annotation.Pieces(on, spans...), Tags: some(g, tags, 3),
		Created: g.time(), Modified: g.time(),
	}
	if g.IntN(2) == 0 {
		a.Note = g.note()
	}
	if g.IntN(8) > 0 {
		a.Creator = pick(g, people).ID
	}
	for _, attribute := range some(g, attributes, 2) {
		value := g.text(2) + "v"
		if len(attribute.Choices) > 0 {
			value = pick(g, attribute.Choices).ID
		}
		a = a.WithValue(attribute.ID, value, a.Modified)
	}
	return a
}

// newFixture is a small sound project whose text and note hold formulas.
func newFixture(t testing.TB) project.Project {
	t.Helper()
	a, err := article.New(article.Meta{Title: "=Title"}, "say =1+1, then rest", nil)
	if err != nil {
		t.Fatal(err)
	}
	tag := &annotation.Tag{ID: annotation.StarterFact, Name: "Fact", Cue: annotation.Solid}
	other := &annotation.Tag{ID: annotation.StarterClaim, Name: "Claim", Cue: annotation.Solid}
	who := &annotation.Person{ID: "3f0c7a3e-7a3b-4a54-9a7e-0d4f6f5a8f11", Name: "Ada"}
	speaker := &annotation.Attribute{ID: annotation.StarterSpeaker, Name: "Speaker"}
	at := time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)
	return project.Project{
		Articles: project.TableOf(a), Tags: project.TableOf(tag, other), People: project.TableOf(who), Attributes: project.TableOf(speaker),
		Annotations: project.TableOf(&annotation.Annotation{
			ID: "0b8f7d0e-4a56-4d6c-8f0e-2f3a4b5c6d7e", Article: a.ID, Pieces: annotation.Pieces(a, span.Span{Start: 4, End: 8}, span.Span{Start: 15, End: 19}),
			Tags: []annotation.TagID{tag.ID, other.ID}, Note: "-1", Creator: who.ID, Created: at, Modified: at,
			Values: []annotation.Value{{Attribute: speaker.ID, Value: "Minister"}},
		}),
	}
}

// class makes some records of the classroom, with anything in them.
func (g generator) class() (out []*project.ClassRecord) {
	for range g.IntN(3) {
		r, err := project.NewClassRecord(pick(g, []string{"lesson", "hand-in", "answer"}), g.id(), map[string]any{g.text(3): []any{g.text(4), g.IntN(9), nil, true}, "b": g.text(2)})
		if err != nil {
			panic(err)
		}
		out = append(out, r)
	}
	return out
}
