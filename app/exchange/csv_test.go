package exchange

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/cells"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// The law of the table: read where the texts and the codebook are open, it
// gives the annotations as they were.
func TestCSVRestoresTheAnnotations(t *testing.T) {
	g := newGenerator(t)
	cases := 2500
	if testing.Short() {
		cases = 100
	}
	for range cases {
		p := g.project(t)
		data := encoded(t, CSV, p)
		if f, ok := All().Detect(data); !ok || f.ID != "csv" {
			t.Fatalf("taken for %q", f.ID)
		}
		q, problems, err := CSV.Decode(bytes.NewReader(data), EnvOf(p, time.Time{}, nil, ""))
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v\n%s", err, problems, data)
		}
		p, q = project.Project{Annotations: p.Annotations}, project.Project{Annotations: q.Annotations}
		if !p.Equal(q) {
			t.Fatalf("they came back changed:\n%s\n%s", differences(p, q), data)
		}
	}
}

func TestGuardIsReversibleAndHarmless(t *testing.T) {
	g := newGenerator(t)
	all := []string{"", "'", "''", "=1", "'=1", "''=1", " =1", "' =1", "\t", "\r\n=1", "-5", "@x", "\uFEFF=1", "＝1", "a=1", "'a", "'\t'"}
	for range 20000 {
		all = append(all, g.text(4))
	}
	for _, c := range all {
		guarded := cells.Guard(c)
		if cells.Unguard(guarded) != c {
			t.Fatalf("%q became %q and came back as %q", c, guarded, cells.Unguard(guarded))
		}
		if first := strings.TrimSpace(guarded); first != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(first)[0]) {
			t.Fatalf("%q would still run as a formula: %q", c, guarded)
		}
	}
}

func TestCSVIsRFC4180(t *testing.T) {
	g := newGenerator(t)
	p := g.project(t)
	for p.Annotations.Len() < 3 {
		p = g.project(t)
	}
	r := csv.NewReader(bytes.NewReader(encoded(t, CSV, p)))
	r.FieldsPerRecord = len(columns)
	all, err := r.ReadAll()
	if err != nil || !slices.Equal(all[0], columns[:]) {
		t.Fatalf("%v %v", err, all)
	}
}

func TestReadRows(t *testing.T) {
	for _, c := range []struct {
		data  string
		comma byte
		want  []row
	}{
		{"a,b\r\n1,2\r\n", ',', []row{{1, []string{"a", "b"}}, {2, []string{"1", "2"}}}},
		{"a;b\n\n1;2", ';', []row{{1, []string{"a", "b"}}, {3, []string{"1", "2"}}}},
		{"a\tb\r1\t2\r", '\t', []row{{1, []string{"a", "b"}}, {2, []string{"1", "2"}}}},
		{"\"x\r\ny\",\"say \"\"no\"\"\"\n,\n", ',', []row{{1, []string{"x\r\ny", `say "no"`}}, {3, []string{"", ""}}}},
		{"a,\"b\"c\nd,", ',', []row{{1, []string{"a", "bc"}}, {2, []string{"d", ""}}}},
		{"", ',', nil},
	} {
		got, err := readRows(c.data, c.comma, nil)
		same := slices.EqualFunc(got, c.want, func(a, b row) bool { return a.line == b.line && slices.Equal(a.cells, b.cells) })
		if err != nil || !same {
			t.Errorf("%q: got %v %v, want %v", c.data, got, err, c.want)
		}
	}
	if _, err := readRows("a,b\n\"never closed\n", ',', nil); problem.Code(err) != "truncated" || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("got %v", err)
	}
}

func TestCSVTable(t *testing.T) {
	p := newFixture(t)
	id := string(p.ArticlesInOrder()[0].ID)
	tail := `,"{""Speaker"":""Minister""}",'-1,Ada,2026-03-01T09:30:00Z,2026-03-01T09:30:00Z,0b8f7d0e-4a56-4d6c-8f0e-2f3a4b5c6d7e` + "\r\n"
	want := "document_id,document_sha256,start,end,text,label,attributes,note,annotator,created,modified,annotation_id\r\n" +
		"'=Title," + id + ",4,8,'=1+1,Fact" + tail + "'=Title," + id + ",4,8,'=1+1,Claim" + tail +
		"'=Title," + id + ",15,19,rest,Fact" + tail + "'=Title," + id + ",15,19,rest,Claim" + tail
	var b bytes.Buffer
	losses, err := CSV.Encode(&b, p, Env{})
	if err != nil || b.String() != want {
		t.Errorf("%v\n%s\nwant\n%s", err, b.String(), want)
	}
	if len(losses) != 4 || !slices.Equal(losses, CSV.Losses(p)) || losses[0].String() != "1 text of an article" {
		t.Errorf("losses: %v", losses)
	}
}

// A table that went through a spreadsheet: other divider, byte order mark, other
// line ends in cells, columns in another order, and without the codebook.
func TestCSVFromElsewhere(t *testing.T) {
	p := newFixture(t)
	data := "\uFEFFannotation_id;start;end;text;label;document_id;extra\r\n" +
		"a1;4;8;=1+1;Fact;=Title;x\r\na1;4;8;=1+1;Übrig;=Title;x\r\n;15;19;rest;;=Title;x\r\n"
	mint := func() string { return "11111111-2222-4333-8444-555555555555" }
	now := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	q, problems, err := CSV.Decode(strings.NewReader(data), Env{Articles: p.ArticlesInOrder(), Mint: mint, Now: now})
	if err != nil || len(problems) > 0 || q.Annotations.Len() != 2 || q.Tags.Len() != 2 || q.Articles.Len() != 1 {
		t.Fatalf("%v %v %s", err, problems, differences(project.Project{}, q))
	}
	if a := q.Annotation(annotation.ID(mint())); a == nil || a.Quote() != "rest" || !a.Created.Equal(now) {
		t.Errorf("got %+v", a)
	}
	again, _, _ := CSV.Decode(strings.NewReader(data), Env{Articles: p.ArticlesInOrder(), Mint: mint, Now: now})
	if !q.Equal(again) {
		t.Error("the same table read twice gives different records")
	}
}
