package paint

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
	"claimlight/test/dice"
)

// over is one tag of one mark over one piece, worked out point by point.
type over struct {
	piece span.Span
	mark  *annotation.Annotation
	look  Look
	level int
}

// overs are the layers of a block by the plain definition: outer before
// inner, and each on the lowest level that nothing before it overlaps.
func overs(b article.Block, marks []*annotation.Annotation) (out []over) {
	for _, an := range marks {
		tags := []Look{Untagged}
		if len(an.Tags) > 0 {
			tags = nil
		}
		for _, id := range an.Tags {
			tags = append(tags, looks(id))
		}
		for _, piece := range an.Pieces {
			for _, l := range tags {
				if piece.Start < b.End && b.Start < piece.End {
					out = append(out, over{piece.Span, an, l, 0})
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b over) int { return span.Compare(a.piece, b.piece) })
	for i := range out {
		for slices.ContainsFunc(out[:i], func(o over) bool {
			return o.level == out[i].level && o.level < levels && o.piece.Overlaps(out[i].piece)
		}) {
			out[i].level++
		}
	}
	return out
}

// ends are the first and the last point of a mark that lie in a block.
func ends(a *article.Article, an *annotation.Annotation) (first, last int) {
	first, last = -1, -1
	for _, b := range a.Blocks {
		for p := b.Start; p < b.End; p++ {
			if an.Has(p) && first < 0 {
				first = p
			}
			if an.Has(p) {
				last = p + 1
			}
		}
	}
	return first, last
}

func (o over) classes() []string {
	if o.level >= levels {
		return nil
	}
	color, cue := fmt.Sprint(o.look.Color), o.look.Cue
	if o.look.Color < 0 {
		color = "x"
	}
	if !slices.Contains(annotation.Cues, cue) {
		cue = annotation.Solid
	}
	level := "abc"[o.level : o.level+1]
	return []string{level + color, level + "-" + string(cue)}
}

// listed is what is said of tags that start or end together.
func listed(names []string) string {
	if len(names) > spoken {
		return strings.Join(names[:spoken], ", ") + fmt.Sprintf(" and %d more", len(names)-spoken)
	}
	return strings.Join(names, ", ")
}

// check compares a painted block with what it should be, point by point.
func check(t *testing.T, a *article.Article, block int, marks []*annotation.Annotation, html []byte, selected annotation.ID) {
	t.Helper()
	b := a.Blocks[block]
	layers := overs(b, marks)
	var text strings.Builder
	at := b.Start
	for _, r := range read(t, html) {
		end := at + len([]rune(r.text))
		text.WriteString(r.text)
		var classes, starting, code, ending []string
		marked, sel := false, false
		for p := at; p < end; p++ {
			classes, marked, sel = nil, false, false
			lines := map[int]bool{} // those there are
			for _, o := range layers {
				if o.piece.Has(p) {
					classes = append(classes, o.classes()...)
					lines[o.level] = true
					marked, sel = true, sel || o.mark.ID == selected
				}
			}
			if marked {
				sum := 0
				for level, worth := range []int{1, 2, 4} {
					if lines[level] {
						sum += worth
					}
				}
				classes = slices.Insert(classes, 0, fmt.Sprint("s", sum))
			}
			if sel {
				classes = append(classes, "sel")
			}
			classes = append(classes, letterColor(a, layers, end)...)
			if r.marked != marked || !slices.Equal(classes, r.classes) {
				t.Fatalf("at %d: marked %v %q, want %v %q\n%s", p, r.marked, r.classes, marked, classes, html)
			}
		}
		for _, o := range layers {
			first, last := ends(a, o.mark)
			if o.piece.Has(at) && first == at {
				starting = append(starting, o.look.Name)
			}
			if o.piece.Has(end-1) && last == end {
				code, ending = append(code, o.look.Code), append(ending, o.look.Name)
			}
		}
		letters := strings.Join(code[:min(len(code), spoken)], "")
		if len(code) > spoken {
			letters += "…"
		}
		for name, want := range map[string]string{"data-starts": listed(starting), "data-code": letters, "data-ends": listed(ending)} {
			if r.attrs[name] != want {
				t.Fatalf("%s of %d–%d: %q, want %q\n%s", name, at, end, r.attrs[name], want, html)
			}
		}
		at = end
	}
	if text.String() != a.Slice(b.Start, b.End) {
		t.Fatalf("the text became %q, want %q", text.String(), a.Slice(b.Start, b.End))
	}
}

// letterColor is the class for the letters at a point: the color of the last
// of the marks that end there.
func letterColor(a *article.Article, layers []over, end int) (class []string) {
	for _, o := range layers {
		if _, last := ends(a, o.mark); last == end && o.piece.Has(end-1) {
			class = []string{"k" + string(appendColor(nil, o.look.Color))}
		}
	}
	return class
}

func TestBlock(t *testing.T) {
	seed, blocks := dice.Seed(t), 0
	for n := range 1500 {
		w := newWorld(seed, uint64(n))
		a := w.article(t)
		marks := w.marks(a, w.IntN(12))
		p := &Painter{Look: looks, Selected: "id3"}
		for i := range a.Blocks {
			here := touching(marks, a.Blocks[i])
			check(t, a, i, here, p.Block(a, i, here), p.Selected)
			blocks++
		}
	}
	t.Logf("%d blocks", blocks)
}

// noName is what only a tag without a name or a code can have, and no element.
var noName = regexp.MustCompile(` data-[a-z]+=""`)

// What Runs yields is what Block writes.
func TestRunsAreWhatIsPainted(t *testing.T) {
	seed := dice.Seed(t)
	for n := range 500 {
		w := newWorld(seed, uint64(n))
		a := w.article(t)
		marks := w.marks(a, w.IntN(12))
		p := &Painter{Look: looks, Selected: "id3"}
		for i, b := range a.Blocks {
			here := touching(marks, b)
			text, at, html := utf16.Encode([]rune(a.Slice(b.Start, b.End))), article.UTF16(0), []byte(nil)
			part := func(to article.UTF16) string { from := at; at = to; return string(utf16.Decode(text[from:to])) }
			for r := range p.Runs(a, i, here) {
				html = appendEscaped(html, part(r.From))
				for _, x := range [][2]string{{`<mark class`, r.Element.Class}, {" data-starts", r.Element.Starts}, {" data-code", r.Element.Code}, {" data-ends", r.Element.Ends}} {
					if x[1] != "" {
						html = append(appendEscaped(append(html, x[0]+`="`...), x[1]), '"')
					}
				}
				html = append(appendEscaped(append(html, '>'), part(r.To)), "</mark>"...)
			}
			html = appendEscaped(html, part(article.UTF16(len(text))))
			if want := noName.ReplaceAll(p.Block(a, i, here), nil); !bytes.Equal(html, want) {
				t.Fatalf("the runs are\n%s\npainted is\n%s", html, want)
			}
		}
	}
}

func TestEscapedIsWhatHTMLAsksFor(t *testing.T) {
	seed := dice.Seed(t)
	plainly := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
	for n := range 2_000 {
		rng := rand.New(rand.NewPCG(seed, uint64(n)))
		signs := []rune(`&<>"aé𝄞`)[rng.IntN(4):]
		text := make([]rune, rng.IntN(40))
		for i := range text {
			text[i] = signs[rng.IntN(len(signs))]
		}
		if got, want := string(appendEscaped([]byte("before "), string(text))), "before "+plainly.Replace(string(text)); got != want {
			t.Fatalf("%q is written %q, want %q", string(text), got, want)
		}
	}
}

func newArticle(tb testing.TB, text string, blocks ...article.Block) *article.Article {
	tb.Helper()
	a, err := article.New(article.Meta{}, text, blocks)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func markOn(a *article.Article, id string, tags []annotation.TagID, spans ...span.Span) *annotation.Annotation {
	return &annotation.Annotation{ID: annotation.ID(id), Article: a.ID, Pieces: annotation.Pieces(a, spans...), Tags: tags}
}

// simple looks have names that can be read in the examples below.
func simple(id annotation.TagID) Look {
	return Look{Color: int(id[0] - 'A'), Cue: annotation.Dashed, Code: string(id), Name: "Tag " + string(id)}
}

func TestExamples(t *testing.T) {
	text := "one two\nthree four"
	a := newArticle(t, text, article.Block{Start: 0, End: 7}, article.Block{Start: 8, End: 18})
	fact, claim := []annotation.TagID{"F"}, []annotation.TagID{"C", "D"}
	for _, x := range []struct {
		name  string
		marks []*annotation.Annotation
		want  [2]string
	}{
		{"nothing", nil, [2]string{"one two", "three four"}},
		{
			"no tag",
			[]*annotation.Annotation{markOn(a, "1", nil, span.Span{Start: 4, End: 7})},
			[2]string{`one <mark class="m s1 ax a-solid kx" data-starts="No tag" data-code="?" data-ends="No tag">two</mark>`, "three four"},
		},
		{
			"two tags",
			[]*annotation.Annotation{markOn(a, "1", claim, span.Span{Start: 4, End: 7})},
			[2]string{`one <mark class="m s3 a2 a-dashed b3 b-dashed k3" data-starts="Tag C, Tag D" data-code="CD" data-ends="Tag C, Tag D">two</mark>`, "three four"},
		},
		{
			"over two blocks, beginning and ending between blocks",
			[]*annotation.Annotation{markOn(a, "1", fact, span.Span{Start: 4, End: 13})},
			[2]string{`one <mark class="m s1 a5 a-dashed" data-starts="Tag F">two</mark>`, `<mark class="m s1 a5 a-dashed k5" data-code="F" data-ends="Tag F">three</mark> four`},
		},
		{
			"to the line feed and no further",
			[]*annotation.Annotation{markOn(a, "1", fact, span.Span{Start: 4, End: 8})},
			[2]string{`one <mark class="m s1 a5 a-dashed k5" data-starts="Tag F" data-code="F" data-ends="Tag F">two</mark>`, "three four"},
		},
		{
			"two pieces in two blocks",
			[]*annotation.Annotation{markOn(a, "1", fact, span.Span{Start: 0, End: 3}, span.Span{Start: 14, End: 18})},
			[2]string{`<mark class="m s1 a5 a-dashed" data-starts="Tag F">one</mark> two`, `three <mark class="m s1 a5 a-dashed k5" data-code="F" data-ends="Tag F">four</mark>`},
		},
		{
			"crossing",
			[]*annotation.Annotation{markOn(a, "1", fact, span.Span{Start: 0, End: 5}), markOn(a, "2", claim[:1], span.Span{Start: 4, End: 7})},
			[2]string{
				`<mark class="m s1 a5 a-dashed" data-starts="Tag F">one </mark>` +
					`<mark class="m s3 a5 a-dashed b2 b-dashed k5" data-starts="Tag C" data-code="F" data-ends="Tag F">t</mark>` +
					`<mark class="m s2 b2 b-dashed k2" data-code="C" data-ends="Tag C">wo</mark>`, "three four",
			},
		},
	} {
		p := &Painter{Look: simple}
		for i := range a.Blocks {
			if got := string(p.Block(a, i, touching(x.marks, a.Blocks[i]))); got != x.want[i] {
				t.Errorf("%s, block %d:\n got %s\nwant %s", x.name, i, got, x.want[i])
			}
		}
	}
}

// A hundred marks on one word must not make a hundred letters, lines or
// minutes of speech.
func TestDeepOverlap(t *testing.T) {
	a := newArticle(t, "one word here", article.Block{Start: 0, End: 13})
	var marks []*annotation.Annotation
	for i := range 100 {
		marks = append(marks, markOn(a, fmt.Sprintf("%03d", i), []annotation.TagID{"F"}, span.Span{Start: 4, End: 8}))
	}
	p := &Painter{Look: simple}
	html := string(p.Block(a, 0, marks))
	if len(html) > 600 || !strings.Contains(html, `data-code="FFFFFF…"`) || !strings.Contains(html, " and 94 more") {
		t.Fatalf("%d bytes: %s", len(html), html)
	}
	if n := strings.Count(html, "<mark"); n != 1 {
		t.Fatalf("%d runs", n)
	}
}

// A level belongs to a stretch of a mark for as long as the stretch goes on.
func TestLevelsAreStable(t *testing.T) {
	seed := dice.Seed(t)
	for n := range 300 {
		w := newWorld(seed, uint64(n))
		a := w.article(t)
		p := &Painter{Look: looks}
		for i := range a.Blocks {
			here := touching(w.marks(a, 10), a.Blocks[i])
			p.Block(a, i, here)
			for j, l := range p.layers {
				for _, m := range p.layers[:j] {
					if l.level < levels && l.level == m.level && l.Overlaps(m.Span) {
						t.Fatalf("%v and %v are both on level %d", l.Span, m.Span, l.level)
					}
				}
			}
		}
	}
}

func TestBlocksInParts(t *testing.T) {
	html := AppendPart(nil, 0)
	html = AppendBlock(html, article.Headline, false, AppendText(nil, `A "headline" <b>`))
	html = append(html, EndPart...)
	html = AppendPart(html, 12)
	html = AppendBlock(html, article.Subheading, false, []byte("<mark>x</mark>"))
	html = AppendBlock(html, article.Byline, true, nil)
	html = append(html, EndPart...)
	want := `<div class="chunk"><h1 dir="auto" class="b-headline">A &quot;headline&quot; &lt;b&gt;</h1></div>` +
		`<div class="chunk late" data-lines="12"><h2 dir="auto" class="b-subheading"><mark>x</mark></h2><p dir="auto" class="b-byline late"></p></div>`
	if got := string(html); got != want {
		t.Errorf("\n%s, want\n%s", got, want)
	}
}

func TestLines(t *testing.T) {
	block := func(n int) article.Block { return article.Block{Start: 7, End: 7 + n} }
	for _, c := range []struct {
		blocks []article.Block
		want   int
	}{
		{nil, 0}, {[]article.Block{block(0)}, 2}, {[]article.Block{block(63)}, 2}, {[]article.Block{block(64)}, 3},
		{[]article.Block{block(640), block(10), block(10), block(10)}, 17},
	} {
		if got := Lines(c.blocks); got != c.want {
			t.Errorf("%v take %d lines, want %d", c.blocks, got, c.want)
		}
	}
}

// What a mark looks like before the program is there is what it looks like then.
func TestAloneIsHowAMarkIsPainted(t *testing.T) {
	for _, l := range []Look{{Color: 5, Cue: annotation.Dashed}, {Color: 11, Cue: annotation.Wavy}, Untagged} {
		p := Painter{layers: []layer{{look: l, starts: -1, ends: -1}}}
		p.open(span.Run{Active: []int{0}})
		if got, want := string(p.buf), `<mark class="`+l.Alone()+`">`; got != want {
			t.Errorf("painted %s, alone it is %s", got, want)
		}
	}
}
