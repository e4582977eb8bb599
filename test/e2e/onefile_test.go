package e2e

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// nasty is the name of a lesson that would like to be a part of the page.
const nasty = `Lesson </title><script>document.title = "run"</script> & "one"`

// nastyText is an article that would like that, too.
const nastyText = "Ships late\n\n</script></template><script>document.title = 'run'</script><!-- <script> The port says that every third ship was late.\n\nThe harbor master said: “We count them by hand.”\n"

// lessonFile makes a lesson of two articles and returns the name of its file.
func lessonFile(t *testing.T, name string) string {
	t.Helper()
	dir := t.TempDir()
	out := filepath.Join(dir, "lesson.claimlight.json")
	texts := []string{filepath.Join(dir, "ships.txt"), filepath.Join(dir, "ducks.txt")}
	for i, text := range []string{nastyText, "Ducks\n\nThe mayor said that ducks may stay.\n"} {
		if err := os.WriteFile(texts[i], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	claimlight(t, append([]string{"ingest", "--name", name, "-o", out}, texts...)...)
	return out
}

// standalone opens a page that is a file, in a fresh profile, with no server
// anywhere.
func standalone(t *testing.T, path string) *Tab {
	t.Helper()
	tab := (&Site{t: t, URL: fileURL(path)}).Browser(t, "")
	tab.OpenReady("")
	return tab
}

func fileURL(path string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}).String()
}

// A page that is one file opens from a stick: what is marked in it is there after
// a reload, in a new browser and under another name, and comes out as a file.
func TestPageThatIsOneFile(t *testing.T) {
	lesson, dir := lessonFile(t, nasty), t.TempDir()
	path := filepath.Join(dir, "Lesson 1 – Straße #1.html")
	claimlight(t, "page", lesson, "-o", path)
	tab := standalone(t, path)
	wantLesson(t, tab)
	handIn(t, tab)

	tab = tab.Browser.Relaunch()
	again := filepath.Join(dir, "again.html")
	if err := os.Rename(path, again); err != nil {
		t.Fatal(err)
	}
	tab.Browser.site.URL = fileURL(again)
	tab.origin = fileURL(again)
	tab.OpenReady("#/read")
	tab.WaitTrue(`document.querySelector("#paper mark")?.textContent === "every third ship was late"`)
	alone(t, tab)
}

// wantLesson looks at a lesson that nobody has worked on: it is open, and nothing
// else is there.
func wantLesson(t *testing.T, tab *Tab) {
	t.Helper()
	tab.WaitText("#paper", "every third ship was late")
	tab.OpenReady("#/articles")
	tab.WaitText("#shelf h1", nasty)
	if n := tab.Count(".volume"); n != 2 {
		t.Errorf("%d articles, want the two of the lesson", n)
	}
	tab.OpenReady("#/files")
	tab.WaitFor("#new-project")
	if tab.EvalBool(`document.querySelector("#new-five").getClientRects().length`) {
		t.Error("the five reports are offered, and are not in the page")
	}
	if n := tab.Count("#export-more"); n != 0 {
		t.Error("formats are offered that the page cannot write")
	}
}

// handIn marks something in the lesson, loads the page again, and saves the
// project's file, which must be sound.
func handIn(t *testing.T, tab *Tab) {
	t.Helper()
	tab.OpenReady("#/articles")
	tab.Click(".volume:nth-child(1) h2 a")
	tab.WaitText("#paper", "every third ship was late")
	markAs(tab, "1", "every third", "ship was late")
	saved(tab)
	tab.Reload()
	tab.WaitTrue(`document.querySelector("#paper mark")?.textContent === "every third ship was late"`)
	content, name := tab.Download(func() { tab.Keys("ctrl+s") })
	handed := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(handed, content, 0o600); err != nil {
		t.Fatal(err)
	}
	claimlight(t, "check", handed)
	if !strings.Contains(string(content), "every third ship was late") || total(t, content) != 1 {
		t.Errorf("the file does not hold the mark: %.300s", content)
	}
	if title := tab.EvalString(`document.title`); title == "run" {
		t.Error("what stands in the lesson was run")
	}
}

// alone checks that a page asked nobody for anything.
func alone(t *testing.T, tab *Tab) {
	t.Helper()
	own := tab.Browser.site.URL
	for _, request := range tab.Requests() {
		fine := strings.HasPrefix(request, own) || strings.HasPrefix(request, "data:") || strings.HasPrefix(request, "blob:")
		if !fine && !strings.HasPrefix(request, "about:") {
			t.Errorf("the page asked for %.120s", request)
		}
	}
	tab.AssertClean(t)
}

// pageBy saves the open project as one page with the button, and returns its
// name.
func pageBy(t *testing.T, tab *Tab) string {
	t.Helper()
	tab.OpenReady("#/files")
	content, name := tab.Download(func() { tab.Click("#save-page") })
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The same page comes from a button: of the program that a server handed out, and
// of such a page itself. What is marked in one is in those made of it.
func TestPageMadeInTheBrowser(t *testing.T) {
	site := Start(t)
	served := site.Browser(t, "")
	served.OpenReady("#/files")
	served.Click("#bring-own")
	pickFiles(served, lessonFile(t, nasty))
	served.WaitText(`.project[aria-current="true"]`, nasty)
	first := pageBy(t, served)
	served.AssertClean(t)
	site.Stop()

	tab := standalone(t, first)
	wantLesson(t, tab)
	handIn(t, tab)
	second := pageBy(t, tab)
	alone(t, tab)

	tab = standalone(t, second)
	tab.WaitTrue(`document.querySelector("#paper mark")?.textContent === "every third ship was late"`)
	third := pageBy(t, tab)
	alone(t, tab)
	made, err := os.ReadFile(third)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(made), "<script>"); n != 4 {
		t.Errorf("a page of the third generation has %d scripts, want the four of the program", n)
	}
}

// On a course page it works as it does from a stick: it asks for nothing but
// itself, and no service worker.
func TestPageOnAServer(t *testing.T) {
	dir := t.TempDir()
	claimlight(t, "page", lessonFile(t, nasty), "-o", filepath.Join(dir, "lesson.html"))
	site := Start(t)
	site.ServeHandler(http.FileServer(http.Dir(dir)))
	tab := site.Browser(t, "")
	for range 2 {
		tab.OpenReady("lesson.html#/read")
		tab.WaitText("#paper", "every third ship was late")
		tab.Reload()
	}
	for _, request := range tab.Requests() {
		if own := site.URL + "lesson.html"; !strings.HasPrefix(request, own) && !strings.HasPrefix(request, "data:") {
			t.Errorf("the page asked for %.120s", request)
		}
	}
	tab.AssertClean(t)
}

// Two lessons in one folder, and on the same device for some browsers, are two.
func TestTwoPagesInOneFolder(t *testing.T) {
	dir := t.TempDir()
	var paths []string
	for _, name := range []string{"First", "Second"} {
		path := filepath.Join(dir, name+".html")
		claimlight(t, "page", "-o", path, lessonFile(t, name))
		paths = append(paths, path)
	}
	tab := standalone(t, paths[0])
	tab.WaitText("#paper", "every third ship was late")
	markAs(tab, "1", "every third", "ship was late")
	saved(tab)
	tab.Browser.site.URL, tab.origin = fileURL(dir), fileURL(dir)
	for _, want := range []struct {
		page, name string
		marks      int
	}{{"/Second.html", "Second", 0}, {"/First.html", "First", 1}, {"/Second.html", "Second", 0}} {
		tab.OpenReady(want.page)
		tab.WaitText("#paper", "every third ship was late")
		if n := tab.EvalInt(painted + `.then(() => document.querySelectorAll("#paper mark").length)`); n != want.marks {
			t.Errorf("%s has %d marks, want %d", want.name, n, want.marks)
		}
		tab.OpenReady(want.page + "#/files")
		tab.WaitText(`.project[aria-current="true"]`, want.name)
		if n := tab.Count(".project"); n != 1 {
			t.Errorf("%d projects are listed in the page of %s", n, want.name)
		}
	}
	alone(t, tab)
}

// A page that was cut off on its way says so; a file for which it has no reader
// is refused in a sentence.
func TestWhatAPageCannotDo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lesson.html")
	claimlight(t, "page", lessonFile(t, "Lesson"), "-o", path)
	tab := standalone(t, path)
	web := filepath.Join(t.TempDir(), "news.html")
	if err := os.WriteFile(web, []byte("<!doctype html><p>News</p>"), 0o600); err != nil {
		t.Fatal(err)
	}
	tab.OpenReady("#/files")
	pickFiles(tab, web)
	tab.WaitText("#toast", "This page reads only Claimlight’s own files and plain text.")
	alone(t, tab)

	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut.html")
	for _, word := range []string{"<link", `id="boot-line"`, "</noscript>"} {
		begin, _, found := strings.Cut(string(whole), word)
		if !found {
			t.Fatalf("the page has no %s", word)
		}
		if err := os.WriteFile(cut, []byte(begin+word), 0o600); err != nil {
			t.Fatal(err)
		}
		tab = (&Site{t: t, URL: fileURL(cut)}).Browser(t, "")
		tab.Open("")
		tab.WaitText("#boot-alert", "This page is not whole.", startPatience)
	}
	if err := os.WriteFile(cut, whole[:len(whole)-len(whole)/3], 0o600); err != nil {
		t.Fatal(err)
	}
	tab = (&Site{t: t, URL: fileURL(cut)}).Browser(t, "")
	tab.Open("")
	tab.WaitText("#boot-error", "This page is not whole.", startPatience)
}
