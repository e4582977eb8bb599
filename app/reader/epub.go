package reader

import (
	"net/url"
	"path"
	"strings"

	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/problem"
)

// A book becomes one article for each chapter. A chapter is what people cite,
// read in one sitting and compare; a whole book as one text would be a hundred
// thousand words, of which every mark is at "position 412,345". A short one, as
// articles that were saved as a book are, is one article.

// oneSitting is how many bytes of text a book may have that stays whole: about
// six thousand words.
const oneSitting = 36_000

// frontPage is how many bytes of text a part before the first chapter may have
// that is only a cover, a title page or a dedication.
const frontPage = 600

// container is META-INF/container.xml (EPUB 3.3, section 4.2.6.3.1).
type container struct {
	Rootfile []struct {
		FullPath string `xml:"full-path,attr"`
	} `xml:"rootfiles>rootfile"`
}

// packageDoc is the package document (EPUB 3.3, section 5).
type packageDoc struct {
	Title     []string `xml:"metadata>title"`
	Creator   []string `xml:"metadata>creator"`
	Date      []string `xml:"metadata>date"`
	Publisher []string `xml:"metadata>publisher"`
	Language  []string `xml:"metadata>language"`
	Item      []struct {
		ID         string `xml:"id,attr"`
		Href       string `xml:"href,attr"`
		Type       string `xml:"media-type,attr"`
		Properties string `xml:"properties,attr"`
	} `xml:"manifest>item"`
	Itemref []struct {
		IDRef  string `xml:"idref,attr"`
		Linear string `xml:"linear,attr"`
	} `xml:"spine>itemref"`
}

// chapter is a part of a book.
type chapter struct {
	lines  []ingest.Line
	headed bool
}

func (c chapter) size() (n int) {
	for _, l := range c.lines {
		n += len(l.Text)
	}
	return n
}

// readEPUB reads an electronic book.
func (s *Source) readEPUB(data []byte, o Options) error {
	a, err := openZIP(s.Name, data)
	if err != nil {
		return err
	}
	if err := a.unlocked(); err != nil {
		return err
	}
	var c container
	if err := a.unmarshal("META-INF/container.xml", &c); err != nil {
		return err
	}
	if len(c.Rootfile) == 0 {
		return problem.Newf("zip", "Open it in its own program and save it again.", "%s does not say where its text is.", subject(s.Name))
	}
	var doc packageDoc
	if err := a.unmarshal(c.Rootfile[0].FullPath, &doc); err != nil {
		return err
	}
	var left tally
	chapters, err := s.spine(a, &doc, path.Dir(c.Rootfile[0].FullPath), &left, o)
	if err != nil {
		return err
	}
	s.leftOut(left.sentence())
	return s.takeBook(chapters, &doc)
}

// encryption is META-INF/encryption.xml (EPUB 3.3, section 4.2.6.3.2).
type encryption struct {
	Data []struct {
		Method struct {
			Algorithm string `xml:",attr"`
		} `xml:"EncryptionMethod"`
	} `xml:"EncryptedData"`
}

// unlocked refuses a book that is locked for others than its buyer. Fonts may
// be obfuscated, which hides no text.
func (a *archive) unlocked() error {
	locked := a.has("META-INF/rights.xml") || a.has("META-INF/license.lcpl")
	if a.has("META-INF/encryption.xml") {
		var e encryption
		if err := a.unmarshal("META-INF/encryption.xml", &e); err != nil {
			return err
		}
		for _, d := range e.Data {
			switch d.Method.Algorithm {
			case "http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC":
			default:
				locked = true
			}
		}
	}
	if locked {
		return problem.Newf("encrypted", "Open it in the program it was bought for.", "%s is locked with copy protection (DRM) and cannot be read.", subject(a.name))
	}
	return nil
}

// spine reads the parts of a book in their order.
func (s *Source) spine(a *archive, doc *packageDoc, dir string, left *tally, o Options) (out []chapter, err error) {
	items := map[string]int{}
	for i, item := range doc.Item {
		items[item.ID] = i
	}
	var front []chapter
	aside, read := 0, map[int]bool{}
	for i, ref := range doc.Itemref {
		if err := o.at(i, len(doc.Itemref)); err != nil {
			return nil, err
		}
		k, ok := items[ref.IDRef]
		if !ok {
			s.problem(problem.Problem{Message: "The book names a part “" + ref.IDRef + "” that it does not have.", Hint: "It was left out."})
			continue
		}
		item := doc.Item[k]
		switch {
		case read[k]:
			left.add(again, 1)
			continue
		case hasWord(item.Properties, "nav"):
			left.add(contents, 1)
			continue
		case ref.Linear == "no":
			aside++
			continue
		case !strings.Contains(item.Type, "html"):
			continue
		}
		read[k] = true
		parts, err := s.part(a, resolve(dir, item.Href), left, o)
		if err != nil {
			return nil, err
		}
		for _, part := range parts {
			out, front = appendPart(out, part, front)
		}
	}
	left.add(thing{"part outside of the order of reading", "parts outside of the order of reading"}, aside)
	if len(out) == 0 { // then they are the book
		return front, nil
	}
	left.add(thing{"page before the first chapter", "pages before the first chapter"}, len(front))
	return out, nil
}

// appendPart adds a part: as a chapter if it has a heading, else to the chapter
// before, which many programs cut into several files. What comes before the
// first chapter and has next to no text is put aside.
func appendPart(out []chapter, part chapter, front []chapter) ([]chapter, []chapter) {
	switch {
	case len(part.lines) == 0:
	case part.headed:
		return append(out, part), front
	case len(out) > 0:
		last := &out[len(out)-1]
		last.lines = append(last.lines, part.lines...)
	case part.size() < frontPage:
		return out, append(front, part)
	default:
		return append(out, part), front
	}
	return out, front
}

// part reads one file of a book, and cuts it at its highest headings.
func (s *Source) part(a *archive, name string, left *tally, o Options) ([]chapter, error) {
	if !a.has(name) {
		s.problem(problem.Problem{Message: "The book names a file “" + name + "” that it does not have.", Hint: "It was left out."})
		return nil, nil
	}
	data, err := a.read(name)
	if err != nil {
		return nil, err
	}
	inner := Source{Name: name}
	text, err := inner.decode(data, Options{Decode: o.Decode}, declaredCharset(data))
	if err != nil {
		return nil, err
	}
	s.Problems = append(s.Problems, inner.Problems...)
	root, err := parse(name, text)
	if err != nil {
		return nil, err
	}
	return bookPart(root, left), nil
}

// takeBook makes articles of chapters, or one of a short book.
func (s *Source) takeBook(chapters []chapter, doc *packageDoc) error {
	book := oneLine(one(doc.Title))
	meta := article.Meta{Byline: joined(doc.Creator), Date: day(one(doc.Date)), Language: language(one(doc.Language)), File: s.file()}
	total := 0
	for _, c := range chapters {
		total += c.size()
	}
	if total == 0 {
		return problem.Newf("empty", "A book of pictures has no text to mark.", "No text was found in %s.", within(s.Name))
	}
	if len(chapters) == 1 || total < oneSitting {
		meta.Title, meta.Source = book, oneLine(one(doc.Publisher))
		var all []ingest.Line
		for _, c := range chapters {
			all = append(all, c.lines...)
		}
		return s.take(ingest.Lines(oneHeadline(all), meta))
	}
	s.note("Each chapter of the book is an article.")
	meta.Source = book
	for _, c := range chapters {
		if err := s.take(ingest.Lines(c.lines, meta)); err != nil {
			return err
		}
	}
	return nil
}

// oneHeadline keeps the first headline; the others are those of chapters.
func oneHeadline(all []ingest.Line) []ingest.Line {
	seen := false
	for i := range all {
		if all[i].Kind == article.Headline {
			if seen {
				all[i].Kind = article.Subheading
			}
			seen = true
		}
	}
	return all
}

// resolve finds the file that an address in the package document means.
func resolve(dir, href string) string {
	href, _, _ = strings.Cut(href, "#")
	if plain, err := url.PathUnescape(href); err == nil {
		href = plain
	}
	return strings.TrimPrefix(path.Join(dir, href), "/")
}

func hasWord(list, word string) bool {
	for _, w := range strings.Fields(list) {
		if w == word {
			return true
		}
	}
	return false
}

// one returns the first of several values.
func one(values []string) string { return first(values...) }

func joined(values []string) string {
	var all string
	for _, v := range values {
		all = joinedBy(all, oneLine(v))
	}
	return all
}
