package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// encodeW3C writes the project. Annotations are written one by one, so that
// the file never stands in memory as a whole.
func encodeW3C(w io.Writer, p project.Project, env Env) ([]Loss, error) {
	annotations, err := annotationsOf(p, env.Pace.Part(0, 1, 10))
	if err != nil {
		return nil, err
	}
	buffered := bufio.NewWriterSize(w, 64<<10)
	relations := relationsOf(p)
	total := len(annotations) + len(relations)
	o := objectWriter{w: buffered, pace: env.Pace.Part(1, 10, 10), total: total + p.Articles.Len()}
	o.open()
	writeHead(&o, p, total)
	if total > 0 {
		o.key("first")
		writePage(&o, p, annotations, relations)
	}
	o.close()
	buffered.WriteByte('\n')
	if o.err != nil {
		return nil, o.err
	}
	return lossesW3C(p), buffered.Flush()
}

func lossesW3C(p project.Project) []Loss { return lossesOf(bare(p), loose(p), privateOf(p)) }

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
	if articles := p.ArticlesInOrder(); len(articles) > 0 {
		o.key("cl:articles")
		o.array(len(articles), func(i int) {
			o.value(describeArticle(articles[i]))
			o.step(1)
		})
	}
	var readings []any
	for r := range p.Readings.All() {
		readings = append(readings, w3cReading{"cl:Reading", sourceOf(r.Article), string(r.State), stamp(r.Opened)})
	}
	o.list("cl:readings", readings)
	o.list("cl:class", each(classOf(p), describeClass))
}

// writePage writes the annotations, and behind them the relations, which are
// annotations of their own (w3c_relation.go).
func writePage(o *objectWriter, p project.Project, annotations []*annotation.Annotation, relations []*annotation.Relation) {
	collection := collectionIRI(p)
	o.open()
	o.field("id", uuidIRI+derive(collection+"/page/0"))
	o.field("type", "AnnotationPage")
	o.field("partOf", w3cRef{collection})
	o.field("startIndex", 0)
	o.key("items")
	item := itemWriter{p: p}
	o.array(len(annotations)+len(relations), func(i int) {
		if i < len(annotations) {
			o.w.Write(item.annotation(annotations[i], o.depth))
		} else {
			o.w.Write(item.relation(relations[i-len(annotations)], o.depth))
		}
		if i%itemsAtOnce == itemsAtOnce-1 {
			o.step(itemsAtOnce)
		}
	})
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
	if m.CorrectedBy != "" {
		out.CorrectedBy = sourceOf(m.CorrectedBy)
	}
	for _, b := range a.Blocks {
		out.Blocks = append(out.Blocks, w3cBlock{string(b.Kind), b.Start, b.End})
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

// objectWriter writes indented JSON piece by piece. Errors of the writer stay
// in the bufio.Writer until Flush.
type objectWriter struct {
	w     *bufio.Writer
	depth int
	some  bool // whether the object that is open has a field

	pace  project.Pace
	done  int
	total int
	err   error // of the pace: what comes after it is not written
}

// step pauses after n more of what there is much of.
func (o *objectWriter) step(n int) {
	if o.done += n; o.err == nil {
		o.err = o.pace.At(min(o.done, o.total), o.total)
	}
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
		o.array(len(values), func(i int) { o.value(values[i]) })
	}
}

// array writes n elements with the function.
func (o *objectWriter) array(n int, write func(i int)) {
	o.w.WriteByte('[')
	o.depth++
	for i := 0; i < n && o.err == nil; i++ {
		if i > 0 {
			o.w.WriteByte(',')
		}
		o.line()
		write(i)
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
