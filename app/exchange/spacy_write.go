//go:build !page

package exchange

import (
	"cmp"
	"io"
	"iter"
	"slices"
)

// spacyGroup is the span group that spaCy's categorizer of spans learns from
// where nothing else is said.
const spacyGroup = "sc"

// spacyOut is a Doc as it is written. It begins with what tells it from the JSON
// of other programs.
type spacyOut struct {
	Ents   []spacySpanOut            `json:"ents"`
	Spans  map[string][]spacySpanOut `json:"spans"`
	Text   string                    `json:"text"`
	Tokens []spacyTokenOut           `json:"tokens"`
}

type spacySpanOut struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Label string `json:"label"`
}

type spacyTokenOut struct {
	ID    int `json:"id"`
	Start int `json:"start"`
	End   int `json:"end"`
}

func spacyWrite(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	lines := lineWriter(w)
	for d, err := range docs {
		if err != nil {
			return err
		}
		group := []spacySpanOut{}
		for _, m := range d.Marks {
			group = append(group, spacySpanOut{m.Pieces[0].Start, m.Pieces[0].End, m.Tags[0]})
		}
		out := spacyOut{Ents: spacyApart(group), Spans: map[string][]spacySpanOut{spacyGroup: group}, Text: d.Text, Tokens: []spacyTokenOut{}}
		for i, t := range spacyTokens(d.Text) {
			out.Tokens = append(out.Tokens, spacyTokenOut{i, t.Start, t.End})
		}
		if err := lines.Encode(out); err != nil {
			return err
		}
	}
	return nil
}

// spacyApart are spans in their order, without those over one before them.
func spacyApart(all []spacySpanOut) []spacySpanOut {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b spacySpanOut) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	out, end := []spacySpanOut{}, 0
	for _, s := range all {
		if s.Start >= end {
			out, end = append(out, s), s.End
		}
	}
	return out
}
