package exchange

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"claimlight/app/article"
	"claimlight/app/span"
)

// Hypothesis is what the Hypothesis service and its sidebar export: notes on web
// pages, without the texts of these. A row has a quote and a position in the
// text content of the page, in UTF-16, white space and menus included: the quote
// says where it is, and the position is a hint. Source: the client's
// src/types/api.ts and annotations-exporter, and the service's API schema.
var Hypothesis = Format{
	ID: "hypothesis", Name: "Hypothesis", Ext: ".hypothesis.json", MIME: "application/json",
	About: "Highlights and notes on web pages, as the Hypothesis service and its sidebar export them; open the articles first.",
	Sniff: sniffHypothesis,
	Holds: Holds{
		Overlap: true, Several: true, Untagged: true, Letters: true, Notes: true, Creators: true, Times: true, IDs: true,
	},
	Counts: []Count{{Unit: UTF16}},
	Loose:  true,
	Same:   sameFolded,
	Read:   readHypothesis,
}

// sameFolded compares pieces with a quote whatever the white space.
func sameFolded(pieces []string, quote string) bool {
	return foldSpaces(strings.Join(pieces, " ")) == foldSpaces(quote)
}

// sniffHypothesis looks for rows that have an address and what is marked there.
func sniffHypothesis(data []byte) bool {
	found := jsonKeys(data)
	for _, at := range []string{"/rows", "/annotations", ""} {
		target := found[at+"/target/selector"] || found[at+"/target"] && found[at+"/permissions"]
		if target && !found[at+"/@context"] && !found[at+"/body"] && (at == "/rows" || found[at+"/uri"]) {
			return true
		}
	}
	return false
}

// hypothesisReader gathers the rows of all files by the page they are on.
type hypothesisReader struct {
	in    *Input
	docs  map[string]*Doc
	order []*Doc
	// marks are where a row with an id is, as replies call it.
	marks   map[string]hypothesisPlace
	replies []hypothesisReply
	named   map[string]string // the account that has a name
	left    asides
}

type hypothesisPlace struct {
	doc   *Doc
	index int
}

// hypothesisReply is what somebody answered to a note.
type hypothesisReply struct {
	to   []string
	who  string
	text string
	made time.Time
	tags []string
}

func readHypothesis(in *Input, take func(*Doc) error) error {
	r := &hypothesisReader{in: in, docs: map[string]*Doc{}, marks: map[string]hypothesisPlace{}, named: map[string]string{}}
	for _, f := range in.Files {
		if err := in.records(f, r.record); err != nil {
			return err
		}
		r.left.say(in, place{file: f.Name})
	}
	r.answer()
	r.left.say(in, place{})
	for _, d := range r.order {
		if err := take(d); err != nil {
			return err
		}
	}
	return nil
}

// record reads an answer of the service, a file of the sidebar, or one row.
func (r *hypothesisReader) record(n *node) error {
	if !n.object() {
		return nil
	}
	rows, is := n.key("rows"), false
	if !rows.there() {
		rows = n.key("annotations")
	}
	if is = rows.there(); !is {
		r.row(n)
		return nil
	}
	all := rows.all()
	for i, row := range all {
		if row.object() {
			r.row(row)
		}
		if err := pause(r.in.Env.Pace, i, len(all)); err != nil {
			return err
		}
	}
	if total, ok := n.key("total").number(); ok && total > len(all) {
		n.key("total").problem("The service gives 200 at most in one answer; get the others too.", "There are %d notes, but %d of them are in the file.", total, len(all))
	}
	return nil
}

// row reads a highlight, a note, or a reply to one.
func (r *hypothesisReader) row(n *node) {
	r.left.at(n.place())
	m := Mark{
		Key: n.key("id").plain(), Note: n.key("text").text(), Creator: r.creator(n),
		Created: foreignTime(n.key("created")), Modified: foreignTime(n.key("updated")), place: n.place(),
	}
	for _, tag := range n.key("tags").few() {
		m.Tags = append(m.Tags, tag.text())
	}
	if n.key("hidden").truth() {
		r.left.add("Notes that moderators hid were read like the others", "")
	}
	uri, found := hypothesisTarget(n, &m)
	switch {
	case len(n.key("references").all()) > 0:
		reply := hypothesisReply{who: m.Creator, text: m.Note, made: m.Created, tags: m.Tags}
		for _, to := range n.key("references").all() {
			reply.to = append(reply.to, to.plain())
		}
		r.replies = append(r.replies, reply)
		return
	case !found:
		r.left.add("Notes on whole pages were left out", uri)
		return
	case m.Quote == "":
		n.key("target").problem(hintLeftOut, "The note has a place on the page, but not the text that is marked.")
		return
	}
	if _, twice := r.marks[m.Key]; twice {
		r.left.add("Notes that are there twice were read once", m.Key)
		return
	}
	d := r.page(n, uri)
	if m.Key != "" {
		m.ID = hypothesisIRI + m.Key
		r.marks[m.Key] = hypothesisPlace{d, len(d.Marks)}
	}
	d.Marks = append(d.Marks, m)
}

// noAddress is what a page is called of which a file does not say where it is.
const noAddress = "a page without an address"

// hypothesisIRI is before the id in the address of an annotation.
const hypothesisIRI = "https://hypothes.is/a/"

// page returns the document of an address.
func (r *hypothesisReader) page(n *node, uri string) *Doc {
	d := r.docs[uri]
	if d == nil {
		d = &Doc{Key: cmp.Or(uri, noAddress), Meta: article.Meta{Source: uri}, place: n.place()}
		r.docs[uri], r.order = d, append(r.order, d)
	}
	for _, title := range n.key("document").key("title").all() {
		if d.Meta.Title == "" {
			d.Meta.Title = title.plain()
		}
	}
	return d
}

// hypothesisTarget reads where a row is; false if it is on a whole page.
func hypothesisTarget(n *node, m *Mark) (uri string, found bool) {
	uri = n.key("uri").text()
	targets := n.key("target").all()
	for i, t := range targets {
		if uri == "" {
			uri = t.key("source").plain()
		}
		if i > 0 {
			t.problem("It was left out.", "Only the first target of a note is read.")
			continue
		}
		for _, s := range t.key("selector").all() {
			found = true
			switch s.key("type").plain() {
			case "TextQuoteSelector":
				m.Quote, m.Prefix, m.Suffix = s.key("exact").text(), s.key("prefix").text(), s.key("suffix").text()
			case "TextPositionSelector":
				start, ok1 := s.key("start").number()
				end, ok2 := s.key("end").number()
				if ok1 && ok2 && start >= 0 && start < end {
					m.Pieces = []span.Span{{Start: start, End: end}}
				}
			}
		}
	}
	return uri, found
}

// creator is the name that a person shows, or that of the account. Where two
// show the same, the second one's account stands behind it.
func (r *hypothesisReader) creator(n *node) string {
	account := n.key("user").text()
	user, _, _ := strings.Cut(strings.TrimPrefix(account, "acct:"), "@")
	name := n.key("user_info").key("display_name").plain()
	if name = strings.TrimSpace(name); name == "" {
		name = user
	}
	if first, taken := r.named[name]; taken && first != account {
		return name + " (" + user + ")"
	}
	r.named[name] = account
	return name
}

// answer puts replies into the note of what they answer, the oldest first.
func (r *hypothesisReader) answer() {
	r.left.at(place{}) // what replies stood where is not kept
	slices.SortStableFunc(r.replies, func(a, b hypothesisReply) int { return a.made.Compare(b.made) })
	for _, reply := range r.replies {
		at := slices.IndexFunc(reply.to, func(id string) bool { _, ok := r.marks[id]; return ok })
		if at < 0 {
			r.left.add("Replies were left out, since what they answer is no mark in the file", reply.who)
			continue
		}
		on := r.marks[reply.to[at]]
		m := &on.doc.Marks[on.index]
		for _, tag := range reply.tags {
			r.left.add("Tags of replies were left out", tag)
		}
		m.Note = strings.TrimLeft(m.Note+"\n\n"+cmp.Or(reply.who, "Reply")+": "+reply.text, "\n")
		r.left.add("Replies went into the note of what they answer", reply.who)
	}
}
