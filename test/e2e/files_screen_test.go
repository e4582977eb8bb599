package e2e

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// filesFile is what of a native file the tests of the Files screen look at.
type filesFile struct {
	Label    string
	Total    int
	People   []filesPerson `json:"cl:people"`
	Articles []struct {
		Title string `json:"cl:title"`
		File  string `json:"cl:file"`
		Text  string `json:"cl:text"`
	} `json:"cl:articles"`
	First struct {
		Items []struct {
			Creator  filesPerson
			Created  string
			Modified string
			Body     []bookBody
		}
	}
}

type filesPerson struct{ ID, Name, Nickname string }

func filesOf(t *testing.T, content []byte) (f filesFile) {
	t.Helper()
	if err := json.Unmarshal(content, &f); err != nil {
		t.Fatalf("the file cannot be read: %v: %.200s", err, content)
	}
	return f
}

// openFiles shows the Files screen.
func openFiles(tab *Tab) {
	tab.t.Helper()
	tab.Click(`nav a[href="#/files"]`)
	tab.WaitFor("#files")
}

// pickFiles chooses files by the button of the Files screen.
func pickFiles(tab *Tab, paths ...string) {
	tab.t.Helper()
	tab.Choose(func() { tab.Click("#pick-files") }, paths...)
}

// letIn waits until the sheet says what would come in, and brings it in.
func letIn(tab *Tab, what string) {
	tab.t.Helper()
	tab.WaitFor("#arrival[open]")
	tab.WaitText("#arrival-head", "Bring in "+what)
	tab.Click("#arrival-ok")
	tab.WaitGone("#arrival[open]")
}

// current is the name of the project that the list says is open.
const currentProject = `document.querySelector(".project[aria-current] b")?.textContent`

// newProject makes an empty project and waits until it is open.
func newProject(tab *Tab, name string) string {
	tab.t.Helper()
	tab.Fill("#new-project", name)
	tab.Click("#new-empty")
	tab.WaitTrue(currentProject + ` === ` + quote(name) + ` && document.querySelector("#project-name").value === ` + quote(name))
	return projectID(tab)
}

// newFive goes to Files, makes a project with the five reports, which is open
// then, and returns its ID.
func newFive(tab *Tab, name string) string {
	tab.t.Helper()
	tab.OpenReady("#/files")
	tab.Fill("#new-project", name)
	tab.Click("#new-five")
	tab.WaitText(`.project[aria-current="true"]`, name)
	return projectID(tab)
}

// TestFilesScreen goes through what the Files screen says and does, as one
// person would in one sitting.
func TestFilesScreen(t *testing.T) {
	tab := Start(t).Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	mark(tab, phrases[1], "", "2")
	tab.Key("shift+4")
	tab.WaitText(".card.open .tagname", "Number or date")
	var native []byte // the project with its two marks
	first := projectID(tab)

	part(t, tab, "names", func(t *testing.T) {
		openFiles(tab)
		tab.WaitText("#backup", "No file saved yet")
		tab.Fill("#project-name", "Alaska, دورة ١ <b>")
		tab.Key("Tab")
		tab.Type("Ada Lovelace")
		tab.Key("Tab")
		tab.Type("ada")
		tab.Key("Enter")
		tab.WaitTrue(currentProject + ` === "Alaska, دورة ١ <b>"`)
		tab.Fill("#project-name", " ")
		tab.Key("Tab")
		wantRefusal(tab, "A project needs a name.")
		tab.WaitTrue(`document.querySelector("#project-name").value === "Alaska, دورة ١ <b>"`)
		saved(tab)
		tab.Reload()
		tab.WaitTrue(`document.querySelector("#project-name")?.value === "Alaska, دورة ١ <b>" && document.querySelector("#person-name").value === "Ada Lovelace" && document.querySelector("#person-nickname").value === "ada"`)
	})
	part(t, tab, "save", func(t *testing.T) {
		content, name := tab.Download(func() { tab.Click("#save-file") })
		if name != "alaska-دورة-١-b.claimlight.json" {
			t.Errorf("saved as %q", name)
		}
		tab.WaitText("#backup", "Last backup just now")
		f := filesOf(t, content)
		if f.Label != "Alaska, دورة ١ <b>" || f.Total != 2 || len(f.Articles) != 5 {
			t.Errorf("saved %q with %d marks on %d articles", f.Label, f.Total, len(f.Articles))
		}
		for _, item := range f.First.Items {
			if item.Creator.Name != "Ada Lovelace" || item.Creator.Nickname != "ada" {
				t.Errorf("a mark in the file is by %+v", item.Creator)
			}
		}
		native = content
		again, _ := tab.Download(func() { tab.Click("#export-w3c") })
		wantSame(t, "the button below", again, content)
	})
	part(t, tab, "table", func(t *testing.T) { tableOf(t, tab) })
	part(t, tab, "nothing new", func(t *testing.T) {
		openFiles(tab)
		before := file(tab)
		pickFiles(tab, written(t, "again.json", before))
		tab.WaitText("#report", "Nothing in these files was new.")
		wantSame(t, "bringing in what is here", file(tab), before)
	})
	part(t, tab, "merge by picker", func(t *testing.T) {
		newProject(tab, "Second")
		tab.WaitText("#backup", "No file saved yet")
		before := file(tab)
		pickFiles(tab, written(t, "first.json", native))
		tab.WaitText("#report", "Added 2 marks and 5 articles")
		tab.WaitText(".project[aria-current]", "5 articles, 2 marks")
		if tab.EvalString(currentProject) != "Second" {
			t.Error("merging a file has renamed the project")
		}
		f := filesOf(t, file(tab))
		if f.Total != 2 || !slices.ContainsFunc(f.People, func(p filesPerson) bool { return p.Name == "Ada Lovelace" }) {
			t.Errorf("after merging there are %d marks, and the people %v", f.Total, f.People)
		}
		tab.Key("ctrl+z")
		wantToast(tab, "Undone: Added 2 marks and 5 articles")
		wantSame(t, "undone", file(tab), before)
	})
	part(t, tab, "merge by drop, on any screen, with texts", func(t *testing.T) {
		before := file(tab)
		tab.Click(`nav a[href="#/tags"]`)
		tab.WaitFor("#codebook")
		tab.DropFiles("#codebook", written(t, "first.json", native), written(t, "own.txt", []byte("A text of one’s own.\n\nWith two paragraphs.")))
		letIn(tab, "2 marks and 6 articles")
		wantToast(tab, "Added 2 marks and 6 articles")
		tab.WaitGone(".dropping")
		tab.Click("#toast-undo")
		wantSame(t, "undone by the message", file(tab), before)
		openFiles(tab)
		tab.WaitText("#report", "Added 2 marks and 6 articles")
	})
	part(t, tab, "as a project of its own", func(t *testing.T) {
		second := projectID(tab)
		tab.Click("#bring-own")
		path := written(t, "first.json", native)
		pickFiles(tab, path)
		tab.WaitText("#twin", "This browser has that project already")
		tab.Click("#twin-leave")
		tab.WaitGone("#twin")
		pickFiles(tab, path)
		tab.Click("#twin-open")
		tab.WaitTrue(`localStorage.getItem("claimlight:project") === ` + quote(first))
		tab.WaitTrue(currentProject + ` === "Alaska, دورة ١ <b>"`)
		tab.WaitGone("#twin")
		tab.WaitTrue(`document.querySelector("#bring-own").checked`) // as it was set, whichever project is open
		pickFiles(tab, path)
		tab.WaitText("#twin", "That project is the one that is open now")
		if tab.Count("#twin-open") != 0 {
			t.Error("it offers to open the project that is open")
		}
		tab.Click("#twin-merge")
		tab.WaitText("#report", "Nothing was changed: what was here was kept.")
		tab.Click("#open-" + second)
		tab.WaitTrue(currentProject + ` === "Second"`)
		tab.Click("#bring-own")
		pickFiles(tab, path)
		tab.Click("#twin-merge") // goes to the project and merges there
		tab.WaitTrue(currentProject + ` === "Alaska, دورة ١ <b>"`)
		tab.WaitText("#report", "Nothing was changed: what was here was kept.")
	})
	part(t, tab, "conflicts", func(t *testing.T) { conflictsOf(t, tab, first) })
	part(t, tab, "projects", func(t *testing.T) { projectsOf(t, tab, first, native) })
	part(t, tab, "truth about the storage", func(t *testing.T) {
		openFiles(tab)
		want := "Kept, but not promised."
		if tab.EvalString(`navigator.storage.persisted().then(String)`) == "true" {
			want = "Kept for good."
		}
		tab.WaitText("#persisted", want)
		tab.WaitText("#space", "Space used here: ")
		tab.WaitTrue(`/^Space used here: [0-9.]+ (bytes|KB|MB|GB) of about [0-9.]+ (MB|GB|TB) that the browser allows\.$/.test(document.querySelector("#space")?.textContent)`)
	})
	part(t, tab, "installing", func(t *testing.T) { installing(t, tab) })
	tab.AssertClean(t)
}

// installing is offered only while the browser would do it, and asks once.
func installing(t *testing.T, tab *Tab) {
	const agrees = `(document.querySelector("#install") !== null) === claimlightShell.installable`
	openFiles(tab)
	tab.WaitTrue(agrees)
	tab.Eval(`dispatchEvent(new Event("appinstalled"))`, nil) // whatever this browser offers by itself
	tab.WaitGone("#install")
	tab.WaitText("#kept", "Everything is kept in this browser")
	for _, outcome := range []string{"dismissed", "accepted"} {
		tab.Eval(`(() => {
			const e = new Event("beforeinstallprompt", {cancelable: true});
			e.prompt = () => { window.prompted = `+quote(outcome)+` };
			e.userChoice = Promise.resolve({outcome: `+quote(outcome)+`});
			dispatchEvent(e);
		})()`, nil)
		tab.Click("#install")
		tab.WaitTrue(`window.prompted === ` + quote(outcome))
		tab.WaitGone("#install")
		tab.WaitTrue(agrees)
	}
	wantToast(tab, "Claimlight is being installed.")
}

// tableOf takes a table out and in again, with names that a spreadsheet would
// run.
func tableOf(t *testing.T, tab *Tab) {
	tab.Click(`nav a[href="#/tags"]`)
	tab.Click(".entry:nth-child(1) .entry-toggle")
	tab.Fill(`.entry:nth-child(1) input[data-part="name"]`, "=1+1")
	tab.Key("Tab")
	openArticle(tab, "2")
	tab.Click(".card:nth-child(1) .pick")
	note(tab, "@SUM(A1), \"quoted\";\nsecond line")
	tab.Key("Escape")
	openFiles(tab)
	before := file(tab)
	table, name := tab.Download(func() { tab.Click("#export-csv") })
	wantToast(tab, "This format leaves out: ")
	if !strings.HasSuffix(name, ".csv") {
		t.Errorf("the table is saved as %q", name)
	}
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatalf("the table cannot be read: %v\n%s", err, table)
	}
	const head = "document_id,document_sha256,start,end,text,label,attributes,note,annotator,created,modified,annotation_id"
	if got := strings.Join(rows[0], ","); got != head {
		t.Errorf("the columns are %s", got)
	}
	var got []string
	for _, r := range rows[1:] {
		got = append(got, strings.Join([]string{r[0], r[4], r[5], r[7], r[8]}, "|"))
	}
	want := []string{
		"A highly anticipated summit|a symbolic win|'=1+1|'@SUM(A1), \"quoted\";\nsecond line|Ada Lovelace",
		"A highly anticipated summit|Russian crude|Attributed claim||Ada Lovelace",
		"A highly anticipated summit|Russian crude|Number or date||Ada Lovelace",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the table says\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	openArticle(tab, "2")
	tab.Click(".card:nth-child(1) .pick")
	tab.WaitFor(".card.open")
	unfocus(tab)
	tab.Key("Delete")
	waitCards(tab, 1)
	openFiles(tab)
	pickFiles(tab, written(t, "table.csv", table))
	letIn(tab, "1 mark")
	tab.WaitText("#report", "Added 1 mark")
	wantSame(t, "the mark from the table", file(tab), before)
	for range 2 { // the table, the deletion
		tab.Key("ctrl+z")
	}
	wantSame(t, "undone", file(tab), before)
}

// conflictsOf brings in an older and a newer state of the same mark.
func conflictsOf(t *testing.T, tab *Tab, id string) {
	openArticle(tab, "2")
	older := file(tab)
	tab.Click(".card:nth-child(2) .pick")
	note(tab, "Changed later.")
	tab.Key("Escape")
	openFiles(tab)
	newer := file(tab)
	tab.Click("#bring-merge")
	pickFiles(tab, written(t, "older.json", older))
	tab.WaitText("#report .warn h4", "1 difference")
	tab.WaitText("#report .warn li", "A mark differs. Here: ")
	tab.WaitText("#report .warn li", "Kept: the one that was here.")
	wantSame(t, "after the older file", file(tab), newer)

	openArticle(tab, "2")
	step(tab, "ctrl+z", "Undone: ")
	tab.WaitTrue(`!document.querySelector("#cards").textContent.includes("Changed later.")`)
	openFiles(tab)
	pickFiles(tab, written(t, "newer.json", newer))
	tab.WaitText("#arrival .warn li", "Kept: the one from the file, which is newer.")
	tab.WaitText("#arrival .effect", "It brings 1 change to a mark.")
	letIn(tab, "1 change to a mark")
	tab.WaitText("#report .warn li", "Kept: the one from the file, which is newer.")
	tab.WaitText("#report .good", "Added 1 change to a mark")
	openArticle(tab, "2")
	tab.WaitText("#cards", "Changed later.")

	tab.Click(`nav a[href="#/tags"]`)
	tab.Click(".entry:nth-child(2) .entry-toggle")
	tab.Fill(`.entry:nth-child(2) textarea[data-part="definition"]`, "Another definition.")
	openFiles(tab)
	pickFiles(tab, written(t, "newer.json", newer))
	tab.WaitText("#report .warn li", "A tag differs. Here: ")
	tab.WaitText("#report .warn li", "Another definition.")
	if projectID(tab) != id {
		t.Error("another project is open now")
	}
}

// projectsOf makes, switches, saves and deletes projects.
func projectsOf(t *testing.T, tab *Tab, first string, native []byte) {
	openFiles(tab)
	second := tab.EvalString(`[...document.querySelectorAll(".project")].find(e => e.textContent.includes("Second")).dataset.id`)
	third := newProject(tab, "Third")
	tab.WaitTrue(`document.querySelectorAll(".project").length === 3`)
	tab.WaitText(".project[aria-current]", "open now · 0 articles, 0 marks")

	tab.Click("#remove-" + first) // first the question
	wantFocus(tab, "keep-"+first)
	tab.WaitText("#ask-"+first, "2 marks on 5 articles would go. This cannot be undone.")
	tab.Key("Enter")
	wantFocus(tab, "remove-"+first)
	tab.WaitGone("#ask-" + first)
	tab.Key("Enter")
	content, _ := tab.Download(func() { tab.Click("#file-" + first) })
	if f := filesOf(t, content); f.Total != 2 || !strings.HasPrefix(f.Label, "Alaska") {
		t.Errorf("saved before deletion: %q with %d marks", f.Label, f.Total)
	}
	tab.Click("#delete-" + first)
	wantToast(tab, "Deleted “Alaska")
	tab.WaitTrue(`![...document.querySelectorAll(".project")].some(e => e.dataset.id === ` + quote(first) + `)`)

	tab.Click("#remove-" + third) // the one that is open
	tab.WaitText("#ask-"+third, "It is open now; another project will be opened in its place.")
	tab.Click("#delete-" + third)
	tab.WaitTrue(currentProject + ` === "Second"`)
	tab.WaitTrue(`document.querySelectorAll(".project").length === 1`)
	tab.Reload()
	tab.WaitTrue(`[...document.querySelectorAll(".project b")].map(e => e.textContent).join() === "Second"`)

	tab.Click("#remove-" + second) // and the last one
	tab.Click("#delete-" + second)
	tab.WaitTrue(currentProject + ` === "My project"`)
	tab.WaitTrue(`document.querySelectorAll(".project").length === 1`)

	tab.Click("#bring-own") // and back out of the file
	pickFiles(tab, written(t, "first.json", native))
	tab.WaitTrue(currentProject + ` === "Alaska, دورة ١ <b>"`)
	if projectID(tab) != first {
		t.Error("the project from the file is another one now")
	}
	wantSame(t, "the project from its file", file(tab), native)
	tab.Click("#new-five")
	tab.WaitTrue(currentProject + ` === "Five reports, one event"`)
	tab.WaitText(".project[aria-current]", "5 articles, 0 marks")
}

// encoded16 is a text in UTF-16 with its byte order mark.
func encoded16(order binary.AppendByteOrder, text string) (out []byte) {
	for _, u := range utf16.Encode([]rune("\uFEFF" + text)) {
		out = order.AppendUint16(out, u)
	}
	return out
}

// Texts come in as they are, whatever their encoding; what cannot be read says
// so, and changes nothing.
func TestFilesComingIn(t *testing.T) {
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/files")
	newProject(tab, "Texts")
	const body = "👩🏽‍🚀 e\u0301 हिन्दी العربية 中文\u00ad\tend."
	texts := map[string][]byte{
		"plain.txt":  []byte("Plain " + body + "\n\nSecond."),
		"bom.txt":    []byte("\uFEFFMarked " + body + "\n\nSecond."),
		"crlf.txt":   []byte("Windows " + body + "\r\n\r\nSecond."),
		"little.txt": encoded16(binary.LittleEndian, "Little "+body+"\r\nSecond."),
		"big.TXT":    encoded16(binary.BigEndian, "Big "+body+"\nSecond."),
		"قصة.txt":    []byte("نص قصير.\n\nفقرة ثانية."),
	}
	want := map[string]string{
		"plain.txt": "Plain " + body + "\n\nSecond.", "bom.txt": "Marked " + body + "\n\nSecond.", "crlf.txt": "Windows " + body + "\n\nSecond.",
		"little.txt": "Little " + body + "\nSecond.", "big.TXT": "Big " + body + "\nSecond.", "قصة.txt": "نص قصير.\n\nفقرة ثانية.",
	}
	part(t, tab, "texts", func(t *testing.T) {
		var paths []string
		for name, content := range texts {
			paths = append(paths, written(t, name, content))
		}
		tab.DropFiles("#files", paths...)
		letIn(tab, "6 articles")
		wantToast(tab, "Added 6 articles")
		for _, a := range filesOf(t, file(tab)).Articles {
			if a.Text != want[a.File] {
				t.Errorf("%s came in as %q, want %q", a.File, a.Text, want[a.File])
			}
			delete(want, a.File)
		}
		if len(want) > 0 {
			t.Errorf("did not come in: %v", want)
		}
	})
	part(t, tab, "one that is here and one that is not", func(t *testing.T) {
		pickFiles(tab, written(t, "plain again.txt", texts["plain.txt"]), written(t, "new.txt", []byte("Something new.")))
		tab.WaitText("#arrival", "plain again.txt · Plain text · here already")
		letIn(tab, "1 article")
		tab.WaitTrue(`document.querySelector("#report .good li")?.textContent === "Added 1 article"`)
	})
	part(t, tab, "what cannot be read", func(t *testing.T) {
		whole := file(tab)
		before := whole
		for _, bad := range []struct {
			name, says string
			content    []byte
		}{
			{"half.claimlight.json", "“half.claimlight.json”", whole[:len(whole)/2]},
			{"cut.csv", "“cut.csv”", []byte("document_id,start,end,text,label\nx,1,2,\"cut")},
			{"paper.txt", "is a PDF file, not plain text", []byte("%PDF-1.7\n1 0 obj")},
			{"half16.txt", "is not valid UTF-16", encoded16(binary.LittleEndian, "half")[:5]},
			{"photo.txt", "is a picture, which cannot be read", []byte("GIF89a\x00\x00")},
			{"empty.txt", "is empty", nil},
			{"blank.txt", "is empty", []byte("\n \n")},
			{"<img src=x onerror=alert(1)>.txt", "is empty", nil},
		} {
			pickFiles(tab, written(t, bad.name, bad.content))
			wantRefusal(tab, bad.says)
			tab.WaitText("#report .bad", bad.says)
			if tab.Count("#report .good") > 0 {
				t.Errorf("%s: the report says that something was done", bad.name)
			}
		}
		wantSame(t, "after files that cannot be read", file(tab), before)
	})
	part(t, tab, "good and bad together", func(t *testing.T) {
		tab.DropFiles("#files", written(t, "bad.json", []byte(`{"@context": "http://www.w3.org/ns/anno.jsonld",`)), written(t, "good.txt", []byte("A good one.")))
		tab.WaitText("#arrival > .report-part.bad h4", "1 file or part was not read")
		tab.WaitText("#arrival > .report-part.bad li", "“bad.json”")
		letIn(tab, "1 article")
		wantToast(tab, "Added 1 article. 1 problem: see Files")
		tab.WaitText("#report .good", "Added 1 article")
		tab.WaitText("#report .bad", "“bad.json”")
	})
	tab.AssertClean(t)
}

// A file becomes a project of its own while somebody reads on, and has the same
// article: what is on the paper is then that of the project that was opened.
func TestSameArticleInAnotherProject(t *testing.T) {
	site := Start(t)
	other := site.Browser(t, "")
	openArticle(other, "2")
	mark(other, phrases[1], "", "1")
	saved(other)
	path := written(t, "other.json", file(other))

	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[3], "", "2")
	saved(tab)
	openFiles(tab)
	tab.Click("#bring-own")
	SlowCPU(6)(tab)
	pickFiles(tab, path)
	openArticle(tab, "2")
	tab.WaitFor("#paper mark")
	SlowCPU(1)(tab)
	wantToast(tab, "Opened")
	tab.WaitTrue(`[...document.querySelectorAll("#paper mark")].map(m => m.textContent).join() === ` + quote(phrases[1]))
	waitCards(tab, 1)
	tab.AssertClean(t)
}
