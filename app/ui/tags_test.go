package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/workspace"
)

// bench is a project to try commands on, with the clock and IDs of a test.
type bench struct {
	t *testing.T
	p project.Project
	s project.Stamp
}

func newBench(t *testing.T) *bench {
	t.Helper()
	n := 0
	s := project.Stamp{When: time.Date(2026, 3, 1, 9, 30, 0, 0, time.UTC), Mint: func() string {
		n++
		return fmt.Sprintf("00000000-0000-4000-8000-%012d", n)
	}}
	a, err := article.New(article.Meta{Title: "Deal"}, "There is no deal until there is a deal.", nil)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{t, project.New("Test", []*article.Article{a}, s), s}
}

// do runs a command and requires that what comes out is sound and that it can
// be taken back.
func (b *bench) do(c workspace.Command) {
	b.t.Helper()
	d, err := c(b.p, b.s)
	if err != nil {
		b.t.Fatalf("the command failed: %v", err)
	}
	next, err := b.p.Apply(d)
	if err != nil {
		b.t.Fatalf("the change does not fit: %v", err)
	}
	back, err := next.Apply(d.Reverse())
	if err != nil || !back.Equal(b.p) {
		b.t.Fatalf("taking the change back does not give what was there: %v", err)
	}
	if wrong := project.Check(next); len(wrong) > 0 {
		b.t.Fatalf("the project is not sound any more: %v", wrong)
	}
	b.p = next
}

// refused requires that a command fails with a code.
func (b *bench) refused(c workspace.Command, code string) {
	b.t.Helper()
	if _, err := c(b.p, b.s); problem.Code(err) != code {
		b.t.Errorf("got the error %v, want the code %q", err, code)
	}
}

// mark puts a mark on the first word.
func (b *bench) mark(tags ...annotation.TagID) (id annotation.ID) {
	b.t.Helper()
	on := b.p.ArticlesInOrder()[0]
	b.do(func(p project.Project, s project.Stamp) (d project.Diff, err error) {
		d, id, err = project.Highlight(p, on.ID, []span.Span{{Start: 0, End: 5}}, tags, s)
		return d, err
	})
	return id
}

func (b *bench) tag(i int) *annotation.Tag { return b.p.Codebook().Tags[i] }

// list is the attribute with choices.
func (b *bench) list() *annotation.Attribute {
	all := b.p.Codebook().Attributes
	return all[slices.IndexFunc(all, func(a *annotation.Attribute) bool { return len(a.Choices) > 1 })]
}

// write types a value into a field and returns the label of the change.
func (b *bench) write(f field, value string) string {
	b.t.Helper()
	label, c := f.change(b.p, value)
	b.do(c)
	return label
}

func TestEveryFieldReadsBackWhatWasWritten(t *testing.T) {
	b := newBench(t)
	fields := entryFields(b.p, entry{kindTag, string(b.tag(0).ID)})
	fields = append(fields, entryFields(b.p, entry{kindAttribute, string(b.list().ID)})...)
	fields = append(fields, field{kind: kindProject, part: "name"}, field{kind: kindPerson, part: "name"}, field{kind: kindPerson, part: "nickname"})
	seen := map[string]bool{}
	for i, f := range fields {
		value := fmt.Sprintf("Wert %d مرحبا", i)
		label := b.write(f, value)
		if got := f.text(b.p); got != value {
			t.Errorf("%s reads %q, want %q", f.element(), got, value)
		}
		if label == "" || seen[f.element()] {
			t.Errorf("%s has the label %q; its element is known already: %v", f.element(), label, seen[f.element()])
		}
		seen[f.element()] = true
	}
	for i, f := range fields { // and none of them wrote into another
		if got, want := f.text(b.p), fmt.Sprintf("Wert %d مرحبا", i); got != want {
			t.Errorf("at the end %s reads %q, want %q", f.element(), got, want)
		}
	}
	if len(fields) != 4+1+len(b.list().Choices)+3 {
		t.Errorf("%d fields are shown", len(fields))
	}
}

func TestNamesThatCannotStayAreRefused(t *testing.T) {
	b := newBench(t)
	name := field{kind: kindTag, id: string(b.tag(0).ID), part: "name"}
	for _, value := range []string{"", "  ", strings.ToUpper(b.tag(1).Name)} {
		_, c := name.change(b.p, value)
		b.refused(c, "name")
	}
	a := b.list()
	_, c := nameOfChoice(a.ID, a.Choices[0].ID).change(b.p, a.Choices[1].Name)
	b.refused(c, "name")
	_, c = field{kind: kindTag, id: "gone", part: "name"}.change(b.p, "New")
	b.refused(c, "no-such-tag")
	if got := name.text(b.p); got != b.tag(0).Name {
		t.Errorf("the field goes back to %q, want %q", got, b.tag(0).Name)
	}
}

// A mark keeps what it says while choices are renamed, moved, added and
// removed around the one it has.
func TestChoicesKeepTheirMeaning(t *testing.T) {
	b := newBench(t)
	a := b.list()
	chosen, first := a.Choices[1], a.Choices[0]
	id := b.mark(a.Tags...)
	b.do(func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.SetValue(p, id, a.ID, chosen.ID, s)
	})
	b.do(editAttribute(a.ID, func(a *annotation.Attribute) { shiftChoice(a, chosen.ID, -1) }))
	b.write(nameOfChoice(a.ID, first.ID), "Something else")
	b.do(editAttribute(a.ID, func(a *annotation.Attribute) { dropChoice(a, first.ID) }))
	b.do(editAttribute(a.ID, func(a *annotation.Attribute) {
		a.Choices = append(a.Choices, annotation.Choice{Name: first.Name})
	}))
	if got := b.list().ChoiceName(b.p.Annotation(id).Value(a.ID)); got != chosen.Name {
		t.Errorf("the mark says %q now, want %q", got, chosen.Name)
	}
	if got := b.list().Choices[0].ID; got != chosen.ID {
		t.Errorf("the first choice is %q, want the one that was moved up", got)
	}
	b.refused(editAttribute(a.ID, func(a *annotation.Attribute) { dropChoice(a, chosen.ID) }), "choice-in-use")
	b.write(nameOfChoice(a.ID, chosen.ID), "Renamed")
	if got := b.list().ChoiceName(b.p.Annotation(id).Value(a.ID)); got != "Renamed" {
		t.Errorf("the mark says %q after the choice was renamed", got)
	}
}

func TestShiftChoiceStopsAtTheEnds(t *testing.T) {
	a := &annotation.Attribute{Choices: []annotation.Choice{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	order := func() (s string) {
		for _, c := range a.Choices {
			s += c.ID
		}
		return s
	}
	for _, step := range []struct {
		id   string
		by   int
		want string
	}{{"a", -1, "abc"}, {"a", 1, "bac"}, {"c", 1, "bac"}, {"c", -1, "bca"}, {"x", 1, "bca"}} {
		if shiftChoice(a, step.id, step.by); order() != step.want {
			t.Errorf("moving %s by %d gives %s, want %s", step.id, step.by, order(), step.want)
		}
	}
}

func TestAskTicksAndUnticks(t *testing.T) {
	a := &annotation.Attribute{}
	ask(a, "x", true)
	ask(a, "y", true)
	ask(a, "x", true)
	if !slices.Equal(a.Tags, []annotation.TagID{"y", "x"}) {
		t.Errorf("asked for %v", a.Tags)
	}
	ask(a, "x", false)
	ask(a, "y", false)
	if a.Tags != nil {
		t.Errorf("asked for %v, want nil, which means all", a.Tags)
	}
}

func TestDeletingSaysWhatHappens(t *testing.T) {
	b := newBench(t)
	only := b.list().Tags[0]
	b.mark(only)
	b.mark(only, b.tag(0).ID)
	name := tagName(b.p, only)
	label, effect, c := deleting(b.p, entry{kindTag, string(only)})
	if want := "Deleted “" + short(name) + "”"; label != want {
		t.Errorf("label %q, want %q", label, want)
	}
	if want := "; 2 marks are now without it; “" + b.list().Name + "” is now asked for all tags"; effect != want {
		t.Errorf("effect %q, want %q", effect, want)
	}
	b.do(c)
	if b.p.Tag(only) != nil || b.p.Annotations.Len() != 2 || len(b.list().Tags) != 0 {
		t.Error("the tag was not deleted as was said")
	}
	if _, effect, _ := deleting(b.p, entry{kindTag, string(b.tag(2).ID)}); effect != "" {
		t.Errorf("deleting an unused tag has the effect %q", effect)
	}
}

func TestMergingSaysWhatHappens(t *testing.T) {
	b := newBench(t)
	from, into := b.tag(5), b.tag(0)
	id := b.mark(from.ID)
	label, c := merging(b.p, entry{kindTag, string(from.ID)}, string(into.ID))
	if want := "Merged “" + short(from.Name) + "” into “" + short(into.Name) + "”; 1 mark retagged"; label != want {
		t.Errorf("label %q, want %q", label, want)
	}
	b.do(c)
	if got := b.p.Annotation(id).Tags; !slices.Equal(got, []annotation.TagID{into.ID}) {
		t.Errorf("the mark has the tags %v", got)
	}
}

func TestClosedCodebookRefusesEveryField(t *testing.T) {
	b := newBench(t)
	b.do(func(p project.Project, s project.Stamp) (project.Diff, error) { return project.SetClosed(p, true, s) })
	for _, e := range []entry{{kindTag, string(b.tag(0).ID)}, {kindAttribute, string(b.list().ID)}} {
		for _, f := range entryFields(b.p, e) {
			_, c := f.change(b.p, "Other")
			b.refused(c, "codebook-closed")
		}
		_, _, c := deleting(b.p, e)
		b.refused(c, "codebook-closed")
	}
}

func TestDigitWordsNameTheOtherTag(t *testing.T) {
	b := newBench(t)
	if got, want := digitWords(b.p, b.tag(0), "2"), "2 (now “"+short(b.tag(1).Name)+"”)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := digitWords(b.p, b.tag(0), "1"); got != "1" {
		t.Errorf("its own key reads %q", got)
	}
	b.do(editTag(b.tag(0).ID, func(t *annotation.Tag) { t.Digit = "2" }))
	if b.tag(0).Digit != "2" || b.tag(1).Digit != "" {
		t.Errorf("the key did not move over: %q and %q", b.tag(0).Digit, b.tag(1).Digit)
	}
}

func TestNextEntry(t *testing.T) {
	all := []namedEntry{{"a", "A"}, {"b", "B"}}
	for _, c := range []struct {
		all      []namedEntry
		at       int
		wantedID string
	}{{all, 0, "entry-b"}, {all, 1, "entry-a"}, {all[:1], 0, "closed"}} {
		if got := nextEntry(c.all, c.at, len(c.all)); got != c.wantedID {
			t.Errorf("after deleting entry %d of %d the focus is on %s, want %s", c.at, len(c.all), got, c.wantedID)
		}
	}
}

func TestLines(t *testing.T) {
	if got := lines(" One \r\n\n\tTwo\n  "); !slices.Equal(got, []string{"One", "Two"}) {
		t.Errorf("got %q", got)
	}
	if got := lines(" \n "); got != nil {
		t.Errorf("got %q from nothing", got)
	}
}

func TestPaletteHasANameForEachColor(t *testing.T) {
	seen := map[string]bool{}
	for i, name := range palette {
		if name == "" || seen[name] {
			t.Errorf("color %d is called %q", i, name)
		}
		seen[name] = true
	}
}
