package exchange

import (
	"cmp"
	"strings"

	"claimlight/app/anchor"
	"claimlight/app/article"
	"claimlight/app/span"
)

// recogitoReader gathers annotations by the page they are on.
type recogitoReader struct {
	in    *Input
	docs  map[string]*Doc
	order []*Doc
	of    map[string]*Doc // by the key of a mark
	links []*recogitoLink
	byID  map[string]*recogitoLink
	left  asides
}

// recogitoLink is a relation between annotations.
type recogitoLink struct {
	from, to string
	names    []string
	place
}

func readRecogito(in *Input, take func(*Doc) error) error {
	r := &recogitoReader{in: in, docs: map[string]*Doc{}, of: map[string]*Doc{}, byID: map[string]*recogitoLink{}}
	for _, f := range in.Files {
		err := in.records(f, func(n *node) error {
			if n.object() {
				r.annotation(n)
			}
			return nil
		})
		if err != nil {
			return err
		}
		r.left.say(in, place{file: f.Name})
	}
	for _, link := range r.links {
		r.relate(link)
	}
	for _, d := range r.order {
		if err := take(d); err != nil {
			return err
		}
	}
	return nil
}

// annotation reads a mark, a relation between two, or the name of one.
func (r *recogitoReader) annotation(n *node) {
	r.left.at(n.place())
	id := recogitoID(n.key("id"))
	if link := r.byID[recogitoID(n.key("target"))]; link != nil {
		link.names = append(link.names, r.bodies(n).Tags...)
		return
	}
	selected := false
	for _, t := range n.key("target").all() {
		selected = selected || t.key("selector").there()
	}
	if n.key("motivation").has("linking") && !selected {
		r.link(n, id)
		return
	}
	m := r.bodies(n)
	m.Key, m.ID = id, id
	source, ok := r.targets(n, &m)
	if !ok {
		return
	}
	d := r.docs[source]
	if d == nil {
		d = &Doc{Key: cmp.Or(source, noAddress), Meta: article.Meta{Source: source}, place: n.place()}
		r.docs[source], r.order = d, append(r.order, d)
	}
	d.Marks = append(d.Marks, m)
	if id != "" {
		r.of[id] = d
	}
}

// recogitoID is an id as others call it; older files have a # before it.
func recogitoID(n *node) string {
	if id := n.key("id"); id.there() {
		n = id
	}
	return strings.TrimPrefix(strings.TrimPrefix(n.plain(), "#"), uuidIRI)
}

// link reads a relation: from the first target to the second, or from the
// target to the body.
func (r *recogitoReader) link(n *node, id string) {
	var ends []string
	for _, t := range n.key("target").all() {
		ends = append(ends, recogitoID(t))
	}
	for _, b := range n.key("body").all() {
		if !b.key("value").there() {
			ends = append(ends, recogitoID(b))
		}
	}
	if len(ends) != 2 {
		n.problem("It was left out.", "An annotation that links joins two others, not %d.", len(ends))
		return
	}
	link := &recogitoLink{from: ends[0], to: ends[1], place: n.place()}
	for _, b := range n.key("body").all() {
		if isText(b) {
			link.names = append(link.names, b.key("value").text())
		}
	}
	r.links = append(r.links, link)
	if id != "" {
		r.byID[id] = link
	}
}

func (r *recogitoReader) relate(link *recogitoLink) {
	d := r.of[link.from]
	if d == nil || d != r.of[link.to] {
		r.in.problem(link.place, "It was left out.", "A relation joins %s and %s, and they are not annotations of one text here.", quoted(link.from), quoted(link.to))
		return
	}
	if len(link.names) == 0 {
		link.names = []string{unnamed}
	}
	for _, name := range link.names {
		d.Relations = append(d.Relations, Relation{Name: name, From: link.from, To: link.to, place: link.place})
	}
}

// bodies reads what an annotation says. Comments stand one below the other, each
// behind who wrote it if that is somebody else.
func (r *recogitoReader) bodies(n *node) Mark {
	target := n.key("target")
	m := Mark{
		Creator: recogitoAgentOf(n.key("creator")), Created: foreignTime(n.key("created")), Modified: foreignTime(n.key("modified")), place: n.place(),
	}
	if n.key("bodies").there() { // the inner form has these on the target
		m.Creator, m.Created, m.Modified = recogitoAgentOf(target.key("creator")), foreignTime(target.key("created")), foreignTime(target.key("updated"))
	}
	for _, b := range append(n.key("body").all(), n.key("bodies").all()...) {
		value := b.key("value")
		if label := value.key("label"); label.there() {
			value = label
		}
		text, is := value.value.(string)
		text = strings.ReplaceAll(text, "\x00", "")
		tag := b.key("purpose").has("tagging") || b.key("purpose").has("classifying")
		switch {
		case !is && tag && b.key("source").there():
			m.Tags = append(m.Tags, iriNode(b.key("source")).plain())
		case !is:
			r.left.add("Bodies that are neither tags nor comments were left out", b.key("purpose").plain())
		case tag:
			m.Tags = append(m.Tags, text)
		case text != "":
			if who := recogitoAgentOf(b.key("creator")); m.Creator == "" {
				m.Creator = who
			} else if who != "" && who != m.Creator {
				text = who + ": " + text
			}
			m.Note = strings.TrimPrefix(m.Note+"\n"+text, "\n")
		}
	}
	return m
}

// recogitoAgentOf is what a creator is called: by the name, and if there is none
// by the id.
func recogitoAgentOf(n *node) string {
	for _, who := range n.all() {
		for _, name := range []string{who.key("name").plain(), who.key("nickname").plain(), who.key("id").plain(), who.plain()} {
			if name != "" {
				return strings.TrimPrefix(name, uuidIRI)
			}
		}
	}
	return ""
}

// targets reads where a mark is; false if that is no passage of a text.
func (r *recogitoReader) targets(n *node, m *Mark) (source string, ok bool) {
	var quotes []string
	positions := true
	for _, t := range n.key("target").all() {
		if source == "" {
			source = iriNode(t.key("source")).plain()
		}
		parts := recogitoParts(t.key("selector"))
		if len(parts) == 0 {
			r.left.add("Annotations of something other than a passage of text were left out", t.key("selector").key("type").plain())
			return "", false
		}
		for _, part := range parts {
			positions = positions && part.Start != nowhere
			m.Parts = append(m.Parts, part)
			m.Pieces = append(m.Pieces, span.Span{Start: part.Start, End: part.End})
			quotes = append(quotes, part.Exact)
		}
	}
	if len(m.Parts) == 0 {
		n.problem("It was left out.", "An annotation has no target.")
		return "", false
	}
	m.Prefix, m.Suffix = m.Parts[0].Prefix, m.Parts[len(m.Parts)-1].Suffix
	m.Quote = strings.TrimSpace(strings.Join(quotes, " "))
	if len(m.Parts) == 1 {
		m.Quote = quotes[0]
	}
	if !positions {
		m.Pieces = nil
	}
	if strings.Join(quotes, "") == "" {
		n.key("target").problem(hintLeftOut, "The annotation has a place on the page, but not the text that is marked.")
		return "", false
	}
	return source, true
}

// recogitoParts reads selectors: a quote and a position together, or several of
// the inner form, in which one has both.
func recogitoParts(n *node) (parts []anchor.Selectors) {
	one := anchor.Selectors{Start: nowhere, End: nowhere}
	found := false
	for _, s := range n.all() {
		switch {
		case s.key("quote").there():
			around := s.key("quoteContext")
			part := anchor.Selectors{Exact: s.key("quote").text(), Prefix: around.key("prefix").text(), Suffix: around.key("suffix").text(), Start: nowhere, End: nowhere}
			recogitoSpan(s, &part)
			parts = append(parts, part)
		case s.key("type").has("TextQuoteSelector"):
			one.Exact, one.Prefix, one.Suffix = s.key("exact").text(), s.key("prefix").text(), s.key("suffix").text()
			found = found || one.Exact != ""
		case s.key("type").has("TextPositionSelector"):
			found = recogitoSpan(s, &one) || found
		}
	}
	if found {
		parts = append(parts, one)
	}
	return parts
}

// recogitoSpan reads a position; what is wrong with it is reported, and then the
// quote must do.
func recogitoSpan(s *node, sel *anchor.Selectors) bool {
	at, ok := foreignSpan(s.key("start"), s.key("end"))
	if ok {
		sel.Start, sel.End = at.Start, at.End
	}
	return ok
}
