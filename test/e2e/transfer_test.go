package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Out as a file, into an empty project, and out again: nothing differs.
func TestOutAndInAgain(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	mark(tab, phrases[1], "", "2")
	note(tab, "A note with “quotes”, 👩‍👩‍👧 and\na second line.")
	unfocus(tab)
	saved(tab)
	out := file(tab)
	path := written(t, "out.claimlight.json", out)

	ways := map[string]func(){
		"by the file picker": func() { tab.Choose(func() { tab.Click("#pick-files") }, path) },
		"by dropping it":     func() { tab.DropFiles("#files h1", path) },
	}
	for name, bring := range ways {
		t.Run(name, func(t *testing.T) {
			emptyProject(tab, "Empty, "+name)
			bring()
			tab.WaitText("#report", "Added 2 marks")
			saved(tab)
			in := file(tab)
			wantSame(t, "what came in", withoutProject(t, in), withoutProject(t, out))
			// The same file again changes nothing.
			bring()
			tab.WaitText("#toast", "Nothing in these files was new")
			wantSame(t, "the same file again", file(tab), in)
			step(tab, "ctrl+z", "Undone: Added 2 marks")
			if n := total(t, file(tab)); n != 0 {
				t.Errorf("%d marks are left after the import was undone", n)
			}
			step(tab, "ctrl+shift+z", "Done again")
			wantSame(t, "undone and done again", file(tab), in)
		})
	}
	t.Run("as a project of its own, in another browser", func(t *testing.T) {
		other := site.Browser(t, "")
		other.OpenReady("#/files")
		other.Click("#bring-own")
		other.Choose(func() { other.Click("#pick-files") }, path)
		other.WaitText("#toast", "Opened")
		openArticle(other, "2")
		waitCards(other, 2)
		wantSame(t, "in another browser", file(other), out)
		other.AssertClean(t)
	})
	tab.AssertClean(t)
}

// emptyProject makes a project without anything in it and stays on Files.
func emptyProject(tab *Tab, name string) {
	tab.t.Helper()
	tab.OpenReady("#/files")
	tab.Fill("#new-project", name)
	tab.Click("#new-empty")
	tab.WaitText(`.project[aria-current="true"]`, name)
	if got := tab.EvalString(`document.querySelector("#project-name").value`); got != name {
		tab.WaitTrue(`document.querySelector("#project-name").value === ` + quote(name))
	}
}

// withoutProject is a file without what belongs to the project as such: its
// own id and name, who it is that works on it, and the tags that every new
// project starts with.
func withoutProject(t *testing.T, content []byte) []byte {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal(content, &all); err != nil {
		t.Fatal(err)
	}
	out := map[string]any{"first": all["first"], "articles": all["articles"]}
	if page, ok := all["first"].(map[string]any); ok {
		delete(page, "id")
		delete(page, "partOf")
	}
	b, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Two people have changed the same mark: the report names it, nothing else is
// touched, and undo takes all of it back.
func TestMergeReportsConflicts(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	note(tab, "as it was")
	unfocus(tab)
	saved(tab)
	theirs := bytes.ReplaceAll(file(tab), []byte("as it was"), []byte("as they have it"))
	tab.Click("#note")
	tab.Key("ctrl+a")
	tab.Paste("as we have it")
	unfocus(tab)
	saved(tab)
	before := file(tab)
	tab.OpenReady("#/files")
	tab.Choose(func() { tab.Click("#pick-files") }, written(t, "theirs.claimlight.json", theirs))
	tab.WaitText("#report", "1 difference")
	tab.WaitText("#report", "A mark differs")
	after := file(tab)
	if !contains(string(after), "as we have it") {
		wantSame(t, "the mark changed later stays", after, before)
	}
	tab.AssertClean(t)
}

// What cannot be read is said in plain words, and nothing changes.
func TestBadFilesChangeNothing(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	saved(tab)
	good := file(tab)
	tab.OpenReady("#/files")
	before := file(tab)
	for name, content := range map[string][]byte{
		"cut short.claimlight.json":   good[:len(good)*2/3],
		"cut very short.json":         good[:40],
		"no annotations.json":         []byte(`{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationCollection","first":{"type":"AnnotationPage","items":"none"}}`),
		"noise.json":                  {0, 1, 2, 0xff, 0xfe, 3, 0, 0, 7, 0x80, 0x99},
		"picture.png":                 append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), make([]byte, 300)...),
		"deep.json":                   []byte(`{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationCollection","first":` + strings.Repeat(`[`, 200_000) + strings.Repeat(`]`, 200_000) + `}`),
		"empty.txt":                   {},
		"only spaces.txt":             []byte(" \r\n\t\n "),
		"wrong bytes.claimlight.json": bytes.Replace(good, []byte("Fact"), []byte("Fa\xff\xfect"), 1),
		"broken table.csv":            []byte("document_id,document_sha256,start,end,text,label\n\"not closed,1,2"),
	} {
		t.Run(name, func(t *testing.T) {
			tab.Eval(`document.querySelector("#toast .close")?.click()`, nil)
			tab.WaitGone("#toast")
			tab.Choose(func() { tab.Click("#pick-files") }, written(t, name, content))
			tab.WaitFor("#toast.bad")
			said := tab.Text("#toast span")
			t.Log(said)
			for _, inside := range []string{"json:", "unmarshal", "runtime error", "invalid character", "EOF", "panic", "Something went wrong inside"} {
				if strings.Contains(said, inside) {
					t.Errorf("the message speaks of the inside of the program: %s", said)
				}
			}
			wantSame(t, "after a bad file", file(tab), before)
		})
	}
	// The only thing to undo is still the mark.
	step(tab, "ctrl+z", "Undone: Tagged as")
	if canUndo(tab) {
		t.Error("a file that was refused can be undone")
	}
	tab.AssertClean(t)
}

// The same text again is recognized, whatever it is called.
func TestSameArticleTwice(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	text, err := os.ReadFile(filepath.Join(root, "web", "articles", "alaska-2.txt"))
	if err != nil {
		t.Fatal(err)
	}
	mark(tab, phrases[0], "", "1")
	tab.OpenReady("#/files")
	before := file(tab)
	crlf := append([]byte("\ufeff"), bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n"))...)
	tab.Choose(func() { tab.Click("#pick-files") }, written(t, "copy.txt", text), written(t, "crlf.txt", crlf))
	tab.WaitText("#toast", "Nothing in these files was new")
	wantSame(t, "the same article again", file(tab), before)

	tab.OpenReady("#/articles")
	tab.Click("#paste-button")
	tab.WaitFor("#paste[open]")
	tab.Click("#paste-text")
	tab.Paste(string(text))
	tab.Click("#paste-ok")
	tab.WaitText("#toast", "here already")
	tab.AssertClean(t)
}

// The table of marks, from the screen.
func TestTableOfMarks(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	note(tab, `=HYPERLINK("http://example.com","x")`)
	unfocus(tab)
	saved(tab)
	tab.OpenReady("#/files")
	content, name := tab.Download(func() { tab.Click("#export-csv") })
	if !strings.HasSuffix(name, ".csv") {
		t.Errorf("saved as %q", name)
	}
	rows := strings.Split(strings.TrimSpace(string(content)), "\n")
	if len(rows) != 2 || !strings.Contains(rows[0], "document_id,document_sha256,start,end,text,label") || !strings.Contains(rows[1], phrases[0]) {
		t.Errorf("the table is not a row for the one mark:\n%s", content)
	}
	if strings.Contains(rows[1], `,"=HYPERLINK`) || strings.Contains(rows[1], ",=HYPERLINK") {
		t.Error("a spreadsheet would run the note as a formula")
	}
	tab.WaitText("#toast", "leaves out")
	tab.AssertClean(t)
}
