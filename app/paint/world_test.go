package paint

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// hostile is text that hurts whoever forgets to escape, or counts wrongly.
var hostile = []string{
	"plain words ", "<b>", "</mark>", "<!--", "-->", "<script>alert(1)</script>", "&", "&amp;", "&#60;", "&lt", "\"", "'", "`",
	"\" onclick=\"x", "<mark class=\"m\">", "]]>", "\t", "\n", "\u2028", "\u00A0", "\u200D", "👩‍👩‍👧‍👦", "🇺🇦", "e\u0301", "मस्ते", "مرحبا", "\U0010FFFF", "\uFFFE",
}

type world struct{ *rand.Rand }

func newWorld(seed, n uint64) world { return world{rand.New(rand.NewPCG(seed, n))} }

func (w world) text(most int) string {
	var b strings.Builder
	for range w.IntN(most + 1) {
		b.WriteString(hostile[w.IntN(len(hostile))])
	}
	return b.String()
}

// article has blocks of any length, empty ones as well, with and without
// something between them.
func (w world) article(tb testing.TB) *article.Article {
	var text strings.Builder
	var blocks []article.Block
	at := 0
	add := func(s string) { text.WriteString(s); at += len([]rune(s)) }
	for range 1 + w.IntN(5) {
		add([]string{"", "\n", "\n\n", "between"}[w.IntN(4)])
		b := article.Block{Kind: article.Paragraph, Start: at}
		add(w.text(8))
		b.End = at
		blocks = append(blocks, b)
	}
	add("end")
	a, err := article.New(article.Meta{}, text.String(), blocks)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func (w world) marks(a *article.Article, n int) []*annotation.Annotation {
	var out []*annotation.Annotation
	for i := range n {
		var spans []span.Span
		for range 1 + w.IntN(3) {
			start := w.IntN(a.Len())
			spans = append(spans, span.Span{Start: start, End: start + 1 + w.IntN(min(a.Len()-start, 1+w.IntN(40)))})
		}
		an := &annotation.Annotation{ID: annotation.ID(fmt.Sprint("id", i)), Article: a.ID, Pieces: annotation.Pieces(a, spans...), Created: time.Unix(int64(w.IntN(3)), 0)}
		for t := range w.IntN(4) {
			an.Tags = append(an.Tags, annotation.TagID(fmt.Sprint(t+w.IntN(2)*10)))
		}
		out = append(out, an)
	}
	slices.SortFunc(out, annotation.Compare)
	return out
}

func touching(marks []*annotation.Annotation, b article.Block) []*annotation.Annotation {
	var out []*annotation.Annotation
	for _, an := range marks {
		if slices.ContainsFunc(an.Pieces, func(p annotation.Piece) bool { return p.Overlaps(span.Span{Start: b.Start, End: b.End}) }) {
			out = append(out, an)
		}
	}
	return out
}

// looks are names and letters as only an unchecked file could bring them.
func looks(id annotation.TagID) Look {
	n, _ := strconv.Atoi(string(id))
	names := []string{"Fact", "“Claim”", `"><img src=x onerror=alert(1)>`, "&quot;", "", "Number"}
	cues := []annotation.Cue{annotation.Solid, annotation.Wavy, `"><script>`, "", annotation.Dotted}
	return Look{Color: n - 1, Cue: cues[n%len(cues)], Code: []string{"F", `"`, "<", "👩‍👩‍👧‍👦"}[n%4], Name: names[n%len(names)]}
}

// run is a run read back from HTML.
type run struct {
	text    string
	marked  bool
	classes []string
	attrs   map[string]string
}

// reader takes apart exactly the HTML that Block may write, and nothing else.
type reader struct {
	t    *testing.T
	rest string
}

func (r *reader) take(prefix string) bool {
	ok := strings.HasPrefix(r.rest, prefix)
	if ok {
		r.rest = r.rest[len(prefix):]
	}
	return ok
}

// until reads text up to a character that may not stand in it unescaped.
func (r *reader) until(stop string) string {
	r.t.Helper()
	i := strings.Index(r.rest, stop)
	if i < 0 {
		i = len(r.rest)
	}
	raw := r.rest[:i]
	r.rest = r.rest[i:]
	if strings.ContainsAny(raw, "<>\"") {
		r.t.Fatalf("not escaped: %q", raw)
	}
	plain := strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(raw)
	if strings.Count(raw, "&") != strings.Count(raw, "&lt;")+strings.Count(raw, "&gt;")+strings.Count(raw, "&quot;")+strings.Count(raw, "&amp;") {
		r.t.Fatalf("an ampersand that is not escaped: %q", raw)
	}
	return plain
}

func (r *reader) run() run {
	r.t.Helper()
	if !r.take(`<mark class="m`) {
		return run{text: r.until("<")}
	}
	out := run{marked: true, attrs: map[string]string{}, classes: strings.Fields(r.until(`"`))}
	for !r.take(`">`) {
		if !r.take(`" `) {
			r.t.Fatalf("not an attribute: %q", r.rest)
		}
		name, _, _ := strings.Cut(r.rest, "=")
		if !slices.Contains([]string{"data-starts", "data-code", "data-ends"}, name) || out.attrs[name] != "" || !r.take(name+`="`) {
			r.t.Fatalf("not an attribute: %q", r.rest)
		}
		out.attrs[name] = r.until(`"`)
	}
	out.text = r.until("<")
	if !r.take("</mark>") {
		r.t.Fatalf("a mark that is not closed, or one in another: %q", r.rest)
	}
	return out
}

func read(t *testing.T, html []byte) (out []run) {
	t.Helper()
	r := &reader{t, string(html)}
	for r.rest != "" {
		out = append(out, r.run())
	}
	return out
}
