package project

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// fragments are what random texts, names and notes are made of: text that
// hurts whoever counts bytes, UTF-16 units or graphemes by mistake.
var fragments = []string{
	"a", "the U.S. President", "“no deal”", " ", " ", ", ", "\t", "\u00AD", "\u200D", "\uFEFF", "\u2028",
	"👩‍👩‍👧‍👦", "👍🏽", "🏳️‍🌈", "🇺🇦🇺🇸", "e\u0301", "a\u0308\u0323", "नमस्ते", "क्षत्रिय", "مرحبا بالعالم", "你好世界", "𝒳𐐷",
	"<b onclick=x>", "&amp;", "=1+1", "\\", "\"", "é", "ﬁ", "İ", "ß",
}

// world makes random projects and random commands.
type world struct {
	*rand.Rand
	now time.Time
	who annotation.PersonID
}

func newWorld(seed, n uint64) *world {
	w := &world{Rand: rand.New(rand.NewPCG(seed, n)), now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	w.who = annotation.PersonID(w.mint())
	return w
}

func (w *world) mint() string {
	a, b := w.Uint64(), w.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", a>>32, a>>16&0xFFFF, a&0xFFF, b>>52, b&0xFFFFFFFFFFFF)
}

// stamp moves the clock on, often so little that edits join, sometimes back.
func (w *world) stamp() Stamp {
	w.now = w.now.Add(time.Duration(w.IntN(1200)-50) * time.Millisecond)
	return Stamp{Who: w.who, When: w.now, Mint: w.mint}
}

func pick[T any](w *world, from []T) (one T) {
	if len(from) == 0 {
		return one
	}
	return from[w.IntN(len(from))]
}

func (w *world) words(most int) string {
	var b strings.Builder
	for range w.IntN(most + 1) {
		b.WriteString(pick(w, fragments))
	}
	return b.String()
}

// names are few, so that they clash.
var names = []string{"Yes", "yes", "No", " Perhaps ", "Fact", "Speaker", "Source"}

// typed is a string as it may come from outside: at times not even valid.
func (w *world) typed(most int) string {
	if w.IntN(3) == 0 {
		return pick(w, names)
	}
	return w.words(most) + pick(w, []string{"", "", "", "\x00", "\xff\xfe", "\n"})
}

func (w *world) article() *article.Article {
	var text strings.Builder
	var blocks []article.Block
	at := 0
	for i := range 1 + w.IntN(3) {
		line := pick(w, []string{"x", "Ω", "👍🏽"}) + w.words(25)
		n := len([]rune(line))
		blocks = append(blocks, article.Block{Kind: pick(w, []article.Kind{article.Headline, article.Paragraph}), Start: at, End: at + n})
		text.WriteString(line)
		if at += n; i < 2 {
			text.WriteString("\n")
			at++
		}
	}
	a, err := article.New(w.meta(), text.String(), blocks)
	if err != nil {
		panic(err)
	}
	return a
}

// corrected is an article with some changes in its text; now and then the same,
// another one of the project, or one that has nothing to do with it.
func (w *world) corrected(p Project, id article.ID) *article.Article {
	a := p.Article(id)
	if n := w.IntN(8); a == nil || n == 0 {
		return w.article()
	} else if n == 1 {
		if b := p.Article(w.anArticle(p)); b != nil {
			return b
		}
	}
	text := []rune(a.Text)
	for range w.IntN(4) {
		at := w.IntN(len(text) + 1)
		to := min(at+w.IntN(4), len(text))
		text = slices.Replace(text, at, to, []rune(pick(w, fragments))...)
	}
	b, err := article.New(w.meta(), article.Clean(string(text)), nil)
	if err != nil {
		return a
	}
	return b
}

// places are those of the sure marks, and others as they come.
func (w *world) places(p Project, id article.ID, to *article.Article) map[annotation.ID][]span.Span {
	plan, err := PlanCorrection(p, id, to, nil)
	if err != nil {
		return nil
	}
	places := surePlaces(plan)
	for _, c := range plan {
		if !sure(c) && w.IntN(3) == 0 {
			places[c.Mark.ID] = c.Spans() // perhaps none
		}
	}
	return places
}

func (w *world) meta() article.Meta {
	return article.Meta{Title: w.typed(3), Source: w.typed(1), TitleMade: w.IntN(2) == 0, Rank: w.IntN(3)}
}

func (w *world) articles(most int) (out []*article.Article) {
	for range w.IntN(most + 1) {
		out = append(out, w.article())
	}
	return out
}

func (w *world) project() Project {
	return New(w.typed(2), w.articles(3), w.stamp())
}

// gone is now and then an ID that nothing has.
func (w *world) gone(id string) string {
	if id == "" || w.IntN(25) == 0 {
		return w.mint()
	}
	return id
}

func anyKey[T Record[T]](w *world, t Table[T]) string {
	if t.Len() == 0 {
		return w.gone("")
	}
	all := slices.Collect(t.All())
	if w.IntN(2) == 0 {
		all = all[:min(len(all), 2)] // much happens to the same few
	}
	return w.gone(pick(w, all).Key())
}

func (w *world) anArticle(p Project) article.ID { return article.ID(anyKey(w, p.Articles)) }
func (w *world) aMark(p Project) annotation.ID  { return annotation.ID(anyKey(w, p.Annotations)) }
func (w *world) aRelation(p Project) annotation.RelationID {
	return annotation.RelationID(anyKey(w, p.Relations))
}
func (w *world) aTag(p Project) annotation.TagID {
	return annotation.TagID(anyKey(w, p.Tags))
}
func (w *world) anAttribute(p Project) annotation.AttributeID {
	return annotation.AttributeID(anyKey(w, p.Attributes))
}

func (w *world) tags(p Project) (out []annotation.TagID) {
	for range w.IntN(4) {
		out = append(out, w.aTag(p))
	}
	return out
}

// span is mostly inside the article, mostly not empty.
func (w *world) span(p Project, id article.ID) span.Span {
	a := p.Article(id)
	if a == nil || w.IntN(20) == 0 {
		return span.Span{Start: w.IntN(60) - 20, End: w.IntN(60) - 20}
	}
	start := w.IntN(a.Len())
	return span.Span{Start: start, End: start + 1 + w.IntN(min(a.Len()-start, 20))}
}

func (w *world) spans(p Project, id article.ID) (out []span.Span) {
	for range 1 + w.IntN(3) {
		out = append(out, w.span(p, id))
	}
	return out
}

// on returns a mark and its article.
func (w *world) on(p Project) (annotation.ID, article.ID) {
	id := w.aMark(p)
	if a := p.Annotation(id); a != nil {
		return id, a.Article
	}
	return id, ""
}

func (w *world) value(p Project, id annotation.AttributeID) string {
	if a := p.Attribute(id); a != nil && len(a.Choices) > 0 && w.IntN(8) > 0 {
		return pick(w, a.Choices).ID
	}
	return w.typed(3)
}

func (w *world) choices() (out []string) {
	for range w.IntN(4) {
		out = append(out, pick(w, names))
	}
	return out
}

// command is one of all the commands there are, on random arguments.
type command struct {
	name   string
	weight int
	run    func(w *world, p Project) (Diff, error)
}

var commands = []command{
	{"Highlight", 12, func(w *world, p Project) (Diff, error) {
		id := w.anArticle(p)
		d, _, err := Highlight(p, id, w.spans(p, id), w.tags(p), w.stamp())
		return d, err
	}},
	{"HighlightAll", 3, func(w *world, p Project) (Diff, error) {
		var places []Occurrence
		for range w.IntN(5) {
			id := w.anArticle(p)
			places = append(places, Occurrence{id, w.span(p, id)})
		}
		return HighlightAll(p, places, w.tags(p), w.stamp())
	}},
	{"Retag", 3, func(w *world, p Project) (Diff, error) { return Retag(p, w.aMark(p), w.tags(p), w.stamp()) }},
	{"ToggleTag", 3, func(w *world, p Project) (Diff, error) { return ToggleTag(p, w.aMark(p), w.aTag(p), w.stamp()) }},
	{"SetNote", 3, func(w *world, p Project) (Diff, error) { return SetNote(p, w.aMark(p), w.typed(3), w.stamp()) }},
	{"SetValue", 8, func(w *world, p Project) (Diff, error) {
		attr := w.anAttribute(p)
		return SetValue(p, w.aMark(p), attr, w.value(p, attr), w.stamp())
	}},
	{"Reshape", 2, func(w *world, p Project) (Diff, error) {
		id, on := w.on(p)
		return Reshape(p, id, w.spans(p, on), w.stamp())
	}},
	{"MovePiece", 3, func(w *world, p Project) (Diff, error) {
		id, on := w.on(p)
		return MovePiece(p, id, w.IntN(3), w.span(p, on), w.stamp())
	}},
	{"AddPiece", 3, func(w *world, p Project) (Diff, error) {
		id, on := w.on(p)
		return AddPiece(p, id, w.span(p, on), w.stamp())
	}},
	{"RemovePiece", 2, func(w *world, p Project) (Diff, error) { return RemovePiece(p, w.aMark(p), w.IntN(3), w.stamp()) }},
	{"Remove", 2, func(w *world, p Project) (Diff, error) { return Remove(p, w.stamp(), w.aMark(p), w.aMark(p)) }},
	{"Relate", 8, func(w *world, p Project) (Diff, error) {
		d, _, err := Relate(p, w.typed(2), w.aMark(p), w.aMark(p), w.stamp())
		return d, err
	}},
	{"RenameRelation", 2, func(w *world, p Project) (Diff, error) {
		return RenameRelation(p, w.aRelation(p), w.typed(2), w.stamp())
	}},
	{"RemoveRelation", 1, func(w *world, p Project) (Diff, error) { return RemoveRelation(p, w.aRelation(p), w.stamp()) }},
	{"AddTag", 2, func(w *world, p Project) (Diff, error) {
		d, _, err := AddTag(p, w.typed(2), w.stamp())
		return d, err
	}},
	{"EditTag", 3, func(w *world, p Project) (Diff, error) {
		t := annotation.Tag{ID: w.aTag(p), Name: w.typed(2), Definition: w.typed(2), Color: w.IntN(annotation.Colors + 1), Cue: pick(w, annotation.Cues)}
		if w.IntN(2) == 0 && p.Tag(t.ID) != nil {
			t = *p.Tag(t.ID)
		}
		t.Digit = pick(w, []string{"", "1", "2", "3", "9", "0", "12"})
		return EditTag(p, t, w.stamp())
	}},
	{"MoveTag", 2, func(w *world, p Project) (Diff, error) {
		return MoveTag(p, w.aTag(p), w.IntN(p.Tags.Len()+3)-1, w.stamp())
	}},
	{"MergeTags", 1, func(w *world, p Project) (Diff, error) { return MergeTags(p, w.aTag(p), w.aTag(p), w.stamp()) }},
	{"RemoveTag", 1, func(w *world, p Project) (Diff, error) { return RemoveTag(p, w.aTag(p), w.stamp()) }},
	{"AddAttribute", 2, func(w *world, p Project) (Diff, error) {
		d, _, err := AddAttribute(p, w.typed(2), w.choices(), w.tags(p), w.stamp())
		return d, err
	}},
	{"EditAttribute", 3, func(w *world, p Project) (Diff, error) {
		a := annotation.Attribute{ID: w.anAttribute(p), Name: w.typed(2), Tags: w.tags(p)}
		if old := p.Attribute(a.ID); old != nil {
			a.Choices = slices.Clone(old.Choices)
			if len(a.Choices) > 0 && w.IntN(3) == 0 {
				a.Choices = a.Choices[1:]
			}
		}
		if w.IntN(2) == 0 {
			a.Choices = append(a.Choices, annotation.Choice{Name: w.typed(2)})
		}
		return EditAttribute(p, a, w.stamp())
	}},
	{"MoveAttribute", 1, func(w *world, p Project) (Diff, error) {
		return MoveAttribute(p, w.anAttribute(p), w.IntN(p.Attributes.Len()+3)-1, w.stamp())
	}},
	{"RemoveAttribute", 1, func(w *world, p Project) (Diff, error) { return RemoveAttribute(p, w.anAttribute(p), w.stamp()) }},
	{"MergeAttributes", 2, func(w *world, p Project) (Diff, error) {
		return MergeAttributes(p, w.anAttribute(p), w.anAttribute(p), w.stamp())
	}},
	{"SetClosed", 1, func(w *world, p Project) (Diff, error) { return SetClosed(p, w.IntN(5) == 0, w.stamp()) }},
	{"AddArticles", 2, func(w *world, p Project) (Diff, error) {
		return AddArticles(p, append(w.articles(1), p.Article(w.anArticle(p))), w.stamp())
	}},
	{"RemoveArticle", 1, func(w *world, p Project) (Diff, error) { return RemoveArticle(p, w.anArticle(p), w.stamp()) }},
	{"EditArticle", 1, func(w *world, p Project) (Diff, error) { return EditArticle(p, w.anArticle(p), w.meta(), w.stamp()) }},
	{"CorrectArticle", 5, func(w *world, p Project) (Diff, error) {
		id := w.anArticle(p)
		to := w.corrected(p, id)
		return CorrectArticle(p, id, to, w.places(p, id, to), w.stamp())
	}},
	{"Mend", 4, func(w *world, p Project) (Diff, error) {
		id, on := w.on(p)
		if a := p.Current(on); a != nil {
			on = a.ID
		}
		return Mend(p, at(id, w.spans(p, on)...), w.stamp())
	}},
	{"MoveArticle", 2, func(w *world, p Project) (Diff, error) {
		return MoveArticle(p, w.anArticle(p), w.IntN(p.Articles.Len()+3)-1, w.stamp())
	}},
	{"SetState", 2, func(w *world, p Project) (Diff, error) {
		return SetState(p, w.anArticle(p), pick(w, []State{NotStarted, InWork, Done, "lost"}), w.stamp())
	}},
	{"Rename", 1, func(w *world, p Project) (Diff, error) { return Rename(p, w.typed(2), w.stamp()) }},
	{"SetAnnotator", 1, func(w *world, p Project) (Diff, error) { return SetAnnotator(p, w.typed(2), w.typed(1), w.stamp()) }},
}

// any draws a command, those with more weight more often.
func (w *world) any() command {
	total := 0
	for _, c := range commands {
		total += c.weight
	}
	n := w.IntN(total)
	for _, c := range commands {
		if n -= c.weight; n < 0 {
			return c
		}
	}
	panic("unreachable")
}
