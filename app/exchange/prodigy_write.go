//go:build !page

package exchange

import (
	"io"
	"iter"
	"slices"
)

// prodigyTaskOut is a task as it is written.
type prodigyTaskOut struct {
	View      string            `json:"_view_id"`
	Text      string            `json:"text"`
	Meta      map[string]string `json:"meta,omitempty"`
	Tokens    []prodigyToken    `json:"tokens"`
	Spans     []prodigySpanOut  `json:"spans"`
	Relations []prodigyRelation `json:"relations,omitempty"`
	Answer    string            `json:"answer"`
	Session   string            `json:"_session_id,omitempty"`
	Annotator string            `json:"_annotator_id,omitempty"`
}

type prodigyToken struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	ID    int    `json:"id"`
	Space bool   `json:"ws"` // whether a space follows
}

type prodigySpanOut struct {
	Start      int    `json:"start"`
	End        int    `json:"end"`
	TokenStart int    `json:"token_start"`
	TokenEnd   int    `json:"token_end"` // the last one
	Label      string `json:"label"`

	ID         string            `json:"id,omitempty"`
	Note       string            `json:"note,omitempty"`
	Attributes map[string]string `json:"attributes,omitempty"`
	Annotator  string            `json:"_annotator_id,omitempty"`
}

type prodigyRelation struct {
	Head      int            `json:"head"`
	Child     int            `json:"child"`
	HeadSpan  prodigySpanOut `json:"head_span"`
	ChildSpan prodigySpanOut `json:"child_span"`
	Label     string         `json:"label"`
}

// prodigyWrite writes a task for each text and each who marked it, as Prodigy
// has them. Where relations join the marks of different people, they are in one
// task, and each span says whose it is.
func prodigyWrite(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	lines := lineWriter(w)
	for d, err := range docs {
		if err != nil {
			return err
		}
		out := prodigyWriter{doc: d, tokens: spacyTokens(d.Text)}
		for _, t := range out.tasks() {
			if err := lines.Encode(t); err != nil {
				return err
			}
		}
	}
	return nil
}

// prodigyWriter writes one document.
type prodigyWriter struct {
	doc    *Doc
	tokens []spacyToken
}

func (p prodigyWriter) tasks() (out []prodigyTaskOut) {
	people, of := []string{}, map[string]string{}
	for _, m := range p.doc.Marks {
		of[m.Key] = m.Creator
		if !slices.Contains(people, m.Creator) {
			people = append(people, m.Creator)
		}
	}
	if slices.ContainsFunc(p.doc.Relations, func(r Relation) bool { return of[r.From] != of[r.To] }) {
		return []prodigyTaskOut{p.task(p.doc.Marks, p.doc.Relations, "", true)}
	}
	if len(people) == 0 {
		people = []string{""}
	}
	for _, who := range people {
		var marks []Mark
		var relations []Relation
		for _, m := range p.doc.Marks {
			if m.Creator == who {
				marks = append(marks, m)
			}
		}
		for _, r := range p.doc.Relations {
			if of[r.From] == who {
				relations = append(relations, r)
			}
		}
		out = append(out, p.task(marks, relations, who, false))
	}
	return out
}

// task is one with these marks, made by one of the people or, each, by its own.
func (p prodigyWriter) task(marks []Mark, relations []Relation, who string, own bool) prodigyTaskOut {
	t := prodigyTaskOut{View: "spans_manual", Text: p.doc.Text, Meta: p.doc.fields(), Spans: []prodigySpanOut{}, Answer: "accept", Session: who, Annotator: who}
	for i, one := range p.tokens {
		t.Tokens = append(t.Tokens, prodigyToken{one.text, one.Start, one.End, i, one.space})
	}
	spans := map[string]prodigySpanOut{}
	for _, m := range marks {
		s := p.span(m)
		spans[m.Key] = prodigySpanOut{Start: s.Start, End: s.End, TokenStart: s.TokenStart, TokenEnd: s.TokenEnd, Label: s.Label, ID: s.ID}
		if own {
			s.Annotator = m.Creator
		}
		t.Spans = append(t.Spans, s)
	}
	for _, r := range relations {
		t.View = "relations"
		from, to := spans[r.From], spans[r.To]
		t.Relations = append(t.Relations, prodigyRelation{from.TokenEnd, to.TokenEnd, from, to, r.Name})
	}
	return t
}

func (p prodigyWriter) span(m Mark) prodigySpanOut {
	at := m.Pieces[0]
	s := prodigySpanOut{Start: at.Start, End: at.End, Label: m.Tags[0], ID: m.ID, Note: m.Note}
	s.TokenStart, s.TokenEnd = spacyCovered(p.tokens, at)
	for _, v := range m.Values {
		if s.Attributes == nil {
			s.Attributes = map[string]string{}
		}
		s.Attributes[v.Name] = v.Value
	}
	return s
}
