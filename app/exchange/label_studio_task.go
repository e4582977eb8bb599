//go:build !page

package exchange

import (
	"maps"
	"slices"
	"strings"

	"claimlight/app/article"
	"claimlight/app/span"
)

// labelstudioField is what data may say of an article, and the keys under which
// it stands.
type labelstudioField struct {
	keys []string
	of   func(*article.Meta) *string
}

var labelstudioMeta = []labelstudioField{
	{[]string{"title", "headline"}, func(m *article.Meta) *string { return &m.Title }},
	{[]string{"byline", "author"}, func(m *article.Meta) *string { return &m.Byline }},
	{[]string{"source", "url"}, func(m *article.Meta) *string { return &m.Source }},
	{[]string{"date", "published"}, func(m *article.Meta) *string { return &m.Date }},
	{[]string{"language", "lang"}, func(m *article.Meta) *string { return &m.Language }},
	{[]string{"file", "filename"}, func(m *article.Meta) *string { return &m.File }},
}

// finish makes the documents of a task, mostly one, and hands them on.
func (t *labelstudioTask) finish() error {
	t.texts.read(t.data)
	onto := map[*labelstudioRegion]*Doc{}
	for _, j := range t.jobs {
		for _, r := range j.regions {
			text := t.document(t.choose(r), r)
			if text == nil {
				t.in.problem(r.mark.place, hintLeftOut, "The task has no text that this region could be on.")
			} else if t.fit(r, text) {
				r.mark.Note = strings.Join(r.noted, "\n")
				text.doc.Marks = append(text.doc.Marks, r.mark)
				onto[r] = text.doc
			}
		}
	}
	if len(t.docs) == 0 && t.document(t.choose(&labelstudioRegion{}), nil) == nil {
		t.left.add("Tasks without a text were left out", t.key)
	}
	for _, j := range t.jobs {
		for _, n := range j.relations {
			j.relation(n, onto)
		}
	}
	t.fields()
	for _, d := range t.docs {
		if d.Text == "" && len(d.Marks) == 0 {
			t.left.add("Tasks with an address instead of a text were left out", t.key)
		} else if err := t.take(d); err != nil {
			return err
		}
	}
	return nil
}

// document makes a document of one of the texts, unless it is one. That of HTML
// has no text: what is marked there is looked for in an article that is open.
func (t *labelstudioTask) document(key string, r *labelstudioRegion) *labelstudioText {
	text := t.texts.found[key]
	if text == nil {
		return nil
	}
	if text.doc == nil {
		text.doc = &Doc{Key: t.key, Meta: t.meta(key), Text: text.raw, place: t.at}
		if len(t.docs) > 0 {
			text.doc.Key += " " + key
		}
		if text.url {
			text.doc.Text, text.doc.Meta.Source = "", text.raw
		}
		if text.turns != nil {
			t.left.add("Dialogues were read as texts in which each turn is a line", "")
		}
		t.docs = append(t.docs, text.doc)
	}
	if r != nil {
		t.usual["\x00"] = key
	}
	if r != nil && r.html && text.doc.Text != "" && labelstudioMarkup.MatchString(text.raw) {
		text.doc.Text = ""
		t.left.add("Texts in HTML are not read here, and their marks were looked for in the articles that are open", t.key)
	}
	return text
}

// meta reads what the data of a task say of the article.
func (t *labelstudioTask) meta(text string) (m article.Meta) {
	for _, known := range labelstudioMeta {
		for _, key := range known.keys {
			if field := known.of(&m); key != text && *field == "" {
				*field = t.data.key(key).plain()
			}
		}
	}
	return m
}

// fields reports data that there is no place for.
func (t *labelstudioTask) fields() {
	object, _ := t.data.value.(map[string]any)
	minimal := t.data.key("annotation_id").there()
	for _, key := range slices.Sorted(maps.Keys(object)) {
		text := t.texts.found[key]
		known := text != nil && text.doc != nil || object[key] == nil || object[key] == "" ||
			slices.ContainsFunc(labelstudioMeta, func(f labelstudioField) bool { return slices.Contains(f.keys, key) })
		if minimal {
			known = known || slices.Contains(labelstudioOwn, key) || labelstudioRegions(t.data.key(key))
		}
		if !known {
			t.left.add("Fields of tasks were left out", key)
		}
	}
}

// labelstudioRegions reports whether a field of JSON-MIN holds regions.
func labelstudioRegions(n *node) bool {
	list, _ := n.value.([]any)
	return len(list) > 0 && n.all()[0].key("start").there()
}

// fit makes the pieces of a region ones of the text of its document; false if
// nobody can tell where it is, which is reported.
func (t *labelstudioTask) fit(r *labelstudioRegion, text *labelstudioText) bool {
	switch {
	case r.turns:
		r.mark.Pieces = t.turned(r, text.turns)
	case r.html && text.doc.Text == "":
		r.mark.Pieces = nil // these count text nodes of what is not here
	}
	if len(r.mark.Pieces) == 0 && r.mark.Quote == "" {
		t.in.problem(r.mark.place, hintLeftOut, "The region has neither a position in the text nor the text that is marked.")
		return false
	}
	return true
}

// turned are the pieces of a region from one turn of a dialogue to another: who
// speaks is not part of it. nil if it is not in the dialogue.
func (t *labelstudioTask) turned(r *labelstudioRegion, turns []span.Span) (out []span.Span) {
	if len(r.mark.Pieces) == 0 {
		return nil
	}
	first, last := r.mark.Pieces[0].Start, r.mark.Pieces[0].End
	if first < 0 || last < first || last >= len(turns) {
		t.in.problem(r.mark.place, hintQuoteOnly, "The region goes from turn %d to turn %d of a dialogue that has %d.", first, last, len(turns))
		return nil
	}
	for i := first; i <= last; i++ {
		s := turns[i]
		if i == last {
			s.End = min(s.End, s.Start+max(r.by, 0))
		}
		if i == first {
			s.Start += max(r.from, 0)
		}
		if s.Start < s.End {
			out = append(out, s)
		}
	}
	return out
}

// relation reads a relation between regions, one for each of its labels; one
// that goes both ways becomes two.
func (j *labelstudioJob) relation(n *node, onto map[*labelstudioRegion]*Doc) {
	from, to := j.region(n.key("from_id")), j.region(n.key("to_id"))
	if onto[from] == nil || onto[to] == nil || onto[from] != onto[to] {
		n.problem("It was left out.", "A relation joins %s and %s, and they are not regions of one text here.", quoted(n.key("from_id").plain()), quoted(n.key("to_id").plain()))
		return
	}
	direction := n.key("direction").plain()
	if direction == "left" {
		from, to = to, from
	}
	var names []string
	for _, label := range n.key("labels").few() {
		names = append(names, label.text())
	}
	if len(names) == 0 {
		names = []string{unnamed}
	}
	d := onto[from]
	for _, name := range names {
		d.Relations = append(d.Relations, Relation{Name: name, From: from.mark.Key, To: to.mark.Key, place: n.place()})
		if direction == "bi" {
			d.Relations = append(d.Relations, Relation{Name: name, From: to.mark.Key, To: from.mark.Key, place: n.place()})
		}
	}
}

// region finds a region by its id: in the same annotation, or in another of the
// task, as in our own files, where people's marks may be related to those of
// others.
func (j *labelstudioJob) region(n *node) *labelstudioRegion {
	id := n.plain()
	if r := j.byID[id]; r != nil {
		return r
	}
	for _, other := range j.jobs {
		if r := other.byID[id]; r != nil {
			return r
		}
	}
	return nil
}
