package porter

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"claimlight/app/classroom"
	"claimlight/app/classview"
	"claimlight/app/exchange"
	"claimlight/app/parcel"
	"claimlight/app/project"
)

// tab is a page with a porter of its own, as each tab has one.
type tab struct {
	t      *testing.T
	porter Porter
	told   []project.Project // by the number of the edition
	from   int
	view   json.RawMessage
}

// seen is a reply with its board.
type seen struct {
	parcel.ClassReply
	HTML string
}

// press does something on the Class screen of a project, and returns what is
// seen then and the change that is to be made.
func (b *tab) press(p project.Project, verb, arg string, files map[string][]byte) (seen, project.Diff) {
	b.t.Helper()
	if b.told == nil {
		b.told = []project.Project{{}}
	}
	head, bodies, err := project.Pack(project.Between(b.told[b.from], p))
	if err != nil {
		b.t.Fatal(err)
	}
	to := b.from
	if to == 0 || !b.told[to].Equal(p) {
		to, b.told = len(b.told), append(b.told, p)
	}
	o := parcel.Order{Do: parcel.Class, Class: &parcel.ClassOrder{From: b.from, To: to, Next: len(b.told), View: b.view, Verb: verb, Arg: arg}}
	parts := [][]byte{head, bodies}
	for name, data := range files {
		o.Files, parts = append(o.Files, parcel.File{Name: name}), append(parts, data)
	}
	r, out := b.porter.Do(o, parts, classEnv())
	if r.Error != nil || r.Class.Stale {
		b.t.Fatalf("%s: %+v", verb, r)
	}
	b.from, b.view = to, r.Class.View
	var d project.Diff
	if r.Class.Change != "" {
		if d, err = project.Unpack(p, out[1], out[2]); err != nil {
			b.t.Fatal(err)
		}
		after, err := p.Apply(d)
		if err != nil {
			b.t.Fatal(err)
		}
		b.told = append(b.told, after)
	}
	return seen{*r.Class, string(out[0])}, d
}

// shows is the table of files as it is seen.
func (b *tab) shows(p project.Project) string {
	b.t.Helper()
	r, _ := b.press(p, classview.DoTab, string(classview.TabFiles), nil)
	return r.HTML
}

func lessonOfClass(t *testing.T, name string) project.Project {
	t.Helper()
	f, err := Opened(exchange.InMemory(name, ofClass(t, name)), classEnv(), nil)
	if err != nil || f.Project == nil {
		t.Fatal(err, f.Err)
	}
	return *f.Project
}

// What is said about files comes and goes with them: by undo and redo, in the tab
// where they were brought, in another one, and where the project is opened again.
func TestWhatIsSaidOfFilesFollowsTheProject(t *testing.T) {
	before := lessonOfClass(t, "lesson.claimlight.json")
	here, there := &tab{t: t}, &tab{t: t}
	r, d := here.press(before, parcel.Take, "", map[string][]byte{
		"Hazel.handin.json": ofClass(t, "handed-in/Hazel.handin.json"),
		"Cedar.handin.json": ofClass(t, "handed-in/Cedar.handin.json"),
		"photo.jpg":         []byte("\xFF\xD8\xFF not a hand-in"),
	})
	if r.Change != "Collected 3 files: 2 students, 1 not taken" {
		t.Errorf("it is called %q", r.Change)
	}
	after, err := before.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	const refused, moved = "photo.jpg", "made for another version of article"
	for i, p := range []project.Project{after, before, after, before} {
		html := here.shows(p)
		other := there.shows(p)
		if again := (&tab{t: t}).shows(p); html != other || html != again {
			t.Errorf("step %d: the tabs show\n%s\n%s\n%s", i, html, other, again)
		}
		if said := strings.Contains(html, refused) && strings.Contains(html, moved); said != (i%2 == 0) || i%2 == 1 && strings.Contains(html, refused) {
			t.Errorf("step %d: %s", i, html)
		}
	}
	r, d = here.press(after, parcel.Take, "", map[string][]byte{"other.jpg": []byte("\xFF\xD8\xFF none")})
	if !d.Empty() || !strings.Contains(r.HTML, "other.jpg") || !strings.Contains(r.HTML, refused) || !strings.Contains(here.shows(after), "other.jpg") || strings.Contains(here.shows(before), "other.jpg") {
		t.Errorf("of files that were not taken: %s", r.HTML)
	}
	for r := range after.Class.Unordered() {
		if r.Kind == classroom.KindBrought && strings.Contains(string(r.Body), moved) {
			t.Errorf("what can be worked out of a hand-in is kept: %s", r.Body)
		}
	}
	if file := pack(t, after); strings.Contains(string(file), refused) {
		t.Error("what was said of files is in the file of the project")
	}
}

// What is said of the class as a whole is no fate of the files that are brought.
func TestWhatBecameOfFilesAddsUp(t *testing.T) {
	p := lessonOfClass(t, "lesson.claimlight.json")
	lost := &project.ClassRecord{Kind: classroom.KindHandIn, ID: "lost", Body: []byte("[]")}
	p, err := p.Apply(project.PutClass(p, lost))
	if err != nil {
		t.Fatal(err)
	}
	b := &tab{t: t}
	r, d := b.press(p, parcel.Take, "", map[string][]byte{"Hazel.handin.json": ofClass(t, "handed-in/Hazel.handin.json")})
	if p, err = p.Apply(d); err != nil {
		t.Fatal(err)
	}
	if html := b.shows(p); r.Change != "Collected 1 file: 1 student" || r.HTML != "" || !strings.Contains(html, "1 hand-in was kept here and cannot be read.") {
		t.Errorf("it is called %q: %s", r.Change, html)
	}
}

// What is said of files that were not taken goes when the teacher has seen it, as a
// step that undo takes back.
func TestSeen(t *testing.T) {
	before := lessonOfClass(t, "lesson.claimlight.json")
	b := &tab{t: t}
	_, d := b.press(before, parcel.Take, "", map[string][]byte{"Hazel.handin.json": ofClass(t, "handed-in/Hazel.handin.json"), "photo.jpg": []byte("\xFF\xD8\xFF none")})
	after, err := before.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	r, d := b.press(after, parcel.Take, "", map[string][]byte{"other.jpg": []byte("\xFF\xD8\xFF none")})
	if !d.Empty() || !strings.Contains(r.HTML, "other.jpg") || !strings.Contains(r.HTML, "photo.jpg") {
		t.Fatalf("of files that changed nothing: %s", r.HTML)
	}
	r, d = b.press(after, classview.DoSeen, "", nil)
	if r.Change != "Dropped what was said of files that were not taken" || d.Empty() {
		t.Errorf("seen: %q", r.Change)
	}
	seen, err := after.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	if html := b.shows(seen); strings.Contains(html, "photo.jpg") || strings.Contains(html, "other.jpg") || strings.Contains(html, "class-seen") {
		t.Errorf("seen: %s", html)
	}
	if r, _ = b.press(seen, parcel.Take, "", map[string][]byte{"other.jpg": []byte("\xFF\xD8\xFF none")}); !strings.Contains(r.HTML, "other.jpg") {
		t.Errorf("of files that changed nothing: %s", r.HTML)
	}
	if r, d = b.press(seen, classview.DoSeen, "", nil); !d.Empty() || r.Says != "" || strings.Contains(r.HTML, "other.jpg") {
		t.Errorf("seen: %q, %s", r.Says, r.HTML)
	}
	if strings.Contains(b.shows(seen), "photo.jpg") || !strings.Contains(b.shows(after), "photo.jpg") {
		t.Error("it does not follow the project")
	}
}

// What does not fit when a key is placed is told on the screen.
func TestWhatOfTheKeyHasNoPlaceIsTold(t *testing.T) {
	p := lessonOfClass(t, "key.claimlight.json")
	key, err := classroom.KeyOf(p)
	if err != nil {
		t.Fatal(err)
	}
	k := key[0]
	k.ID, k.Article = "elsewhere", "no such article"
	d := classroom.PutKey(p, k)
	if p, err = p.Apply(d); err != nil {
		t.Fatal(err)
	}
	if html := (&tab{t: t}).shows(p); !strings.Contains(html, "The key has marks on an article that is not in this lesson: 1 mark is without a place") {
		t.Errorf("%s", html)
	}
}

// What settles many places says how many, and leaves the teacher on the tab.
func TestSettlingManyPlacesSaysHowMany(t *testing.T) {
	p := lessonOfClass(t, "lesson.claimlight.json")
	b := &tab{t: t}
	files := map[string][]byte{}
	for _, name := range []string{"Hazel.handin.json", "Amber.handin.json", "Birch.handin.json"} {
		files[name] = ofClass(t, "handed-in/"+name)
	}
	_, d := b.press(p, parcel.Take, "", files)
	p, err := p.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	b.press(p, classview.DoTab, string(classview.TabAgreed), nil)
	r, d := b.press(p, classview.DoAccept, "3", nil)
	if want := fmt.Sprintf("Settled %d places as most marked them", len(d.Class)); r.Change != want || len(d.Class) < 5 {
		t.Errorf("it is called %q, want %q", r.Change, want)
	}
	if p, err = p.Apply(d); err != nil {
		t.Fatal(err)
	}
	if r, _ = b.press(p, "", "", nil); !strings.Contains(r.HTML, "Settle what most agree on</h2>") {
		t.Errorf("another tab is shown")
	}
}

// What is put into the key says what came of it: a mark, or another answer.
func TestWhatComesOfTheKeyIsTold(t *testing.T) {
	p := lessonOfClass(t, "key.claimlight.json")
	b := &tab{t: t}
	do := func(verb, arg string, files map[string][]byte) string {
		t.Helper()
		r, d := b.press(p, verb, arg, files)
		after, err := p.Apply(d)
		if err != nil {
			t.Fatal(err)
		}
		p = after
		return r.Change
	}
	files := map[string][]byte{}
	for _, name := range []string{"Dune.handin.json", "Quartz.handin.json", "Birch.handin.json"} {
		files[name] = ofClass(t, "handed-in/"+name)
	}
	do(parcel.Take, "", files)
	do(classview.DoAccept, "2", nil)
	before, _ := classroom.KeyOf(p)
	said := do(classview.DoSettledKey, "", nil)
	after, err := classroom.KeyOf(p)
	if err != nil {
		t.Fatal(err)
	}
	wider := 0
	for _, k := range after {
		if len(k.Ways) > 1 || len(k.Tags) > 1 {
			wider++
		}
	}
	if want := fmt.Sprintf("Added what is settled to the key: %d new, and another answer is right, too, at %d", len(after)-len(before), wider); said != want || wider == 0 || len(after) == len(before) {
		t.Errorf("it is called %q, want %q", said, want)
	}
}

// The porter goes on from any edition that it keeps, that of its own change too,
// and what it shows is what it would show if it were told all. Of one that it does
// not keep it says so.
func TestEditions(t *testing.T) {
	lesson := lessonOfClass(t, "lesson.claimlight.json")
	b := &tab{t: t}
	show := func(from int, p project.Project) (html string, stale bool) {
		t.Helper()
		head, bodies, err := project.Pack(project.Between(b.told[from], p))
		if err != nil {
			t.Fatal(err)
		}
		o := parcel.Order{Do: parcel.Class, Class: &parcel.ClassOrder{From: from, To: from, View: b.view}}
		if !b.told[from].Equal(p) {
			o.Class.To, b.told = len(b.told), append(b.told, p)
		}
		r, out := b.porter.Do(o, [][]byte{head, bodies}, classEnv())
		if r.Error != nil {
			t.Fatal(r.Error)
		}
		if r.Class.Stale {
			return "", true
		}
		return string(out[0]), false
	}
	anew := func(p project.Project) string {
		r, _ := (&tab{t: t, view: b.view}).press(p, "", "", nil)
		return r.HTML
	}
	_, d := b.press(lesson, parcel.Take, "", map[string][]byte{
		"Hazel.handin.json": ofClass(t, "handed-in/Hazel.handin.json"),
		"Cedar.handin.json": ofClass(t, "handed-in/Cedar.handin.json"),
	})
	before, after := len(b.told)-2, len(b.told)-1
	both, err := lesson.Apply(d)
	if err != nil {
		t.Fatal(err)
	}
	one := both
	for r := range both.Class.Unordered() {
		if r.Kind == classroom.KindHandIn {
			if one, err = both.Apply(project.DropClass(both, r.Kind, r.ID)); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	for i, step := range []struct {
		from int
		p    project.Project
	}{{after, both}, {before, lesson}, {after, both}, {after, one}, {before, one}, {after, both}} {
		if html, stale := show(step.from, step.p); stale || html != anew(step.p) {
			t.Errorf("step %d: stale is %v; it shows\n%s\nand not\n%s", i, stale, html, anew(step.p))
		}
	}
	for range parcel.Editions { // others than the first are spoken of
		show(len(b.told)-1, one)
		one, _ = one.Apply(project.PutClass(one, &project.ClassRecord{Kind: "x", ID: fmt.Sprint(len(b.told)), Body: []byte("1")}))
	}
	show(len(b.told)-1, one)
	if _, stale := show(before, lesson); !stale {
		t.Error("an edition is kept that nobody spoke of for long")
	}
}
