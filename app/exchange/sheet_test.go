package exchange

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/paint"
	"claimlight/app/project"
	"claimlight/app/span"
)

// The palette of files and that of the screen are the same.
func TestPaletteIsTheStyleSheets(t *testing.T) {
	css, err := os.ReadFile(filepath.Join("..", "..", "web", "text.css"))
	if err != nil {
		t.Fatal(err)
	}
	light, dark, _ := strings.Cut(string(css), "data-theme=dark")
	for i := range annotation.Colors {
		for from, want := range map[*string]string{&light: paletteLight[i], &dark: paletteDark[i]} {
			if m := regexp.MustCompile(fmt.Sprintf(`--p%d: (#[0-9a-f]{6})`, i)).FindStringSubmatch(*from); m == nil || m[1] != want {
				t.Errorf("color %d is %s, in the style sheet %v", i, want, m)
			}
		}
	}
}

func TestPaletteNearest(t *testing.T) {
	for hex, want := range map[string]int{"#1F6FB2": 0, "#2070b0": 0, " #b8402a ": 5, "#ff0000": 5, "#00f": 10, "#808080": 6, "#DC0000": 5, "#46AA00": 9} {
		if got, ok := paletteNearest(hex); !ok || got != want {
			t.Errorf("%s is nearest to %d (%v), want %d", hex, got, ok, want)
		}
	}
	for i, hex := range paletteLight {
		if got, _ := paletteNearest(hex); got != i {
			t.Errorf("%s is %d and not itself", hex, got)
		}
	}
	for _, hex := range []string{"", "#", "#12", "1f6fb2", "#1f6fb2ff", "red", "#gggggg", "#+12345", "#é"} {
		if _, ok := paletteNearest(hex); ok {
			t.Errorf("%q is no color", hex)
		}
	}
}

// five is a project of the articles that the program comes with, marked in all
// the ways there are: over one another, across paragraphs, in pieces.
func five(t testing.TB) project.Project {
	t.Helper()
	dir := filepath.Join("..", "..", "web", "articles")
	index, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	articles, err := ingest.Index(index, func(file string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, file)) })
	if err != nil {
		t.Fatal(err)
	}
	tags, attributes := annotation.Starter()
	ada := &annotation.Person{ID: "3f0c7a3e-7a3b-4a54-9a7e-0d4f6f5a8f11", Name: "Ada Lindqvist"}
	ben := &annotation.Person{ID: "4f0c7a3e-7a3b-4a54-9a7e-0d4f6f5a8f12", Nickname: "Ben"}
	p := project.Project{
		Infos:    project.TableOf(&project.Info{ID: "5f0c7a3e-7a3b-4a54-9a7e-0d4f6f5a8f13", Name: "Five reports, one event", Annotator: ada.ID, Created: anyTime}),
		Articles: project.TableOf(articles...), Tags: project.TableOf(tags...), Attributes: project.TableOf(attributes...), People: project.TableOf(ada, ben),
		Readings: project.TableOf(&project.Reading{Article: articles[0].ID, State: project.Done, Opened: anyTime}),
	}
	var marks []*annotation.Annotation
	for n, a := range articles {
		sentences := a.Blocks
		for i, b := range sentences {
			words := strings.Fields(a.Slice(b.Start, b.End))
			if len(words) < 12 {
				continue
			}
			from := 2 + (i*7+n)%5
			first := strings.Join(words[from:from+4+i%4], " ")
			marks = append(marks, fiveMark(a, tags, i+n, ada.ID, first))
			if i%3 == 0 { // inside of the other
				marks = append(marks, fiveMark(a, tags, i+3, ben.ID, strings.Join(words[from+1:from+3], " ")))
			}
			if i%4 == 1 { // across its end
				marks = append(marks, fiveMark(a, tags, i+4, "", strings.Join(words[from+3:from+9], " ")))
			}
		}
		if len(sentences) > 6 {
			over := span.Span{Start: sentences[3].End - 60, End: sentences[4].Start + 80}
			far := span.Span{Start: sentences[6].Start + 10, End: sentences[6].Start + 40}
			m := fiveMark(a, tags, 1, ada.ID, "")
			m.ID, m.Pieces, m.Tags = annotation.ID(derive("far"+string(a.ID))), annotation.Pieces(a, over, far), nil
			marks = append(marks, m)
		}
	}
	p.Annotations = project.TableOf(marks...)
	return p
}

func fiveMark(a *article.Article, tags []*annotation.Tag, n int, who annotation.PersonID, quote string) *annotation.Annotation {
	at := strings.Index(a.Text, quote)
	s := span.Span{Start: len([]rune(a.Text[:at]))}
	s.End = s.Start + len([]rune(quote))
	m := &annotation.Annotation{
		ID: annotation.ID(derive(fmt.Sprint(a.ID, n, quote))), Article: a.ID, Pieces: annotation.Pieces(a, s),
		Tags: []annotation.TagID{tags[n%len(tags)].ID}, Creator: who, Created: anyTime.Add(time.Duration(n) * time.Hour), Modified: anyTime,
	}
	switch n % 4 {
	case 0:
		m.Note = "The other reports say this differently.\nCompare the number with report 3."
	case 1:
		m.Tags = append(m.Tags, tags[(n+2)%len(tags)].ID)
		m = m.WithValue(annotation.StarterSpeaker, "Donald Trump", m.Modified).WithValue(annotation.StarterAttribution, annotation.StarterFromNamed, m.Modified)
	}
	return m
}

// TestReportsToLookAt writes reports into a folder, for eyes and browsers.
func TestReportsToLookAt(t *testing.T) {
	dir := os.Getenv("CLAIMLIGHT_REPORTS")
	if dir == "" {
		t.Skip("CLAIMLIGHT_REPORTS names no folder to write reports to")
	}
	for name, p := range map[string]project.Project{"five": five(t), "hostile": hostile(t)} {
		for _, f := range (Formats{HTML, Markdown}) {
			if err := os.WriteFile(filepath.Join(dir, name+f.Ext), encoded(t, f, p), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// What the reports of two projects look like, one quiet and one hostile, stands
// in test/corpus.
func TestReports(t *testing.T) {
	for name, p := range map[string]project.Project{"quiet": quiet(t), "hostile": hostile(t)} {
		for _, f := range (Formats{HTML, Markdown}) {
			var b bytes.Buffer
			lost, err := f.Encode(&b, p, Env{})
			if err != nil || !slices.Equal(lost, f.Losses(p)) {
				t.Errorf("%s: %v; said beforehand %v, done %v", f.ID, err, f.Losses(p), lost)
			}
			if !bytes.Equal(encoded(t, f, p), b.Bytes()) {
				t.Errorf("%s: written twice it differs", f.ID)
			}
			compare(t, filepath.Join("..", "..", "test", "corpus", f.ID, name+f.Ext), b.String())
		}
	}
}

// quiet is a project with marks inside, across and over one another.
func quiet(t testing.TB) project.Project {
	t.Helper()
	a, err := article.New(article.Meta{Title: "The bridge is open", Byline: "By Ada", Source: "The Paper", Date: "2026-02-28", Language: "en"},
		"The bridge is open\nBy Ada\nThe mayor said 4,000 people crossed it on Monday.\nNobody counted them.", []article.Block{
			{Kind: article.Headline, Start: 0, End: 18}, {Kind: article.Byline, Start: 19, End: 25}, {Kind: article.Paragraph, Start: 26, End: 75}, {Kind: article.Paragraph, Start: 76, End: 96},
		})
	if err != nil {
		t.Fatal(err)
	}
	b, err := article.New(article.Meta{File: "two.txt", Rank: 1}, "Nobody was there.", nil)
	if err != nil {
		t.Fatal(err)
	}
	p := newFixture(t)
	mark := func(n int, note string, tags []annotation.TagID, spans ...span.Span) *annotation.Annotation {
		return &annotation.Annotation{ID: annotation.ID(fmt.Sprintf("00000000-0000-4000-8000-%012d", n)), Article: a.ID, Pieces: annotation.Pieces(a, spans...), Tags: tags, Note: note, Created: anyTime, Modified: anyTime}
	}
	fact, claim := annotation.StarterFact, annotation.StarterClaim
	all := []*annotation.Annotation{
		mark(1, "", []annotation.TagID{fact}, span.Span{Start: 4, End: 10}),
		mark(2, "Who says so?\n\n1. The mayor.", []annotation.TagID{claim, fact}, span.Span{Start: 41, End: 61}).WithValue(annotation.StarterSpeaker, "The mayor", anyTime),
		mark(3, "", nil, span.Span{Start: 54, End: 67}),
		mark(4, "across", []annotation.TagID{claim}, span.Span{Start: 68, End: 82}, span.Span{Start: 91, End: 95}),
		mark(5, "the end of the line alone", []annotation.TagID{fact}, span.Span{Start: 75, End: 76}),
	}
	there := mark(6, "", []annotation.TagID{fact}, span.Span{Start: 0, End: 7})
	there.Article, there.Pieces = b.ID, annotation.Pieces(b, span.Span{Start: 0, End: 7})
	all = append(all, there)
	p.Articles, p.Annotations = project.TableOf(a, b), project.TableOf(all...)
	p.Relations = project.TableOf(
		&annotation.Relation{ID: "00000000-0000-4000-8000-000000000011", Name: "supports", From: all[1].ID, To: all[2].ID, Created: anyTime, Modified: anyTime},
		&annotation.Relation{ID: "00000000-0000-4000-8000-000000000012", Name: "*denies*", From: there.ID, To: all[1].ID, Created: anyTime, Modified: anyTime},
	)
	return p
}

// hostile is a project of which every text tries to be markup.
func hostile(t testing.TB) project.Project {
	t.Helper()
	evil := "</style></script><script>alert(1)</script><img src=x onerror=alert(1)> \"' onmouseover=alert(1) x=\" &lt;b&gt; <!-- ]]> javascript:alert(1) "
	mark := "# h\n- li\n1. one\n> q\n``` \n    code\n***\n[a](javascript:alert(1)) ![i](x) <b>b</b> **b** _i_ ~~s~~ | t | \n--- | ---\nTitle\n===\nhttps://x.org a@b.org :smile: $x$ [^1] \\* &amp;\n"
	a, err := article.New(article.Meta{Title: evil + mark, Byline: evil, Source: "javascript:alert(1)", Date: evil, Language: "en\" onclick=\"alert(1)", File: evil},
		evil+"\n"+mark+"مرحبا بالعالم قال الوزير إن الأمر صعب\n\u202eover and out\u2028next 👩🏽‍🚒 क्षि", nil)
	if err != nil {
		t.Fatal(err)
	}
	tag := &annotation.Tag{ID: annotation.StarterFact, Name: sheetLine(evil), Definition: evil + mark, Example: mark, Counterexample: evil, Cue: annotation.Cue(evil), Color: 3}
	rtl := &annotation.Tag{ID: annotation.StarterClaim, Name: "ادعاء *b*", Cue: annotation.Wavy, Rank: 1, Color: 7}
	who := &annotation.Person{ID: "3f0c7a3e-7a3b-4a54-9a7e-0d4f6f5a8f11", Name: evil + mark}
	ask := &annotation.Attribute{ID: annotation.StarterSpeaker, Name: sheetLine(evil + mark), Choices: []annotation.Choice{{ID: annotation.StarterFromNone, Name: sheetLine(evil)}}}
	free := &annotation.Attribute{ID: annotation.StarterAttribution, Name: "x", Rank: 1}
	p := project.Project{
		Infos:    project.TableOf(&project.Info{ID: "5f0c7a3e-7a3b-4a54-9a7e-0d4f6f5a8f13", Name: evil + mark, Created: anyTime}),
		Articles: project.TableOf(a), Tags: project.TableOf(tag, rtl), People: project.TableOf(who), Attributes: project.TableOf(ask, free),
	}
	var marks []*annotation.Annotation
	for i := range 12 {
		start := i * a.Len() / 14
		m := &annotation.Annotation{
			ID: annotation.ID(fmt.Sprintf("00000000-0000-4000-8000-%012x", i)), Article: a.ID, Creator: who.ID, Created: anyTime, Modified: anyTime, Note: mark + evil,
			Pieces: annotation.Pieces(a, span.Span{Start: start, End: start + 40}, span.Span{Start: start + 44, End: start + 60}), Tags: []annotation.TagID{tag.ID, rtl.ID}[i%2 : 1+i%2],
		}
		marks = append(marks, m.WithValue(ask.ID, annotation.StarterFromNone, anyTime).WithValue(free.ID, mark+evil, anyTime))
	}
	p.Annotations = project.TableOf(marks...)
	return p
}

// pageParts are what a page is made of, read by a parser that knows nothing of it.
type pageParts struct {
	elements, attributes map[string]bool
	ids, links           []string
	text                 string // of the articles, without the numbers
	style, policy        string
}

// parts parses a page as XML, which it is too: so that what is no markup of
// ours is found whatever the parser of a browser would make of it.
func parts(t *testing.T, page []byte) pageParts {
	t.Helper()
	out := pageParts{elements: map[string]bool{}, attributes: map[string]bool{}}
	d := xml.NewDecoder(bytes.NewReader(page))
	var path []string
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatalf("the page is not well formed: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			out.elements[name] = true
			class := ""
			for _, a := range token.Attr {
				out.attributes[a.Name.Local] = true
				switch a.Name.Local {
				case "id":
					out.ids = append(out.ids, a.Value)
				case "href":
					out.links = append(out.links, a.Value)
				case "class":
					class = a.Value
				case "content":
					if strings.Contains(a.Value, "-src") {
						out.policy = a.Value
					}
				}
			}
			path = append(path, name+"."+class)
		case xml.EndElement:
			if path = path[:len(path)-1]; slices.Contains(path, "div.text") && slices.Contains([]string{"p", "h2", "h3"}, token.Name.Local) {
				out.text += "\n"
			}
		case xml.CharData:
			switch {
			case slices.Contains(path, "style."):
				out.style += string(token)
			case len(path) > 0 && path[len(path)-1] != "div.text" && slices.Contains(path, "div.text") && !slices.Contains(path, "sup."):
				out.text += string(token)
			}
		}
	}
}

// Whatever a project holds, its page has the elements and attributes that we
// write and no others, its links lead to places in it, and the articles' text is
// all there.
func TestPagesHoldTextAsText(t *testing.T) {
	g := newGenerator(t)
	projects := []project.Project{hostile(t), five(t), {}}
	for range 100 {
		projects = append(projects, g.project(t))
	}
	for _, p := range projects {
		page := parts(t, encoded(t, HTML, p))
		for name := range page.elements {
			if !strings.Contains(" html head meta title style body header section div h1 h2 h3 p a span sup mark bdi i b table thead tbody tr th td ol li blockquote dl dt dd ", " "+name+" ") {
				t.Errorf("the page has an element %s", name)
			}
		}
		for name := range page.attributes {
			if !strings.Contains(" lang charset http-equiv content name class id href dir scope title aria-label ", " "+name+" ") {
				t.Errorf("the page has an attribute %s", name)
			}
		}
		slices.Sort(page.ids)
		if n := len(page.ids); len(slices.Compact(page.ids)) != n {
			t.Error("an id stands twice")
		}
		for _, link := range page.links {
			if id, ok := strings.CutPrefix(link, "#"); !ok || !slices.Contains(page.ids, id) {
				t.Errorf("the link %q leads nowhere", link)
			}
		}
		want := ""
		for _, a := range p.ArticlesInOrder() {
			for _, b := range a.Blocks {
				want += htmlSeen(a.Slice(b.Start, b.End)) + "\n"
			}
		}
		if page.text != want {
			t.Errorf("got\n%q\nwant\n%q", page.text, want)
		}
		if t.Failed() {
			return
		}
	}
}

// htmlSeen is a text as a page can hold it.
func htmlSeen(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&amp;", "&").Replace(paint.Text(s))
}

func TestPageAllowsNoScript(t *testing.T) {
	page := parts(t, encoded(t, HTML, hostile(t)))
	if page.style != htmlStyle() || !strings.Contains(page.policy, "default-src 'none'") || strings.Contains(page.policy, "unsafe") {
		t.Errorf("the policy is %q", page.policy)
	}
	if strings.Contains(page.style, "url(") || strings.Contains(page.style, "@import") || strings.ContainsAny(page.style, "<&") {
		t.Error("the style sheet needs something else, or would be read as markup")
	}
}

// A report says which of its texts was corrected, and where its correction is.
func TestReportsSayWhatIsAnEarlierVersion(t *testing.T) {
	p := newFixture(t)
	old := p.ArticlesInOrder()[0]
	now, err := article.New(article.Meta{Title: "Corrected"}, "Another text.\n"+old.Text, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := project.CorrectArticle(p, old.ID, now, nil, project.Stamp{When: anyTime})
	if err == nil {
		p, err = p.Apply(d)
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range p.ArticlesInOrder() {
		if a.ID != now.ID {
			continue
		}
		for _, f := range []Format{Markdown, HTML} {
			text, want := string(encoded(t, f, p)), fmt.Sprintf("earlier version of article %d", i+1)
			if strings.Count(text, want) != 1 {
				t.Errorf("%s: “%s” stands %d times", f.ID, want, strings.Count(text, want))
			}
		}
	}
}
