package reader

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"claimlight/app/problem"
)

// epub makes a book of parts: name, content, name, content. A name that begins
// with a star is the book's table of contents.
func epub(t testing.TB, parts []string, more ...string) []byte {
	t.Helper()
	var manifest, spine strings.Builder
	files := []string{
		"mimetype", "application/epub+zip",
		"META-INF/container.xml", `<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
	}
	for i := 0; i < len(parts); i += 2 {
		name, nav := strings.CutPrefix(parts[i], "*")
		fmt.Fprintf(&manifest, `<item id="i%d" href="%s" media-type="application/xhtml+xml" properties="%s"/>`, i, strings.ReplaceAll(name, " ", "%20"), map[bool]string{true: "nav"}[nav])
		fmt.Fprintf(&spine, `<itemref idref="i%d"/>`, i)
		files = append(files, "OEBPS/"+name, `<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head><body>`+parts[i+1]+`</body></html>`)
	}
	files = append(files, "OEBPS/book.opf", `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The River</dc:title>
<dc:creator>Ada Stone</dc:creator><dc:creator>Ben Hart</dc:creator><dc:date>2020-05-06T00:00:00Z</dc:date><dc:language>en</dc:language><dc:publisher>Mill Press</dc:publisher></metadata>
<manifest>`+manifest.String()+`</manifest><spine>`+spine.String()+`</spine></package>`)
	return zipOf(t, append(files, more...)...)
}

// page is a chapter's text of a size.
func pages(size int) string { return strings.Repeat("<p>The river rose, and rose.</p>", size/26) }

func TestALongBookIsReadByChapters(t *testing.T) {
	s := read(t, "river.epub", epub(t, []string{
		"cover.xhtml", `<img src="c.jpg"/><p>The River</p>`, "*nav.xhtml", `<nav><ol><li>One</li></ol></nav>`,
		"one.xhtml", `<section><header><h2>One</h2></header>` + pages(20000) + `<p>A note<a epub:type="noteref" href="#n">1</a> and <span epub:type="pagebreak">17</span>more.</p><aside epub:type="footnote" id="n">From the attic.</aside></section>`,
		"one b.xhtml", `<p>It went on.</p>`,
		"two.xhtml", `<p>Part II</p><h1>Two</h1>` + pages(9000) + `<h2>At night</h2><p>Dark.</p><h1>Three</h1>` + pages(9000),
	}), Options{})
	var titles []string
	for _, a := range s.Articles {
		titles = append(titles, a.Meta.Title)
		if m := a.Meta; m.Byline != "Ada Stone, Ben Hart" || m.Source != "The River" || m.Date != "2020-05-06" || m.Language != "en" || m.File != "river.epub" {
			t.Errorf("%+v", m)
		}
	}
	if !slices.Equal(titles, []string{"One", "Two", "Three"}) {
		t.Fatalf("%q", titles)
	}
	one, two := s.Articles[0].Text, outline(s.Articles[1])
	if !strings.HasPrefix(one, "One\nThe river") || !strings.HasSuffix(one, "\nA note and more.\nIt went on.") {
		t.Errorf("%q ... %q", one[:40], one[len(one)-60:])
	}
	if !strings.HasPrefix(two, "p Part II\nh Two\n") || !strings.HasSuffix(two, "s At night\np Dark.\n") {
		t.Errorf("%q ... %q", two[:40], two[len(two)-60:])
	}
	if want := "1 picture, 1 line of a table of contents, 1 sign of a footnote, 1 footnote and 1 page before the first chapter were left out."; len(s.LeftOut) != 1 || s.LeftOut[0] != want {
		t.Errorf("%q", s.LeftOut)
	}
}

func TestAShortBookIsOneArticle(t *testing.T) {
	s := read(t, "a.epub", epub(t, []string{"a.xhtml", "<h1>One</h1><p>Text.</p>", "b.xhtml", "<h1>Two</h1><p>More text.</p>"}), Options{})
	if len(s.Articles) != 1 || outline(s.Articles[0]) != "h One\np Text.\ns Two\np More text.\n" || s.Articles[0].Meta.Title != "The River" || s.Articles[0].Meta.Source != "Mill Press" {
		t.Errorf("%+v", s)
	}
}

func TestBooksThatAreRefused(t *testing.T) {
	lock := func(algorithm string) string {
		return `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod Algorithm="` + algorithm + `"/></EncryptedData></encryption>`
	}
	text := []string{"a.xhtml", "<p>Text of it.</p>"}
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"locked":    {epub(t, text, "META-INF/encryption.xml", lock("http://www.w3.org/2001/04/xmlenc#aes256-cbc")), "encrypted"},
		"rights":    {epub(t, text, "META-INF/rights.xml", "<r/>"), "encrypted"},
		"fonts":     {epub(t, text, "META-INF/encryption.xml", lock("http://www.idpf.org/2008/embedding")), ""},
		"no text":   {epub(t, []string{"a.xhtml", `<img src="a.png"/>`}), "empty"},
		"no root":   {zipOf(t, "META-INF/container.xml", "<container/>"), "zip"},
		"no book":   {zipOf(t, "META-INF/container.xml", `<container><rootfiles><rootfile full-path="../x.opf"/></rootfiles></container>`), "zip"},
		"entities":  {zipOf(t, "META-INF/container.xml", `<!DOCTYPE c [<!ENTITY a "b">]><container>&a;</container>`), "xml"},
		"deep part": {epub(t, []string{"a.xhtml", strings.Repeat("<div>", 2000)}), "html"},
	} {
		_, err := Read("a.epub", c.data, Options{})
		if problem.Code(err) != c.code {
			t.Errorf("%s: %v (%s)", name, err, problem.Code(err))
		}
	}
	s := read(t, "a.epub", epub(t, append(text, "b.xhtml", "<p>Second.</p>"), "OEBPS/unused.xhtml", "x"), Options{})
	if len(s.Problems) != 0 {
		t.Error(s.Problems)
	}
}
