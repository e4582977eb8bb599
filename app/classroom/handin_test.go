package classroom

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// lessonProject is a lesson with two articles, as a student has it who marked
// once, in the first.
func lessonProject(t *testing.T) project.Project {
	t.Helper()
	var articles []*article.Article
	for rank, text := range []string{"There is no deal.\n\nNobody asked.", "A second report."} {
		a, err := article.New(article.Meta{Title: "Report", Rank: rank}, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
	}
	const who, teacher = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	mark := func(id string, by annotation.PersonID) *annotation.Annotation {
		return &annotation.Annotation{ID: annotation.ID(id), Article: articles[0].ID, Creator: by, Created: at, Modified: at, Tags: []annotation.TagID{"t1"},
			Pieces: []annotation.Piece{{Span: span.Span{Start: 0, End: 8}, Quote: "There is"}}}
	}
	return project.Project{
		Infos:    project.TableOf(&project.Info{ID: "00000000-0000-4000-8000-000000000009", Name: "8b", Annotator: who, Created: at}),
		Articles: project.TableOf(articles...), Tags: project.TableOf(&annotation.Tag{ID: "t1", Name: "Fact", Cue: annotation.Solid}),
		People:      project.TableOf(&annotation.Person{ID: who, Nickname: "Ayşe"}),
		Annotations: project.TableOf(mark("a", who), mark("b", teacher)),
		Class:       project.TableOf(record(KindLesson, KindLesson, Lesson{Task: "Mark claims."})),
	}
}

func TestHandInHoldsOnesOwnWorkOnly(t *testing.T) {
	p := lessonProject(t)
	h := HandInOf(p, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	if h.Student.Nickname != "Ayşe" || len(h.Articles) != 2 || len(h.Articles[0].Marks) != 1 || h.Articles[0].Marks[0].ID != "a" {
		t.Errorf("handed in: %+v", h)
	}
	if h.Articles[0].State != project.InWork || h.Articles[1].State != project.NotStarted {
		t.Errorf("states: %q and %q", h.Articles[0].State, h.Articles[1].State)
	}
	if want := (Counts{Articles: 2, Opened: 1, Marks: 1}); h.Counts != want {
		t.Errorf("counts %+v, want %+v", h.Counts, want)
	}
	var file bytes.Buffer
	if err := h.Encode(&file); err != nil {
		t.Fatal(err)
	}
	var back HandIn
	if err := json.Unmarshal(file.Bytes(), &back); err != nil || back.sum() != h.Check || back.Check != h.Check {
		t.Errorf("read back: %v, check %s, want %s", err, back.sum(), h.Check)
	}
}

func TestFingerprintFollowsWhatIsAsked(t *testing.T) {
	p := lessonProject(t)
	before := Fingerprint(p)
	q := p
	q.Annotations, q.People = project.Table[*annotation.Annotation]{}, project.Table[*annotation.Person]{}
	if Fingerprint(q) != before {
		t.Error("the fingerprint follows what a student did")
	}
	q = p
	q.Class = project.TableOf(record(KindLesson, KindLesson, Lesson{Task: "Mark opinions."}))
	if Fingerprint(q) == before {
		t.Error("another task has the same fingerprint")
	}
}

// dice that are always the same, where a secret is not the point.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestSealedKeyOpensWithItsPassphraseOnly(t *testing.T) {
	marks := []KeyMark{{ID: "k", Article: "a", Ways: [][]annotation.Piece{{{Span: span.Span{Start: 1, End: 4}, Quote: "her"}}}, Reason: "A secret reason."}}
	s, err := Seal(marks, "Fünf Äpfel", zeros{})
	if err != nil {
		t.Fatal(err)
	}
	file, _ := json.Marshal(s)
	if bytes.Contains(file, []byte("secret")) {
		t.Error("the key can be read in the file")
	}
	back, err := s.Marks("Fünf Äpfel")
	if err != nil || len(back) != 1 || back[0].Reason != marks[0].Reason {
		t.Errorf("opened: %+v, %v", back, err)
	}
	if _, err := s.Marks("fünf äpfel"); problem.Code(err) != "passphrase" {
		t.Errorf("another passphrase: %v", err)
	}
	s.Sealed[3] ^= 1
	if _, err := s.Marks("Fünf Äpfel"); err == nil {
		t.Error("a key that was changed is opened")
	}
	s.Rounds = 1 << 40
	if _, err := s.Marks("x"); problem.Code(err) != "sealed" {
		t.Errorf("a key that takes for ever to open: %v", err)
	}
}

// Two students on one computer have a project each, and both hand in to the
// teacher's lesson; what the teacher changed comes to whoever works on it.
func TestALessonIsBegunAnewAndRenewed(t *testing.T) {
	teacher := lessonProject(t)
	n := 0
	stamp := project.Stamp{When: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Mint: func() string {
		n++
		return fmt.Sprintf("00000000-0000-4000-8000-0000000001%02d", n)
	}}
	first := project.HandedOut(HandOut(teacher, nil), stamp)
	second := BeginAnew(first, stamp)
	if first.Info().ID == second.Info().ID || first.Info().Annotator == second.Info().Annotator {
		t.Error("both students have one project, or are one")
	}
	for _, p := range []project.Project{first, second, BeginAnew(second, stamp)} {
		if h := HandInOf(p, stamp.When); h.Lesson.ID != teacher.Info().ID || h.Lesson.Fingerprint != Fingerprint(teacher) {
			t.Errorf("handed in to %+v", h.Lesson)
		}
	}
	if d, err := Renew(first, HandOut(teacher, nil), stamp); err != nil || !d.Empty() {
		t.Errorf("the same lesson changes %v, %v", d, err)
	}
	w := way{p: teacher}
	w.on(EditLesson(teacher, func(l *Lesson) { l.Task = "Mark opinions." }), nil)
	tag := *w.p.Tags.Sorted(annotation.CompareTags)[0]
	tag.Definition = "What somebody thinks."
	w.on(project.EditTag(w.p, tag, stamp))
	w.on(project.SetClosed(w.p, true, stamp))
	if w.err != nil {
		t.Fatal(w.err)
	}
	changed := w.p
	d, err := Renew(second, HandOut(changed, nil), stamp)
	if err != nil {
		t.Fatal(err)
	}
	after, err := second.Apply(d)
	if err == nil && (!after.Info().Closed || after.Tag(tag.ID).Definition != tag.Definition || Fingerprint(after) != Fingerprint(changed)) {
		t.Error("the codebook is as it was")
	}
	if err != nil || LessonOf(after).Task != "Mark opinions." || after.Info().Annotator != second.Info().Annotator {
		t.Errorf("renewed: %+v, %v", LessonOf(after), err)
	}
}

// What the teacher made of the codebook comes, and what the student did stays: the
// tags of a closed one too, and attributes with the choices that marks have.
func TestTheCodebookIsRenewed(t *testing.T) {
	teacher := newLesson(t, texts...)
	stamp := project.Stamp{When: noon, Mint: minter("codebook")}
	tags := teacher.Tags.Sorted(annotation.CompareTags)
	asked := func(w *way, name string, choices ...string) (id annotation.AttributeID) {
		d, id, err := project.AddAttribute(w.p, name, choices, nil, stamp)
		w.on(d, err)
		return id
	}
	w := way{p: teacher}
	sure, why := asked(&w, "Sure", "yes", "no", "maybe"), asked(&w, "Why")
	w.on(project.SetClosed(w.p, true, stamp))
	teacher = w.p
	ayse := begin(t, teacher, "Ayşe").marks(0, "no deal", "1")
	var mark annotation.ID
	for an := range ayse.p.Annotations.Unordered() {
		mark = an.ID
	}
	choice := teacher.Attribute(sure).Choices
	ayse.do(project.SetValue(ayse.p, mark, sure, choice[2].ID, ayse.s))
	ayse.do(project.SetValue(ayse.p, mark, why, "Because.", ayse.s))

	w = way{p: teacher}
	w.on(project.SetClosed(w.p, false, stamp))
	d, came, err := project.AddTag(w.p, "Rumor", stamp)
	w.on(d, err)
	to := *w.p.Attribute(sure)
	to.Name, to.Tags = "How sure", []annotation.TagID{tags[0].ID}
	to.Choices = []annotation.Choice{{ID: choice[0].ID, Name: "certain"}, {Name: "maybe"}} // another of the name
	w.on(project.EditAttribute(w.p, to, stamp))
	text := *w.p.Attribute(why)
	text.Choices = []annotation.Choice{{Name: "evidence"}}
	w.on(project.EditAttribute(w.p, text, stamp))
	w.on(project.SetClosed(w.p, true, stamp))
	if w.err != nil {
		t.Fatal(w.err)
	}
	before := ayse.p.Annotation(mark)
	d, err = Renew(ayse.p, HandOut(w.p, nil), ayse.s)
	ayse.do(d, err)
	got := ayse.p.Attribute(sure)
	var names []string
	for _, c := range got.Choices {
		names = append(names, c.Name)
	}
	if got.Name != "How sure" || len(got.Tags) != 1 || strings.Join(names, ", ") != "certain, maybe, maybe (2)" || got.Choices[2].ID != choice[2].ID {
		t.Errorf("asked is %+v", got)
	}
	if ayse.p.Tag(came) == nil || !ayse.p.Info().Closed || len(ayse.p.Attribute(why).Choices) != 0 {
		t.Errorf("the codebook is %+v", ayse.p.Codebook())
	}
	if problems := project.Check(ayse.p); len(problems) > 0 || !ayse.p.Annotation(mark).Equal(before) {
		t.Errorf("the mark is %+v, %v", ayse.p.Annotation(mark), problems)
	}
	if again, err := Renew(ayse.p, HandOut(w.p, nil), ayse.s); err != nil || !again.Empty() {
		t.Errorf("the same again changes %v, %v", again, err)
	}
}

// A name that the student has given to another tag costs nothing but the name.
func TestATakenNameIsNotRenewed(t *testing.T) {
	teacher := newLesson(t, texts...)
	ayse := begin(t, teacher, "Ayşe")
	d, _, err := project.AddTag(ayse.p, "Rumor", ayse.s)
	ayse.do(d, err)
	tag := *teacher.Tags.Sorted(annotation.CompareTags)[0]
	name := tag.Name
	tag.Name, tag.Definition = "rumor", "What nobody has seen."
	if d, err = project.EditTag(teacher, tag, ayse.s); err != nil {
		t.Fatal(err)
	}
	d, err = Renew(ayse.p, HandOut(apply(t, teacher, d), nil), ayse.s)
	ayse.do(d, err)
	if got := ayse.p.Tag(tag.ID); got.Name != name || got.Definition != tag.Definition {
		t.Errorf("renewed is %+v", got)
	}
}
