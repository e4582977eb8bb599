package classview

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/project"
	"claimlight/app/span"
)

// parsed is HTML as a browser has it.
func parsed(t testing.TB, text string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// words are what somebody reads who sees the page.
func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "style" {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// attr is an attribute of an element, "" if it has none.
func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// all are the elements that carry a class.
func all(root *html.Node, class string) (out []*html.Node) {
	for n := range root.Descendants() {
		if slices.Contains(strings.Fields(attr(n, "class")), class) {
			out = append(out, n)
		}
	}
	return out
}

// everything is all that is drawn of a class: each tab, and each file.
func everything(t testing.TB, s State) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, tab := range []Tab{TabText, TabTable, TabAnswers, TabKey, TabStudent, TabAgreed, TabAgreement, TabFiles} {
		s.Tab = tab
		out["tab "+string(tab)] = board(t, s)
	}
	for name, write := range map[string]func(w io.Writer) error{
		"report": func(w io.Writer) error { return Report(w, s) },
		"sheet":  func(w io.Writer) error { return Sheet(w, s) },
		"feedback": func(w io.Writer) error {
			return Feedback(w, s, classroom.NewFeedbacks(s.Class, s.Disputes, s.Scores), 0)
		},
	} {
		var b strings.Builder
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		out[name] = b.String()
	}
	return out
}

// stateOf is a class with its disputes, a key, and the first place open.
func stateOf(t testing.TB, c *classroom.Class) State {
	t.Helper()
	d, err := classroom.DisputesOf(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := State{Class: c, Disputes: d, AtLeast: 1, Outline: true, Place: d.Places[0].ID, Student: c.Students[0].ID}
	var key []classroom.KeyMark
	for i, p := range d.Places {
		if i%3 > 0 {
			continue
		}
		a := c.Lesson.Article(p.Article)
		at, tag := p.Suggested()
		k := classroom.KeyMark{ID: p.ID, Article: a.ID, Ways: [][]annotation.Piece{annotation.Pieces(a, at)}, Tags: []annotation.TagID{tag}}
		if i%2 == 0 {
			k.Reason = "It could be checked. " + hostile
		}
		key = append(key, k)
	}
	s.Scores = c.Score(key, classroom.Fair)
	return s
}

// hostile is what a student might write who wants to run something.
const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>' onmouseover='alert(1) <a href="javascript:alert(1)">` + "\x00\x1b</style></title><svg/onload=alert(1)>{{.}}%s%!d(MISSING)&lt;b&gt;"

// elements are those that may be drawn, and attributes those that they may have.
var (
	elements   = strings.Fields("html head body meta title style div header main section article aside h1 h2 h3 p span b i small abbr q blockquote ol ul li dl dt dd table caption thead tbody tr th td button label input select option output mark svg rect meter")
	attributes = strings.Fields("lang charset http-equiv content name class id dir data-do data-arg data-heir data-reveal data-said data-beside data-who data-n tabindex role aria-label aria-labelledby aria-level aria-controls aria-selected aria-current aria-pressed aria-hidden aria-expanded type min max value checked selected scope colspan title viewbox preserveaspectratio x y width height")
)

// harmless demands that nothing in the HTML can run, load or lead anywhere.
func harmless(t *testing.T, name, text string) {
	t.Helper()
	for n := range parsed(t, text).Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(elements, n.Data) {
			t.Errorf("%s holds an element %s", name, n.Data)
		}
		for _, a := range n.Attr {
			if !slices.Contains(attributes, strings.ToLower(a.Key)) {
				t.Errorf("%s: %s has an attribute %s", name, n.Data, a.Key)
			}
		}
		if n.Data == "meta" && attr(n, "http-equiv") != "" && !strings.HasPrefix(attr(n, "content"), "default-src 'none'; style-src 'sha256-") {
			t.Errorf("%s allows %q", name, attr(n, "content"))
		}
	}
}

func TestHostileWordsAreWords(t *testing.T) {
	c := someClass(t, roll(t), 9, 12)
	tag := annotation.TagID(hostile)
	for i, s := range c.Students {
		s.Nickname = hostile + strconv.Itoa(i)
		s.Notes = []string{hostile}
		for _, w := range s.Works {
			for k := range w.Marks {
				w.Marks[k].Note = hostile
				if k%4 == 0 {
					w.Marks[k].Tags = []annotation.TagID{tag}
				}
			}
		}
	}
	a, err := article.New(article.Meta{Title: hostile, Rank: 9}, strings.NewReplacer("\x00", "", "\x1b", "").Replace(hostile)+"\n\n"+strings.Repeat("Words. ", 20), nil)
	if err != nil {
		t.Fatal(err)
	}
	p := c.Lesson
	p.Articles = project.TableOf(append(p.Listed(), a)...)
	info := *p.Info()
	info.Name = hostile
	p.Infos = project.TableOf(&info)
	c.Lesson = p
	for i, s := range c.Students {
		s.Works[a.ID] = &classroom.Work{Article: a.ID, State: project.Done, Marks: []classroom.Mark{{ID: "x", Note: hostile, Pieces: annotation.Pieces(a, span.Span{Start: i, End: 30 + i})}}}
	}
	c.Notes = []classroom.FileNote{{File: hostile, Student: hostile, Kind: classroom.NoteDamaged, Message: hostile, Hint: hostile}}
	s := stateOf(t, c)
	s.Article = a.ID
	for name, text := range everything(t, s) {
		harmless(t, name, text)
	}
	s.Tag, s.Kind, s.Edges, s.Give, s.Place, s.Student = hostile, hostile, hostile, hostile, hostile, annotation.PersonID(hostile)
	for name, text := range everything(t, s) {
		harmless(t, name, text)
	}
	if text := board(t, s); !strings.Contains(words(parsed(t, text)), "<script>alert(1)</script>") {
		t.Error("what was written cannot be read")
	}
}

// The page puts the HTML into itself: outside of its tags there is the article's
// text and nothing else.
func TestTheHeatHoldsTheTextOfTheArticle(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 12, 25))
	for _, a := range s.Class.Lesson.Listed() {
		s.Place, s.Article = "", a.ID
		got := all(parsed(t, board(t, s)), "class-text")
		var want strings.Builder
		for _, b := range a.Blocks {
			want.WriteString(a.Slice(b.Start, b.End))
		}
		if len(got) != 1 || words(got[0]) != want.String() {
			t.Errorf("the text of “%s” is changed", a.Meta.Title)
		}
	}
}

func TestNobodyIsKnownWithoutNames(t *testing.T) {
	c := someClass(t, roll(t), 16, 20)
	for i, s := range c.Students {
		s.Nickname = fmt.Sprint("Zz", "Nick", i)
		s.Notes = []string{s.Nickname + " did this"}
	}
	c.Notes = []classroom.FileNote{{File: "ZzNick1.json", Student: "ZzNick1", Message: "ZzNick1: mended."}}
	s := stateOf(t, c)
	s.Anonymous = true
	for name, text := range everything(t, s) {
		if name != "feedback" && (strings.Contains(text, "ZzNick") || strings.Contains(text, string(c.Students[3].ID))) {
			t.Errorf("%s tells who somebody is", name)
		}
	}
	s.Anonymous = false
	text := everything(t, s)["feedback"]
	for i, other := range c.Students {
		if named := strings.Contains(text, other.Nickname+"<") || strings.Contains(text, other.Nickname+" "); named != (i == 0) || strings.Contains(text, string(other.ID)) {
			t.Errorf("the feedback of the first student names the one at %d: %v", i, named)
		}
	}
	s.Anonymous = true
	first := orderOf(s)
	s.Seed = 2
	if slices.Equal(orderOf(s), first) || slices.IsSorted(first) {
		t.Errorf("the order by chance is %v, and then %v", first, orderOf(s))
	}
	s.Anonymous, s.Projector, s.Tab = false, true, TabText
	if text := board(t, s); strings.Contains(text, "ZzNick") || len(all(parsed(t, text), "projector")) != 1 {
		t.Error("the projector tells who somebody is")
	}
}

func TestATeacherReads(t *testing.T) {
	c := someClass(t, roll(t), 26, 30)
	c.Students[2].Notes = []string{"made for another version of article 3, 2 of 14 marks found again by their words"}
	c.Notes = []classroom.FileNote{{File: "c.json", Student: "Cedar", Kind: classroom.NoteMoved, Message: "Cedar: made for another version."}}
	s := stateOf(t, c)
	for name, text := range everything(t, s) {
		if strings.Contains(strings.ReplaceAll(text, "%!d(MISSING)", ""), "%!") { // the one is in what a student wrote
			t.Errorf("%s has something in it that was put in wrongly", name)
		}
	}
	text := words(parsed(t, board(t, s)))
	for _, want := range []string{"26 handed in", "Two students picked at random marked the same passage", "on 5 articles that two or more opened", "1 file needs a look",
		"Amber", "2 of 14 marks found again by their words", "not opened", fmt.Sprint("opened by ", s.Disputes.Places[0].Opened), "Where the class splits", "of all disagreement", "Settle", "Into the key", "not marked"} {
		if !strings.Contains(text, want) {
			t.Errorf("the board does not say %q", want)
		}
	}
	s.Tab = TabKey
	text = words(parsed(t, board(t, s)))
	for _, want := range []string{"Compared with the key", "Found", "On target", "Right tag", "not in the key", "Into the key"} {
		if !strings.Contains(text, want) {
			t.Errorf("the comparison does not say %q", want)
		}
	}
	s.Tab, s.Agreed = TabAgreed, 5
	n := len(s.Disputes.Agreed(5))
	if text = words(parsed(t, board(t, s))); !strings.Contains(text, fmt.Sprintf("Settle %s", places(n))) || n == 0 {
		t.Errorf("the preview of %d places does not say so", n)
	}
	if text = words(parsed(t, board(t, State{Class: &classroom.Class{Lesson: c.Lesson}}))); !strings.Contains(text, "Hand out the lesson.") || !strings.Contains(text, "Drop all files here,") {
		t.Errorf("an empty class says %q", text)
	}
}

// The open place is seen in the text, whatever lies over it, and also where fewer
// marked it than are asked for.
func TestTheOpenPlaceIsInTheText(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 12, 15))
	for _, p := range s.Disputes.Places {
		s.Place = p.ID
		for _, s.AtLeast = range []int{1, len(s.Class.Students)} {
			var seen strings.Builder
			for _, mark := range all(all(parsed(t, board(t, s)), "class-text")[0], "here") {
				seen.WriteString(words(mark))
				if !slices.ContainsFunc(mark.Attr, func(a html.Attribute) bool { return a.Key == "data-beside" }) {
					t.Errorf("nothing finds the place at %v", p.At)
				}
			}
			if want := s.Class.Lesson.Article(p.Article).Slice(p.At.Start, p.At.End); tight(seen.String()) != tight(want) {
				t.Fatalf("framed is %q, of %q", seen.String(), want)
			}
		}
	}
}

// tight is a text without white space, which stands between paragraphs, too.
func tight(s string) string { return strings.Join(strings.Fields(s), "") }

// The number in the text, the label and the table all say how many it is.
func TestHeatSaysHowMany(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 20, 20))
	a := s.Class.Lesson.Listed()[0]
	s.Article, s.Place, s.AtLeast, s.Outline = a.ID, "", 4, false
	h := classroom.HeatOf(s.Class, a.ID, classroom.AnyTag)
	root := parsed(t, board(t, s))
	marks := all(all(root, "class-text")[0], "heat")
	var peaks []string // of places, in the part that most marked
	for _, p := range s.Disputes.Places {
		if p.Article == a.ID {
			most, _ := peak(h.Runs, p.At)
			peaks = append(peaks, fmt.Sprint(most))
		}
	}
	want := regexp.MustCompile(`^(\d+) of (\d+): .+`)
	for _, m := range marks {
		said := want.FindStringSubmatch(attr(m, "data-who"))
		if said == nil || !strings.Contains(attr(m, "aria-label"), "marked by "+said[1]+" of 20: ") || attr(m, "tabindex") != "0" {
			t.Fatalf("a stretch says %q, labeled %q", attr(m, "data-who"), attr(m, "aria-label"))
		}
		var n int
		fmt.Sscan(said[1], &n)
		if class := fmt.Sprint("h", tenth(n, 20)); n < 4 || !strings.Contains(attr(m, "class"), class) || attr(m, "data-n") != "" && !slices.Contains(peaks, attr(m, "data-n")) {
			t.Fatalf("marked by %d, it is %q, and shows %q", n, attr(m, "class"), attr(m, "data-n"))
		}
	}
	s.Tab = TabTable
	table := all(parsed(t, board(t, s)), "class-table")
	rows := 0
	for n := range table[0].Descendants() {
		if n.Data == "tr" {
			rows++
		}
	}
	runs := 0
	for _, r := range h.AtLeast(4) {
		if strings.TrimSpace(a.Slice(r.Start, r.End)) != "" {
			runs++
		}
	}
	if len(marks) < runs || rows != runs+1 {
		t.Errorf("%d stretches in the text, %d rows, and %d runs", len(marks), rows, runs)
	}
}

// A class without students, one without articles, and one that nobody opened.
func TestThereMayBeNothingToShow(t *testing.T) {
	c := someClass(t, roll(t), 3, 4)
	bare := c.Lesson
	bare.Articles = project.Table[*article.Article]{}
	closed := someClass(t, roll(t), 3, 4)
	for _, s := range closed.Students {
		for _, w := range s.Works {
			w.State, w.Marks = project.NotStarted, nil
		}
	}
	for name, s := range map[string]State{
		"students": {Class: &classroom.Class{Lesson: c.Lesson}}, "articles": {Class: &classroom.Class{Lesson: bare, Students: []*classroom.Pupil{{ID: "x", Nickname: "X"}}}},
		"readers": {Class: closed, Scores: closed.Score(nil, classroom.Fair)},
	} {
		for _, tab := range []Tab{TabText, TabTable, TabKey, TabStudent, TabAgreed, TabFiles, "other"} {
			s.Tab = tab
			harmless(t, name, board(t, s))
		}
		for _, write := range []func(io.Writer, State) error{Report, Sheet, Gradebook} {
			if err := write(io.Discard, s); err != nil {
				t.Errorf("without %s: %v", name, err)
			}
		}
	}
}

// What was reckoned of another class is not shown of this one.
func TestFiguresOfAnotherClassAreReckonedAnew(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 9, 10))
	c := *s.Class
	c.Students = c.Students[:4]
	s.Class = &c
	for _, tab := range []Tab{TabText, TabKey} {
		if s.Tab = tab; strings.Contains(board(t, s), "Ember") {
			t.Errorf("the tab %q shows a student who is not there", tab)
		}
	}
}

func TestAChoiceComesBackAsItWas(t *testing.T) {
	for _, c := range []Choice{{"0123456789ab:12-30", span.Span{Start: 12, End: 30}, "t"}, {"x:0-1", span.Span{End: 1}, ""}} {
		if back, err := ParseChoice(c.String()); err != nil || back != c {
			t.Errorf("%v came back as %v, %v", c, back, err)
		}
	}
	for _, s := range []string{"", "x", "x 1", "x a-b t", "x 1-2 t u", "x 1-2x t", "x  t"} {
		if c, err := ParseChoice(s); err == nil {
			t.Errorf("%q is taken for %v", s, c)
		}
	}
}

func TestGradebookRunsNoFormula(t *testing.T) {
	c := someClass(t, roll(t), 5, 10)
	c.Students[0].Nickname = `=HYPERLINK("http://x","y")`
	c.Lesson, _ = c.Lesson.Apply(classroom.NameStudent(c.Lesson, c.Students[1].ID, "+Somebody"))
	s := stateOf(t, c)
	var b strings.Builder
	if err := Gradebook(&b, s); err != nil {
		t.Fatal(err)
	}
	rows := strings.Split(b.String(), "\r\n")
	if len(rows) != 7 || !strings.HasPrefix(rows[0], "student,name,handed in,late,opened,done,marks,agreement,found,") || !strings.HasPrefix(rows[1], `"'=HYPERLINK(""http://x"",""y"")",,,,5,5,`) {
		t.Errorf("the table is %q", rows)
	}
	if n := strings.Count(rows[2], ","); n != strings.Count(rows[0], ",") || !strings.HasPrefix(rows[2], "Birch,'+Somebody,,,5,5,") {
		t.Errorf("a row is %s", rows[2])
	}
}

// Files that stand alone have the colors of the program.
func TestReportsHaveTheColorsOfTheProgram(t *testing.T) {
	css, err := os.ReadFile("../../web/text.css")
	if err != nil {
		t.Fatal(err)
	}
	token := regexp.MustCompile(`--[a-z0-9-]+: [^;]+;`)
	found := token.FindAllString(tokens, -1)
	if len(found) < 40 {
		t.Fatalf("only %d tokens", len(found))
	}
	for _, one := range found {
		if !strings.Contains(string(css), one) {
			t.Errorf("text.css has no %q", one)
		}
	}
	used := regexp.MustCompile(`var\((--[a-z0-9-]+)\)`)
	for _, u := range used.FindAllStringSubmatch(Style, -1) {
		if !strings.Contains(tokens+Style, u[1]+":") {
			t.Errorf("%s is used and not there", u[1])
		}
	}
}

func BenchmarkBoard(b *testing.B) {
	for _, n := range []int{30, 200} {
		b.Run(fmt.Sprint(n, "x5x60"), func(b *testing.B) {
			s := stateOf(b, someClass(b, roll(b), n, 60))
			for b.Loop() {
				b.ReportMetric(float64(len(board(b, s))), "bytes")
			}
		})
	}
}
