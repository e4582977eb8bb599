package project

import (
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

const sample = "👩‍👩‍👧‍👦 met in 🇺🇦.\nमस्ते, there’s no deal until there’s a deal."

// desk is a project with one article, on which examples are tried.
type desk struct {
	t  *testing.T
	w  *world
	p  Project
	on article.ID
}

func newDesk(t *testing.T) *desk {
	w := newWorld(1, 1)
	a, err := article.New(article.Meta{Title: "Sample"}, sample, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &desk{t, w, New("Lesson", []*article.Article{a}, w.stamp()), a.ID}
}

// do proves a command and takes its outcome in.
func (d *desk) do(diff Diff, err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
	d.p = proven(d.t, d.p, diff)
}

// nothing fails unless the command changes nothing.
func (d *desk) nothing(diff Diff, err error) {
	d.t.Helper()
	if err != nil || !diff.Empty() {
		d.t.Fatalf("changes %d records, error %v; want neither", diff.Size(), err)
	}
}

func (d *desk) find(quote string) span.Span {
	d.t.Helper()
	a := d.p.Article(d.on)
	i := strings.Index(a.Text, quote)
	if i < 0 {
		d.t.Fatalf("%q is not in the text", quote)
	}
	return span.Span{Start: a.FromByte(article.Byte(i)), End: a.FromByte(article.Byte(i + len(quote)))}
}

func (d *desk) mark(quote string, tags ...annotation.TagID) annotation.ID {
	d.t.Helper()
	diff, id, err := Highlight(d.p, d.on, []span.Span{d.find(quote)}, tags, d.w.stamp())
	d.do(diff, err)
	return id
}

func (d *desk) relate(name string, from, to annotation.ID) annotation.RelationID {
	d.t.Helper()
	diff, id, err := Relate(d.p, name, from, to, d.w.stamp())
	d.do(diff, err)
	return id
}

func (d *desk) quote(id annotation.ID) string { return d.p.Annotation(id).Quote() }

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
}

func TestMark(t *testing.T) {
	d := newDesk(t)
	id := d.mark("🇺🇦", annotation.StarterFact, annotation.StarterFact)
	a := d.p.Annotation(id)
	equal(t, "quote", a.Quote(), "🇺🇦")
	equal(t, "tags", len(a.Tags), 1)
	equal(t, "creator", a.Creator, d.w.who)

	d.do(ToggleTag(d.p, id, annotation.StarterClaim, d.w.stamp()))
	d.do(ToggleTag(d.p, id, annotation.StarterFact, d.w.stamp()))
	equal(t, "tag", d.p.Annotation(id).Tags[0], annotation.StarterClaim)
	d.nothing(Retag(d.p, id, []annotation.TagID{annotation.StarterClaim}, d.w.stamp()))
	d.do(SetNote(d.p, id, "a\x00b\xff", d.w.stamp()))
	equal(t, "note", d.p.Annotation(id).Note, "ab\uFFFD")
	d.nothing(SetNote(d.p, id, "ab\uFFFD", d.w.stamp()))
	if made, changed := d.p.Annotation(id).Created, d.p.Annotation(id).Modified; !changed.After(made) {
		t.Fatalf("made %v, changed %v", made, changed)
	}
	d.do(Remove(d.p, d.w.stamp(), id, id))
	equal(t, "marks", d.p.Annotations.Len(), 0)
	diff, err := Remove(d.p, d.w.stamp(), id)
	refused(t, diff, err, "no-such-annotation")
}

func TestPieces(t *testing.T) {
	d := newDesk(t)
	id := d.mark("there’s no")
	d.do(AddPiece(d.p, id, d.find("a deal"), d.w.stamp()))
	equal(t, "two pieces", d.quote(id), "there’s no … a deal")
	d.do(MovePiece(d.p, id, 0, d.find("there’s no deal"), d.w.stamp()))
	equal(t, "moved", d.quote(id), "there’s no deal … a deal")
	d.do(MovePiece(d.p, id, 0, d.find("there’s no deal until there’s "), d.w.stamp()))
	equal(t, "joined", d.quote(id), "there’s no deal until there’s a deal")
	diff, err := RemovePiece(d.p, id, 0, d.w.stamp())
	refused(t, diff, err, "last-piece")
	d.do(AddPiece(d.p, id, d.find("मस्ते"), d.w.stamp()))
	d.do(RemovePiece(d.p, id, 1, d.w.stamp()))
	equal(t, "removed", d.quote(id), "मस्ते")
	for _, bad := range []span.Span{{}, {Start: 3, End: 3}, {Start: 5, End: 2}, {Start: -1, End: 2}, {End: 1000}} {
		diff, err := MovePiece(d.p, id, 0, bad, d.w.stamp())
		refused(t, diff, err, "span")
	}
	diff, err = MovePiece(d.p, id, 7, span.Span{End: 1}, d.w.stamp())
	refused(t, diff, err, "no-such-piece")
}

func TestHighlightAll(t *testing.T) {
	d := newDesk(t)
	fact := []annotation.TagID{annotation.StarterFact}
	first := d.find("deal")
	d.mark("deal", fact...)
	places := []Occurrence{{d.on, first}, {d.on, d.find("a deal")}, {d.on, d.find("a deal")}}
	d.do(HighlightAll(d.p, places, fact, d.w.stamp()))
	equal(t, "marks", d.p.Annotations.Len(), 2)
	d.nothing(HighlightAll(d.p, places, fact, d.w.stamp()))
	marks := d.p.Annotations.Sorted(annotation.Compare)
	equal(t, "in reading order", marks[0].Extent(), first)
	diff, err := HighlightAll(d.p, append(places, Occurrence{d.on, span.Span{End: 999}}), fact, d.w.stamp())
	refused(t, diff, err, "span")
	diff, _, err = Highlight(d.p, d.on, []span.Span{first}, []annotation.TagID{"no tag"}, d.w.stamp())
	refused(t, diff, err, "no-such-tag")
}

func TestValues(t *testing.T) {
	d := newDesk(t)
	id := d.mark("deal", annotation.StarterClaim)
	d.do(SetValue(d.p, id, annotation.StarterSpeaker, "Trump ", d.w.stamp()))
	equal(t, "speaker", d.p.Annotation(id).Value(annotation.StarterSpeaker), "Trump ")
	d.do(SetValue(d.p, id, annotation.StarterAttribution, annotation.StarterFromOffice, d.w.stamp()))
	diff, err := SetValue(d.p, id, annotation.StarterAttribution, "Office", d.w.stamp())
	refused(t, diff, err, "choice")

	ladder := *d.p.Attribute(annotation.StarterAttribution)
	ladder.Choices = []annotation.Choice{{Name: "Someone"}}
	diff, err = EditAttribute(d.p, ladder, d.w.stamp())
	refused(t, diff, err, "choice-in-use")
	if want := "1 mark uses"; !strings.HasPrefix(err.Error(), want) {
		t.Fatalf("%q does not start with %q", err, want)
	}
	d.do(RemoveAttribute(d.p, annotation.StarterAttribution, d.w.stamp()))
	equal(t, "values left", len(d.p.Annotation(id).Values), 1)
	equal(t, "uses", UsesOfAttribute(d.p, annotation.StarterSpeaker), 1)
}

func TestMergeAttributes(t *testing.T) {
	d := newDesk(t)
	add := func(name string, choices ...string) annotation.AttributeID {
		diff, id, err := AddAttribute(d.p, name, choices, nil, d.w.stamp())
		d.do(diff, err)
		return id
	}
	from, into := add("Who", "Trump", "Putin"), add("Speaker of it", "trump", "Zelensky")
	set := func(id annotation.ID, at annotation.AttributeID, choice int) {
		d.do(SetValue(d.p, id, at, d.p.Attribute(at).Choices[choice].ID, d.w.stamp()))
	}
	alike, free, torn := d.mark("deal"), d.mark("a deal"), d.mark("until")
	set(alike, from, 0)
	set(alike, into, 0)
	set(free, from, 1)
	set(torn, from, 1)
	set(torn, into, 1)
	d.do(SetNote(d.p, torn, "Look again.", d.w.stamp()))
	d.do(MergeAttributes(d.p, from, into, d.w.stamp()))

	at := d.p.Attribute(into)
	equal(t, "choices", len(at.Choices), 3)
	equal(t, "alike", at.ChoiceName(d.p.Annotation(alike).Value(into))+d.p.Annotation(alike).Note, "trump")
	equal(t, "carried over", at.ChoiceName(d.p.Annotation(free).Value(into)), "Putin")
	equal(t, "kept", at.ChoiceName(d.p.Annotation(torn).Value(into)), "Zelensky")
	equal(t, "noted", d.p.Annotation(torn).Note, "Look again.\nWho: Putin")
	diff, err := MergeAttributes(d.p, into, annotation.StarterSpeaker, d.w.stamp())
	refused(t, diff, err, "attribute-kind")
}

func TestCodebook(t *testing.T) {
	d := newDesk(t)
	diff, id, err := AddTag(d.p, "  Question \n mark ", d.w.stamp())
	d.do(diff, err)
	tag := *d.p.Tag(id)
	equal(t, "name", tag.Name, "Question mark")
	equal(t, "digit", tag.Digit, "8")
	equal(t, "color, the first unused", tag.Color, 7)
	book := d.p.Codebook()
	equal(t, "last", book.Tags[len(book.Tags)-1].ID, id)
	for _, name := range []string{"", " \t", "\u200B", "fACT"} {
		diff, _, err := AddTag(d.p, name, d.w.stamp())
		refused(t, diff, err, "name")
	}

	tag.Digit = "1"
	d.do(EditTag(d.p, tag, d.w.stamp()))
	equal(t, "the digit moved over", d.p.Tag(annotation.StarterFact).Digit, "")
	d.do(MoveTag(d.p, id, 0, d.w.stamp()))
	equal(t, "first", d.p.Codebook().Tags[0].ID, id)
	d.do(MoveTag(d.p, id, 2, d.w.stamp()))
	equal(t, "third", d.p.Codebook().Tags[2].ID, id)
	d.do(MoveTag(d.p, id, 99, d.w.stamp()))
	equal(t, "last again", d.p.Codebook().Tags[7].ID, id)
	d.nothing(MoveTag(d.p, id, 99, d.w.stamp()))

	d.do(SetClosed(d.p, true, d.w.stamp()))
	diff, err = RemoveTag(d.p, id, d.w.stamp())
	refused(t, diff, err, "codebook-closed")
	d.mark("deal", id)
	d.do(SetClosed(d.p, false, d.w.stamp()))
	d.do(RemoveTag(d.p, id, d.w.stamp()))
	equal(t, "the mark stays", d.p.Annotations.Len(), 1)
}

func TestMergeTags(t *testing.T) {
	d := newDesk(t)
	both := d.mark("deal", annotation.StarterClaim, annotation.StarterFact)
	one := d.mark("until", annotation.StarterQuotation, annotation.StarterClaim)
	d.do(MergeTags(d.p, annotation.StarterClaim, annotation.StarterFact, d.w.stamp()))
	equal(t, "no duplicate", len(d.p.Annotation(both).Tags), 1)
	equal(t, "in its place", d.p.Annotation(one).Tags[1], annotation.StarterFact)
	equal(t, "asked for the other", d.p.Attribute(annotation.StarterSpeaker).Tags[0], annotation.StarterFact)
	equal(t, "uses", UsesOfTag(d.p, annotation.StarterFact), 2)
}

func TestArticles(t *testing.T) {
	d := newDesk(t)
	other, _ := article.New(article.Meta{Title: "Other"}, "Another text.", nil)
	third, _ := article.New(article.Meta{Title: "Third"}, "A third text.", nil)
	d.do(AddArticles(d.p, []*article.Article{other, d.p.Article(d.on), other, third}, d.w.stamp()))
	equal(t, "articles", d.p.Articles.Len(), 3)
	d.do(MoveArticle(d.p, third.ID, 1, d.w.stamp()))
	titles := ""
	for _, a := range d.p.ArticlesInOrder() {
		titles += a.Meta.Title + " "
	}
	equal(t, "order", titles, "Sample Third Other ")

	d.do(Open(d.p, d.on, d.w.stamp()))
	equal(t, "state", d.p.State(d.on), InWork)
	d.nothing(Open(d.p, d.on, d.w.stamp()))
	d.do(SetState(d.p, d.on, Done, d.w.stamp()))
	d.nothing(Open(d.p, d.on, d.w.stamp()))
	d.mark("deal")
	d.do(RemoveArticle(d.p, d.on, d.w.stamp()))
	equal(t, "nothing of it is left", d.p.Annotations.Len()+d.p.Readings.Len(), 0)
	diff, err := Open(d.p, d.on, d.w.stamp())
	refused(t, diff, err, "no-such-article")
}

func TestRenameAndAnnotator(t *testing.T) {
	d := newDesk(t)
	d.do(Rename(d.p, " Alaska ", d.w.stamp()))
	equal(t, "name", d.p.Info().Name, "Alaska")
	d.do(SetAnnotator(d.p, "Ada", "al", d.w.stamp()))
	equal(t, "people", d.p.People.Len(), 1)
	equal(t, "annotator", d.p.Person(d.p.Info().Annotator).Name, "Ada")

	empty := Project{}
	diff, err := SetAnnotator(empty, "Bo", "", Stamp{When: time.Now(), Mint: d.w.mint})
	if err != nil {
		t.Fatal(err)
	}
	p := proven(t, empty, diff)
	equal(t, "made", p.Person(p.Info().Annotator).Name, "Bo")
}

func TestHandedOut(t *testing.T) {
	d := newDesk(t)
	id := d.mark("deal")
	d.do(Open(d.p, d.p.Annotation(id).Article, d.w.stamp()))
	q := HandedOut(d.p, d.w.stamp())
	equal(t, "ID", q.Info().ID, d.p.Info().ID)
	equal(t, "nothing is read", q.Readings.Len(), 0)
	equal(t, "marks stay", q.Annotations.Len(), d.p.Annotations.Len())
	if me := q.Info().Annotator; me == d.p.Info().Annotator || q.Person(me) == nil || q.Annotation(id).Creator == me {
		t.Fatalf("the annotator is %q, who is not somebody new", me)
	}
	if found := Check(q); len(found) > 0 {
		t.Fatal(found)
	}
}

func TestMisplaced(t *testing.T) {
	d := newDesk(t)
	id := d.mark("deal")
	d.mark("until")
	if off, err := Misplaced(d.p, nil); err != nil || len(off) > 0 {
		t.Fatalf("%v do not stand where they should", off)
	}
	moved := *d.p.Annotation(id)
	moved.Pieces = []annotation.Piece{{Span: span.Span{Start: 0, End: 4}, Quote: moved.Pieces[0].Quote}}
	d.p.Annotations = d.p.Annotations.with(Changes[*annotation.Annotation]{moved.Key(): {To: &moved}})
	if off, err := Misplaced(d.p, nil); err != nil || len(off) != 1 || off[0].ID != id {
		t.Fatalf("%v do not stand where they should, want the one that was moved", off)
	}
}
