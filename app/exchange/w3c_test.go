package exchange

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// encoded writes the project, twice, and wants the same bytes.
func encoded(t testing.TB, f Format, p project.Project) []byte {
	t.Helper()
	var one, two bytes.Buffer
	losses, err := f.Encode(&one, p, Env{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(losses, f.Losses(p)) {
		t.Fatalf("%s leaves out %v, but says %v beforehand", f.ID, losses, f.Losses(p))
	}
	if _, err := f.Encode(&two, p, Env{}); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Fatal("two exports of one project differ")
	}
	return one.Bytes()
}

// differences are as JSON what turns one project into the other.
func differences(p, q project.Project) string {
	b, _ := json.MarshalIndent(project.Between(p, q), "", " ")
	return string(b)
}

// The law of the native format: reading what was written gives the project.
func TestW3CRestoresTheProject(t *testing.T) {
	g := newGenerator(t)
	cases := 2500
	if testing.Short() {
		cases = 100
	}
	for range cases {
		p := g.project(t)
		if found := project.Check(p); len(found) > 0 {
			t.Fatalf("the random project is not sound: %v", found)
		}
		data := encoded(t, W3C, p)
		if !bytes.HasSuffix(data, []byte("}\n")) || !json.Valid(data) {
			t.Fatalf("not JSON with a line feed at its end:\n%s", data)
		}
		if f, ok := All().Detect(data); !ok || f.ID != "w3c" {
			t.Fatalf("taken for %q", f.ID)
		}
		q, problems, err := W3C.Decode(bytes.NewReader(data), Env{})
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v\n%s", err, problems, data)
		}
		if !p.Equal(q) {
			t.Fatalf("it came back changed:\n%s", differences(p, q))
		}
	}
}

func TestW3CEmptyProject(t *testing.T) {
	data := encoded(t, W3C, project.Project{})
	if strings.Contains(string(data), "first") || !strings.Contains(string(data), `"total": 0`) {
		t.Errorf("an empty project is a collection with total 0 and no page:\n%s", data)
	}
	p, problems, err := W3C.Decode(bytes.NewReader(data), Env{})
	if err != nil || len(problems) > 0 || !p.Equal(project.Project{}) {
		t.Errorf("%v %v %s", err, problems, differences(project.Project{}, p))
	}
}

func TestW3CBrokenFiles(t *testing.T) {
	for _, c := range []struct{ name, data, code, says string }{
		{"empty", "", "truncated", "line 1, column 1"},
		{"truncated", "{\n \"type\": \"Annot", "truncated", "line 2, column 16"},
		{"NaN", "{\n\"total\": NaN}", "not-json", "line 2, column 10"},
		{"two values", "{} {}", "not-json", "line 1, column 4"},
		{"null", "null", "not-json", "null"},
		{"a number", "17", "not-json", ""},
		{"not UTF-8", "{\"label\": \"\xff\"}", "not-utf8", "line 1, column 12"},
		{"deep", strings.Repeat("[", 5000), "too-deep", "line 1, column 101"},
		{"newer", `{"cl:version": 2}`, "too-new", "version 2"},
		{"something else", `{"a": 1}`, "no-annotations", ""},
	} {
		_, _, err := W3C.Decode(strings.NewReader(c.data), Env{})
		if problem.Code(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %q %v, want %q with %q", c.name, problem.Code(err), err, c.code, c.says)
		}
	}
}

func TestW3CNewerMinorVersionIsRead(t *testing.T) {
	data := strings.Replace(string(encoded(t, W3C, newGenerator(t).project(t))), `"cl:version": 1`, `"cl:version": 1.5, "cl:unheardOf": {"a": [1]}`, 1)
	if _, problems, err := W3C.Decode(strings.NewReader(data), Env{}); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", err, problems)
	}
}

// The scanner finds the same values as a real parser.
func TestScanFindsTheParts(t *testing.T) {
	for _, data := range []string{
		`{}`, ` [ ] `, `[1]`, `[1,2 , "a\"]", {"x":[1,{}]},[[],[]],null,true,-1.5e3]`, `{"a":1,"b" : "c\\" ,"d\u0041":{"e":"}"},"f":[]}`,
		"{\n\t\"a\": [\n1,\n2\n]\n}\n",
	} {
		top, err := scanJSON([]byte(data), &report{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		keys, values := top.keys, make([][]byte, len(top.kids))
		for i, kid := range top.kids {
			values[i] = kid.raw
		}
		if strings.Contains(data, "{") && strings.HasPrefix(data, "{") {
			var want map[string]json.RawMessage
			if err := json.Unmarshal([]byte(data), &want); err != nil || len(want) != len(keys) {
				t.Fatalf("%s: %v, %d keys", data, err, len(keys))
			}
			for i, key := range keys {
				if string(want[key]) != string(values[i]) {
					t.Errorf("%s: %s is %s, want %s", data, key, values[i], want[key])
				}
			}
			continue
		}
		var want []json.RawMessage
		if err := json.Unmarshal([]byte(data), &want); err != nil || len(want) != len(values) {
			t.Fatalf("%s: %v, %d values", data, err, len(values))
		}
		for i := range want {
			if string(want[i]) != string(values[i]) {
				t.Errorf("%s: %s, want %s", data, values[i], want[i])
			}
		}
	}
}

// A file that says nothing of paragraphs has one a line: an article without any
// could not be shown.
func TestW3CWithoutBlocks(t *testing.T) {
	a, err := article.New(article.Meta{Title: "A"}, "One line.\n\nAnother line.", []article.Block{{Kind: article.Paragraph, End: 9}})
	if err != nil {
		t.Fatal(err)
	}
	p := project.New("P", []*article.Article{a}, project.Stamp{When: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Mint: func() string { return "00000000-0000-4000-8000-000000000001" }})
	whole := encoded(t, W3C, p)
	for _, with := range []string{`"cl:blocks": []`, `"cl:unheardOf": []`} {
		data := regexp.MustCompile(`"cl:blocks": \[[^\]]*\]`).ReplaceAll(whole, []byte(with))
		if bytes.Equal(data, whole) {
			t.Fatalf("no blocks in %s", whole)
		}
		q, problems, err := W3C.Decode(bytes.NewReader(data), Env{})
		if err != nil || len(problems) > 0 {
			t.Fatal(err, problems)
		}
		want := []article.Block{{Kind: article.Paragraph, End: 9}, {Kind: article.Paragraph, Start: 11, End: 24}}
		if got := q.Article(a.ID).Blocks; !slices.Equal(got, want) {
			t.Errorf("%s: %v", with, got)
		}
	}
}
