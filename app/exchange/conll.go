//go:build !page

package exchange

import (
	"bytes"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode"

	"claimlight/app/ingest"
	"claimlight/app/problem"
)

// CoNLL is the form of CoNLL-2002 and CoNLL-2003: a word on each line with its
// tag in the last of two or more columns, parted by spaces or TABs; a blank line
// ends a sentence, and a line -DOCSTART- begins a document. The tags may be IOB1,
// IOB2, IOE, IOBES or BILOU, which all are read alike. The text between the words
// is not in the file. Source: Tjong Kim Sang and De Meulder, Introduction to the
// CoNLL-2003 Shared Task (2003); spaCy's and doccano's readers.
var CoNLL = Format{
	ID: "conll", Name: "CoNLL-2003 (IOB2)", Ext: ".conll", MIME: "text/plain",
	About: "One word on each line with its label, for programs that learn to find names.",
	Also:  []string{".iob", ".iob2", ".bio", ".conll2003"},
	Sniff: conllSniff,
	Label: conllLabel,
	Read:  conllRead, Write: conllWrite,
}

// conllLabel makes of a label one column.
func conllLabel(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), "_")
}

// conllSniff looks for lines of which the last column is a tag, whatever stands
// before it.
func conllSniff(data []byte) bool {
	lines := bytes.Split(bytes.TrimPrefix(data, []byte("\uFEFF")), []byte("\n"))
	if len(lines) > 1 {
		lines = lines[:len(lines)-1] // the last may be cut off
	}
	tagged := 0
	for i, line := range lines {
		text := strings.TrimSpace(string(line))
		if text == "" || strings.HasPrefix(text, "#") && !conllTagged(text) {
			continue
		}
		if strings.HasPrefix(text, conllStart) && i < 3 {
			return true
		}
		if !conllTagged(text) {
			return false
		}
		tagged++
	}
	return tagged > 1
}

// conllTagged reports whether a line has a word and a tag.
func conllTagged(line string) bool {
	cells := conllCells(line)
	if len(cells) < 2 {
		return false
	}
	_, ok := conllParse(cells[len(cells)-1])
	return ok
}

// conllStart begins a document.
const conllStart = "-DOCSTART-"

// conllCells are the columns of a line.
func conllCells(line string) []string {
	line = strings.TrimRight(line, " \t")
	if strings.Contains(line, "\t") {
		cells := strings.Split(line, "\t")
		for i, c := range cells {
			cells[i] = strings.Trim(c, " ")
		}
		return cells
	}
	return strings.FieldsFunc(line, func(r rune) bool { return r == ' ' })
}

func conllRead(in *Input, take func(*Doc) error) error {
	for _, f := range in.Files {
		r := &conllReader{file: f.Name, take: take}
		if err := in.lines(f, r.line); err != nil {
			return err
		}
		if err := r.end(); err != nil {
			return err
		}
		r.told.say(in, place{file: f.Name})
	}
	return nil
}

// conllReader reads a file line by line.
type conllReader struct {
	file    string
	take    func(*Doc) error
	told    asides
	count   int // documents
	columns int
	doc     *Doc
	words   []string // of the sentence
	size    int      // bytes of the document
	tags    conllSpans
}

func (r *conllReader) line(number int, line string) error {
	at := place{file: r.file, line: number}
	r.told.at(at)
	cells := conllCells(line)
	if len(cells) == 0 {
		r.sentence()
		return nil
	}
	if strings.HasPrefix(line, conllStart) {
		return r.end()
	}
	tag, known := conllParse(cells[len(cells)-1])
	switch {
	case len(cells) > 1 && known:
	case strings.HasPrefix(line, "#") && len(r.words) == 0:
		r.told.add("Comments were left out", "")
		return nil
	case len(cells) == 1:
		r.told.add("Words without a tag were read as unmarked", cells[0])
		tag = conllTag{}
	default:
		r.told.add("Tags that are none of IOB or BILOU were read as unmarked", cells[len(cells)-1])
	}
	if r.columns == 0 {
		r.columns = len(cells)
	}
	if r.columns != len(cells) {
		r.told.add("Lines with another number of columns than the first were read by the first and the last", "")
	}
	if solid(cells[0]) == "" {
		r.told.add("Lines without a word were left out", "")
		return nil
	}
	return r.word(at, cells[0], tag)
}

// word takes in a word with its tag.
func (r *conllReader) word(at place, word string, tag conllTag) error {
	if r.doc == nil {
		r.count++
		r.doc = &Doc{Key: stem(r.file), place: at}
		if r.count > 1 {
			r.doc.Key += "-" + strconv.Itoa(r.count)
		}
	}
	r.words = append(r.words, word)
	r.tags.add(tag, at)
	if r.size += len(word) + 1; r.size > ingest.MaxBytes {
		return problem.Newf("too-large", "Put a line "+conllStart+" before each document.", "A document of the file %s is longer than %d MB.", quoted(r.file), ingest.MaxBytes>>20)
	}
	return nil
}

// sentence ends one.
func (r *conllReader) sentence() {
	if len(r.words) > 0 {
		r.doc.Sentences = append(r.doc.Sentences, r.words)
	}
	r.words = nil
	r.tags.pause()
}

// end ends a document.
func (r *conllReader) end() error {
	r.sentence()
	d := r.doc
	if d == nil {
		return nil
	}
	d.Marks = r.tags.marks
	r.doc, r.tags, r.size = nil, conllSpans{}, 0
	return r.take(d)
}

// conllWrite writes two columns, with a TAB between them, and the tags of IOB2.
// Where a mark goes on from one line of the text to the next, both are one
// sentence, since a blank line would part it.
func conllWrite(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	for d, err := range docs {
		if err != nil {
			return err
		}
		var b strings.Builder
		b.WriteString(conllStart + " -X- O O\n")
		list := sentences(d.Text)
		tags := conllTagsOf(list, d.Marks)
		n := 0
		for _, s := range list {
			if !strings.HasPrefix(tags[n], "I-") {
				b.WriteByte('\n')
			}
			for _, t := range s.tokens {
				b.WriteString(solid(t.text) + "\t" + tags[n] + "\n")
				n++
			}
		}
		b.WriteByte('\n')
		if _, err := io.WriteString(w, b.String()); err != nil {
			return err
		}
	}
	return nil
}

// conllTagsOf are the tags of the words of sentences, by marks that do not
// overlap.
func conllTagsOf(list []sentence, marks []Mark) []string {
	var all []token
	for _, s := range list {
		all = append(all, s.tokens...)
	}
	tags := make([]string, len(all))
	for i := range tags {
		tags[i] = "O"
	}
	for _, m := range marks {
		first, last, _ := covered(all, m.Pieces[0])
		for i := first; i <= last; i++ {
			tags[i] = "I-" + m.Tags[0]
		}
		if first <= last {
			tags[first] = "B-" + m.Tags[0]
		}
	}
	return tags
}
