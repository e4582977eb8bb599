package porter

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/htmlindex"

	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// classEnv reads old encodings as the command line does.
func classEnv() Env {
	env := testEnv()
	env.Decode = func(label string, data []byte) (string, error) {
		e, err := htmlindex.Get(label)
		if err != nil {
			return "", err
		}
		out, err := e.NewDecoder().Bytes(data)
		return string(out), err
	}
	return env
}

// ofClass is a file of the simulated class.
func ofClass(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "test", "corpus", "class", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func utf16Of(s string, order binary.AppendByteOrder) (out []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// recoded are a text's bytes as programs leave them that save a file anew.
func recoded(t *testing.T, text string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{
		"utf-16le":              utf16Of(text, binary.LittleEndian),
		"utf-16be":              utf16Of(text, binary.BigEndian),
		"utf-16le, with a mark": utf16Of("\uFEFF"+text, binary.LittleEndian),
		"utf-16be, with a mark": utf16Of("\uFEFF"+text, binary.BigEndian),
	}
	e, err := htmlindex.Get("windows-1254")
	if err != nil {
		t.Fatal(err)
	}
	if all["windows-1254"], err = e.NewEncoder().Bytes([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return all
}

// A hand-in is read in every encoding that texts are read in, and its check
// tells that nothing of it was lost.
func TestHandInsInOtherEncodings(t *testing.T) {
	lesson, err := Opened(exchange.InMemory("lesson", ofClass(t, "lesson.claimlight.json")), classEnv(), nil)
	if err != nil || lesson.Project == nil {
		t.Fatal(err, lesson.Err)
	}
	p := *lesson.Project
	h := classroom.HandInOf(p, testEnv().Now)
	h.Student.Nickname, h.Lesson.Name = "Şükrü Öztürk, çok güzel", "Ağaç ve ışık"
	h.Articles[0].Title = "Türkçe başlık"
	var plain bytes.Buffer
	if err := h.Encode(&plain); err != nil {
		t.Fatal(err)
	}
	first, _, err := classroom.ReadHandIn("x", plain.Bytes()) // which gives it the check that is right
	if err != nil {
		t.Fatal(err)
	}
	plain.Reset()
	if err := first.Encode(&plain); err != nil {
		t.Fatal(err)
	}
	for name, data := range recoded(t, plain.String()) {
		label, _, _ := strings.Cut(name, ",")
		if !IsHandIn(exchange.InMemory(name, data), classEnv()) {
			t.Errorf("%s is not known as a hand-in", name)
		}
		d, notes, _, err := classroom.NewClass(p).Collect([]classroom.File{Brought(exchange.InMemory("a.handin.json", data), classEnv())}, project.Stamp{When: testEnv().Now}, nil)
		if err != nil || d.Size() != 1 {
			t.Errorf("%s: %v, %v", name, notes, err)
			continue
		}
		q, err := p.Apply(d)
		if err != nil {
			t.Fatal(err)
		}
		s := classroom.NewClass(q).Students[0]
		if s.Nickname != h.Student.Nickname || len(s.Notes) != 1 || !strings.Contains(s.Notes[0], "in the encoding "+label+" instead of UTF-8") {
			t.Errorf("%s: %q, %v", name, s.Nickname, s.Notes)
		}
	}
}

func TestAProjectInsteadOfAHandInInUTF16(t *testing.T) {
	data := utf16Of("\uFEFF"+string(ofClass(t, "lesson.claimlight.json")), binary.LittleEndian)
	f, err := Brought(exchange.InMemory("lesson.json", data), classEnv()).Load(nil)
	if err != nil || f.Err != nil || f.Project == nil || f.Project.Articles.Len() != 5 {
		t.Errorf("%v, %v, %v", err, f.Err, f.Project)
	}
}

// What is no text is what it was: nobody is told of its encoding.
func TestWhatIsNoTextIsNotDecoded(t *testing.T) {
	for name, data := range map[string][]byte{"photo.jpg": []byte("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00{"), "half.json": []byte("{\x00\"\x00c"), "empty.json": nil} {
		d, notes, _, err := classroom.NewClass(lessonOfClass(t, "lesson.claimlight.json")).Collect([]classroom.File{Brought(exchange.InMemory(name, data), classEnv())}, project.Stamp{When: testEnv().Now}, nil)
		if err != nil || !d.Empty() || len(notes) != 1 || notes[0].Taken() || !strings.Contains(notes[0].Message, name) {
			t.Errorf("%s: %v, %v", name, notes, err)
		}
	}
}

// What looks like a project is refused before it fills the memory, and what is
// read of one can be stopped.
func TestHostileProjectsAreBounded(t *testing.T) {
	const begins = `{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationCollection","first":{"items":[{}`
	crowd := exchange.InMemory("crowd.json", []byte(begins+strings.Repeat(",{}", maxParts)+`]}}`))
	if f, err := Brought(crowd, classEnv()).Load(nil); err != nil || problem.Code(f.Err) != "too-large" || f.Project != nil {
		t.Errorf("a crowd: %v, %v", err, f.Err)
	}
	endless := exchange.File{Name: "endless", Open: func() (io.ReadCloser, error) { return io.NopCloser(zeros{}), nil }}
	if f, err := Brought(endless, classEnv()).Load(nil); err != nil || problem.Code(f.Err) != "too-large" {
		t.Errorf("one without an end: %v, %v", err, f.Err)
	}
	enough, told := errors.New("stopped"), 0
	_, err := Brought(exchange.InMemory("some.json", []byte(begins+strings.Repeat(",{}", maxParts/3)+`]}}`)), classEnv()).Load(func(int, int) error {
		if told++; told > 3 {
			return enough
		}
		return nil
	})
	if !errors.Is(err, enough) || told != 4 {
		t.Errorf("stopped: %v after %d", err, told)
	}
}

// zeros never end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
