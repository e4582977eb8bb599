package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// encodeW3C writes the project. Annotations are written one by one, so that
// the file never stands in memory as a whole.
func encodeW3C(w io.Writer, p project.Project, _ Env) ([]Loss, error) {
	annotations := annotationsOf(p)
	buffered := bufio.NewWriterSize(w, 64<<10)
	o := objectWriter{w: buffered}
	o.open()
	writeHead(&o, p, len(annotations))
	if len(annotations) > 0 {
		o.key("first")
		writePage(&o, p, annotations)
	}
	o.close()
	buffered.WriteByte('\n')
	return lossesW3C(p), buffered.Flush()
}

func lossesW3C(p project.Project) []Loss { return lossesOf(bare(p)) }

func collectionIRI(p project.Project) string { return iriOf(p.Info().ID) }

func writeHead(o *objectWriter, p project.Project, total int) {
	info := p.Info()
	o.field("@context", []any{annoContext, ownContext})
	o.field("id", collectionIRI(p))
	o.field("type", "AnnotationCollection")
	if p.Infos.Len() > 0 {
		o.field("label", info.Name)
	}
	o.field("generator", w3cAgent{ID: "https://claimlight.org/", Type: "Software", Name: "Claimlight"})
	o.field("total", total)
	o.field("cl:version", Version)
	if p.Infos.Len() > 0 {
		o.field("cl:project", w3cProject{"cl:Project", info.Name, info.Closed, optionalIRI(string(info.Annotator)), stamp(info.Created)})
	}
	o.list("cl:people", each(sortedPeople(p), agentOf))
	o.list("cl:codebook", each(p.Tags.Sorted(annotation.CompareTags), tagOf))
	o.list("cl:attributes", each(p.Attributes.Sorted(annotation.CompareAttributes), attributeOf))
	o.list("cl:articles", each(p.ArticlesInOrder(), describeArticle))
	var readings []any
	for r := range p.Readings.All() {
		readings = append(readings, w3cReading{"cl:Reading", sourceOf(r.Article), string(r.State), stamp(r.Opened)})
	}
	o.list("cl:readings", readings)
}

func writePage(o *objectWriter, p project.Project, annotations []*annotation.Annotation) {
	collection := collectionIRI(p)
	o.open()
	o.field("id", uuidIRI+derive(collection+"/page/0"))
	o.field("type", "AnnotationPage")
	o.field("partOf", w3cRef{collection})
	o.field("startIndex", 0)
	o.key("items")
	o.array(len(annotations), func(i int) any { return describeAnnotation(p, annotations[i]) })
	o.close()
}

func optionalIRI(id string) string {
	if id == "" {
		return ""
	}
	return iriOf(id)
}

func each[T any](records []T, describe func(T) any) []any {
	out := make([]any, len(records))
	for i, r := range records {
		out[i] = describe(r)
	}
	return out
}

func agentOf(p *annotation.Person) any {
	return w3cAgent{iriOf(string(p.ID)), "Person", p.Name, p.Nickname}
}

func tagOf(t *annotation.Tag) any {
	return w3cTag{
		ID: iriOf(string(t.ID)), Type: "cl:Tag", Name: t.Name, Definition: t.Definition, Example: t.Example,
		Counterexample: t.Counterexample, Color: t.Color, Cue: string(t.Cue), Digit: t.Digit, Rank: t.Rank,
	}
}

func attributeOf(a *annotation.Attribute) any {
	out := w3cAttribute{ID: iriOf(string(a.ID)), Type: "cl:Attribute", Name: a.Name, Rank: a.Rank}
	for _, c := range a.Choices {
		out.Choices = append(out.Choices, w3cChoice{c.ID, c.Name})
	}
	for _, t := range a.Tags {
		out.Tags = append(out.Tags, iriOf(string(t)))
	}
	return out
}

func describeArticle(a *article.Article) any {
	m := a.Meta
	out := w3cArticle{
		ID: sourceOf(a.ID), Type: "cl:Article", Title: m.Title, TitleMade: m.TitleMade, Byline: m.Byline, Source: m.Source,
		Date: m.Date, Language: m.Language, File: m.File, Rank: m.Rank, SHA256: string(a.ID), Text: a.Text,
	}
	for _, b := range a.Blocks {
		out.Blocks = append(out.Blocks, w3cBlock{string(b.Kind), b.Start, b.End})
	}
	return out
}

func describeAnnotation(p project.Project, a *annotation.Annotation) any {
	out := w3cAnnotation{
		ID: iriOf(string(a.ID)), Type: "Annotation", Motivation: motivationOf(a),
		Created: stamp(a.Created), Modified: stamp(a.Modified), Body: bodiesOf(p, a),
	}
	if a.Creator != "" {
		agent := w3cAgent{ID: iriOf(string(a.Creator)), Type: "Person"}
		if who := p.Person(a.Creator); who != nil {
			agent.Name, agent.Nickname = who.Name, who.Nickname
		}
		out.Creator = &agent
	}
	for _, v := range a.Values {
		out.Values = append(out.Values, w3cValue{iriOf(string(v.Attribute)), v.Value})
	}
	targets := each(a.Pieces, func(piece annotation.Piece) any { return targetOf(p.Article(a.Article), a.Article, piece) })
	if out.Target = targets; len(targets) == 1 {
		out.Target = targets[0]
	}
	return out
}

// motivationOf names why the annotation was made: there SHOULD be exactly one
// motivation (Web Annotation Data Model, 3.3.5).
func motivationOf(a *annotation.Annotation) string {
	switch {
	case len(a.Tags) > 0:
		return "tagging"
	case a.Note != "":
		return "commenting"
	}
	return "highlighting"
}

func bodiesOf(p project.Project, a *annotation.Annotation) (bodies []w3cBody) {
	for _, id := range a.Tags {
		name := string(id)
		if t := p.Tag(id); t != nil {
			name = t.Name
		}
		bodies = append(bodies, w3cBody{"TextualBody", "tagging", name, "text/plain", iriOf(string(id))})
	}
	if a.Note != "" {
		bodies = append(bodies, w3cBody{"TextualBody", "commenting", a.Note, "text/plain", ""})
	}
	return bodies
}

func targetOf(a *article.Article, id article.ID, piece annotation.Piece) w3cTarget {
	sel := anchor.Selectors{Start: piece.Start, End: piece.End}
	if a != nil {
		sel = anchor.Describe(a, piece.Span)
	}
	return w3cTarget{"SpecificResource", sourceOf(id), [2]any{
		w3cQuote{"TextQuoteSelector", piece.Quote, sel.Prefix, sel.Suffix},
		w3cPosition{"TextPositionSelector", piece.Start, piece.End},
	}}
}

// objectWriter writes indented JSON piece by piece. Errors of the writer stay
// in the bufio.Writer until Flush.
type objectWriter struct {
	w     *bufio.Writer
	depth int
	some  bool // whether the object that is open has a field
}

func (o *objectWriter) line() { o.w.WriteString("\n" + strings.Repeat("\t", o.depth)) }

func (o *objectWriter) open() {
	o.w.WriteByte('{')
	o.depth, o.some = o.depth+1, false
}

func (o *objectWriter) close() {
	o.depth, o.some = o.depth-1, true
	o.line()
	o.w.WriteByte('}')
}

func (o *objectWriter) key(name string) {
	if o.some {
		o.w.WriteByte(',')
	}
	o.some = true
	o.line()
	o.w.WriteString(`"` + name + `": `)
}

func (o *objectWriter) field(name string, v any) {
	o.key(name)
	o.value(v)
}

// list writes a field that is a list, unless it is empty.
func (o *objectWriter) list(name string, values []any) {
	if len(values) > 0 {
		o.key(name)
		o.array(len(values), func(i int) any { return values[i] })
	}
}

func (o *objectWriter) array(n int, at func(int) any) {
	o.w.WriteByte('[')
	o.depth++
	for i := range n {
		if i > 0 {
			o.w.WriteByte(',')
		}
		o.line()
		o.value(at(i))
	}
	o.depth--
	o.line()
	o.w.WriteByte(']')
}

// value writes one value. It cannot fail: all types above are plain.
func (o *objectWriter) value(v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(strings.Repeat("\t", o.depth), "\t")
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	o.w.Write(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
