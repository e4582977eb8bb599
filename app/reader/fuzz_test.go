package reader

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"claimlight/app/ingest"
	"claimlight/app/problem"
)

// survives reads any bytes as a kind of file: it must end, in an error that
// people may see or in sound articles of which nothing is empty.
func survives(t *testing.T, name string, data []byte, o Options) []Source {
	o.Decode = legacy
	sources, err := Read(name, data, o)
	if err != nil {
		if problem.Code(err) == "" {
			t.Fatalf("an error that people may not see: %v", err)
		}
		return nil
	}
	for _, s := range sources {
		if s.Err == nil && len(s.Articles) == 0 {
			t.Fatalf("%s has neither articles nor an error", s.Name)
		}
		for _, a := range s.Articles {
			if !utf8.ValidString(a.Text) || strings.TrimSpace(a.Text) == "" || len(a.Blocks) == 0 || a.Meta.Title == "" {
				t.Fatalf("not sound: %q %+v", a.Text, a.Meta)
			}
			// What was read is a text that is read as itself.
			if b, err := ingest.Text("", []byte(a.Text), a.Meta); err != nil || b.ID != a.ID {
				t.Fatalf("does not come back: %v %q", err, a.Text)
			}
		}
	}
	return sources
}

// seeds adds the vectors of a kind.
func seeds(f *testing.F, kind string) {
	files, err := filepath.Glob(filepath.Join("..", "..", "test", "corpus", "articles", kind, "*"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no vectors of %s (%v)", kind, err)
	}
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil && filepath.Ext(file) != ".expected" && len(data) < 1<<16 {
			f.Add(data)
		}
	}
}

func FuzzText(f *testing.F) {
	seeds(f, "text")
	f.Fuzz(func(t *testing.T, data []byte) { survives(t, "a.txt", data, Options{}) })
}

func FuzzMarkdown(f *testing.F) {
	seeds(f, "markdown")
	f.Fuzz(func(t *testing.T, data []byte) { survives(t, "a.md", data, Options{}) })
}

func FuzzHTML(f *testing.F) {
	seeds(f, "html")
	f.Fuzz(func(t *testing.T, data []byte) { survives(t, "a.html", data, Options{}) })
}

func FuzzJSON(f *testing.F) {
	seeds(f, "json")
	f.Fuzz(func(t *testing.T, data []byte) { survives(t, "a.json", data, Options{}) })
}

func FuzzJSONL(f *testing.F) {
	seeds(f, "jsonl")
	f.Fuzz(func(t *testing.T, data []byte) { survives(t, "a.jsonl", data, Options{}) })
}

func FuzzCSV(f *testing.F) {
	seeds(f, "csv")
	f.Fuzz(func(t *testing.T, data []byte) { survives(t, "a.csv", data, Options{}) })
}

// FuzzDOCX puts anything into the main part and the styles of a document, so
// that it does not have to find the way through ZIP.
func FuzzDOCX(f *testing.F) {
	f.Add([]byte(para("Titel", "One")+para("", "Text.")), []byte(`<w:styles `+ns+`><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style></w:styles>`))
	f.Add([]byte(`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc/></w:tr></w:tbl></w:tc></w:tr></w:tbl><w:tc>x</w:tc>`), []byte(`<a/>`))
	f.Add([]byte(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:rPr><w:vanish/></w:rPr><w:br/></w:r></w:p><w:del><w:r/></w:del>`), []byte(`<w:style/>`))
	f.Fuzz(func(t *testing.T, body, styles []byte) {
		survives(t, "a.docx", zipOf(t, "word/document.xml", `<w:document `+ns+`><w:body>`+string(body)+`</w:body></w:document>`, "word/styles.xml", string(styles)), Options{})
	})
}

// FuzzEPUB puts anything into a book's package document and a chapter.
func FuzzEPUB(f *testing.F) {
	f.Add([]byte(`<metadata><title>T</title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>`), []byte("<h2>One</h2><p>Text.</p><h2>Two</h2>"+pages(50_000)))
	f.Add([]byte(`<manifest><item id="a" href="../a.xhtml" media-type="html"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine>`), []byte(`<aside epub:type="footnote">x</aside><img>`))
	f.Fuzz(func(t *testing.T, pack, chapter []byte) {
		survives(t, "a.epub", zipOf(t, "META-INF/container.xml", `<container><rootfiles><rootfile full-path="b/c.opf"/></rootfiles></container>`,
			"b/c.opf", "<package>"+string(pack)+"</package>", "b/a.xhtml", string(chapter), "a.xhtml", string(chapter)), Options{})
	})
}

// FuzzAny lets the bytes say what they are; archives among them.
func FuzzAny(f *testing.F) {
	f.Add("a.zip", zipOf(f, "a.txt", "text", "b.html", "<p>text"))
	f.Add("", []byte("PK\x05\x06"))
	f.Add("", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
	f.Add("a", bytes.Repeat([]byte("a\x00"), 40))
	f.Fuzz(func(t *testing.T, name string, data []byte) { survives(t, name, data, Options{}) })
}
