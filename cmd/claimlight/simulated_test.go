package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/web"
)

// simulated is where the class lies that this file makes.
var simulated = filepath.Join("..", "..", "test", "corpus", "class")

// The passphrase of the lesson's sealed key, and when hand-ins are due.
const simulatedPassphrase = "Anchorage"

var (
	simulatedStart = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	simulatedDue   = time.Date(2026, 3, 6, 12, 0, 0, 0, time.UTC)
)

// habit is how a student of the simulated class marks what is in the key.
type habit string

const (
	careful    habit = "careful"
	tooLong    habit = "too long"
	tooShort   habit = "too short"
	confuses   habit = "confuses two tags"
	everything habit = "marks everything"
	nothing    habit = "opened and marked nothing"
	neverOpens habit = "never opened"
	late       habit = "late"
	twice      habit = "handed in twice"
	copied     habit = "duplicate"
	otherText  habit = "made for another version of article 3"
	damaged    habit = "damaged file"
)

// simulatedStudents are the nicknames of the class with their habits.
var simulatedStudents = []struct {
	name  string
	habit habit
}{
	{"Amber", careful}, {"Birch", careful}, {"Cedar", otherText}, {"Dune", everything}, {"Ember", nothing}, {"Fern", careful},
	{"Gale", careful}, {"Hazel", tooLong}, {"Iris", tooLong}, {"Juniper", tooLong}, {"Kestrel", tooShort}, {"Lark", tooShort},
	{"Maple", tooShort}, {"Nettle", confuses}, {"Oak", confuses}, {"Pine", confuses}, {"Quartz", everything}, {"Reed", nothing},
	{"Sage", neverOpens}, {"Tansy", late}, {"Umber", late}, {"Violet", twice}, {"Willow", copied}, {"Xenia", careful},
	{"Yarrow", tooLong}, {"Zinnia", tooShort}, {"Ayşe", careful}, {"Björn", careful}, {"Chloé", careful}, {"Daan", damaged},
}

// simulation makes the class.
type simulation struct {
	t       testing.TB
	r       *rand.Rand
	teacher project.Project
	key     []classroom.KeyMark
	files   map[string][]byte
}

// simulate makes all files of the class, the same each time.
func simulate(t testing.TB) map[string][]byte {
	t.Helper()
	s := &simulation{t: t, r: rand.New(rand.NewPCG(2026, 3)), files: map[string][]byte{}}
	s.teach()
	for i, who := range simulatedStudents {
		s.student(i, who.name, who.habit)
	}
	s.foreign()
	return s.files
}

// stampOf is who acts and when; IDs follow from the name.
func stampOf(name string, when time.Time) project.Stamp {
	n := 0
	return project.Stamp{When: when, Mint: func() string {
		n++
		r := rand.New(rand.NewPCG(uint64(n), uint64(len(name))))
		for _, c := range name {
			r = rand.New(rand.NewPCG(r.Uint64(), uint64(c)))
		}
		return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", r.Uint32(), r.Uint32()&0xFFFF, r.Uint32()&0xFFF, r.Uint32()&0xFFF, r.Uint64()&0xFFFFFFFFFFFF)
	}}
}

func (s *simulation) do(p project.Project, d project.Diff, err error) project.Project {
	s.t.Helper()
	if err == nil {
		p, err = p.Apply(d)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (s *simulation) write(name string, encode func(b *bytes.Buffer) error) {
	s.t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		s.t.Fatal(err)
	}
	s.files[name] = b.Bytes()
}

func (s *simulation) project(name string, p project.Project) {
	s.write(name, func(b *bytes.Buffer) error {
		_, err := exchange.W3C.Encode(b, p, exchange.Env{})
		return err
	})
}

// builtIn are the articles of the program.
func builtIn(t testing.TB) (out []*article.Article) {
	t.Helper()
	data, err := fs.ReadFile(web.Articles(), "index.json")
	if err != nil {
		t.Fatal(err)
	}
	var index []struct{ File, Title string }
	if err := json.Unmarshal(data, &index); err != nil {
		t.Fatal(err)
	}
	for _, one := range index {
		text, err := fs.ReadFile(web.Articles(), one.File)
		if err != nil {
			t.Fatal(err)
		}
		a, err := article.New(article.Meta{Title: one.Title}, article.Clean(string(text)), nil)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

// teach makes the teacher's project, with the key marked in it, and the lesson.
func (s *simulation) teach() {
	stamp := stampOf("teacher", simulatedStart)
	p := project.New("8b · Who says so? Five reports of one summit", builtIn(s.t), stamp)
	d, err := project.SetAnnotator(p, "", "Ms. Stone", stamp)
	p = s.do(p, d, err)
	p = s.do(p, classroom.PutLesson(p, classroom.Lesson{Task: "Mark what is claimed in each report, and say with a tag what kind of claim it is.", Due: simulatedDue}), nil)
	for _, a := range p.Listed() {
		for i, sentence := range sentences(a) {
			if i%3 == 1 {
				continue // two of three sentences are in the key
			}
			d, _, err := project.Highlight(p, a.ID, []span.Span{clause(a, sentence)}, []annotation.TagID{kindOf(a, sentence)}, stamp)
			p = s.do(p, d, err)
		}
	}
	if s.key, err = classroom.KeyOf(p); err != nil {
		s.t.Fatal(err)
	}
	sealed, err := classroom.Seal(s.key, simulatedPassphrase, &countedBytes{})
	if err != nil {
		s.t.Fatal(err)
	}
	s.teacher = p
	s.project("key.claimlight.json", p)
	s.project("lesson.claimlight.json", classroom.HandOut(p, sealed))
	s.files["passphrase.txt"] = []byte(simulatedPassphrase + "\n")
}

// countedBytes are no secret: the class must be the same each time.
type countedBytes struct{ n byte }

func (c *countedBytes) Read(b []byte) (int, error) {
	for i := range b {
		c.n++
		b[i] = c.n
	}
	return len(b), nil
}

// sentences are those of an article, without what is too short to be a claim.
func sentences(a *article.Article) (out []span.Span) {
	last := 0
	for at := 0; at < a.Len(); {
		start, end := a.SentenceAt(at)
		at = max(end, at+1)
		start, end = a.Trim(start, end)
		if start >= last && strings.Count(a.Slice(start, end), " ") >= 6 {
			out, last = append(out, span.Span{Start: start, End: end}), end
		}
	}
	return out
}

// clause is a sentence up to where it gets long.
func clause(a *article.Article, s span.Span) span.Span { return firstWords(a, s, 14) }

// firstWords is the beginning of a stretch.
func firstWords(a *article.Article, s span.Span, n int) span.Span {
	words := 0
	for i, r := range []rune(a.Slice(s.Start, s.End)) {
		if r == ' ' {
			if words++; words == n {
				return span.Span{Start: s.Start, End: s.Start + i}
			}
		}
	}
	return s
}

// moreWords is a stretch with the words behind it, within its line.
func moreWords(a *article.Article, s span.Span, n int) span.Span {
	for s.End < a.Len() && n > 0 {
		s.End++
		switch next := a.Slice(s.End, min(s.End+1, a.Len())); next {
		case "\n", "":
			return s
		case " ":
			n--
		}
	}
	return s
}

// kindOf is the tag of a sentence: by what is easy to see in it.
func kindOf(a *article.Article, s span.Span) annotation.TagID {
	text := a.Slice(s.Start, s.End)
	switch {
	case strings.ContainsAny(text, "“\""):
		return annotation.StarterQuotation
	case strings.Contains(text, " said") || strings.Contains(text, " told") || strings.Contains(text, " claimed"):
		return annotation.StarterClaim
	case strings.ContainsAny(text, "0123456789"):
		return annotation.StarterNumber
	case strings.Contains(text, " will ") || strings.Contains(text, " could ") || strings.Contains(text, " may "):
		return annotation.StarterPrediction
	case s.Start%2 == 0:
		return annotation.StarterFact
	}
	return annotation.StarterOpinion
}

// student makes what a student hands in.
func (s *simulation) student(i int, name string, h habit) {
	lesson := classroom.HandOut(s.teacher, nil)
	if h == otherText {
		lesson = s.withTypo(lesson)
	}
	stamp := stampOf(name, simulatedStart.Add(time.Duration(24+i)*time.Hour/2))
	p := project.HandedOut(lesson, stamp)
	stamp.Who = p.Info().Annotator
	d, err := project.SetAnnotator(p, "", name, stamp)
	p = s.do(p, d, err)
	if h != neverOpens {
		for n, a := range p.Listed() {
			p = s.read(p, a, n, h, stamp)
		}
	}
	made := simulatedStart.Add(time.Duration(48+i) * time.Hour)
	if h == late {
		made = simulatedDue.Add(time.Duration(1+i) * time.Hour)
	}
	file := name + classroom.HandInExt
	s.handIn(file, p, made)
	switch h {
	case copied:
		s.files["handed-in/"+name+" (1)"+classroom.HandInExt] = s.files["handed-in/"+file]
	case twice:
		a := p.Listed()[0]
		note := p.Annotations.Sorted(annotation.Compare)[0]
		d, err := project.SetNote(p, note.ID, "I looked at it again.", stamp)
		p = s.do(p, d, err)
		d, err = project.SetState(p, a.ID, project.Done, stamp)
		p = s.do(p, d, err)
		s.handIn(name+" again"+classroom.HandInExt, p, made.Add(5*time.Hour))
	case damaged:
		data := s.files["handed-in/"+file]
		s.files["handed-in/"+file] = data[:len(data)/3]
	}
}

func (s *simulation) handIn(file string, p project.Project, made time.Time) {
	s.write("handed-in/"+file, func(b *bytes.Buffer) error { return classroom.HandInOf(p, made).Encode(b) })
}

// read is a student's work on an article.
func (s *simulation) read(p project.Project, a *article.Article, n int, h habit, stamp project.Stamp) project.Project {
	s.t.Helper()
	state := project.Done
	if s.r.IntN(8) == 0 {
		state = project.InWork
	}
	d, err := project.SetState(p, a.ID, state, stamp)
	p = s.do(p, d, err)
	for _, m := range s.marks(a, n, h) {
		stamp.When = stamp.When.Add(time.Minute)
		d, _, err := project.Highlight(p, a.ID, []span.Span{m.Span}, []annotation.TagID{m.tag}, stamp)
		p = s.do(p, d, err)
	}
	return p
}

type mark struct {
	span.Span
	tag annotation.TagID
}

// marks are what a student with a habit marks on an article.
func (s *simulation) marks(a *article.Article, n int, h habit) (out []mark) {
	switch h {
	case nothing:
		return nil
	case everything:
		for _, sentence := range sentences(a) {
			out = append(out, mark{sentence, kindOf(a, sentence)})
			if first := firstWords(a, sentence, 5); first != sentence && s.r.IntN(2) == 0 {
				out = append(out, mark{first, annotation.StarterFact})
			}
		}
		return out
	}
	for _, k := range s.key {
		if k.Article != s.teacher.Listed()[n].ID || s.r.IntN(14) == 0 {
			continue // overlooked
		}
		at, ok := whereIs(a, k.Ways[0][0])
		if !ok {
			continue
		}
		out = append(out, s.seen(a, at, k.Tags[0], h))
	}
	return out
}

// seen is a mark of the key as a student with a habit makes it.
func (s *simulation) seen(a *article.Article, at span.Span, tag annotation.TagID, h habit) mark {
	often := s.r.IntN(5) > 0
	switch {
	case h == tooLong && often:
		at = moreWords(a, at, 3+s.r.IntN(5))
	case h == tooShort && often:
		at = firstWords(a, at, 7+s.r.IntN(3))
	case h == confuses && tag == annotation.StarterQuotation:
		tag = annotation.StarterClaim
	case s.r.IntN(10) == 0:
		at = moreWords(a, at, 1)
	}
	if s.r.IntN(20) == 0 {
		tag = annotation.StarterFact
	}
	return mark{at, tag}
}

// whereIs finds a quote in a text that may be another version.
func whereIs(a *article.Article, p annotation.Piece) (span.Span, bool) {
	at := strings.Index(a.Text, p.Quote)
	if at < 0 {
		return span.Span{}, false
	}
	start := a.FromByte(article.Byte(at))
	return span.Span{Start: start, End: a.FromByte(article.Byte(at + len(p.Quote)))}, true
}

// withTypo is the lesson with a third article in which two words were added.
func (s *simulation) withTypo(p project.Project) project.Project {
	s.t.Helper()
	all := p.Listed()
	third := sentences(all[2])
	at := third[len(third)/2].Start
	text := all[2].Slice(0, at) + "So far, " + all[2].Slice(at, all[2].Len())
	b, err := article.New(all[2].Meta, text, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	all[2] = b
	p.Articles = project.TableOf(all...)
	return p
}

// foreign is a hand-in of another class.
func (s *simulation) foreign() {
	other := classroom.HandOut(s.teacher, nil)
	info := *other.Info()
	stamp := stampOf("9c", simulatedStart)
	info.ID, info.Name = stamp.Mint(), "9c · Who says so?"
	other.Infos = project.TableOf(&info)
	lesson := *classroom.LessonOf(other)
	lesson.ID = info.ID
	p := project.HandedOut(s.do(other, classroom.PutLesson(other, lesson), nil), stamp)
	d, err := project.SetAnnotator(p, "", "Olive", stamp)
	s.handIn("Olive"+classroom.HandInExt, s.do(p, d, err), simulatedStart.Add(50*time.Hour))
}

// TestSimulatedClassIsAsGenerated makes the class anew. With CLAIMLIGHT_WRITE it
// is written to the disk instead of compared.
func TestSimulatedClassIsAsGenerated(t *testing.T) {
	files := simulate(t)
	if os.Getenv("CLAIMLIGHT_WRITE") != "" {
		for name, data := range files {
			file := filepath.Join(simulated, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	total := 0
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(simulated, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator makes (%v); CLAIMLIGHT_WRITE=1 writes it", name, err)
		}
		total += len(want)
	}
	there, err := filepath.Glob(filepath.Join(simulated, "handed-in", "*"))
	if err != nil || len(there)+3 != len(files) {
		t.Errorf("%d files are there, and %d are made: %v", len(there)+3, len(files), err)
	}
	if total > 1_500_000 {
		t.Errorf("the class has %d bytes", total)
	}
}
