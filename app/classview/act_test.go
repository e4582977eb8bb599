package classview

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// control is something to press or to set.
type control struct{ do, arg string }

// controls are all on the screen, and of each field what it can be set to.
func controls(root *html.Node) (out []control) {
	for n := range root.Descendants() {
		do := attr(n, "data-do")
		switch {
		case do == "":
		case n.Data == "select":
			for o := range n.Descendants() {
				if o.Data == "option" {
					out = append(out, control{do, attr(o, "value")})
				}
			}
		case n.Data == "input" && attr(n, "type") == "checkbox":
			out = append(out, control{do, "true"}, control{do, "false"})
		case n.Data == "input":
			out = append(out, control{do, attr(n, "max")})
		default:
			out = append(out, control{do, attr(n, "data-arg")})
		}
	}
	return out
}

// applied is a state after a change to the project.
func applied(t *testing.T, s State, d project.Diff) State {
	t.Helper()
	p, err := s.Class.Lesson.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	c := *s.Class
	c.Lesson = p
	s.Class, s.Disputes = &c, s.Disputes.With(p)
	return s
}

// outside is what the page has to do itself.
var outside = map[string]bool{DoLesson: true, DoCollect: true, DoKey: true, DoFeedback: true, DoSheet: true, DoGradebook: true, DoAdjudicated: true, DoGamma: true}

// Whatever can be pressed or set on any tab does something, and what follows can
// be drawn.
func TestEveryControlDoesSomething(t *testing.T) {
	first := stateOf(t, someClass(t, roll(t), 8, 8))
	p, err := first.Class.Lesson.Apply(classroom.PutKey(first.Class.Lesson, first.Scores.Key...))
	if err != nil {
		t.Fatal(err)
	}
	first.Class.Lesson = p
	first.Files = []classroom.FileNote{{File: "photo.jpg", Kind: classroom.NoteOther, Message: "“photo.jpg” is no hand-in."}}
	by := stamp()
	done := map[string]bool{}
	for _, tab := range []Tab{TabText, TabTable, TabKey, TabStudent, TabAgreed, TabAgreement, TabFiles} {
		s := first
		s.Tab = tab
		for _, c := range controls(parsed(t, board(t, s))) {
			done[c.do] = true
			next, d, err := Act(s, c.do, c.arg, by)
			if outside[c.do] {
				if problem.Code(err) != "not-here" {
					t.Fatalf("%v: %v", c, err)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%v on %q: %v", c, tab, err)
			}
			if board(t, applied(t, next, d)) == "" {
				t.Fatalf("%v draws nothing", c)
			}
		}
	}
	done[DoKey], done[DoLesson], done[DoReopen], done[DoSlight], done[DoSettledKey], done[DoAdjudicated] = true, true, true, true, true, true // asked for where nothing is yet, or something is settled
	for _, do := range slices.Concat(slices.Collect(maps.Keys(looks)), slices.Collect(maps.Keys(decisions)), slices.Collect(maps.Keys(teaching)), slices.Collect(maps.Keys(outside))) {
		if !done[do] {
			t.Errorf("nothing asks for %q", do)
		}
	}
}

func TestAPlaceIsSettledByWhatIsOnTheScreen(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 12, 12))
	by := stamp()
	press := func(do string) {
		t.Helper()
		for _, c := range controls(parsed(t, board(t, s))) {
			if c.do != do {
				continue
			}
			next, d, err := Act(s, c.do, c.arg, by)
			if err != nil {
				t.Fatal(err)
			}
			s = applied(t, next, d)
			return
		}
		t.Fatalf("nothing asks for %q", do)
	}
	open := s.Place
	press(DoKeep)
	if p := s.Disputes.Find(open); p.Settled == nil || !p.Settled.Kept || s.Place != open {
		t.Fatalf("settled: %+v", p)
	}
	press(DoReopen)
	press(DoReject)
	if p := s.Disputes.Find(open); p.Settled == nil || p.Settled.Kept {
		t.Fatalf("rejected: %+v", p)
	}
	press(DoNext)
	if s.Place == open || s.Disputes.Find(s.Place) == nil || s.Disputes.Find(s.Place).Settled != nil {
		t.Fatalf("the next is %q", s.Place)
	}
	press(DoIntoKey)
	if key, err := classroom.KeyOf(s.Class.Lesson); err != nil || len(key) != 1 {
		t.Fatalf("the key is %v, %v", key, err)
	}
	press(DoProjector)
	if !s.Projector {
		t.Error("the projector is not on")
	}
	press(DoProjector)
	if s.Projector {
		t.Error("the projector is not off")
	}
	for _, want := range []bool{true, false} { // by key
		if s, _, _ = Act(s, DoProjector, "", by); s.Projector != want {
			t.Errorf("the projector is on: %v", s.Projector)
		}
	}
	before, agreed := len(classroom.SettledIn(s.Class.Lesson)), s.Disputes.Agreed(4)
	s.Tab, s.Agreed = TabAgreed, 4
	press(DoAccept)
	if s.Tab != TabAgreed {
		t.Errorf("afterwards %q is shown", s.Tab)
	}
	if after := len(classroom.SettledIn(s.Class.Lesson)); len(agreed) == 0 || after != before+len(agreed) {
		t.Errorf("%d places settled became %d, of %d agreed on", before, after, len(agreed))
	}
	for _, one := range agreed {
		if p := s.Disputes.Find(one.Place.ID); p == nil || p.Settled == nil || p.Settled.Pieces[0].Span != one.Span {
			t.Errorf("accepted, and not settled: %+v", one)
		}
	}
}

func TestALookGoesToAndFroAsJSON(t *testing.T) {
	s := State{Article: "a", Tab: TabKey, Tag: Untagged, AtLeast: 3, Outline: true, Anonymous: true, Projector: true, Seed: 1 << 60, Kind: "2", Place: "p", Edges: "1-2", Give: "t", Agreed: 4, Student: "s"}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back State
	if err := json.Unmarshal(data, &back); err != nil || !reflect.DeepEqual(back, s) {
		t.Errorf("%s came back as %+v, %v", data, back, err)
	}
	for _, arg := range []string{"", "0", "-1", "many"} {
		if _, d, err := Act(State{Class: someClass(t, roll(t), 2, 2)}, DoAccept, arg, stamp()); problem.Code(err) != "choice" || !d.Empty() {
			t.Errorf("%q is a number of students: %v", arg, err)
		}
	}
	if _, _, err := Act(State{Class: someClass(t, roll(t), 2, 2)}, DoReject, "nowhere", stamp()); problem.Code(err) != "no-such-place" {
		t.Errorf("a place that is not there: %v", err)
	}
}

// What was decided on a place is told whole, with what the key has there; and that
// the key takes another answer as right, too, before it does.
func TestASettledPlaceSaysAsWhat(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 12, 12))
	p := s.Disputes.Find(s.Place)
	edges, _ := p.Suggested()
	on, tags := s.Class.Lesson.Article(p.Article), s.Class.Lesson.Codebook().Tags
	card := func(s State) string {
		t.Helper()
		for _, one := range all(parsed(t, board(t, s)), "class-place") {
			if strings.HasSuffix(attr(one, "class"), " on") {
				return words(one)
			}
		}
		t.Fatal("no place is open")
		return ""
	}
	choose := func(do string, tag annotation.TagID) State {
		t.Helper()
		s, d, err := Act(s, do, fmt.Sprint(Choice{Place: p.ID, Span: edges, Tag: tag}), stamp())
		if err != nil {
			t.Fatal(err)
		}
		return applied(t, s, d)
	}
	key := func(tag annotation.TagID) *classroom.Scores {
		return s.Class.Score([]classroom.KeyMark{{ID: "k", Article: p.Article, Ways: [][]annotation.Piece{annotation.Pieces(on, edges)}, Tags: []annotation.TagID{tag}}}, classroom.Fair)
	}
	begins, _, _ := strings.Cut(on.Slice(edges.Start, edges.End), " ")
	settled := "Settled: it is to be marked as “" + tags[0].Name + "”: “" + begins
	after := choose(DoKeep, tags[0].ID)
	for want, scores := range map[string]*classroom.Scores{"": nil, " That is in the key.": key(tags[0].ID), " The key has it as “" + tags[1].Name + "”: “" + begins: key(tags[1].ID)} {
		after.Scores = scores
		text := card(after)
		if !strings.Contains(text, settled) || !strings.Contains(text, want) || want == "" && strings.Contains(text, "key has it") {
			t.Errorf("it says %q, want %q and %q", text, settled, want)
		}
	}
	s.Give = string(tags[0].ID)
	for want, scores := range map[string]*classroom.Scores{"This is in the key already.": key(tags[0].ID), "“Into the key” takes this as right, too.": key(tags[1].ID)} {
		if s.Scores = scores; !strings.Contains(card(s), want) {
			t.Errorf("it says %q, want %q", card(s), want)
		}
	}
}

// What changes the project has a name in the history, and nothing else has.
func TestChangesHaveNames(t *testing.T) {
	var p project.Project
	named := map[string]bool{}
	for _, all := range []map[string]func(*State, string, project.Stamp) (project.Diff, error){decisions, teaching} {
		for do := range all {
			if named[do] = true; do != DoNext && Label(do, p, project.Diff{}) == "" {
				t.Errorf("%q has no name", do)
			}
		}
	}
	for do := range labels {
		if !named[do] {
			t.Errorf("%q has a name, and does nothing", do)
		}
	}
	for do := range looks {
		if Label(do, p, project.Diff{}) != "" {
			t.Errorf("%q changes only the look, and has a name", do)
		}
	}
}
