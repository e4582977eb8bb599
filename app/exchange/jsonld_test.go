package exchange

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"

	"claimlight/app/anchor"
	"claimlight/app/article"
	"claimlight/app/span"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// localLoader knows one context and fetches nothing.
type localLoader struct{ document any }

func (l localLoader) LoadDocument(url string) (*ld.RemoteDocument, error) {
	if url != annoContext {
		return nil, fmt.Errorf("nothing may be fetched, but %s was asked for", url)
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: l.document}, nil
}

func newLoader(t *testing.T) localLoader {
	data, err := os.ReadFile(shared(t, "fixtures", "w3c-web-annotation", "anno.jsonld"))
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return localLoader{doc}
}

// A JSON-LD processor keeps every single value of an export: all terms, the
// W3C's and ours, are defined.
func TestJSONLDLosesNoTerm(t *testing.T) {
	loader := newLoader(t)
	g := newGenerator(t)
	for range 40 {
		data := encoded(t, W3C, g.project(t))
		var doc any
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		opts := ld.NewJsonLdOptions("")
		opts.DocumentLoader = loader
		opts.ProcessingMode = ld.JsonLd_1_0 // what every processor can do
		out, err := ld.NewJsonLdProcessor().Expand(doc, opts)
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		in, back := map[string]int{}, map[string]int{}
		plainLeaves(doc, "", in)
		expandedLeaves(out, back)
		for leaf, n := range in {
			if back[leaf] != n {
				t.Fatalf("%s stands %d times in the export, %d times in its expansion:\n%s", leaf, n, back[leaf], data)
			}
		}
		if len(in) != len(back) {
			t.Fatalf("%d different values went in, %d came out", len(in), len(back))
		}
	}
}

// plainLeaves counts the values of a document. Terms that stand for IRIs are
// counted under one name, since expansion makes an IRI of them.
func plainLeaves(v any, key string, count map[string]int) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			if k != "@context" {
				plainLeaves(inner, k, count)
			}
		}
	case []any:
		for _, inner := range v {
			plainLeaves(inner, key, count)
		}
	default:
		if slices.Contains([]string{"type", "motivation", "purpose"}, key) {
			count["a term"]++
			return
		}
		count[fmt.Sprintf("%T %v", v, v)]++
	}
}

func expandedLeaves(v any, count map[string]int) {
	switch v := v.(type) {
	case map[string]any:
		if value, ok := v["@value"]; ok {
			count[fmt.Sprintf("%T %v", value, value)]++
			return
		}
		for k, inner := range v {
			switch k {
			case "@type":
				count["a term"] += len(inner.([]any))
			case "@id":
				if iri := inner.(string); strings.HasPrefix(iri, "http://www.w3.org/ns/oa#") {
					count["a term"]++
				} else {
					count["string "+iri]++
				}
			default:
				expandedLeaves(inner, count)
			}
		}
	case []any:
		for _, inner := range v {
			expandedLeaves(inner, count)
		}
	}
}

// Our context defines no term of the W3C's again.
func TestOwnContextRedefinesNothing(t *testing.T) {
	loader := newLoader(t)
	var own map[string]any
	if err := json.Unmarshal(ownContext, &own); err != nil {
		t.Fatal(err)
	}
	theirs := loader.document.(map[string]any)["@context"].(map[string]any)
	for term := range own {
		if _, ok := theirs[term]; ok {
			t.Errorf("%q is a term of the W3C", term)
		}
		if term != "cl" && !strings.HasPrefix(term, "cl:") {
			t.Errorf("%q is not under our prefix", term)
		}
	}
}

func describeAt(t *testing.T, text string, start, n int) anchor.Selectors {
	t.Helper()
	a, err := article.New(article.Meta{}, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	return anchor.Describe(a, span.Span{Start: start, End: start + n})
}

// wholeEnd reports whether the part at the end of a text starts where one of
// the text's graphemes does.
func wholeEnd(text, part string) bool {
	g, at := graphemes.FromString(text), len(text)-len(part)
	for g.Next() {
		if g.Start() == at {
			return true
		}
	}
	return at == len(text)
}

func wholeStart(text, part string) bool {
	g := graphemes.FromString(text)
	for g.Next() {
		if g.End() == len(part) {
			return true
		}
	}
	return part == ""
}
