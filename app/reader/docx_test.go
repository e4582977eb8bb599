package reader

import (
	"encoding/xml"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/problem"
)

const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`

// docx makes a Word document of the inside of its body.
func docx(t testing.TB, body string, more ...string) []byte {
	t.Helper()
	return zipOf(t, append([]string{
		"[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"word/document.xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ` + ns + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`,
		"word/styles.xml", `<?xml version="1.0"?><w:styles ` + ns + `>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Eigene"><w:name w:val="Mine"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Kreis"><w:name w:val="Round"/><w:basedOn w:val="Kreis"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="V1"><w:name w:val="toc 1"/></w:style></w:styles>`,
	}, more...)...)
}

// para is a paragraph in a style.
func para(style, text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text))
	return fmt.Sprintf(`<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, style, b.String())
}

func TestWordDocumentsAreRead(t *testing.T) {
	body := para("Titel", "The quiet mill") + para("V1", "1 Turning again .... 3") + para("berschrift1", "Turning again") +
		`<w:p><w:r><w:t>It </w:t></w:r><w:r><w:t xml:space="preserve"> turns</w:t></w:r><w:del w:id="1"><w:r><w:delText> not</w:delText></w:r></w:del>` +
		`<w:ins w:id="2"><w:r><w:t xml:space="preserve"> again</w:t></w:r></w:ins><w:r><w:footnoteReference w:id="1"/><w:t>.</w:t></w:r></w:p>` +
		`<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One paragraph </w:t></w:r></w:p><w:p><w:r><w:t>made of two.</w:t></w:r></w:p>` +
		`<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r></w:p>` +
		para("Eigene", "A part") + para("Kreis", "Text in a style that goes round.") +
		`<w:moveFrom w:id="4"><w:r><w:t>moved away</w:t></w:r></w:moveFrom><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r></w:p>` +
		`<w:tbl><w:tr><w:tc>` + para("", "Year") + `</w:tc><w:tc>` + para("", "Sacks") + `</w:tc></w:tr><w:tr><w:tc>` + para("", "1986") + `</w:tc><w:tc>` + para("", "1,204") + para("", "or so") + `</w:tc></w:tr></w:tbl>` +
		`<w:p><mc:AlternateContent><mc:Choice><w:r><w:drawing><x/></w:drawing></w:r></mc:Choice><mc:Fallback><w:r><w:pict/><w:t>twice</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>` + para("Beschriftung", "Figure 1") +
		`<w:p><w:hyperlink><w:r><w:instrText>HYPERLINK "x"</w:instrText><w:t>a link</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent><w:r><w:t xml:space="preserve"> in a box</w:t></w:r></w:sdtContent></w:sdt></w:p>`
	core := `<?xml version="1.0"?><cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>Document1</dc:title><dc:creator>Ada Stone</dc:creator><dcterms:created>2026-01-02T03:04:05Z</dcterms:created></cp:coreProperties>`
	s := read(t, "mill.docx", docx(t, body, "docProps/core.xml", core, "word/header1.xml", "<h/>"), Options{})
	a := s.Articles[0]
	want := "h The quiet mill\ns Turning again\np It turns again.\np One paragraph made of two.\np a\tb\np c\u2011d\ns A part\np Text in a style that goes round.\np seen\n" +
		"p Year\tSacks\np 1986\t1,204 or so\np a link in a box\n"
	if got := outline(a); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if m := a.Meta; m.Title != "The quiet mill" || m.Byline != "Ada Stone" || m.Date != "2026-01-02" || m.File != "mill.docx" {
		t.Errorf("%+v", m)
	}
	left := "1 line of a table of contents, 2 tracked deletions, 1 footnote, 1 hidden part, 1 picture, 1 caption of a picture and 1 header or footer of the pages were left out."
	if len(s.LeftOut) != 1 || s.LeftOut[0] != left || len(s.Notes) != 2 || s.Kind != DOCX {
		t.Errorf("%q %q", s.LeftOut, s.Notes)
	}
}

func TestWordDocumentsThatAreRefused(t *testing.T) {
	entity := `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>`
	deep := strings.Repeat("<w:sdt>", 400) + strings.Repeat("</w:sdt>", 400)
	main := func(doc string) []byte { return zipOf(t, "word/document.xml", doc) }
	for name, c := range map[string]struct {
		data []byte
		code string
	}{
		"entities":  {main(entity + `<w:document ` + ns + `>&b;</w:document>`), "xml"},
		"dtd":       {main(`<!DOCTYPE w:document SYSTEM "http://example.org/x.dtd"><w:document ` + ns + `/>`), "xml"},
		"deep":      {docx(t, deep), "xml"},
		"cut":       {main(`<w:document ` + ns + `><w:body><w:p>`), "xml"},
		"empty":     {docx(t, ""), "empty"},
		"latin":     {main("<?xml version=\"1.0\" encoding=\"shift_jis\"?><a>\x93\xfa</a>"), "xml"},
		"excel":     {zipOf(t, "xl/workbook.xml", "<x/>"), "binary"},
		"slides":    {zipOf(t, "ppt/presentation.xml", "<x/>"), "binary"},
		"open":      {zipOf(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<x/>"), "binary"},
		"bad style": {docx(t, para("", "x"), "word/styles.xml", "<unclosed>"), "xml"},
	} {
		_, err := Read("a.docx", c.data, Options{})
		if problem.Code(err) != c.code {
			t.Errorf("%s: %v (%s)", name, err, problem.Code(err))
		}
	}
}

// five are the articles that the program comes with.
func five(t *testing.T) map[string]*article.Article {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "web", "articles", "*.txt"))
	if err != nil || len(files) != 5 {
		t.Fatal(files, err)
	}
	out := map[string]*article.Article{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if out[f], err = ingest.Text(filepath.Base(f), data, article.Meta{}); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// The articles go through each kind of file and come back with the same words
// and the same blocks.
func TestTheFiveArticlesComeBack(t *testing.T) {
	for file, a := range five(t) {
		var page, word, md strings.Builder
		page.WriteString("<!doctype html><title>x</title><nav><a href=/>Home</a></nav><article>")
		for _, b := range a.Blocks {
			text := a.Slice(b.Start, b.End)
			tag := map[article.Kind]string{article.Headline: "h1", article.Subheading: "h2", article.Byline: "address class=byline", article.Paragraph: "p"}[b.Kind]
			end, _, _ := strings.Cut(tag, " ")
			fmt.Fprintf(&page, "<%s>%s</%s>\n", tag, html.EscapeString(text), end)
			word.WriteString(para(map[article.Kind]string{article.Headline: "berschrift1", article.Subheading: "berschrift2"}[b.Kind], text))
			fmt.Fprintf(&md, "%s%s\n\n", map[article.Kind]string{article.Headline: "# ", article.Subheading: "## "}[b.Kind], text)
		}
		for name, data := range map[string][]byte{"a.html": []byte(page.String()), "a.docx": docx(t, word.String()), "a.md": []byte(md.String())} {
			if got, want := outline(read(t, name, data, Options{}).Articles[0]), outline(a); got != want {
				t.Errorf("%s as %s: got\n%s\nwant\n%s", file, name, got, want)
			}
		}
	}
}
