//go:build !page

package exchange

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/span"
)

// labelstudioRegion is a place with all that results say of it.
type labelstudioRegion struct {
	mark     Mark
	to       string // the object that it is on
	source   string // the data of the object, where the result says it
	html     bool   // it is in HTML: start and end are ways to elements
	turns    bool   // it is in a dialogue: start and end are turns of it
	from, by int    // the offsets in these
	noted    []string
}

// labelstudioItem is one result.
type labelstudioItem struct {
	at         *node
	id         string
	from, kind string
	to, source string
}

// labelstudioKinds are the kinds of results that can say something of a text,
// which are also the keys of what they say.
var labelstudioKinds = []string{"labels", "hypertextlabels", "paragraphlabels", "choices", "taxonomy", "rating", "number", "datetime"}

// labelstudioKind is the kind of a value, by what it holds; "" if unknown.
func labelstudioKind(value *node) string {
	for _, kind := range labelstudioKinds {
		if value.key(kind).there() {
			return kind
		}
	}
	if _, is := value.key("text").value.([]any); is {
		return "textarea"
	}
	return ""
}

// item reads a result.
func (j *labelstudioJob) item(n *node) {
	if !n.object() {
		return
	}
	value := n.key("value")
	i := labelstudioItem{
		at: n, id: n.key("id").plain(), from: n.key("from_name").plain(), kind: strings.ToLower(n.key("type").plain()),
		to: n.key("to_name").plain(), source: strings.TrimPrefix(n.key("source").plain(), "$"),
	}
	if i.kind == "" {
		i.kind = labelstudioKind(value)
	}
	switch {
	case i.kind == "relation":
		j.relations = append(j.relations, n)
	case !value.there() || !value.object():
		n.problem("It was left out.", "A result has no value.")
	case !labelstudioOnText(i.kind, n, value):
		j.left.add("Results on something other than text were left out", i.kind)
	case !value.key("start").there() && j.byID[i.id] == nil:
		j.left.add("Answers about a whole text were left out", i.from)
	default:
		j.answer(value, i)
	}
}

// labelstudioOnText reports whether a result may be on a text: those on sounds
// have the same kind.
func labelstudioOnText(kind string, n, value *node) bool {
	if value.key("channel").there() || n.key("original_length").there() || n.key("original_width").there() {
		return false
	}
	for _, k := range append(labelstudioKinds, "textarea", "") {
		if k == kind {
			return true
		}
	}
	return false
}

// answer puts what a result says into the region that it is of.
func (j *labelstudioJob) answer(value *node, i labelstudioItem) {
	r := j.byID[i.id]
	if r == nil {
		r = &labelstudioRegion{to: i.to, source: i.source}
		r.mark = Mark{Creator: j.creator, Created: j.created, Modified: j.changed, place: i.at.place()}
		if i.id != "" {
			r.mark.Key = j.key + "/" + i.id
			j.byID[i.id] = r
		}
		if annotation.ValidID(i.id) {
			r.mark.ID = i.id
		}
		r.placed(value)
		j.regions = append(j.regions, r)
	} else if value.key("start").there() && !r.agrees(value) {
		value.problem("The first place counts.", "The region %s has two places.", quoted(i.id))
	}
	if r.mark.Quote == "" && i.kind != "textarea" {
		r.mark.Quote = labelstudioQuote(value.key("text"))
	}
	r.says(value, i)
	j.notes(r, i.at.key("meta"))
	j.others(i.at, "Fields of regions were left out", "score", "parentID", "normalization")
}

// labelstudioQuote is the text that a result has for its region. NUL becomes
// what it becomes in texts.
func labelstudioQuote(n *node) string {
	s, _ := n.value.(string)
	return unescapeLabelStudio(strings.ReplaceAll(s, "\x00", "\uFFFD"))
}

// placed reads where a region is. What cannot be a position is reported, and
// then the quote must do.
func (r *labelstudioRegion) placed(value *node) {
	start, end := value.key("start"), value.key("end")
	way, _ := start.value.(string)
	switch _, err := strconv.Atoi(way); {
	case way == "":
		if s, ok := foreignSpan(start, end); ok {
			r.mark.Pieces = []span.Span{s}
		}
	case err == nil:
		r.turns = true
		first, _ := strconv.Atoi(way)
		last, err := strconv.Atoi(end.plain())
		if err != nil {
			end.problem(hintQuoteOnly, "A turn of a dialogue is expected here, not %s.", quoted(end.plain()))
			return
		}
		r.mark.Pieces = []span.Span{{Start: first, End: last}}
		r.from, r.by = value.key("startOffset").integer(), value.key("endOffset").integer()
	case way[0] != '/':
		start.number() // says what is expected
	default:
		r.html = true
		if whole := value.key("globalOffsets"); whole.there() {
			start, end = whole.key("start"), whole.key("end")
		} else if way == end.plain() && strings.Count(way, "/") == 1 {
			start, end = value.key("startOffset"), value.key("endOffset")
		} else {
			return
		}
		if s, ok := foreignSpan(start, end); ok {
			r.mark.Pieces = []span.Span{s}
		}
	}
}

// agrees reports whether another result of the region gives the same place.
func (r *labelstudioRegion) agrees(value *node) bool {
	if r.html || r.turns || len(r.mark.Pieces) == 0 {
		return true
	}
	want := r.mark.Pieces[0]
	return value.key("start").plain() == strconv.Itoa(want.Start) && value.key("end").plain() == strconv.Itoa(want.End)
}

// says reads labels as tags, and other answers as values of attributes that are
// called as the question is.
func (r *labelstudioRegion) says(value *node, i labelstudioItem) {
	name := i.from
	if name == "" {
		name = i.kind
	}
	answer := func(s string) {
		if s != "" {
			r.mark.Values = append(r.mark.Values, Value{Name: name, Value: s})
		}
	}
	switch i.kind {
	case "labels", "hypertextlabels", "paragraphlabels":
		for _, label := range value.key(i.kind).few() {
			r.mark.Tags = append(r.mark.Tags, label.text())
		}
	case "textarea":
		var lines []string
		for _, line := range value.key("text").few() {
			lines = append(lines, line.text())
		}
		answer(strings.Join(lines, "\n"))
	case "taxonomy":
		for _, path := range value.key(i.kind).few() {
			var steps []string
			for _, step := range path.few() {
				steps = append(steps, step.text())
			}
			answer(strings.Join(steps, " / "))
		}
	default:
		for _, one := range value.key(i.kind).few() {
			if _, number := one.value.(json.Number); number {
				answer(one.plain())
			} else {
				answer(one.text())
			}
		}
	}
}

// notes reads the notes of a region, which each of its results repeats, and the
// times that we write there.
func (j *labelstudioJob) notes(r *labelstudioRegion, meta *node) {
	if !meta.there() || !meta.object() {
		return
	}
	var lines []string
	for _, line := range meta.key("text").few() {
		lines = append(lines, line.text())
	}
	note := strings.Join(lines, "\n")
	switch {
	case note == "" || slices.Contains(r.noted, note):
	case len(r.noted) >= maxList:
		j.left.add(fmt.Sprintf("Notes of regions with more than %d were left out", maxList), "")
	default:
		r.noted = append(r.noted, note)
	}
	if t := foreignTime(meta.key("created_at")); !t.IsZero() {
		r.mark.Created = t
	}
	if t := foreignTime(meta.key("updated_at")); !t.IsZero() {
		r.mark.Modified = t
	}
}
