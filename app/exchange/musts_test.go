package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"claimlight/app/project"
)

var utc = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$`)

var motivations = strings.Fields("assessing bookmarking classifying commenting describing editing highlighting identifying linking moderating questioning replying tagging")

// exported is an export as another program sees it.
type exported struct {
	Total    int
	Articles []struct {
		ID   string `json:"id"`
		Text string `json:"cl:text"`
	} `json:"cl:articles"`
	First *struct {
		Context any `json:"@context"`
		Items   []struct {
			Context    any `json:"@context"`
			ID         string
			Motivation string
			Created    string
			Modified   string
			Creator    *struct{ ID, Type string }
			Body       []struct{ Type, Purpose, Value, Format string }
			From       string `json:"cl:from"`
			To         string `json:"cl:to"`
			Target     json.RawMessage
		}
	}
}

type exportedTarget struct {
	Type, Source string
	Selector     []struct {
		Type                  string
		Exact, Prefix, Suffix *string
		Start, End            json.Number
	}
}

// musts are the demands of the Web Annotation Data Model that the W3C suite
// does not check.
func musts(data []byte) (broken []string) {
	var x exported
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&x); err != nil {
		return []string{err.Error()}
	}
	demand := func(ok bool, format string, args ...any) {
		if !ok {
			broken = append(broken, fmt.Sprintf(format, args...))
		}
	}
	texts := map[string][]rune{}
	for _, a := range x.Articles {
		texts[a.ID] = []rune(a.Text)
	}
	if x.First == nil {
		demand(x.Total == 0, "total %d and no page", x.Total)
		return broken
	}
	demand(len(x.First.Items) == x.Total && x.Total > 0, "total %d and %d items", x.Total, len(x.First.Items))
	demand(x.First.Context == nil, "the embedded page has a context")
	ids := map[string]bool{}
	for _, a := range x.First.Items {
		demand(!ids[a.ID] && a.ID != "", "%s stands twice", a.ID)
		ids[a.ID] = true
		demand(a.Context == nil, "an embedded annotation has a context")
		demand(slices.Contains(motivations, a.Motivation), "motivation %q", a.Motivation)
		demand(utc.MatchString(a.Created) && utc.MatchString(a.Modified), "times %q and %q", a.Created, a.Modified)
		demand(a.Creator == nil || a.Creator.Type == "Person" && a.Creator.ID != "", "creator %v", a.Creator)
		for _, b := range a.Body {
			demand(b.Type == "TextualBody" && slices.Contains(motivations, b.Purpose) && b.Format == "text/plain", "body %v", b)
		}
		if a.Motivation == "linking" {
			broken = append(broken, linkMusts(ids, a.Target, a.From, a.To)...)
			demand(len(a.Body) == 1 && a.Body[0].Purpose == "tagging", "a relation with the body %v", a.Body)
			continue
		}
		for _, target := range targetsOf(a.Target) {
			broken = append(broken, target.musts(texts)...)
		}
	}
	return broken
}

// linkMusts are those of a relation: its targets are the IRIs of two
// annotations of the page, which stand before it, and our own terms say which
// is which.
func linkMusts(ids map[string]bool, raw json.RawMessage, from, to string) (broken []string) {
	var ends []struct{ ID string }
	if err := json.Unmarshal(raw, &ends); err != nil || len(ends) != 2 {
		return []string{fmt.Sprintf("a relation with the targets %s", raw)}
	}
	if ends[0].ID != from || ends[1].ID != to || !ids[from] || !ids[to] {
		broken = append(broken, fmt.Sprintf("a relation from %s to %s with the targets %v", from, to, ends))
	}
	return broken
}

func targetsOf(raw json.RawMessage) (targets []exportedTarget) {
	if json.Unmarshal(raw, &targets) == nil {
		return targets
	}
	var one exportedTarget
	_ = json.Unmarshal(raw, &one)
	return []exportedTarget{one}
}

func (x exportedTarget) musts(texts map[string][]rune) (broken []string) {
	text, known := texts[x.Source]
	if x.Type != "SpecificResource" || !known || len(x.Selector) != 2 {
		return []string{fmt.Sprintf("target %+v", x)}
	}
	quote, position := x.Selector[0], x.Selector[1]
	start, err1 := position.Start.Int64()
	end, err2 := position.End.Int64()
	switch {
	case quote.Type != "TextQuoteSelector" || position.Type != "TextPositionSelector":
		return []string{"selectors of types " + quote.Type + " and " + position.Type}
	case quote.Exact == nil || quote.Prefix == nil || quote.Suffix == nil:
		return []string{"a quote without exact, prefix or suffix"}
	case err1 != nil || err2 != nil || start < 0 || start >= end || end > int64(len(text)):
		return []string{fmt.Sprintf("position %s to %s", position.Start, position.End)}
	case string(text[start:end]) != *quote.Exact:
		return []string{fmt.Sprintf("%q is not the text at %d to %d in code points", *quote.Exact, start, end)}
	case !strings.HasSuffix(string(text[:start]), *quote.Prefix) || !strings.HasPrefix(string(text[end:]), *quote.Suffix):
		return []string{fmt.Sprintf("%q and %q are not around %q", *quote.Prefix, *quote.Suffix, *quote.Exact)}
	}
	return nil
}

func TestMustsTheSuiteMisses(t *testing.T) {
	g := newGenerator(t)
	for range 300 {
		data := encoded(t, W3C, g.project(t))
		if broken := musts(data); len(broken) > 0 {
			t.Fatalf("%v\n%s", broken, data)
		}
	}
	if broken := musts(encoded(t, W3C, project.Project{})); len(broken) > 0 {
		t.Error(broken)
	}
}

// The checks above do catch what they are there for.
func TestMustsCatch(t *testing.T) {
	data := string(encoded(t, W3C, newFixture(t)))
	for _, c := range []struct{ from, to string }{
		{`"created": "2026-03-01T09:30:00Z"`, `"created": "2026-03-01T10:30:00+01:00"`},
		{`"start": 4`, `"start": 9`},
		{`"start": 4`, `"start": 4.0`},
		{`"prefix": "`, `"before": "`},
		{`"motivation": "tagging"`, `"motivation": "marking"`},
		{`"purpose": "tagging"`, `"purpose": "marking"`},
		{`"type": "SpecificResource"`, `"kind": "SpecificResource"`},
		{`"type": "TextualBody"`, `"kind": "TextualBody"`},
		{`"exact": "rest"`, `"exact": "Rest"`},
		{`"end": 8`, `"end": 7`},
	} {
		broken := strings.ReplaceAll(data, c.from, c.to)
		if broken == data {
			t.Fatalf("%s is not in the export", c.from)
		}
		if len(musts([]byte(broken))) == 0 {
			t.Errorf("%s instead of %s is not caught", c.to, c.from)
		}
	}
}

// Prefix and suffix hold whole graphemes where the marked text does.
func TestContextDoesNotCutGraphemes(t *testing.T) {
	text := strings.Repeat("👩🏽‍🚒🇩🇪e\u0301क्षि", 30)
	for at := 0; at < len(text); {
		g := graphemes.FromString(text[at:])
		g.Next()
		before, after := text[:at], text[at+g.End():]
		sel := describeAt(t, text, utf8.RuneCountInString(before), utf8.RuneCountInString(g.Value()))
		if !wholeEnd(before, sel.Prefix) || !wholeStart(after, sel.Suffix) {
			t.Fatalf("at byte %d: %q … %q", at, sel.Prefix, sel.Suffix)
		}
		at += g.End()
	}
}
