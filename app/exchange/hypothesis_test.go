package exchange

import (
	"encoding/json"
	"strings"
	"testing"

	"claimlight/app/article"
)

// A real row is found by its quote in a text that is open, wherever its position
// says it was on the page.
func TestHypothesisFixture(t *testing.T) {
	data := foreignFixture(t, "hypothesis", "minimal.json")
	var file struct {
		Rows []struct {
			Target []struct {
				Selector []struct {
					Type, Exact string
					Start, End  int
				}
			}
		}
	}
	if err := json.Unmarshal(data, &file); err != nil || !Hypothesis.Sniff(data) {
		t.Fatal("it is not known as a file of Hypothesis: ", err)
	}
	quote, start, end := "", 0, 0
	for _, s := range file.Rows[0].Target[0].Selector {
		if s.Type == "TextPositionSelector" {
			start, end = s.Start, s.End
		} else if s.Exact != "" {
			quote = s.Exact
		}
	}
	for text, moved := range map[string]int{"One\nTwo\nThree\n": 0, "Menu\n\nOne\nTwo\nThree\n": 6} {
		on, err := article.New(article.Meta{Title: "t"}, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		p := readForeign(t, Hypothesis, data, Env{Articles: []*article.Article{on}})
		if p.Annotations.Len() != len(file.Rows) {
			t.Fatalf("%d marks", p.Annotations.Len())
		}
		for a := range p.Annotations.Unordered() {
			if a.Quote() != quote || a.Start() != start+moved || a.End() != end+moved {
				t.Errorf("in %q: %+v", text, a.Pieces)
			}
		}
	}
}

func TestHypothesisIsKnown(t *testing.T) {
	for file, want := range map[string]bool{
		`{"total": 1, "rows": [{"id": "a", "target": [{"selector": [`:                                           true,
		`{"export_date": "", "annotations": [{"id": "a", "uri": "x", "target": [{"source": "x", "selector": []`: true,
		`{"id": "a", "uri": "x", "permissions": {}, "target": [{"source": "x"}]}`:                               true,
		`{"rows": [[1, 2], [3, 4]]}`:                                                                 false,
		`{"annotations": [{"id": 1, "result": []}], "data": {}}`:                                     false,
		`[{"@context": "http://www.w3.org/ns/anno.jsonld", "body": [], "target": {"selector": []}}]`: false,
		strings.Repeat("{", 100):                                                                     false,
	} {
		if got := Hypothesis.Sniff([]byte(file)); got != want {
			t.Errorf("%s: %v", file, got)
		}
	}
}

func FuzzHypothesis(f *testing.F) {
	foreignSeeds(f, Hypothesis.ID)
	f.Add([]byte(`{"rows":[{"id":"a","uri":"=Title","target":[{"selector":[{"type":"TextQuoteSelector","exact":"then  rest"},{"type":"TextPositionSelector","start":1,"end":9}]}]},{"references":["a"],"text":"x","user":"acct:b@c"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, env := fuzzEnv(t)
		foreignSurvives(t, Hypothesis, data, env)
	})
}
