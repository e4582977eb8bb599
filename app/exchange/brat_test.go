package exchange

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// bratFixtures are files that brat's own people made, skipped where there are
// none.
func bratFixtures(t *testing.T) (files []File, records map[string]string, texts map[string][]rune) {
	dir := os.Getenv("CLAIMLIGHT_FIXTURES")
	if dir == "" {
		dir = shared(t, "fixtures")
	}
	paths, _ := filepath.Glob(filepath.Join(dir, "brat", "*.ann"))
	if len(paths) == 0 {
		t.Skip("no files of brat: set CLAIMLIGHT_FIXTURES to a folder with brat/*.ann and their texts")
	}
	records, texts = map[string]string{}, map[string][]rune{}
	for _, path := range paths {
		base := strings.TrimSuffix(filepath.Base(path), ".ann")
		ann, err := os.ReadFile(path)
		text, err2 := os.ReadFile(strings.TrimSuffix(path, ".ann") + ".txt")
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		records[base], texts[base] = string(ann), []rune(string(text))
		files = append(files, InMemory(base+".ann", ann), InMemory(base+".txt", text))
	}
	return files, records, texts
}

// The spans, relations, answers and notes of real files are those that a second,
// plain reading of the lines finds.
func TestBratFixtures(t *testing.T) {
	files, records, texts := bratFixtures(t)
	read, err := Brat.ReadFiles(files, Env{Now: anyTime})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range read.Problems {
		if !strings.Contains(p.Message, "became") && !strings.Contains(p.Message, "of relations were left out") {
			t.Errorf("a problem with a sound file: %v", p)
		}
	}
	var got, want []string
	for d, err := range documents(read.Project, nil) {
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range d.Marks {
			got = append(got, fmt.Sprint(d.Meta.File, " ", m.Tags, m.Pieces, m.Quote))
		}
	}
	for base, ann := range records {
		for _, line := range strings.Split(ann, "\n") {
			cells := strings.Split(line, "\t")
			if !strings.HasPrefix(line, "T") {
				continue
			}
			f := strings.Fields(cells[1])
			start, _ := strconv.Atoi(f[1])
			end, _ := strconv.Atoi(f[2])
			if string(texts[base][start:end]) != cells[2] {
				t.Fatalf("%s: %s is not what stands there", base, line)
			}
			want = append(want, fmt.Sprint(base+".txt ", []string{f[0]}, []span.Span{{Start: start, End: end}}, cells[2]))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What stands between the marks of real files is counted line by line.
func TestBratFixturesRelations(t *testing.T) {
	files, records, _ := bratFixtures(t)
	in := newInput(files, Env{}, &report{})
	err := readBrat(in, func(d *Doc) error {
		relations, values, notes := 0, 0, 0
		for _, line := range strings.Split(records[d.Key], "\n") {
			f := strings.Fields(line)
			switch {
			case line == "":
			case line[0] == 'R':
				relations++
			case line[0] == '*':
				relations += len(f) - 3
			case line[0] == 'E':
				relations += len(f) - 2
			case line[0] == 'A' || line[0] == 'N':
				values++
			case line[0] == '#' && f[2][0] != 'R':
				notes++
			}
		}
		for _, m := range d.Marks {
			values -= len(m.Values)
			if m.Note != "" {
				notes--
			}
		}
		if len(d.Relations) != relations || values != 0 || notes != 0 {
			t.Errorf("%s: %d relations, want %d; %d values and %d notes are missing", d.Key, len(d.Relations), relations, values, notes)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Relations, answers and notes survive a conversion, though records get other
// numbers and only whole marks have relations.
func TestBratConverts(t *testing.T) {
	dir := filepath.Join("..", "..", "test", "corpus", "brat", "records")
	var files []File
	for _, name := range []string{"news.ann", "news.txt"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, InMemory(name, data))
	}
	var out bytes.Buffer
	done, err := Convert(&out, Brat, Brat, files, Env{Now: anyTime})
	if err != nil || done.Documents != 1 || done.Marks != 5 {
		t.Fatalf("%+v %v", done, err)
	}
	before, after := bratSaysAll(t, files), bratSaysAll(t, filesOf(t, "x.zip", out.Bytes()))
	if !slices.Equal(before, after) {
		t.Errorf("was\n%s\nis\n%s", strings.Join(before, "\n"), strings.Join(after, "\n"))
	}
	for _, want := range []string{"Alias: mayor -> she", "Alias: she -> the bridge", "Theme: opened -> the bridge", "Cause: opened -> opened", "Says: she -> 3 million"} {
		if !slices.Contains(before, want) {
			t.Errorf("%s is not read", want)
		}
	}
}

// bratSaysAll are the marks and relations of files, a line each, without IDs.
func bratSaysAll(t *testing.T, files []File) (lines []string) {
	err := readBrat(newInput(files, Env{}, &report{}), func(d *Doc) error {
		quotes := map[string]string{}
		for _, m := range d.Marks {
			quotes[m.Key] = m.Quote
			slices.SortFunc(m.Values, func(v, w Value) int { return strings.Compare(v.Name, w.Name) })
			lines = append(lines, fmt.Sprint(m.Pieces, m.Quote, m.Tags, m.Values, strings.ReplaceAll(m.Note, "\n", " ")))
		}
		for _, r := range d.Relations {
			lines = append(lines, fmt.Sprintf("%s: %s -> %s", r.Name, quotes[r.From], quotes[r.To]))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

// A file of ours, byte for byte: other programs read it.
func TestBratRecords(t *testing.T) {
	d := &Doc{Text: "Zwölf 😀 Tage\n  später kam\ner.\n", Marks: []Mark{
		{Key: "a", Pieces: []span.Span{{Start: 0, End: 5}, {Start: 6, End: 24}}, Tags: []string{"Claim"}, Note: "a note", Values: []Value{{"Sure", "true"}, {"Who", "Ada L."}}},
		{Key: "b", Pieces: []span.Span{{Start: 6, End: 7}}, Tags: []string{"Größe"}},
	}, Relations: []Relation{{Name: "Supports", From: "b", To: "a"}}}
	types := bratTypes{map[string]bool{}, map[string]bool{}, map[string]map[string]bool{}}
	got := bratRecords(d, types)
	want := "T1\tClaim 0 5;6 12;15 24\tZwölf 😀 Tage später ka\nA1\tSure T1\nA2\tWho T1 Ada L.\n#1\tAnnotatorNotes T1\ta note\nT2\tGröße 6 7\t😀\nR1\tSupports Arg1:T2 Arg2:T1\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	conf := "[entities]\nClaim\n# Größe\n\n[relations]\nSupports\tArg1:<ENTITY>, Arg2:<ENTITY>\n\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]\nSure\tArg:<ENTITY>\nWho\tArg:<ENTITY>\n\n"
	if got := types.conf(); got != conf {
		t.Errorf("got\n%s\nwant\n%s", got, conf)
	}
	types.answer(Value{"Who", "Eve"})
	if got := types.values("Who"); got != ", Value:Eve" {
		t.Errorf("values: %q", got)
	}
}

// What a mark becomes when it is fitted to brat comes back from its records.
func TestBratShape(t *testing.T) {
	text := "one two \n three\n\n  \nfour\u2028five six\n"
	shape := bratShape(text)
	at := func(s string) span.Span {
		i := strings.Index(text, s)
		start := len([]rune(text[:i]))
		return span.Span{Start: start, End: start + len([]rune(s))}
	}
	for _, c := range []struct{ in, want []span.Span }{
		{[]span.Span{at("one")}, []span.Span{at("one")}},
		{[]span.Span{at(" two ")}, []span.Span{at(" two ")}},
		{[]span.Span{at("two \n three\n\n  \n")}, []span.Span{at("two \n three")}},
		{[]span.Span{at("\n\n  \nfour")}, []span.Span{at("four")}},
		{[]span.Span{at("one"), at("two")}, []span.Span{at("one"), at("two")}},
		{[]span.Span{at("two"), at("three")}, []span.Span{at("two \n three")}},
		{[]span.Span{at("three\n"), at("four\u2028five")}, []span.Span{at("three\n\n  \nfour\u2028five")}},
		{[]span.Span{at("\n\n  \n")}, nil},
	} {
		got := shape(c.in)
		if !slices.Equal(got, c.want) {
			t.Errorf("%v: got %v, want %v", c.in, got, c.want)
		}
		if len(got) > 0 && !slices.Equal(shape(got), got) {
			t.Errorf("%v is fitted once more", got)
		}
	}
}

// A mark over a whole long text is one piece, whatever the lines are.
func TestBratManyLines(t *testing.T) {
	a, err := article.New(article.Meta{Title: "Long"}, strings.Repeat("a line of 😀\n\n", 3000), nil)
	if err != nil {
		t.Fatal(err)
	}
	tag := &annotation.Tag{ID: annotation.StarterFact, Name: "Fact", Cue: annotation.Solid}
	mark := &annotation.Annotation{
		ID: "0b8f7d0e-4a56-4d6c-8f0e-2f3a4b5c6d7e", Article: a.ID, Pieces: annotation.Pieces(a, span.Span{End: a.Len() - 2}),
		Tags: []annotation.TagID{tag.ID}, Created: anyTime, Modified: anyTime,
	}
	comesBack(t, Brat, project.Project{Articles: project.TableOf(a), Tags: project.TableOf(tag), Annotations: project.TableOf(mark)})
}

// What could fill the memory or never end is refused in words.
func TestBratBounds(t *testing.T) {
	read := func(ann string) (marks int, r *report, err error) {
		r = &report{}
		in := newInput([]File{InMemory("x.ann", []byte(ann))}, Env{}, r)
		err = readBrat(in, func(d *Doc) error { marks += len(d.Marks); return nil })
		return marks, r, err
	}
	marks, r, err := read("T1\tX 0 1" + strings.Repeat(";2 3", bratPieces) + "\ta\n")
	if err != nil || marks != 0 || len(r.problems()) != 1 {
		t.Errorf("too many pieces: %v %d %v", err, marks, r.problems())
	}
	for _, line := range []string{"T1\tX 0 1\ta\n", "*\tX T1 T2\n"} {
		if _, _, err := read(strings.Repeat(line, maxRecords+1)); problem.Code(err) != "too-many" {
			t.Errorf("%q too often: %v", line, err)
		}
	}
}

func TestBratSniff(t *testing.T) {
	for data, want := range map[string]bool{
		"T1\tPerson 0 3\tAda\n": true, "\uFEFF#1\tAnnotatorNotes T1\tx": true, "*\tEquiv T1 T2\n": true, "E1\tDie:T1 Theme:T2": true,
		"": false, "Title\tname text\n": false, "T1,Person 0 3": false, "{\"a\": 1}": false, "A\t[1, 2]\n": false, "T1\tPerson\n": false,
	} {
		if got := Brat.Sniff([]byte(data)); got != want {
			t.Errorf("%q: %v", data, got)
		}
	}
	read, err := Brat.ReadFiles([]File{InMemory("-", []byte("T1\tX 4 8\t=1+1\n"))}, Env{Now: anyTime, Articles: newFixture(t).ArticlesInOrder()})
	if err != nil || len(read.Problems) != 1 || !strings.Contains(read.Problems[0].Message, "had to be guessed") || read.Project.Annotations.Len() != 1 {
		t.Errorf("what comes by a pipe: %v %v", read.Problems, err)
	}
	for other, want := range map[string]bool{"a/x.txt": true, "a/x.TXT": true, "b/x.txt": false, "a/y.txt": false, "annotation.conf": true, "a/x.ann": false, ".txt": false} {
		if got := Brat.With("a/x.ann", other); got != want {
			t.Errorf("%s goes with a/x.ann: %v", other, got)
		}
	}
}
