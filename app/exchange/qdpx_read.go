//go:build !page

package exchange

import (
	"cmp"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"claimlight/app/annotation"
)

// readQDPX reads each project twice: what its sources refer to stands behind
// them.
func readQDPX(in *Input, take func(*Doc) error) error {
	for _, f := range in.Files {
		if !strings.EqualFold(path.Ext(f.Name), ".qde") {
			if head, err := headOf(f); err != nil || !sniffQDPX(head) {
				continue
			}
		}
		q := newQDPX(in, f)
		if err := q.walk(q.head); err != nil {
			return err
		}
		q.take = take
		if err := q.walk(q.sources); err != nil {
			return err
		}
		q.finish()
	}
	return nil
}

// qdpxReader reads one project.
type qdpxReader struct {
	in    *Input
	file  File
	take  func(*Doc) error
	texts map[string]File // by the lower-case names of files beside it
	users map[string]string
	codes map[string]string // names of tags
	notes map[string]*qdpxNote
	links map[string][]*qdpxLink // by origin
	// attached are notes that links put on something.
	attached map[string][]*qdpxNote
	seen     map[string]bool // selections of a PDF that are on its text

	left     qdaLeft
	labels   qdaLeft
	searched int // bytes of text, for names
	read     int // bytes of texts
	noting   int // bytes of notes
	number   int // of the source, for names of documents
}

// qdpxNote is a note that selections may name.
type qdpxNote struct {
	text, path string
	used       bool
	place
}

// qdpxLink joins two things; a relation if both are selections of one text.
type qdpxLink struct {
	name, to string
	place
}

const qdpxApart = "links of other things than two marks on one text"

func newQDPX(in *Input, f File) *qdpxReader {
	q := &qdpxReader{in: in, file: f, texts: map[string]File{}, users: map[string]string{}, codes: map[string]string{}, notes: map[string]*qdpxNote{}, links: map[string][]*qdpxLink{}, attached: map[string][]*qdpxNote{}}
	for _, other := range in.Files {
		if withQDPX(f.Name, other.Name) {
			q.texts[strings.ToLower(path.Base(other.Name))] = other
		}
	}
	return q
}

// walk calls f for each part of the project.
func (q *qdpxReader) walk(f func(*qdaReader, *qdaNode) error) error {
	r, err := q.file.Open()
	if err != nil {
		return unreadable(err)
	}
	defer r.Close()
	x, _, err := newQDA(q.file.Name, r)
	if err != nil {
		return err
	}
	return x.each(func(n *qdaNode) error { return f(x, n) })
}

// head reads what sources refer to.
func (q *qdpxReader) head(x *qdaReader, n *qdaNode) error {
	switch n.name {
	case "Users":
		return q.filled(x, func(n *qdaNode) {
			guid := qdaGUID(n.attr["guid"])
			q.users[guid] = cmp.Or(n.attr["name"], n.attr["id"], guid)
		})
	case "CodeBook":
		return q.codebook(x)
	case "Notes":
		return q.filled(x, q.note)
	case "Links":
		return q.filled(x, q.link)
	case "Variables", "Cases", "Sets", "Graphs":
		return q.filled(x, func(c *qdaNode) { q.left.add(strings.ToLower(n.name), c.attr["name"]) })
	case "Sources", "NoteRef": // notes that no mark has are counted
	case "Description":
		q.left.add("description of the project", "")
	default:
		q.left.add("parts of another kind", n.name)
	}
	return x.skip()
}

// filled calls f for the elements in the present one.
func (q *qdpxReader) filled(x *qdaReader, f func(*qdaNode)) error {
	return x.each(func(n *qdaNode) error {
		if err := x.fill(n); err != nil {
			return err
		}
		f(n)
		return nil
	})
}

func (q *qdpxReader) codebook(x *qdaReader) error {
	return x.each(func(n *qdaNode) error {
		if n.name != "Codes" {
			return x.skip()
		}
		return x.codes(func(c qdaCode) {
			c.check(q.in.report)
			if _, twice := q.codes[c.guid]; twice {
				q.in.problem(c.place, "What refers to it means the first.", "The GUID of the code %s stands twice.", quoted(c.name))
				return
			}
			q.codes[c.guid] = c.name
			if !c.group && !q.in.code(c.tag(len(q.in.codes))) {
				q.in.problem(c.place, "They became one tag.", "Two codes are called %s.", quoted(c.name))
			}
		})
	})
}

func (q *qdpxReader) note(n *qdaNode) {
	note := &qdpxNote{text: n.description(), path: n.attr["plainTextPath"], place: n.place}
	for _, c := range n.children {
		switch c.name {
		case "PlainTextContent":
			note.text = strings.TrimLeft(note.text+"\n"+c.text, "\n")
		case "PlainTextSelection", "Coding":
			q.left.add("codings of notes", n.attr["name"])
		}
	}
	q.notes[qdaGUID(n.attr["guid"])] = note
}

// link takes in a link. One between a note and something else puts the note
// there, as some programs do it.
func (q *qdpxReader) link(n *qdaNode) {
	from, to := qdaGUID(n.attr["originGUID"]), n.target()
	switch {
	case q.notes[from] != nil:
		q.attached[to] = append(q.attached[to], q.notes[from])
	case q.notes[to] != nil:
		q.attached[from] = append(q.attached[from], q.notes[to])
	default:
		q.links[from] = append(q.links[from], &qdpxLink{name: n.attr["name"], to: to, place: n.place})
	}
}

// said is the text of the notes that an element refers to, and of those that
// were linked to it.
func (q *qdpxReader) said(n *qdaNode) (texts []string) {
	var notes []*qdpxNote
	if guid := qdaGUID(n.attr["guid"]); guid != "" {
		notes = q.attached[guid]
		delete(q.attached, guid) // of two that are called so, the first is meant
	}
	for _, c := range n.children {
		if c.name != "NoteRef" {
			continue
		}
		if note := q.notes[c.target()]; note != nil {
			notes = append(slices.Clip(notes), note)
		} else {
			q.in.problem(c.place, "", "There is no note with the GUID %s.", quoted(c.target()))
		}
	}
	for _, note := range notes {
		note.used = true
		if text := q.noted(note); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// noted is the text of a note, which may stand in a file of its own.
func (q *qdpxReader) noted(note *qdpxNote) string {
	f, ok := q.internal(note.path)
	if !ok {
		if note.path != "" && note.text == "" {
			q.in.problem(note.place, "The note was left out.", "The text of a note, %s, is not there.", quoted(note.path))
		}
		return note.text
	}
	whole, err := q.in.text(f)
	if err != nil {
		q.in.problem(note.place, "The note was left out.", "%s", err)
	}
	note.text, note.path = strings.TrimPrefix(whole, "\uFEFF"), ""
	return note.text
}

// internal finds the file that a path names: internal://GUID.txt is in the
// folder sources, in whatever case; files outside of the archive may have been
// brought along in it.
func (q *qdpxReader) internal(p string) (File, bool) {
	if p == "" {
		return File{}, false
	}
	base := strings.ToLower(path.Base(strings.ReplaceAll(p, "\\", "/")))
	if f, ok := q.texts[base]; ok {
		return f, true
	}
	if plain, err := url.PathUnescape(base); err == nil {
		f, ok := q.texts[strings.ToLower(plain)]
		return f, ok
	}
	return File{}, false
}

// finish reports, once, what was left out.
func (q *qdpxReader) finish() {
	for _, origin := range slices.Sorted(maps.Keys(q.links)) {
		for _, l := range q.links[origin] {
			q.left.add(qdpxApart, l.name)
		}
	}
	for _, n := range q.notes {
		if !n.used {
			q.left.add("notes on other things than marks", "")
		}
	}
	at := place{file: q.file.Name}
	q.left.say(q.in.report, at)
	if n := q.labels.list(); len(n) > 0 {
		q.in.problem(at, "The names were left out; the marks go by their positions.", "%d marks are not called what stands there: %s.", n[0].Count, strings.Join(q.labels.names[n[0].What], ", "))
	}
}

// time reads an xsd:dateTime; one without a zone counts as UTC.
func (q *qdpxReader) time(n *qdaNode, attr string) time.Time {
	s := strings.TrimSpace(n.attr[attr])
	if s == "" {
		return zeroTime
	}
	t, ok := unstamp(s)
	if !ok {
		t, ok = unstamp(s + "Z")
	}
	if !ok || !annotation.ValidTime(t) {
		q.in.problem(n.place, "Times are written as in 2026-03-01T09:30:00Z.", "“%s” is not a time.", annotation.Clip(s))
		return zeroTime
	}
	return t
}
