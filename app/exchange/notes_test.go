package exchange

import (
	"fmt"
	"strings"
	"testing"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// plenty is more than one mark takes of anything.
const plenty = 50 * maxList

// noteOf is the note of the one annotation of a project.
func noteOf(t *testing.T, p project.Project) string {
	t.Helper()
	for a := range p.Annotations.Unordered() {
		return a.Note
	}
	t.Fatal("there is no annotation")
	return ""
}

// saying reports whether a problem has the words.
func saying(problems []problem.Problem, words string) bool {
	for _, p := range problems {
		if strings.Contains(p.Message, words) {
			return true
		}
	}
	return false
}

// A mark takes so many notes; how many more there were is said.
func TestManyNotesOnOneMark(t *testing.T) {
	var b strings.Builder
	b.WriteString("T1\tX 0 4\tword\n")
	for i := range plenty {
		fmt.Fprintf(&b, "#%d\tAnnotatorNotes T1\tnote %d\n", i+1, i)
	}
	read, err := Brat.ReadFiles([]File{InMemory("a.ann", []byte(b.String())), InMemory("a.txt", []byte("word"))}, Env{Now: anyTime})
	if err != nil {
		t.Fatal(err)
	}
	note := noteOf(t, read.Project)
	if !strings.HasPrefix(note, "note 0\nnote 1\n") || strings.Count(note, "\n") != maxList-1 || !saying(read.Problems, fmt.Sprintf("Notes were left out: %d.", plenty-maxList)) {
		t.Errorf("%d lines, %v", strings.Count(note, "\n")+1, read.Problems)
	}
}

func TestManyNotesOnOneRegion(t *testing.T) {
	const many = 3 * maxList
	var results []string
	for i := range many {
		results = append(results, fmt.Sprintf(`{"id":"r","type":"labels","from_name":"l","to_name":"t","value":{"start":0,"end":4,"text":"word","labels":["X"]},"meta":{"text":["note %d"]}}`, i/2))
	}
	data := `[{"id":1,"data":{"text":"word"},"annotations":[{"id":1,"result":[` + strings.Join(results, ",") + `]}]}]`
	read, err := LabelStudio.ReadFiles([]File{InMemory("a.json", []byte(data))}, Env{Now: anyTime})
	if err != nil {
		t.Fatal(err)
	}
	note := noteOf(t, read.Project)
	if !strings.HasPrefix(note, "note 0\nnote 1\n") || strings.Count(note, "\n") != maxList-1 || !saying(read.Problems, fmt.Sprintf("were left out: %d", many-2*maxList)) {
		t.Errorf("%d lines, %v", strings.Count(note, "\n")+1, read.Problems)
	}
}

// Answers that no record can give go into the note, once and in order; no mark
// takes more than so many.
func TestManyAnswersOfOneMark(t *testing.T) {
	var b strings.Builder
	b.WriteString("T1\tX 0 4\tword\n#1\tAnnotatorNotes T1\tnote\n")
	for i := range plenty {
		fmt.Fprintf(&b, "A%d\tSure T1 %d\n", i+1, i)
	}
	read, err := Brat.ReadFiles([]File{InMemory("a.ann", []byte(b.String())), InMemory("a.txt", []byte("word"))}, Env{Now: anyTime})
	if err != nil {
		t.Fatal(err)
	}
	note := noteOf(t, read.Project)
	if !strings.HasPrefix(note, "note\nSure: 1\nSure: 2\n") || strings.Count(note, "\n") != maxList-1 || !saying(read.Problems, fmt.Sprintf("%d answers of the annotation were left out", plenty-maxList)) {
		t.Errorf("%d lines, %v", strings.Count(note, "\n")+1, read.Problems[0])
	}
}

// Of two files of one name the first is read where names say what belongs
// together, and that is said; files that stand for themselves are all read.
func TestFilesOfOneName(t *testing.T) {
	files := []File{
		InMemory("a.ann", []byte("T1\tX 0 3\tone\n")), InMemory("a.txt", []byte("one word")),
		InMemory("a.ann", []byte("T1\tX 0 5\tother\n")), InMemory("a.txt", []byte("other words")),
	}
	read, err := Brat.ReadFiles(files, Env{Now: anyTime})
	if err != nil {
		t.Fatal(err)
	}
	texts := read.Project.ArticlesInOrder()
	if len(texts) != 1 || texts[0].Text != "one word" || read.Project.Annotations.Len() != 1 {
		t.Errorf("%d texts, %d marks", len(texts), read.Project.Annotations.Len())
	}
	if len(read.Problems) != 2 || read.Problems[0].File != "a.ann" || !saying(read.Problems, "“a.ann”") || !saying(read.Problems, "“a.txt”") || read.Problems[1].Hint == "" {
		t.Error(read.Problems)
	}
	var out strings.Builder
	done, err := Convert(&out, Doccano, Brat, files, Env{Now: anyTime})
	if err != nil || done.Documents != 1 || len(done.Problems) != 2 {
		t.Error(done, err)
	}
	one := func(text string) File { return InMemory("all.jsonl", []byte(`{"text":"`+text+`","label":[]}`+"\n")) }
	if read, err = Doccano.ReadFiles([]File{one("one"), one("two")}, Env{Now: anyTime}); err != nil || read.Project.Articles.Len() != 2 || len(read.Problems) > 0 {
		t.Errorf("%d texts, %v, %v", read.Project.Articles.Len(), read.Problems, err)
	}
}
