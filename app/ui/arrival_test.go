package ui

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/parcel"
	"claimlight/app/porter"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/app/store"
	"claimlight/app/workspace"
)

// atHand is the porter without a browser; before is called ahead of each of
// its replies.
type atHand struct{ before func() }

func (h atHand) Do(_ context.Context, order []byte, bodies [][]byte, _ func(done, total int)) ([]byte, [][]byte, error) {
	if h.before != nil {
		h.before()
	}
	var o parcel.Order
	if err := json.Unmarshal(order, &o); err != nil {
		return nil, nil, err
	}
	n := 0
	mint := func() string { n++; return "fresh-" + itoa(n) }
	reply, out := new(porter.Porter).Do(o, bodies, porter.Env{Now: time.Unix(1_700_000_000, 0), Mint: mint})
	words, err := json.Marshal(reply)
	return words, out, err
}

// sheets is a document that takes note of the dialogs alone.
type sheets struct{ Page }

func (sheets) ShowDialog(string) bool { return true }
func (sheets) CloseDialog(string)     {}

// newArrivalModel is a model with an open project and a porter.
func newArrivalModel(t *testing.T) *Model {
	t.Helper()
	m, b, _ := newRelatedModel(t)
	m.ports = Ports{Now: time.Now, Mint: b.s.Mint, Porter: atHand{}, Page: sheets{}}
	return m
}

// settleDown does what waits for the UI goroutine, until nothing does.
func (m *Model) settleDown() {
	for range 100 { // what is to be done once the screen is drawn waits for ever
		todo := m.waiting
		m.waiting = nil
		for _, f := range todo {
			f()
		}
	}
}

// fileOf is a file with these words.
func fileOf(name, words string) File {
	return File{Name: name, Size: int64(len(words)), Read: func(context.Context) ([]byte, error) { return []byte(words), nil }}
}

const webPage = "<html><head><title>%</title></head><body><article><h1>%</h1><p>The % bridge was closed on Monday after a crack was found, the city said.</p><p>Work on the % bridge begins next week.</p></article></body></html>"

// pageOf is a web page about something.
func pageOf(name string) File {
	return fileOf(name+".html", strings.ReplaceAll(webPage, "%", name))
}

func TestWhatArrivesForAProjectThatWasLeftIsDropped(t *testing.T) {
	m := newArrivalModel(t)
	m.ports.Porter = atHand{before: func() { m.ws = &workspace.Workspace{} }}
	m.takeFiles([]File{pageOf("north")})
	m.settleDown()
	if m.arrivals != nil || !strings.HasPrefix(m.toast.Text, "Another project was opened meanwhile, so nothing was brought in.") {
		t.Errorf("shown %v, said %q", m.arrivals, m.toast.Text)
	}
}

// What arrives while a sheet is open waits, and so does what arrives then.
func TestArrivalsComeOneAfterTheOther(t *testing.T) {
	m := newArrivalModel(t)
	m.sheet = sheetPaste
	for _, name := range []string{"north", "south"} {
		m.takeFiles([]File{pageOf(name)})
		m.settleDown()
	}
	if m.sheet != sheetPaste || m.arrivals != nil {
		t.Fatalf("the sheet that was open gave way to %q", m.sheet)
	}
	for _, name := range []string{"north.html", "south.html"} {
		m.closeSheet()
		m.closed()
		if m.sheet != sheetArrival || m.arrivals == nil || m.arrivals.files[0].Name != name {
			t.Fatalf("after it was closed, %q is open with %v, not %s", m.sheet, m.arrivals, name)
		}
	}
	m.closeSheet()
	m.closed()
	if m.sheet != "" || m.arrivals != nil {
		t.Errorf("then %q is open", m.sheet)
	}
}

// A project of one's own beside a file for the porter is opened once the file
// was decided on, and is not merged into the open one.
func TestOwnProjectsBesideOtherFiles(t *testing.T) {
	m := newArrivalModel(t)
	other := newBench(t)
	packed, err := m.packed(other.p, nil)
	if err != nil {
		t.Fatal(err)
	}
	m.projects = []store.Entry{{ID: other.p.Info().ID}} // so that it is asked about
	m.takeOwn([]File{pageOf("north"), fileOf("mine.json", string(packed))}, asMine)
	m.settleDown()
	if m.arrivals == nil || len(m.arrivals.own.read) != 0 || m.files.twin != nil {
		t.Fatalf("shown %v, asked %v", m.arrivals, m.files.twin)
	}
	m.closeSheet()
	m.closed()
	if m.files.twin == nil || m.files.twin.Info().ID != other.p.Info().ID {
		t.Error("the project was forgotten")
	}
}

func TestWhatWasUntickedStaysSoByItsPlace(t *testing.T) {
	named := func(file string, on, here bool) arrival {
		return arrival{Item: parcel.Item{File: file}, on: on, here: here}
	}
	before := &arrivals{items: []arrival{named("a", true, false), named("b", false, true), named("a", false, false), named("c", true, false)}}
	after := &arrivals{items: []arrival{named("c", true, false), named("a", true, false), named("a", true, false), named("b", true, false)}}
	after.keep(before)
	var on []bool
	for i := range after.items {
		on = append(on, after.items[i].on)
	}
	if want := []bool{true, true, false, true}; !slices.Equal(on, want) {
		t.Errorf("ticked are %v, want %v", on, want)
	}
}

// A list of choices stays as it was when one of them is made: the browser shows
// the one at the place that was chosen.
func TestEncodingsStayInTheirOrder(t *testing.T) {
	read := func(as string, all ...string) *arrivals {
		return &arrivals{items: []arrival{{Item: parcel.Item{File: "a", Encoding: as, Encodings: all}}}}
	}
	before, after, other := read("one", "one", "two", "three"), read("three", "three", "one", "two"), read("four", "four", "one")
	after.keep(before)
	if got := after.items[0].Encodings; !slices.Equal(got, before.items[0].Encodings) {
		t.Errorf("they are offered as %v", got)
	}
	if other.keep(before); !slices.Equal(other.items[0].Encodings, []string{"four", "one"}) {
		t.Errorf("what was read is not among what is offered: %v", other.items[0].Encodings)
	}
}

// own is a file with the project of a bench.
func own(t *testing.T, m *Model, p project.Project) File {
	t.Helper()
	packed, err := m.packed(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return fileOf("own.claimlight.json", string(packed))
}

// markedBridge is a project of one article with a mark on "bridge".
func markedBridge(t *testing.T) project.Project {
	t.Helper()
	n := 0
	s := project.Stamp{When: time.Unix(1_700_000_000, 0), Mint: func() string { n++; return "other-" + itoa(n) }}
	a, err := article.New(article.Meta{Title: "A bridge"}, "The bridge is safe, they said.", nil)
	if err != nil {
		t.Fatal(err)
	}
	p := project.New("Other", []*article.Article{a}, s)
	d, _, err := project.Highlight(p, a.ID, []span.Span{{Start: 4, End: 10}}, nil, s)
	if err == nil {
		p, err = p.Apply(d)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Plain texts and projects of one's own are shown like everything else; what
// two files bring counts once, and only if it is ticked.
func TestWhatIsTickedIsCounted(t *testing.T) {
	m := newArrivalModel(t)
	m.takeFiles([]File{fileOf("a.txt", "One text."), fileOf("b.txt", "One text."), fileOf("c.txt", "Another."), own(t, m, markedBridge(t))})
	m.settleDown()
	a := m.arrivals
	if a == nil || len(a.items) != 4 {
		t.Fatalf("shown %+v, said %q", a, m.toast.Text)
	}
	a.items[3].on = false
	if got := a.ticked(); got != "2 articles" {
		t.Errorf("three texts, two alike: %q", got)
	}
	for i := range a.items {
		a.items[i].on = i == 3
	}
	a.sum = nil
	if got := a.ticked(); !strings.HasPrefix(got, "1 mark") {
		t.Errorf("the project alone: %q", got)
	}
	if got := a.items[3].effect(); got != "All of its marks and articles are new." {
		t.Errorf("of the project is said %q", got)
	}
	a.items[3].on, a.sum = false, nil
	if got := a.ticked(); got != "nothing" {
		t.Errorf("nothing ticked: %q", got)
	}
}

func TestFirstMarks(t *testing.T) {
	_, b, _ := newRelatedModel(t)
	marks := firstMarks(b.p)
	var want []string
	for _, a := range b.p.ArticlesInOrder() {
		for _, mark := range b.p.Annotations.Sorted(annotation.Compare) {
			if mark.Article == a.ID {
				want = append(want, mark.Quote())
			}
		}
	}
	var got []string
	for _, mark := range marks {
		got = append(got, mark.Quote())
	}
	if !slices.Equal(got, want[:min(len(want), manyQuotes)]) || len(got) == 0 {
		t.Errorf("%q, want %q", got, want)
	}
}

// A whole text grows by steps to its end, however long its paragraphs are.
func TestAWholeTextGrowsToItsEnd(t *testing.T) {
	for name, text := range map[string]string{
		"one paragraph": strings.Repeat("word ", 20_000), "short ones": strings.Repeat("a\n", 2000), "one word": "a", "long ones": strings.Repeat(strings.Repeat("x", 50_000)+"\n", 5),
	} {
		a, err := article.New(article.Meta{}, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		far, steps := grown(a, 0), 1
		for far < a.Len() && steps < 100 {
			next := grown(a, far)
			if next <= far || next-far > stepLetters {
				t.Fatalf("%s: from %d to %d", name, far, next)
			}
			far, steps = next, steps+1
		}
		if far != a.Len() {
			t.Errorf("%s: %d of %d after %d steps", name, far, a.Len(), steps)
		}
	}
}
