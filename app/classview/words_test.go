package classview

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"claimlight/app/classroom"
	"claimlight/app/project"
)

// What a person would take for all or for nothing is all or nothing.
func TestNearlyAllIsNotAll(t *testing.T) {
	for _, c := range []struct {
		share                float64
		percent, part, three string
	}{
		{1, "100%", "100.0%", "1.000"}, {0.998, "over 99%", "99.8%", "0.998"}, {0.9998, "over 99%", "over 99.9%", "0.999"},
		{0.9999999999, "100%", "100.0%", "1.000"}, {0, "0%", "0.0%", "0.000"}, {0.002, "under 1%", "0.2%", "0.002"},
		{0.0002, "under 1%", "under 0.1%", "0.001"}, {0.494, "49%", "49.4%", "0.494"}, {0.996, "over 99%", "99.6%", "0.996"}, {0.991, "99%", "99.1%", "0.991"},
	} {
		if a, b, d := percent(c.share), part(c.share), figure(c.share, 3); a != c.percent || b != c.part || d != c.three {
			t.Errorf("%v is %q, %q and %q", c.share, a, b, d)
		}
	}
	if a, b := figure(-0.0001, 2), figure(-0.3, 2); a != "-0.01" || b != "-0.30" {
		t.Errorf("what is below nothing is %s and %s", a, b)
	}
}

func TestPassagesEndWithAWord(t *testing.T) {
	long := strings.Repeat("palaver, ", 30)
	for passage, want := range map[string]string{
		"“There’s no deal.”": "“There’s no deal.”", " two\n lines ": "two lines",
		long: strings.TrimSuffix(strings.Repeat("palaver, ", 10), ", ") + "\u00a0…", strings.Repeat("ä", 200): strings.Repeat("ä", mostWords) + "\u00a0…",
	} {
		if got := short(passage); got != want {
			t.Errorf("%.20q is shown as %q", passage, got)
		}
	}
}

// Somebody who called an article done and marked nothing did not do what the
// others did.
func TestDoneWithNothingMarkedIsToldApart(t *testing.T) {
	mark := []classroom.Mark{{ID: "x"}}
	for want, w := range map[string]*classroom.Work{
		"none: not opened": nil, "done: done, 1 mark": {State: project.Done, Marks: mark}, "done bare: done, nothing marked": {State: project.Done},
		"bare: opened, nothing marked": {State: project.InWork}, "part: in work, 1 mark": {State: project.InWork, Marks: mark},
	} {
		if class, words := state(w); class+": "+words != want {
			t.Errorf("%+v is %s: %s, want %s", w, class, words, want)
		}
	}
}

// A student is spoken to in the file, and spoken of on the teacher's screen.
func TestFeedbackHasOneVoice(t *testing.T) {
	c := someClass(t, roll(t), 6, 10)
	for _, w := range c.Students[0].Works {
		w.Marks = nil
	}
	texts := everything(t, stateOf(t, c))
	if text := words(parsed(t, texts["feedback"])); !strings.Contains(text, "You marked nothing that could be in the key.") || strings.Contains(text, "This student") {
		t.Errorf("the feedback says %.300q", text)
	}
	if text := words(all(parsed(t, texts["tab student"]), "class-main")[0]); !strings.Contains(text, "The student marked nothing that could be in the key.") || strings.Contains(text, "You marked") {
		t.Errorf("the screen says %.300q", text)
	}
}

// Each measure has a plain name, and the one by which the field knows it.
func TestMeasuresHavePlainNames(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 8, 10))
	s.Tab = TabAgreement
	list := all(parsed(t, board(t, s)), "class-measures")
	if len(list) != 1 {
		t.Fatal("no measures")
	}
	text := words(list[0])
	for _, want := range []string{"The same passage", "pairwise F1 of spans", "Krippendorff’s alpha over characters", "Krippendorff’s alpha-U", "u-alpha", "With other articles of this kind it would probably be between"} {
		if !strings.Contains(text, want) {
			t.Errorf("the measures do not say %q", want)
		}
	}
	if strings.Contains(text, "annotator") {
		t.Errorf("the measures speak of annotators: %s", text)
	}
	small := map[string]bool{}
	for n := range all(parsed(t, board(t, s)), "class-sheet")[0].Descendants() {
		if n.Data == "small" {
			small[words(n)] = true
		}
	}
	plain := words(all(parsed(t, board(t, s)), "class-sheet")[0])
	for name := range small {
		plain = strings.ReplaceAll(plain, name, "")
	}
	if found := regexp.MustCompile(`(?i)[a-z|-]*(alpha|gamma)[a-zA-Z-]*`).FindAllString(plain, -1); len(found) > 0 {
		t.Errorf("besides the small names there are %q", found)
	}
}

// A measure that needs a text that everybody read rests on fewer, and says why.
func TestMeasuresSayOnWhatTheyRest(t *testing.T) {
	c := someClass(t, roll(t), 8, 10)
	unopened := func(articles int) {
		for _, a := range c.Lesson.Listed()[:articles] {
			w := c.Students[0].Works[a.ID]
			w.State, w.Marks = project.NotStarted, nil
		}
	}
	for i, want := range []string{"on 3 articles, those that all opened who opened any", "on 1 article, the only one that all opened who opened any"} {
		unopened(2 + 2*i)
		s := stateOf(t, c)
		s.Tab = TabAgreement
		text := section(t, board(t, s), "class-measures")
		wantWords(t, "the measures", text, "on 5 articles", want)
		if strings.Contains(text, "on 5 articles, ") {
			t.Error("a reason is given for all articles")
		}
	}
}

// The tabs are tabs to a screen reader, one of them is shown, and what is shown is
// named after it.
// A tab that is not there any more gives way to the text, with its name marked and
// its places beside it.
func TestWhereATabIsNotThereTheTextIs(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 5, 8))
	s.Student = "nobody"
	text := board(t, s)
	for _, tab := range []Tab{TabStudent, TabAnswers, "elsewhere"} {
		s := s
		if s.Tab = tab; board(t, s) != text {
			t.Errorf("the tab %q: %s", tab, board(t, s))
		}
	}
	s.Anonymous, s.Student = true, s.Class.Students[0].ID
	text = board(t, s)
	for _, tab := range []Tab{TabStudent, TabFiles} {
		s := s
		if s.Tab = tab; board(t, s) != text {
			t.Errorf("without names, the tab %q: %s", tab, board(t, s))
		}
	}
}

func TestTabsAreTabs(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 5, 8))
	for _, tab := range []Tab{TabText, TabTable, TabKey, TabStudent, TabAgreed, TabAgreement, TabFiles} {
		s.Tab = tab
		root := parsed(t, board(t, s))
		shown, ids, level := 0, map[string]int{}, 0
		for n := range root.Descendants() {
			if id := attr(n, "id"); id != "" {
				ids[id]++
			}
			if attr(n, "role") == "tab" && attr(n, "aria-selected") == "true" && attr(n, "data-arg") == string(tab) && attr(n, "tabindex") == "0" {
				shown++
			}
			if is := headingLevel(n.Data, attr(n, "aria-level")); is > 0 {
				if is > level+1 {
					t.Errorf("on %q a heading of level %d follows one of %d: %s", tab, is, level, words(n))
				}
				level = is
			}
		}
		if shown != 1 || ids[tabID] != 1 || ids[panelID] != 1 {
			t.Errorf("on %q %d tabs are shown, %v", tab, shown, ids)
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("on %q the ID %s is there %d times", tab, id, n)
			}
		}
	}
}

// headingLevel is the level of a heading, 0 if it is none.
func headingLevel(name, level string) (n int) {
	if len(name) != 2 || name[0] != 'h' || name[1] < '1' || name[1] > '6' {
		return 0
	}
	fmt.Sscan(name[1:]+" ", &n)
	if level != "" {
		fmt.Sscan(level, &n)
	}
	return n
}

// The place that was settled just now stays where it is in the column.
func TestASettledPlaceStaysWhereItWas(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 20, 30))
	s.Article = s.Disputes.Places[0].Article
	var open []*classroom.Place
	for _, p := range s.Disputes.Places {
		if p.Article == s.Article && p.Open() && !p.Slight {
			open = append(open, p)
		}
	}
	if len(open) < 3 {
		t.Skip("this class hardly splits")
	}
	s.Place = open[1].ID
	_, d, err := Act(s, DoReject, s.Place, stamp())
	if err != nil {
		t.Fatal(err)
	}
	after, err := s.Class.Lesson.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	s.Class.Lesson, s.Disputes = after, s.Disputes.With(after)
	last, settled := 101.0, 0
	for _, card := range all(parsed(t, board(t, s)), "class-place") {
		var share float64
		if fmt.Sscan(strings.TrimSuffix(words(all(card, "share")[0]), "%"), &share); share > last {
			t.Errorf("%v%% stands below %v%%", share, last)
		}
		last = share
		if strings.Contains(words(card), "Settled: it is not to be marked") && strings.HasSuffix(attr(card, "class"), " on") {
			settled++
		}
	}
	if settled != 1 {
		t.Errorf("%d cards say that it is settled", settled)
	}
}

// As many files are marked as the sentence counts, and they are the first.
func TestWhatNeedsALookIsMarkedAndFirst(t *testing.T) {
	c := someClass(t, roll(t), 5, 8)
	kinds := []classroom.NoteKind{classroom.NoteSame, classroom.NotePartial, classroom.NoteLate, classroom.NoteForeign, classroom.NoteOlder, classroom.NoteMoved}
	for i, k := range kinds {
		c.Notes = append(c.Notes, classroom.FileNote{File: fmt.Sprintf("8b.zip!/%d.json", i), Student: fmt.Sprint(i), Kind: k, Message: fmt.Sprintf("Note %d.", i)})
	}
	s := stateOf(t, c)
	s.Tab = TabFiles
	root := parsed(t, board(t, s))
	list := all(root, "class-notes")
	if len(list) != 1 || !strings.Contains(words(root), "3 files need a look") {
		t.Fatalf("it says %.600q", words(root))
	}
	var seen []string
	for n := range list[0].ChildNodes() {
		seen = append(seen, attr(n, "class")+" "+words(n))
	}
	want := []string{
		"look Needs a look: Note 3. 3.json in 8b.zip", "look Needs a look: Note 1. 1.json in 8b.zip", "look Needs a look: Note 5. 5.json in 8b.zip",
		"kept Note 0. 0.json in 8b.zip", "kept Note 2. 2.json in 8b.zip", "kept Note 4. 4.json in 8b.zip",
	}
	if !slices.Equal(seen, want) {
		t.Errorf("listed is\n%s", strings.Join(seen, "\n"))
	}
}

// The same said of two files is said of both, and of one file once.
func TestTheSameIsSaidOfEachFile(t *testing.T) {
	c := someClass(t, roll(t), 4, 4)
	late := classroom.FileNote{File: "a.handin.json", Check: "a", Student: "Ayşe", Kind: classroom.NoteLate, Message: "Ayşe: late."}
	other := late
	other.File, other.Check = "b.handin.json", "b"
	c.Notes = []classroom.FileNote{late, other}
	s := stateOf(t, c)
	s.Tab, s.Files = TabFiles, []classroom.FileNote{late}
	if html := board(t, s); strings.Count(html, "Ayşe: late.") != 2 || !strings.Contains(html, other.File) {
		t.Errorf("said %d times", strings.Count(html, "Ayşe: late."))
	}
}

// What is said of the key, or of the class, is no file.
func TestWhatIsNoFileIsNotCountedAsOne(t *testing.T) {
	c := someClass(t, roll(t), 4, 4)
	key := classroom.FileNote{Kind: classroom.NoteMoved, Student: "The key", Message: "The key has marks without a place."}
	file := classroom.FileNote{File: "a.jpg", Kind: classroom.NoteOther, Message: "“a.jpg” is no hand-in."}
	for want, notes := range map[string][]classroom.FileNote{
		"1 thing needs a look": {key}, "2 things need a look": {file, key}, "1 file needs a look": {file},
	} {
		s := stateOf(t, c)
		s.Files = notes
		if said := words(parsed(t, board(t, s))); !strings.Contains(said, want) {
			t.Errorf("it does not say %q: %.300s", want, said)
		}
	}
}
