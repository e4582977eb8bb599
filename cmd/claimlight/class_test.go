package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"claimlight/app/classroom"
)

// ofSimulated runs a command on the simulated class and reads what it prints.
func ofSimulated[T any](t *testing.T, want int, args ...string) (report T) {
	t.Helper()
	out, complaint, code := try(args...)
	if code != want {
		t.Fatalf("%q: exit %d: %s", args, code, complaint)
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatalf("%q printed no JSON: %v", args, err)
	}
	return report
}

func simulatedFile(name string) string { return filepath.Join(simulated, name) }

// named finds a student.
func named(t *testing.T, students []studentReport, name string) studentReport {
	t.Helper()
	at := slices.IndexFunc(students, func(s studentReport) bool { return s.Nickname == name })
	if at < 0 {
		t.Fatalf("%s is not in the class", name)
	}
	return students[at]
}

// hasHabit reports whether one of the sentences has the words.
func hasHabit(s studentReport, words string) bool {
	return slices.ContainsFunc(s.Score.Habits, func(h string) bool { return strings.Contains(h, words) })
}

func TestTheClassTellsEachHabit(t *testing.T) {
	r := ofSimulated[classReport](t, exitFailed, "class", "--json", simulatedFile("handed-in"), "--lesson", simulatedFile("lesson.claimlight.json"), "--key", simulatedFile("key.claimlight.json"))
	if r.Format != "claimlight-class" || r.Version != 1 || len(r.Students) != 30 || len(r.Lesson.Articles) != 5 || r.Agreement.Students != 30 || r.Agreement.Articles != 5 {
		t.Errorf("the class: %+v", r.Lesson)
	}
	if !strings.HasPrefix(r.Headline, "Two students picked at random marked the same passage ") || r.Agreement.Same.Value == nil || r.Agreement.Chars.Value == nil || r.Agreement.Tag.Value == nil {
		t.Errorf("the headline: %q", r.Headline)
	}
	for _, one := range simulatedStudents {
		s := named(t, r.Students, one.name)
		found, onTarget, rightTag := s.Score.Found.Value, s.Score.OnTarget.Value, s.Score.RightTag.Value
		cases, ok := s.Score.Cases, false
		switch one.habit {
		case careful, otherText, late, twice, copied:
			ok = hasHabit(s, "Finds nearly all") && len(s.Score.Habits) == 1 && *found > 0.8 && *onTarget > 0.9 && *rightTag > 0.9
		case tooLong:
			ok = hasHabit(s, "too long at") && !hasHabit(s, "too short") && cases["too long"] > 50 && *found < 0.85
		case tooShort:
			ok = hasHabit(s, "too short at") && !hasHabit(s, "too long") && cases["too short"] > 50 && *found < 0.75
		case confuses:
			c := s.Score.Confused
			ok = hasHabit(s, "Takes “Direct quotation” for “Attributed claim”") && *rightTag < 0.7 && *found > 0.8 &&
				c[0].Key == "Direct quotation" && c[0].Given == "Attributed claim" && c[0].Times > 20
		case everything:
			ok = hasHabit(s, "Marks far more than the key has") && *onTarget < 0.5 && s.Marks > 2*r.Key.Marks && cases["not in the key"] > 30
		case nothing:
			ok = hasHabit(s, "Opened 5 articles and marked nothing.") && s.Opened == 5 && s.Marks == 0 && *found == 0 && onTarget == nil && s.Agreement.Value != nil
		case damaged:
			ok = s.Partial && s.Opened > 0 && s.Opened < 5 && s.Marks > 0 && *found > 0.5 && s.Score.Articles == s.Opened &&
				s.Uncounted > 0 && !hasHabit(s, "Marks far more") && hasHabit(s, "Finds nearly all")
		case neverOpens:
			ok = hasHabit(s, "Opened no article.") && s.Opened == 0 && found == nil && s.Agreement.Value == nil && s.Agreement.Reason != ""
		}
		if !ok {
			t.Errorf("%s, %s: %v %+v", one.name, one.habit, s.Score.Habits, s.Score)
		}
		if s.Partial != (one.habit == damaged) || s.Late != (one.habit == late) || s.Older != map[bool]int{true: 1}[one.habit == twice] {
			t.Errorf("%s, %s: late %v, %d older", one.name, one.habit, s.Late, s.Older)
		}
	}
	for _, want := range []fileReport{
		{File: "Daan.handin.json", Kind: "partial", Message: "Daan: The end of the file is missing.", Taken: true},
		{File: "Olive.handin.json", Kind: "foreign", Message: "9c", Student: ""},
		{File: "Willow (1).handin.json", Kind: "same", Message: "Willow: the same hand-in as", Taken: true},
		{File: "Violet.handin.json", Kind: "older", Message: "the newer one counts", Taken: true},
		{File: "Cedar.handin.json", Kind: "version", Message: "made for another version of article 3; 11 of 23 marks stand where they stood, 12 were found again by their words.", Taken: true},
		{File: "Umber.handin.json", Kind: "late", Message: "handed in on", Taken: true},
	} {
		if !slices.ContainsFunc(r.Files, func(f fileReport) bool {
			return f.File == want.File && f.Kind == want.Kind && strings.Contains(f.Message, want.Message) && f.Taken == want.Taken
		}) {
			t.Errorf("no note %+v in %+v", want, r.Files)
		}
	}
}

// What is nearly all on the screen is nearly all on the command line.
func TestNearlyAllIsNotAll(t *testing.T) {
	for value, want := range map[float64]string{1: "100%", 0.998: "over 99%", 0.002: "under 1%", 0: "0%", 0.494: "49%"} {
		if got := (shareReport{Value: &value}).percent(); got != want {
			t.Errorf("%v is %q, want %q", value, got, want)
		}
	}
}

// What was taken for another tag is what is lacking of the right tags.
func TestConfusedTagsAreThoseThatAreNotRight(t *testing.T) {
	r := ofSimulated[classReport](t, exitFailed, "class", "--json", "--key", simulatedFile("key.claimlight.json"), simulatedFile("handed-in"))
	all := 0
	for _, s := range r.Students {
		times := 0
		for _, c := range s.Score.Confused {
			times += c.Times
		}
		if tags := s.Score.RightTag; float64(times) != tags.Of-tags.Sum { // each mark has one tag here
			t.Errorf("%s: %d are confused, and %v of %v right", s.Nickname, times, tags.Sum, tags.Of)
		}
		all += times
	}
	if all == 0 {
		t.Error("nobody confuses anything")
	}
}

// What counts is the same wherever it is counted, and the rest is told besides.
func TestMarksThatCountAddUp(t *testing.T) {
	r := ofSimulated[classReport](t, exitFailed, "class", "--json", simulatedFile("handed-in"), "--lesson", simulatedFile("lesson.claimlight.json"))
	students, onArticles, uncounted := 0, 0, 0
	for _, a := range r.Lesson.Articles {
		onArticles += a.Marks
	}
	for _, s := range r.Students {
		marks, not := 0, 0
		for _, cell := range s.Articles {
			marks, not = marks+cell.Marks, not+cell.Uncounted
		}
		if marks != s.Marks || not != s.Uncounted || not > 0 && !s.Partial {
			t.Errorf("%s: %d marks and %d not counted, on the articles %d and %d", s.Nickname, s.Marks, s.Uncounted, marks, not)
		}
		students, uncounted = students+marks, uncounted+not
	}
	if students != onArticles || uncounted == 0 {
		t.Errorf("the students have %d marks, the articles %d; %d not counted", students, onArticles, uncounted)
	}
	out, _, _ := try("class", simulatedFile("handed-in"), "--lesson", simulatedFile("lesson.claimlight.json"))
	daan := named(t, r.Students, "Daan")
	if want := fmt.Sprintf("%d marks (and %d not counted)", daan.Marks, daan.Uncounted); !strings.Contains(out, want) {
		t.Errorf("it does not say %q", want)
	}
}

// The names of fields are promised.
func TestFieldsOfTheClassStayAsTheyAre(t *testing.T) {
	type object = map[string]any
	keys := func(o any) string {
		var names []string
		for name := range o.(object) {
			names = append(names, name)
		}
		slices.Sort(names)
		return strings.Join(names, " ")
	}
	c := ofSimulated[object](t, exitFailed, "class", "--json", simulatedFile("handed-in"), "--lesson", simulatedFile("lesson.claimlight.json"), "--key", simulatedFile("key.claimlight.json"))
	s := ofSimulated[object](t, exitOK, "score", "--json", "--key", simulatedFile("key.claimlight.json"), simulatedFile("handed-in/Hazel.handin.json"))
	first := func(o any, name string) any { return o.(object)[name].([]any)[0] }
	student := first(c, "students")
	score := student.(object)["score"].(object)
	for what, o := range map[string]any{
		"agreement files format headline key lesson students version":                    c,
		"articles fingerprint id name questions":                                         c["lesson"],
		"done id length marks number opened title":                                       first(c["lesson"], "articles"),
		"articles character_alpha pairwise_places_f1 pairwise_span_f1 same_tag students": c["agreement"],
		"found marks mixed_up notes weights":                                             c["key"],
		"students tags times":                                                            c["key"].(object)["mixed_up"],
		"edges extra tag":                                                                c["key"].(object)["weights"],
		"article end found id opened quote start":                                        first(c["key"], "found"),
		"agreement answers articles done file handed_in id late marks nickname notes older opened partial score uncounted unplaced": student,
		"marks number state uncounted unplaced":                    first(student, "articles"),
		"articles cases confused found habits on_target right_tag": score,
		"of sum value": score["found"],
		"again joined missed not in the key other tag right shifted split too long too short": score["cases"],
		"file hint kind message student taken":                                                first(c, "files"),
		"files format key lesson students version":                                            s,
		"article credit end key kind marks quote says start tags":                             first(first(s, "students").(object)["score"], "marks"),
	} {
		if got := keys(o); got != what {
			t.Errorf("fields are %q, want %q", got, what)
		}
	}
}

func TestAClassIsATableForAGradebook(t *testing.T) {
	out := filepath.Join(t.TempDir(), "grades.csv")
	_, complaint, code := try("class", "--csv", "--key", simulatedFile("key.claimlight.json"), "-o", out, simulatedFile("handed-in"))
	data, err := os.ReadFile(out)
	if code != exitFailed || err != nil || !strings.Contains(complaint, "The end of the file is missing.") {
		t.Fatalf("exit %d, %v: %s", code, err, complaint)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\r\n")
	head := strings.Split(lines[0], ",")
	if len(lines) != 31 || head[0] != "student" {
		t.Fatalf("%d lines: %s", len(lines), lines[0])
	}
	for _, want := range []string{"opened", "marks", "found", "on target", "right tag"} {
		if !slices.Contains(head, want) {
			t.Errorf("no column %q in %q", want, head)
		}
	}
	if row := strings.Split(lines[1], ","); row[0] != "Amber" || len(row) != len(head) || row[slices.Index(head, "opened")] != "5" {
		t.Errorf("the first row: %s", lines[1])
	}
}

func TestAClassIsAPage(t *testing.T) {
	out := filepath.Join(t.TempDir(), "report.html")
	_, complaint, code := try("class", "--html", "--key", simulatedFile("key.claimlight.json"), "-o", out, simulatedFile("handed-in"))
	data, err := os.ReadFile(out)
	if code != exitFailed || err != nil {
		t.Fatalf("exit %d, %v: %s", code, err, complaint)
	}
	page := string(data)
	for _, want := range []string{"<!doctype html>", "8b · Who says so?", "Hazel", "The end of the file is missing.", "9c"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "http://") {
		t.Error("the page has a program in it, or asks for something")
	}
}

// A lesson is made, its sealed key opened, and the lesson found among the files.
func TestALessonIsMadeAndItsKeyOpened(t *testing.T) {
	dir := t.TempDir()
	lesson, pass := filepath.Join(dir, "lesson.claimlight.json"), simulatedFile("passphrase.txt")
	_, complaint, code := try("lesson", simulatedFile("key.claimlight.json"), "--task", "Find all claims.", "--key", simulatedFile("key.claimlight.json"), "--passphrase-file", pass, "-o", lesson)
	if code != exitOK {
		t.Fatalf("exit %d: %s", code, complaint)
	}
	p, err := projectIn(t.Context(), lesson, stdio{err: os.Stderr})
	if err != nil {
		t.Fatal(err)
	}
	if l := classroom.LessonOf(*p); l == nil || l.Task != "Find all claims." || l.Key == nil || len(l.Key.Open) > 0 || p.Annotations.Len() > 0 || p.People.Len() > 0 {
		t.Errorf("the lesson: %+v", l)
	}
	hazel, err := os.ReadFile(simulatedFile("handed-in/Hazel.handin.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "hazel.json"), hazel, 0o600); err != nil {
		t.Fatal(err)
	}
	sealed := ofSimulated[classReport](t, exitOK, "class", "--json", dir, "--key", lesson, "--passphrase-file", pass)
	open := ofSimulated[scoreReport](t, exitOK, "score", "--json", dir, "--key", simulatedFile("key.claimlight.json"))
	if a, b := *sealed.Students[0].Score.Found.Value, *open.Students[0].Score.Found.Value; a != b || a == 0 {
		t.Errorf("with the sealed key %v, with the open one %v", a, b)
	}
	if _, complaint, code := try("class", dir, "--key", lesson); code != exitUsage || !strings.Contains(complaint, "--passphrase-file") {
		t.Errorf("without the passphrase: exit %d, %s", code, complaint)
	}
}

// The key that a lesson carries is opened with its passphrase, and neither of
// them is passed over in silence.
func TestTheLessonsOwnKeyIsOpened(t *testing.T) {
	key, pass := simulatedFile("key.claimlight.json"), simulatedFile("passphrase.txt")
	dir := t.TempDir()
	lesson := filepath.Join(dir, "lesson.claimlight.json")
	if _, complaint, code := try("lesson", key, "--key", key, "--passphrase-file", pass, "-o", lesson); code != exitOK {
		t.Fatalf("exit %d: %s", code, complaint)
	}
	hazel := simulatedFile("handed-in/Hazel.handin.json")
	r := ofSimulated[classReport](t, exitOK, "class", "--json", "--lesson", lesson, "--passphrase-file", pass, hazel)
	if found := ofSimulated[classReport](t, exitOK, "class", "--json", "--lesson", lesson, "--passphrase-file", pass, hazel, "--key", key); r.Key == nil || *r.Students[0].Score.Found.Value != *found.Students[0].Score.Found.Value {
		t.Errorf("the key: %+v", r.Key)
	}
	for want, args := range map[string][]string{
		"The lesson carries a sealed key. --passphrase-file FILE opens it": {"class", "--lesson", lesson, hazel},
		"its key is not sealed, so the passphrase was not needed":          {"score", "--key", key, "--passphrase-file", pass, hazel},
	} {
		if _, complaint, code := try(args...); code != exitOK || !strings.Contains(complaint, want) {
			t.Errorf("%q: exit %d, %s", args, code, complaint)
		}
	}
	if _, complaint, code := try("class", "--lesson", simulatedFile("lesson.claimlight.json"), "--passphrase-file", key, hazel); code == exitOK || !strings.Contains(complaint, "passphrase") {
		t.Errorf("a passphrase of another: exit %d, %s", code, complaint)
	}
	if _, complaint, code := try("class", "--lesson", key, "--passphrase-file", pass, hazel); code != exitUsage || !strings.Contains(complaint, "no sealed key") {
		t.Errorf("without a key: exit %d, %s", code, complaint)
	}
}

func TestWrongUseOfTheClassroom(t *testing.T) {
	for _, args := range [][]string{
		{"class"}, {"class", "--json", "--csv", simulated}, {"class", "--edges", "2", simulated}, {"score", simulated}, {"lesson"}, {"lesson", "a", "b"},
		{"class", simulatedFile("handed-in")}, {"lesson", "--due", "soon", simulatedFile("lesson.claimlight.json")}, {"lesson", "--passphrase-file", "x", simulatedFile("lesson.claimlight.json")},
	} {
		if out, complaint, code := try(args...); code != exitUsage || out != "" || !strings.Contains(complaint, "hint: ") {
			t.Errorf("%q: exit %d, %q %q", args, code, out, complaint)
		}
	}
	empty := t.TempDir()
	for _, args := range [][]string{
		{"class", empty, "--lesson", simulatedFile("lesson.claimlight.json")}, {"class", simulated, "--key", filepath.Join(empty, "none")},
		{"score", simulatedFile("handed-in"), "--key", simulatedFile("handed-in/Hazel.handin.json")},
		{"lesson", filepath.Join(empty, "none")},
	} {
		if _, complaint, code := try(args...); code != exitFailed || complaint == "" {
			t.Errorf("%q: exit %d, %q", args, code, complaint)
		}
	}
}
