package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"iter"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// Recogito is what Recogito's text annotator and Annotorious write: a list of
// Web Annotations with habits of their own, or their inner form, with bodies and
// quotes. IDs are bare UUIDs; each target has a quote and a position, which
// counts UTF-16 in the text of the page as it stands in the document, while the
// quote is as the browser shows it, so that their white space differs. There are
// no texts. Source: text-annotator-js, src/model/w3c and its test file, and
// recogito-js 1.x.
var Recogito = Format{
	ID: "recogito", Name: "Recogito and Annotorious", Ext: ".recogito.json", MIME: "application/json",
	About: "Marks without their texts, as Recogito's and Annotorious' annotators for web pages keep them; open the articles first.",
	Sniff: sniffRecogito,
	Holds: Holds{
		Overlap: true, Pieces: true, Several: true, Untagged: true, Letters: true, Notes: true, Relations: true,
		Creators: true, Times: true, IDs: true,
	},
	Counts: []Count{{Unit: UTF16}, {}},
	Loose:  true,
	Same:   sameFolded,
	Read:   readRecogito, Write: writeRecogito,
}

// sniffRecogito looks for a list of annotations of texts; what is one object is
// left to the Web Annotation format, which also reads collections and pages.
func sniffRecogito(data []byte) bool {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\uFEFF")))
	if !bytes.HasPrefix(data, []byte("[")) {
		return false
	}
	found := jsonKeys(data)
	return found["/target/selector"] && !found["/uri"] && (found["/body"] || found["/bodies"] || found["/target/annotation"] || found["/@context"])
}

// The types below are an annotation as it is written.
type (
	recogitoOut struct {
		Context    string         `json:"@context"`
		ID         string         `json:"id"`
		Type       string         `json:"type"`
		Motivation string         `json:"motivation,omitempty"`
		Body       []recogitoBody `json:"body"`
		Creator    *recogitoAgent `json:"creator,omitempty"`
		Created    string         `json:"created,omitempty"`
		Modified   string         `json:"modified,omitempty"`
		Target     any            `json:"target"`
	}
	recogitoBody struct {
		Type    string `json:"type"`
		Purpose string `json:"purpose"`
		Value   string `json:"value"`
	}
	recogitoAgent struct {
		ID   string `json:"id"`
		Name string `json:"name,omitempty"`
	}
	recogitoTarget struct {
		Annotation string `json:"annotation"`
		Source     string `json:"source"`
		Selector   [2]any `json:"selector"`
	}
	recogitoQuote struct {
		Type   string `json:"type"`
		Exact  string `json:"exact"`
		Prefix string `json:"prefix"`
		Suffix string `json:"suffix"`
	}
	recogitoPosition struct {
		Type  string        `json:"type"`
		Start article.UTF16 `json:"start"`
		End   article.UTF16 `json:"end"`
	}
)

// writeRecogito writes one list for all documents, which their sources tell
// apart.
func writeRecogito(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	b := bufio.NewWriterSize(w, 64<<10)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	b.WriteString("[")
	some := false
	write := func(out recogitoOut) error {
		if some {
			b.WriteString(",")
		}
		some = true
		b.WriteString("\n")
		return e.Encode(out)
	}
	for d, err := range docs {
		if err != nil {
			return err
		}
		if err := recogitoDoc(d, write); err != nil {
			return err
		}
	}
	b.WriteString("]\n")
	return b.Flush()
}

// recogitoDoc writes the marks of a document and then its relations.
func recogitoDoc(d *Doc, write func(recogitoOut) error) error {
	if len(d.Marks) == 0 {
		return nil
	}
	on, err := article.New(article.Meta{}, d.Text, nil)
	if err != nil {
		return err
	}
	ids := markIDs(d.Marks)
	for i, m := range d.Marks {
		out := recogitoBodies(ids.each[i], m)
		targets := make([]recogitoTarget, len(m.Pieces))
		for j, p := range m.Pieces {
			targets[j] = recogitoTarget{Annotation: out.ID, Source: sourceOf(d.ID), Selector: recogitoSelectors(on, p)}
		}
		if out.Target = any(targets); len(targets) == 1 {
			out.Target = targets[0]
		}
		if err := write(out); err != nil {
			return err
		}
	}
	for _, r := range d.Relations {
		from, to := ids.byKey[r.From], ids.byKey[r.To]
		out := recogitoOut{
			Context: annoContext, ID: derive("relation\x00" + from + "\x00" + r.Name + "\x00" + to), Type: "Annotation", Motivation: "linking",
			Body: []recogitoBody{{"TextualBody", "tagging", r.Name}}, Target: []w3cRef{{from}, {to}},
		}
		if err := write(out); err != nil {
			return err
		}
	}
	return nil
}

func recogitoSelectors(on *article.Article, p span.Span) [2]any {
	sel := anchor.Describe(on, p)
	return [2]any{
		recogitoQuote{"TextQuoteSelector", sel.Exact, sel.Prefix, sel.Suffix},
		recogitoPosition{"TextPositionSelector", on.UTF16Of(p.Start), on.UTF16Of(p.End)},
	}
}

// recogitoBodies is a mark without its targets.
func recogitoBodies(id string, m Mark) recogitoOut {
	out := recogitoOut{Context: annoContext, ID: id, Type: "Annotation", Body: []recogitoBody{}, Created: stamp(m.Created), Modified: stamp(m.Modified)}
	for _, tag := range m.Tags {
		out.Body = append(out.Body, recogitoBody{"TextualBody", "tagging", tag})
	}
	if m.Note != "" {
		out.Body = append(out.Body, recogitoBody{"TextualBody", "commenting", m.Note})
	}
	switch {
	case annotation.ValidID(m.Creator):
		out.Creator = &recogitoAgent{ID: m.Creator}
	case m.Creator != "":
		out.Creator = &recogitoAgent{ID: derive("person:" + m.Creator), Name: m.Creator}
	}
	return out
}
