package ui

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"claimlight/app/classroom"
	"claimlight/app/project"
)

// handedIn is what the one at work in a model hands in.
func handedIn(t *testing.T, m *Model) string {
	t.Helper()
	var data bytes.Buffer
	if err := classroom.HandInOf(m.project(), time.Unix(1_700_000_000, 0)).Encode(&data); err != nil {
		t.Fatal(err)
	}
	return data.String()
}

// A hand-in is known by what is in it, whatever a browser or a mail program has
// called it.
func TestHandInsAreKnownByWhatIsInThem(t *testing.T) {
	m := newArrivalModel(t)
	words := handedIn(t, m)
	read := 0
	file := func(name, words string) File {
		f := fileOf(name, words)
		inner := f.Read
		f.Read = func(ctx context.Context) ([]byte, error) { read++; return inner(ctx) }
		return once(f)
	}
	packed, err := m.packed(m.project(), nil)
	if err != nil {
		t.Fatal(err)
	}
	files := []File{file("Ayse.handin (1).json", words), file("Ayse.txt", words), file("Ayse.handin.json", "cut off"),
		file("Ben.txt", "The words of Ben."), file("8b.handin.json", string(packed))}
	handed, others, err := m.apart(t.Context(), files, func(int, int) error { return nil })
	if err != nil || len(handed) != 3 || len(others) != 2 || others[0].Name != "Ben.txt" {
		t.Errorf("handed in %d, others %d, %v", len(handed), len(others), err)
	}
	if _, err := m.readFiles(t.Context(), files, func(int, int) error { return nil }); err != nil || read != len(files) {
		t.Errorf("%d files were read %d times: %v", len(files), read, err)
	}
	var took intake
	m.readData(&took, "Ayse.txt", []byte(words), nil)
	if len(took.read) != 0 || len(took.failed) != 1 || !strings.Contains(took.failed[0].Error(), "“Ayse.txt” is what a student handed in") {
		t.Errorf("as a text: %d, %v", len(took.read), took.failed)
	}
}

// The second download of what was handed in is taken back as the first is.
func TestASecondDownloadIsTakenBack(t *testing.T) {
	m := newArrivalModel(t)
	words := handedIn(t, m)
	err := m.ws.Do(project.User, "Made a lesson", project.Place{}, func(p project.Project, _ project.Stamp) (project.Diff, error) {
		return classroom.PutLesson(p, classroom.Lesson{Out: true}), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	m.takeFiles([]File{fileOf("Ayse.handin (1).json", words), pageOf("north")})
	m.settleDown()
	if !strings.Contains(m.toast.Text, "what you handed in") || m.arrivals == nil || len(m.arrivals.files) != 1 {
		t.Errorf("said %q, shown %v", m.toast.Text, m.arrivals)
	}
}

// What becomes of marks and of answers is told apart.
func TestWhatDiffersIsTold(t *testing.T) {
	for want, b := range map[string]classroom.Back{
		"": {Left: 1},
		" 1 mark is not the same here: the one changed later counts. 2 answers that were here were older, and were replaced.": {Marks: 1, Newer: 2},
		" 1 answer was changed here since, and stays. 1 answer was another one here: both texts are in it now.":               {Older: 1, Both: 1},
	} {
		if got := differing(b); got != want {
			t.Errorf("%+v: %q", b, got)
		}
	}
}
