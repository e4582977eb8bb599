//go:build !page

package exchange

import (
	"unicode"

	"claimlight/app/span"
)

// trained reads a document of the training file of spaCy 2; each of its
// paragraphs is a text.
func (r *spacyReader) trained(n *node) error {
	for _, p := range n.key("paragraphs").all() {
		if !p.object() {
			continue
		}
		d := &Doc{Key: r.key(), place: p.place()}
		var tags conllSpans
		for _, s := range p.key("sentences").all() {
			r.sentence(d, &tags, s)
		}
		r.cats(p.key("cats"))
		d.Marks = tags.marks
		switch raw := p.key("raw").verbatim(); {
		case len(d.Sentences) == 0 && solid(raw) == "":
			p.problem("It was left out.", "The paragraph has no words.")
			continue
		case raw != "" && !d.laidOn(raw):
			p.problem("The text was put together from the words.", "The words of the paragraph are not those of its text.")
		}
		if err := r.take(d); err != nil {
			return err
		}
	}
	return nil
}

// sentence takes in the words of one, with their tags.
func (r *spacyReader) sentence(d *Doc, tags *conllSpans, n *node) {
	var words []string
	for _, t := range n.key("tokens").all() {
		word := t.key("orth").verbatim()
		if solid(word) == "" {
			continue // white space of which spaCy makes a token
		}
		ner := t.key("ner").word()
		tag, ok := conllParse(ner)
		if ner != "" && !ok {
			r.told.add("Tags that are none of IOB or BILOU were read as unmarked", ner)
		}
		words = append(words, inOneLine(word))
		tags.add(tag, t.place())
	}
	tags.pause()
	if len(words) > 0 {
		d.Sentences = append(d.Sentences, words)
	}
}

// laidOn gives a document of words the text that they are the words of; false if
// they are not. The marks come to count its code points.
func (d *Doc) laidOn(raw string) bool {
	var words []span.Span
	text, at := []rune(raw), 0
	for _, sentence := range d.Sentences {
		for _, w := range sentence {
			for at < len(text) && unicode.IsSpace(text[at]) {
				at++
			}
			start := at
			for _, c := range w {
				if at >= len(text) || text[at] != c {
					return false
				}
				at++
			}
			words = append(words, span.Span{Start: start, End: at})
		}
	}
	for i := range d.Marks {
		p := &d.Marks[i].Pieces[0]
		*p = span.Span{Start: words[p.Start].Start, End: words[p.End-1].End}
		d.Marks[i].Quote = string(text[p.Start:p.End])
	}
	d.Text, d.Sentences = raw, nil
	return true
}
