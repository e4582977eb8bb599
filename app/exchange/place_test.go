package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"claimlight/app/anchor"
	"claimlight/app/article"
)

// However many quotes are wrong, and whatever they and the text are made of, the
// work of looking for them is bounded. It is counted, not timed.
func TestLookingForQuotesIsBounded(t *testing.T) {
	for name, text := range map[string]string{
		"of one letter": strings.Repeat("a", 1<<20),
		"of words":      strings.Repeat("No one was hurt, the mayor said. ", 1<<15),
	} {
		a, err := article.New(article.Meta{Title: name}, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		quotes := []string{
			strings.Repeat("a", 2047) + "b", strings.Repeat("aaaaaaab", 200), strings.Repeat("b", 2048),
			strings.Repeat("Nobody was hurt, the mayor sad. ", 40), strings.Repeat("a", 1<<16) + "b", "Nobody was hurt?",
		}
		g := newGather(Env{Articles: []*article.Article{a}})
		seen := map[outcome]int{}
		for i := range 3000 {
			_, what := g.place(a, anchor.Selectors{Exact: quotes[i%len(quotes)], Prefix: strings.Repeat("a", 5000), Start: nowhere, End: nowhere})
			seen[what]++
			if most := maxSearch + 2*len(text); g.searched > most {
				t.Fatalf("%s: %d bytes were searched, of %d", name, g.searched, most)
			}
			if most := maxSteps + len(text); g.steps > most {
				t.Fatalf("%s: %d steps were made, of %d", name, g.steps, most)
			}
		}
		if seen[unsought] == 0 || seen[given] == 0 {
			t.Errorf("%s: the bounds were not met: %v", name, seen)
		}
	}
}

// misquoting is a document of Label Studio with quotes that are nearly in it.
func misquoting(n, marks int) []byte {
	text := strings.Repeat("x", 100) + fmt.Sprint(n) + strings.Repeat("The river and the lake rose on Monday, as the mayor had said it would be. ", 1000)
	var results []string
	for i := range marks {
		quote := strings.Repeat("the river rose and the lake fell. ", 16) + fmt.Sprintf("A river or a lake %d roses on a Monday, as the mayors of it had not said at all in %d", i, n)
		results = append(results, fmt.Sprintf(`{"id":"r%d","from_name":"l","to_name":"t","type":"labels","value":{"start":%d,"end":%d,"text":%q,"labels":["A"]}}`, i, i, i+9, quote))
	}
	raw, _ := json.Marshal(text)
	return fmt.Appendf(nil, `{"id":%d,"data":{"text":%s},"annotations":[{"result":[%s]}]}`, n, raw, strings.Join(results, ","))
}

// Of a stream of documents, the work is bounded for all of them together, and by
// how much text there is: not for each anew.
func TestLookingForQuotesIsBoundedInAStream(t *testing.T) {
	var docs [][]byte
	for i := range 10 {
		docs = append(docs, misquoting(i, 95))
	}
	file := InMemory("tasks.json", slices.Concat([]byte("["), bytes.Join(docs, []byte(",")), []byte("]")))
	var out bytes.Buffer
	done, err := Convert(&out, Doccano, LabelStudio, []File{file}, Env{Now: anyTime})
	if err != nil || done.Documents != 10 {
		t.Fatal(err, done.Documents)
	}
	sought, not := 0, 0
	for _, p := range done.Problems {
		if strings.Contains(p.Message, "too many quotes are wrong to look for words") {
			not++
		} else {
			sought++
		}
	}
	if sought < 100 || sought == len(done.Problems) || not == 0 {
		t.Errorf("%d quotes were looked for, and %d not", sought, not)
	}
}

func TestEffortIsEarned(t *testing.T) {
	e := effort{searched: 1000, steps: 20}
	e.earn("12345")
	if e.searched != 920 || e.steps != 0 {
		t.Error(e)
	}
}

func TestWordingsAreShownWhereTheyDiffer(t *testing.T) {
	same := strings.Repeat("word ", 20)
	for _, c := range [][4]string{
		{"no one", "nobody", "“no one”", "“nobody”"},
		{same + "rose", same + "fell", "“…d word word rose”", "“…d word word fell”"},
		{same, same + "more", "“…d word word ”", "“…d word word more”"},
	} {
		if old, now := differing(c[0], c[1]); old != c[2] || now != c[3] {
			t.Errorf("%s, %s", old, now)
		}
	}
}
