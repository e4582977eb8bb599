package exchange

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"claimlight/app/problem"
	"claimlight/app/project"
)

var anyTime = time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC)

// owed is what every reader of any bytes owes: it ends in an error that people may
// see, and then this is false; or in a sound project that survives our own format,
// with a list of problems that ends.
func owed(t *testing.T, read Reading, err error) bool {
	t.Helper()
	if err != nil {
		if problem.Code(err) == "" {
			t.Fatalf("an error that people may not see: %v", err)
		}
		return false
	}
	if found := project.Check(read.Project); len(found) > 0 {
		t.Fatalf("what was read is not sound: %v (reported: %v)", found, read.Problems)
	}
	if len(read.Problems) > maxProblems+1 {
		t.Fatalf("%d problems are listed", len(read.Problems))
	}
	again, problems, err := W3C.Decode(bytes.NewReader(encoded(t, W3C, read.Project)), Env{})
	if err != nil || len(problems) > 0 || !read.Project.Equal(again) {
		t.Fatalf("what was read does not survive export: %v %v\n%s", err, problems, differences(read.Project, again))
	}
	return true
}

// survives reads any bytes as a file of a format that is read as a project.
func survives(t *testing.T, f Format, data []byte, env Env) {
	p, problems, err := f.Decode(bytes.NewReader(data), env)
	owed(t, Reading{Project: p, Problems: problems}, err)
}

// fuzzEnv has a text and a codebook open, and IDs that do not depend on chance.
func fuzzEnv(t testing.TB) (project.Project, Env) {
	p := newFixture(t)
	n := 0
	return p, EnvOf(p, anyTime, func() string { n++; return derive("mint:" + strings.Repeat("i", n)) }, "fuzz")
}

func FuzzW3CDecode(f *testing.F) {
	p, _ := fuzzEnv(f)
	whole := string(encoded(f, W3C, p))
	f.Add([]byte(whole))
	f.Add([]byte(whole[:len(whole)/2]))
	for _, c := range [][2]string{
		{`"start": 4`, `"start": 3`}, {`"start": 4`, `"start": 4.0`}, {`"start": 4`, `"start": -1`}, {`"cl:tag"`, `"cl:gat"`},
		{`"cl:version": 1,`, ``}, {`=1+1`, `\ud83d`}, {`"rest"`, `"rests"`}, {`"cl:name": "Claim"`, `"cl:name": "fact"`},
		{`"Annotation"`, `["Annotation", "x"]`}, {`"selector": [`, `"selector": [{"type": "TextQuoteSelector"},`}, {`"Ada"`, `"\u0000"`},
	} {
		f.Add([]byte(strings.ReplaceAll(whole, c[0], c[1])))
	}
	f.Add([]byte(`{"@context":"http://www.w3.org/ns/anno.jsonld","id":"http://x.org/1","type":"Annotation","bodyValue":"n","target":{"source":"http://x.org/","selector":{"type":"TextQuoteSelector","exact":"rest"}}}`))
	f.Add([]byte(`[{"type":"Annotation","body":[{"purpose":"tagging","value":"Fact"}],"creator":"me","target":[{"source":{"id":"x"},"selector":[{"type":"TextPositionSelector","start":1,"end":2},{"type":"TextQuoteSelector","exact":"=1"}]}]}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, env := fuzzEnv(t)
		survives(t, W3C, data, env)
	})
}

func FuzzCSVDecode(f *testing.F) {
	p, _ := fuzzEnv(f)
	whole := string(encoded(f, CSV, p))
	f.Add([]byte(whole))
	f.Add([]byte(strings.ReplaceAll(whole, ",", ";")))
	f.Add([]byte(strings.ReplaceAll(whole, "\r\n", "\n")))
	f.Add([]byte(strings.ReplaceAll(whole, "Fact", "24c17f0a-0000-4000-8000-000000000000")))
	f.Add([]byte(strings.ReplaceAll(whole, "Speaker", "24c17f0a-0000-4000-8000-000000000000")))
	f.Add([]byte("document_id;start;end;text;label\n=Title;4;8;=1+1;\"a\nb\"\n'=Title;x;;rest;"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, env := fuzzEnv(t)
		survives(t, CSV, data, env)
	})
}
