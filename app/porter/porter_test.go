package porter

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

func testEnv() Env {
	n := 0
	return Env{Now: time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC), Mint: func() string {
		n++
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
	}}
}

// open is a project of one article with one mark, and the same packed.
func openProject(t *testing.T) (project.Project, []byte) {
	t.Helper()
	a, err := article.New(article.Meta{Title: "A bridge"}, "The bridge is safe, they said.", nil)
	if err != nil {
		t.Fatal(err)
	}
	stamp := project.Stamp{When: testEnv().Now, Mint: testEnv().Mint}
	p := project.New("Bridges", []*article.Article{a}, stamp)
	d, _, err := project.Highlight(p, a.ID, []span.Span{{Start: 4, End: 10}}, nil, stamp)
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.Apply(d); err != nil {
		t.Fatal(err)
	}
	return p, pack(t, p)
}

func pack(t *testing.T, p project.Project) []byte {
	t.Helper()
	var packed bytes.Buffer
	if _, err := exchange.W3C.Encode(&packed, p, exchange.Env{}); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

// unpack is a body of a reply as a project.
func unpack(t *testing.T, body []byte) project.Project {
	t.Helper()
	p, problems, err := exchange.W3C.Decode(exchange.Bytes(body), exchange.Env{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return p
}

// Files of all kinds come in together: texts, a pair of brat, and what is none.
func TestRead(t *testing.T) {
	_, packed := openProject(t)
	o := parcel.Order{Do: parcel.Read, Known: true, Files: []parcel.File{{Name: "x.txt"}, {Name: "x.ann"}, {Name: "page.html"}, {Name: "photo.png"}}}
	r, out := new(Porter).Do(o, [][]byte{packed, []byte("Ada wrote.\n"), []byte("T1\tPerson 0 3\tAda\n"), []byte("<h1>Head</h1><p>" + strings.Repeat("Some words of a page. ", 20) + "</p>"), []byte("\x89PNG\r\n\x1a\n")}, testEnv())
	if r.Error != nil || len(r.Items) != 2 || len(r.Problems) != 1 || !strings.Contains(r.Problems[0], "photo.png") {
		t.Fatalf("%+v", r)
	}
	page, marks := r.Items[0], r.Items[1]
	if page.Marks || page.Format != "Web page" || unpack(t, out[page.Body]).Articles.Len() != 1 {
		t.Errorf("%+v", page)
	}
	if p := unpack(t, out[marks.Body]); !marks.Marks || p.Annotations.Len() != 1 || p.Articles.Len() != 1 {
		t.Errorf("%+v: %d marks", marks, p.Annotations.Len())
	}
}

// What was handed in is no text, whatever it is called, and what comes with it is read.
func TestHandInsAreNoTexts(t *testing.T) {
	p, packed := openProject(t)
	var handed bytes.Buffer
	if err := classroom.HandInOf(p, testEnv().Now).Encode(&handed); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]parcel.Order{
		"is what a student handed in, and no text.":                 {Files: []parcel.File{{Name: "x.txt"}, {Name: "Ayse.handin (1).json"}}},
		"and 1 more file are what students handed in, and no texts": {Files: []parcel.File{{Name: "x.txt"}, {Name: "Ayse.handin (1).json"}, {Name: "b.jsonl"}}},
	} {
		o.Do, o.Known = parcel.Read, true
		bodies := [][]byte{packed, []byte("Ada wrote.\n"), handed.Bytes(), handed.Bytes()}
		r, _ := new(Porter).Do(o, bodies[:1+len(o.Files)], testEnv())
		if r.Error != nil || len(r.Items) != 1 || r.Items[0].File != "x.txt" || len(r.Problems) != 1 || !strings.Contains(r.Problems[0], "“Ayse.handin (1).json” "+name) {
			t.Errorf("%d files: %+v", len(o.Files), r)
		}
	}
}

// What is offered can be written, and says before what it does not hold.
func TestFormatsAndWrite(t *testing.T) {
	_, packed := openProject(t)
	r, _ := new(Porter).Do(parcel.Order{Do: parcel.Formats, Known: true}, [][]byte{packed}, testEnv())
	if r.Error != nil || len(r.Formats) < 10 {
		t.Fatalf("%+v", r)
	}
	for _, f := range r.Formats {
		done, out := new(Porter).Do(parcel.Order{Do: parcel.Write, Known: true, Format: f.ID}, [][]byte{packed}, testEnv())
		if done.Error != nil || len(out) != 1 || len(out[0]) == 0 || strings.Join(done.Lost, "|") != strings.Join(f.Lost, "|") {
			t.Errorf("%s: %+v, said before: %v", f.ID, done, f.Lost)
		}
	}
	if r, _ := new(Porter).Do(parcel.Order{Do: parcel.Write, Known: true, Format: "no such"}, [][]byte{packed}, testEnv()); r.Error == nil || r.Error.Code != "format" {
		t.Errorf("%+v", r)
	}
}

// A corrected text is one text, and says what becomes of each mark.
func TestCorrect(t *testing.T) {
	p, packed := openProject(t)
	correct := func(name string, data string) (parcel.Reply, [][]byte) {
		return new(Porter).Do(parcel.Order{Do: parcel.Correct, Known: true, Files: []parcel.File{{Name: name}}}, [][]byte{packed, []byte(data)}, testEnv())
	}
	r, out := correct("a.txt", "First of all, the bridge is safe, they said.")
	if r.Error != nil || len(out) != 1 || len(r.Carried) != 1 || r.Carried[0].How != "in place" || r.Carried[0].Spans[0] != [2]int{18, 24} {
		t.Fatalf("%+v", r)
	}
	if text := unpack(t, out[0]).ArticlesInOrder(); len(text) != 1 {
		t.Errorf("%d texts", len(text))
	}
	for data, code := range map[string]string{p.ArticlesInOrder()[0].Text: "same-text", "": "one-text"} {
		if r, _ := correct("a.txt", data); r.Error == nil || r.Error.Code != code {
			t.Errorf("%q: %+v", data, r)
		}
	}
}

// The marks of earlier versions come along: they are looked for in a corrected
// text, and, where no file is brought, in the text as it is.
func TestCorrectTakesUpWhatIsWithoutAPlace(t *testing.T) {
	p, _ := openProject(t)
	old := p.ArticlesInOrder()[0]
	now, err := article.New(article.Meta{}, "Said now: "+old.Text, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := project.CorrectArticle(p, old.ID, now, nil, project.Stamp{})
	if err != nil {
		t.Fatal(err)
	}
	if p, err = p.Apply(d); err != nil {
		t.Fatal(err)
	}
	packed := pack(t, p)
	for name, o := range map[string]parcel.Order{
		"as it is": {Do: parcel.Correct, Known: true},
		"again":    {Do: parcel.Correct, Known: true, Files: []parcel.File{{Name: "b.txt"}}},
	} {
		r, out := new(Porter).Do(o, [][]byte{packed, []byte("Said once more: " + old.Text)}[:1+len(o.Files)], testEnv())
		if r.Error != nil || len(r.Carried) != 1 || r.Carried[0].How != "in place" {
			t.Fatalf("%s: %+v", name, r)
		}
		text, at := unpack(t, out[0]).ArticlesInOrder()[0], r.Carried[0].Spans[0]
		if mark := p.Unplaced(now.ID)[0]; text.Slice(at[0], at[1]) != mark.Quote() {
			t.Errorf("%s: it would stand on %q", name, text.Slice(at[0], at[1]))
		}
	}
}

// Files that are read together have a name together.
func TestTogether(t *testing.T) {
	for want, names := range map[string][]string{
		"":                       {"a.ann"},
		"a.ann and a.txt":        {"a.ann", "a.txt"},
		"a.ann and 2 more files": {"a.ann", "x/a.txt", "b.ann"},
		"task (3 files)":         {"task/a.ann", "task/a.txt", "task/more/b.ann"},
		"brat.zip (2 files)":     {"brat.zip!/x/a.ann", "brat.zip!/y/a.txt"},
		"a.ann and b.txt":        {"one.zip!/a.ann", "two.zip!/b.txt"},
	} {
		var files []exchange.File
		for _, name := range names {
			files = append(files, exchange.InMemory(name, nil))
		}
		if got := together(files); got != want {
			t.Errorf("%v are called %q, want %q", names, got, want)
		}
	}
}

// Counting what each format would leave out tells how far it is, and ends when
// it is stopped.
func TestFormatsAtAPace(t *testing.T) {
	_, packed := openProject(t)
	env, told := testEnv(), 0
	env.Pace = func(done, total int) error { told++; return nil }
	r, _ := new(Porter).Do(parcel.Order{Do: parcel.Formats, Known: true}, [][]byte{packed}, env)
	if r.Error != nil || told < len(r.Formats) {
		t.Errorf("told %d times of %d formats: %v", told, len(r.Formats), r.Error)
	}
	env.Pace = func(done, total int) error { return errors.New("stopped") }
	if r, _ := new(Porter).Do(parcel.Order{Do: parcel.Formats, Known: true}, [][]byte{packed}, env); r.Error == nil {
		t.Error("it went on though it was stopped")
	}
}

// What would be too large for the page is refused with a word, as soon as it is.
func TestWhatGoesToThePageIsBounded(t *testing.T) {
	p, packed := openProject(t)
	for most, want := range map[int]string{len(packed): "", len(packed) - 1: "too-large"} {
		body := bounded{most: most}
		_, err := exchange.W3C.Encode(&body, p, exchange.Env{})
		if problem.Code(err) != want || len(body.data) > most {
			t.Errorf("within %d bytes: %d, %v", most, len(body.data), err)
		}
	}
}
