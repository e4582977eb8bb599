package exchange

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// long is a project with one article that is a single paragraph, and
// annotations spread over it.
func long(t testing.TB, size, annotations int) project.Project {
	t.Helper()
	unit := strings.Join(hurting[:10], "x ")
	text := strings.Repeat(unit, size/len(unit)+1)
	a, err := article.New(article.Meta{Title: "Long"}, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	marks := make([]*annotation.Annotation, annotations)
	for i := range marks {
		start := i * 7919 % (a.Len() - 40)
		marks[i] = &annotation.Annotation{
			ID: annotation.ID(fmt.Sprintf("00000000-0000-4000-8000-%012x", i)), Article: a.ID,
			Pieces: annotation.Pieces(a, span.Span{Start: start, End: start + 1 + i%40}), Created: anyTime, Modified: anyTime,
		}
	}
	return project.Project{Articles: project.TableOf(a), Annotations: project.TableOf(marks...)}
}

func TestOneLongParagraph(t *testing.T) {
	p := long(t, 1<<20, 500)
	for _, f := range Native {
		q, problems, err := f.Decode(bytes.NewReader(encoded(t, f, p)), EnvOf(p, anyTime, nil, ""))
		if err != nil || len(problems) > 0 {
			t.Fatalf("%s: %v %v", f.ID, err, problems)
		}
		if !p.Equal(q) {
			t.Errorf("%s: it came back changed", f.ID)
		}
	}
}

func TestManyAnnotations(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	p := long(t, 1<<20, 200_000)
	for _, f := range Native {
		var b bytes.Buffer
		start := time.Now()
		if _, err := f.Encode(&b, p, Env{}); err != nil {
			t.Fatal(err)
		}
		wrote, size := time.Since(start), b.Len()
		start = time.Now()
		q, problems, err := f.Decode(&b, EnvOf(p, anyTime, nil, ""))
		if err != nil || len(problems) > 0 || q.Annotations.Len() != 200_000 {
			t.Fatalf("%s: %v %v", f.ID, err, problems)
		}
		t.Logf("%s: %d MB written in %v, read in %v", f.ID, size>>20, wrote, time.Since(start))
	}
}

// A file of nothing but wrong quotes on a long text comes to an end, and what is
// said about it is bounded.
func TestManyWrongQuotes(t *testing.T) {
	p := long(t, 1<<20, 5000)
	data := strings.ReplaceAll(string(encoded(t, W3C, p)), `"exact": "`, `"exact": "not there `)
	q, problems, err := W3C.Decode(strings.NewReader(data), Env{})
	if err != nil || q.Annotations.Len() != 0 || len(problems) != maxProblems+1 {
		t.Fatalf("%v, %d annotations, %d problems", err, q.Annotations.Len(), len(problems))
	}
	if last := problems[maxProblems].Message; last != "4000 more problems are not listed." {
		t.Error(last)
	}
}

// endless is a file without an end.
type endless struct{ head io.Reader }

func (e endless) Read(p []byte) (int, error) {
	if n, _ := e.head.Read(p); n > 0 {
		return n, nil
	}
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestEndlessFileIsRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 400 MB")
	}
	for _, f := range Native {
		if _, _, err := f.Decode(endless{strings.NewReader("{")}, Env{}); problem.Code(err) != "too-large" {
			t.Errorf("%s: %v", f.ID, err)
		}
	}
}

func TestManyTagsOnOneAnnotation(t *testing.T) {
	p := newFixture(t)
	a := p.ArticlesInOrder()[0]
	var b strings.Builder
	b.WriteString(strings.Join(columns[:], ",") + "\n")
	for i := range 20_000 {
		fmt.Fprintf(&b, "t,%s,4,8,=1+1,tag %d,,,,,,one\n", a.ID, i)
	}
	q, problems, err := CSV.Decode(strings.NewReader(b.String()), Env{Articles: []*article.Article{a}, Now: anyTime})
	if err != nil || q.Annotations.Len() != 1 || len(problems) != maxProblems+1 || len(project.Check(q)) > 0 {
		t.Errorf("%v, %d annotations, %d problems", err, q.Annotations.Len(), len(problems))
	}
}

// crowded is a file of doccano with a document of so many marks on one word, and
// another one.
func crowded(marks int) File {
	list := strings.Repeat(`[4,9,"Claim"],`, marks-1) + `[4,9,"Claim"]`
	return InMemory("all.jsonl", []byte(`{"id":1,"text":"The river rose.","label":[`+list+"]}\n"+`{"id":2,"text":"The lake fell.","label":[[4,8,"Claim"]]}`+"\n"))
}

// Very many marks in one document are refused with a word, before they take much
// memory, and the other documents are read.
func TestMarksOfADocumentAreBounded(t *testing.T) {
	for marks, want := range map[int]string{
		maxMarks + 1: "The document “1” has 250001 marks, and no more than 250000 of one are read.",
		1_000_000:    "One document of the file holds more than 2 million values.",
	} {
		read, err := Doccano.ReadFiles([]File{crowded(marks)}, Env{Now: anyTime})
		if err != nil || read.Project.Annotations.Len() != 1 || len(read.Problems) != 1 {
			t.Fatalf("%d marks: %v, %d annotations, %v", marks, err, read.Project.Annotations.Len(), read.Problems)
		}
		if p := read.Problems[0]; p.Message != want || !strings.Contains(p.Hint, "left out") {
			t.Errorf("%d marks: %v", marks, p)
		}
	}
	if testing.Short() {
		t.Skip("takes seconds")
	}
	read, err := Doccano.ReadFiles([]File{crowded(maxMarks)}, Env{Now: anyTime})
	if err != nil || read.Project.Annotations.Len() != maxMarks+1 || len(read.Problems) != 0 {
		t.Errorf("%v, %d annotations, %v", err, read.Project.Annotations.Len(), read.Problems)
	}
}

// Long marks over one another, each of which keeps its words, come in up to a bound,
// and the rest is told in one sentence.
func TestTheWordsOfAllMarksAreBounded(t *testing.T) {
	const size, marks = 60_000, 1300
	list := strings.Repeat(fmt.Sprintf(`[0,%d,"Claim"],`, size), marks-1) + fmt.Sprintf(`[0,%d,"Claim"]`, size)
	file := InMemory("long.jsonl", []byte(`{"id":1,"text":"`+strings.Repeat("words ", size/6)+`","label":[`+list+"]}\n"))
	read, err := Doccano.ReadFiles([]File{file}, Env{Now: anyTime})
	if err != nil || read.Project.Annotations.Len() != maxMarked/size || len(read.Problems) != 1 {
		t.Fatalf("%v, %d annotations, %v", err, read.Project.Annotations.Len(), read.Problems)
	}
	if want := fmt.Sprintf("more than 64 million characters; %d of the marks on “1” were left out", marks-maxMarked/size); !strings.Contains(read.Problems[0].Message, want) {
		t.Error(read.Problems[0])
	}
	if n := len(encoded(t, W3C, read.Project)); n > MaxSize {
		t.Errorf("written, these are %d MB", n>>20)
	}
}

func BenchmarkW3CDecode(b *testing.B) {
	data := encoded(b, W3C, long(b, 1<<20, 10_000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, _, err := W3C.Decode(bytes.NewReader(data), Env{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkW3CEncode(b *testing.B) {
	p := long(b, 1<<20, 10_000)
	for b.Loop() {
		if _, err := W3C.Encode(io.Discard, p, Env{}); err != nil {
			b.Fatal(err)
		}
	}
}
