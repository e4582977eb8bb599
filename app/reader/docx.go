package reader

import (
	"encoding/xml"
	"io"
	"path"
	"strings"

	"claimlight/app/article"
	"claimlight/app/ingest"
)

// readDOCX reads a Word document (ECMA-376): the text as it stands with all
// tracked changes accepted.
func (s *Source) readDOCX(data []byte, o Options) error {
	a, err := openZIP(s.Name, data)
	if err != nil {
		return err
	}
	part := "word/document.xml"
	if !a.has(part) {
		part = wordMain(a)
	}
	body, err := a.read(part)
	if err != nil {
		return err
	}
	if err := safeXML(s.Name, part, body, false); err != nil {
		return err
	}
	if err := o.at(len(data)/2, len(data)); err != nil {
		return err
	}
	w := &word{lines: &lines{verbatim: true}, d: newXML(body)}
	if dir := path.Dir(part); a.has(dir + "/styles.xml") {
		if w.styles, err = readStyles(a, dir+"/styles.xml"); err != nil {
			return err
		}
	}
	if err := w.children(); err != nil {
		return badXML(s.Name, part, err)
	}
	w.end()
	meta, err := s.core(a)
	if err != nil {
		return err
	}
	title := meta.Title
	meta.Title = w.headline()
	w.left.add(margins, a.count("word/header")+a.count("word/footer"))
	s.leftOut(w.left.sentence())
	if w.inserted {
		s.note("Tracked insertions are part of the text.")
	}
	made, err := ingest.Lines(w.out, meta)
	if err == nil && made.Meta.TitleMade && title != "" {
		meta = made.Meta
		meta.Title, meta.TitleMade = title, false
		made = made.WithMeta(meta)
	}
	return s.take(made, err)
}

// count counts the parts whose names begin so.
func (a *archive) count(prefix string) (n int) {
	for name := range a.files {
		if strings.HasPrefix(name, prefix) && strings.HasSuffix(name, ".xml") {
			n++
		}
	}
	return n
}

// wordMain returns the name of the main part of a document that calls it
// otherwise than Word does, "" if it is no Word document.
func wordMain(a *archive) string {
	var rels struct {
		Relationship []struct {
			Type   string `xml:",attr"`
			Target string `xml:",attr"`
		}
	}
	if !a.has("_rels/.rels") || a.unmarshal("_rels/.rels", &rels) != nil {
		return ""
	}
	for _, r := range rels.Relationship {
		if target := strings.TrimPrefix(r.Target, "/"); strings.HasSuffix(r.Type, "/officeDocument") && strings.HasPrefix(target, "word/") && a.has(target) {
			return target
		}
	}
	return ""
}

// core reads the document's properties. They are those of the file: who wrote
// it and when it was begun, and that is said.
func (s *Source) core(a *archive) (article.Meta, error) {
	meta := article.Meta{File: s.file()}
	if !a.has("docProps/core.xml") {
		return meta, nil
	}
	var core struct {
		Title    string `xml:"title"`
		Creator  string `xml:"creator"`
		Created  string `xml:"created"`
		Language string `xml:"language"`
	}
	if err := a.unmarshal("docProps/core.xml", &core); err != nil {
		return meta, err
	}
	if title := oneLine(core.Title); !strings.HasPrefix(title, "Microsoft Word - ") && strings.TrimRight(title, "0123456789") != "Document" {
		meta.Title = title // and not what Word called the file
	}
	meta.Byline, meta.Date, meta.Language = oneLine(core.Creator), day(core.Created), language(core.Language)
	if meta.Byline != "" || meta.Date != "" {
		s.note("Author and date are those of the Word file, which may not be those of the article.")
	}
	return meta, nil
}

// word writes the text of a document as lines.
type word struct {
	*lines
	d        *xml.Decoder
	styles   map[string]style
	left     tally
	inserted bool
	// gone says that the end of the paragraph at work was deleted: the next
	// one goes on where it stops.
	gone bool
	// cells are those of the row at work; nil outside of rows.
	cells *[][]ingest.Line
}

// children reads up to the end of the element at work. What is not known is
// gone into: new versions of Word wrap what they add around what was there.
func (w *word) children() error { return w.inside("", nil) }

// inside is children with a child of a name of its own, the properties, which
// take reads to their end; done is true where it has read to the end of all.
func (w *word) inside(name string, take func() (done bool, err error)) error {
	for {
		t, err := w.d.Token()
		switch t := t.(type) {
		case nil:
			if err == io.EOF {
				return nil
			}
			return err
		case xml.EndElement:
			return nil
		case xml.StartElement:
			done := false
			if t.Name.Local == name {
				done, err = take()
			} else {
				err = w.element(t)
			}
			if done || err != nil {
				return err
			}
		}
	}
}

// dropped are elements whose text is not the document's, and what they are.
var dropped = map[string]thing{
	"del": deletions, "moveFrom": deletions, "footnoteReference": footnotes, "endnoteReference": endnotes, "commentReference": remarks,
	"drawing": pictures, "pict": pictures, "object": pictures, "txbxContent": textBoxes, "instrText": {}, "delText": {}, "delInstrText": {}, "Fallback": {},
	"sectPr": {}, "tblPr": {}, "tblGrid": {}, "trPr": {}, "tcPr": {}, "sdtPr": {}, "sdtEndPr": {}, "rt": {}, "proofErr": {}, "altChunk": textBoxes,
}

func (w *word) element(e xml.StartElement) error {
	if what, ok := dropped[e.Name.Local]; ok {
		return w.drop(what)
	}
	switch e.Name.Local {
	case "p":
		return w.paragraph()
	case "r":
		return w.run()
	case "tbl":
		return w.table()
	case "tr":
		return w.row()
	case "tc":
		return w.cell()
	case "t":
		return w.words(e)
	case "tab", "ptab":
		w.b.WriteByte('\t')
	case "br", "cr":
		w.lineBreak()
	case "noBreakHyphen":
		w.b.WriteRune('\u2011')
	case "softHyphen":
		w.b.WriteRune('\u00AD')
	case "ins", "moveTo":
		w.inserted = true
	}
	return w.children()
}

// drop passes over an element. A drawing may be a text box; it is counted as
// what it is.
func (w *word) drop(what thing) error {
	for depth := 1; depth > 0; {
		t, err := w.d.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; t.Name.Local == "txbxContent" && what == pictures {
				what = textBoxes
			}
		case xml.EndElement:
			depth--
		}
	}
	if what != (thing{}) {
		w.left.add(what, 1)
	}
	return nil
}

// paragraph reads one. Its properties come first.
func (w *word) paragraph() error {
	if !w.gone {
		w.end()
		w.kind = ""
	}
	w.gone = false
	start := len(w.out)
	var look looks
	err := w.inside("pPr", func() (done bool, err error) {
		if look, err = w.looks(); err == nil {
			w.gone, w.kind = look.gone, w.kindOf(look)
		}
		return false, err
	})
	if err != nil {
		return err
	}
	return w.finish(look, start)
}

// finish ends a paragraph, unless its end was deleted; lines of tables of
// contents and captions are taken out again.
func (w *word) finish(look looks, start int) error {
	if w.gone {
		return nil
	}
	w.end()
	name := w.styles[look.style].name
	switch n := len(w.out) - start; {
	case n <= 0:
	case strings.HasPrefix(name, "toc"):
		w.out = w.out[:start]
		w.left.add(contents, n)
	case name == "caption":
		w.out = w.out[:start]
		w.left.add(captions, 1)
	}
	return nil
}

// run reads letters of one look; hidden ones are left out.
func (w *word) run() error {
	return w.inside("rPr", func() (done bool, err error) {
		vanish, err := w.vanishes()
		if vanish && err == nil {
			return true, w.drop(hiddens)
		}
		return false, err
	})
}

// words reads text; without xml:space="preserve" space at its ends is none.
func (w *word) words(e xml.StartElement) error {
	var text string
	if err := w.d.DecodeElement(&text, &e); err != nil {
		return err
	}
	text = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(text)
	if val(e, "space") != "preserve" {
		text = strings.Trim(text, " \t")
	}
	w.b.WriteString(text)
	return nil
}
