package e2e

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// leaveAnother makes a second project, leaves it at its first article, and returns
// its ID.
func leaveAnother(tab *Tab) string {
	tab.t.Helper()
	id := newFive(tab, "Another")
	leaveFirst(tab)
	return id
}

// leaveFirst leaves the open project at its first article, for the next start.
func leaveFirst(tab *Tab) {
	tab.t.Helper()
	tab.Eval(`location.hash = "#/read"`, nil)
	tab.WaitText("#paper", "ended in deadlock")
	saved(tab)
	kept(tab)
}

// What was marked while the program loaded is meant for the project and the
// article that were seen then, whatever another tab has opened since: that is
// what is opened.
func TestWhatIsSeenIsOpened(t *testing.T) {
	site, tab := visitor(t)
	tab.OpenReady("")
	first := projectID(tab)
	second := leaveAnother(tab)
	for _, c := range []struct{ words, does string }{
		{"promised history", `localStorage.setItem("claimlight:project", ` + quote(first) + `)`}, // as another tab does
		{"warm smiles", `localStorage.setItem("claimlight:article:` + second + `", document.querySelectorAll(".list a")[2].hash.split("/")[2])`},
	} {
		release := comeBack(t, site, tab)
		before := tab.EvalString(marksSoFar)
		tab.DragText(strings.Fields(c.words)[0], strings.Fields(c.words)[1])
		tab.Key("1")
		tab.WaitTrue(marksSoFar + ` !== ` + quote(before))
		tab.Eval(c.does, nil)
		arrives(t, tab, release)
		tab.WaitText("#paper", "ended in deadlock")
		saved(tab)
		if got := marked(tab); !strings.Contains(got, c.words) {
			t.Errorf("marked is %q, without %q", got, c.words)
		}
		if got := projectID(tab); got != second {
			t.Errorf("open is %q, what was seen is %q", got, second)
		}
		kept(tab)
	}
	tab.AssertClean(t)
}

// Where the project that was seen is gone when the program comes, nothing is
// put into another one, which is said.
func TestMarksMeantForAProjectThatIsGone(t *testing.T) {
	site, tab := visitor(t)
	seen := leaveAnother(tab)
	other := tab.Browser.NewTab()
	other.OpenReady("#/files")
	release := comeBack(t, site, tab)
	tab.DragText("promised", "history")
	tab.Key("1")
	tab.WaitTrue(marksSoFar + ` === "promised history"`)
	other.Click("#remove-" + seen)
	other.Click("#delete-" + seen)
	other.WaitTrue(`!document.getElementById("remove-` + seen + `")`)
	other.WaitTrue(`localStorage.getItem("claimlight:project") !== ` + quote(seen))
	arrives(t, tab, release)
	tab.WaitText("#toast", "Please do it again.")
	if got := marked(tab); got != "" {
		t.Errorf("in the other project is marked %q", got)
	}
	tab.AssertClean(t)
}

// Marks that were made while the program loaded are there again when the page
// is loaded again before it came, can be gone on with, and are made once.
func TestMarksOutliveAnotherLoading(t *testing.T) {
	for _, who := range []string{"new", "returning"} {
		t.Run(who, func(t *testing.T) {
			site, tab := visitor(t)
			if who == "returning" {
				tab.OpenReady("")
				leaveFirst(tab)
			}
			release := comeBack(t, site, tab)
			tab.DragText("promised", "history")
			tab.Key("1")
			tab.DragText("warm", "smiles")
			tab.Key("2")
			tab.Key("3")
			tab.DragText("ended in", "deadlock")
			tab.Key("4")
			tab.Key("ctrl+z")
			tab.WaitTrue(marksSoFar + ` === "promised history|warm smiles"`)
			looks := tab.EvalString(looksSoFar)
			tab.BeginReload()
			listened(t, tab)
			tab.WaitTrue(marksSoFar + ` === "promised history|warm smiles"`)
			if got := tab.EvalString(looksSoFar); got != looks {
				t.Errorf("they look like %q, and were like %q", got, looks)
			}
			tab.Key("ctrl+z")
			tab.DragText("Moscow", "Moscow")
			tab.Key("1")
			arrives(t, tab, release)
			saved(tab)
			const all = "promised history|warm smiles|Moscow"
			if got := marked(tab); got != all {
				t.Errorf("marked is %q, want %q", got, all)
			}
			if n := tab.Count("#paper mark.a1"); n != 1 {
				t.Errorf("%d marks have the tag from before the undo, want 1", n)
			}
			tab.Reload()
			saved(tab)
			if got := marked(tab); got != all {
				t.Errorf("after the next start marked is %q, want %q", got, all)
			}
			tab.AssertClean(t)
		})
	}
}

// looksSoFar is what marks that were made while the program loads look like.
const looksSoFar = `[...document.querySelectorAll("#paper mark")].map(m => m.className).join("|")`

// A digit means the tag that it has on the screen, also where another tab gives
// it to another tag meanwhile.
func TestDigitMeansTheTagThatIsSeen(t *testing.T) {
	site, tab := visitor(t)
	leaveMarks(tab)
	damageGlance(tab, `[g.tags[1], g.tags[4]] = [g.tags[4], g.tags[1]]; [g.looks[1], g.looks[4]] = [g.looks[4], g.looks[1]]`) // they were so once
	release := comeBack(t, site, tab)
	tab.DragText("revealed", "revealed")
	tab.Key("1")
	tab.WaitTrue(`[...document.querySelectorAll("#paper mark.a3")].some(m => m.textContent === "revealed")`)
	arrives(t, tab, release)
	tab.WaitText(".card.open .quote", "revealed")
	tab.WaitTrue(`[...document.querySelectorAll("#paper mark.a3")].some(m => m.textContent === "revealed")`)
	tab.AssertClean(t)
}

// Back, too, comes after what was done before it.
func TestBackWhileTheProgramLoads(t *testing.T) {
	site, tab := visitor(t)
	tab.OpenReady("#/read")
	for i, words := range []string{"In a spectacle heavy with symbolism", "A highly anticipated summit"} {
		tab.Click(`.list a:nth-of-type(` + itoa(3-i) + `)`)
		tab.WaitText("#paper", words)
	}
	tab.WaitTrue(`JSON.parse(localStorage.getItem("claimlight:glance")).blocks[0][1].startsWith("A highly")`)
	release := hold(t, site)
	tab.BeginReload()
	listened(t, tab)
	tab.DragText("A highly", "anticipated")
	tab.Key("1")
	tab.Eval(`history.back()`, nil)
	tab.DragText("summit", "summit")
	tab.Key("2")
	tab.WaitTrue(marksSoFar + ` === "A highly anticipated|summit"`)
	arrives(t, tab, release)
	tab.WaitText("#paper", "In a spectacle heavy with symbolism")
	saved(tab)
	if got := marked(tab); got != "" {
		t.Errorf("in the article before is marked %q", got)
	}
	tab.Click(`.list a:nth-of-type(2)`)
	tab.WaitText("#paper", "A highly anticipated summit")
	if got := marked(tab); got != "A highly anticipated|summit" {
		t.Errorf("marked is %q", got)
	}
	tab.AssertClean(t)
}

// A selection that begins beside the text, where nothing stands yet, is none.
func TestWhatIsDraggedFromBesideTheTextWhileTheProgramLoads(t *testing.T) {
	site, tab := visitor(t)
	leaveMarks(tab)
	before := marked(tab)
	release := comeBack(t, site, tab)
	inText := tab.FindText(paper, "chosen", "chosen")
	for _, from := range []string{".tags", ".top"} {
		var at Point
		tab.Eval(`(r => ({X: r.left + r.width / 3, Y: r.top + r.height / 2}))(document.querySelector(`+quote(from)+`).getBoundingClientRect())`, &at)
		tab.Drag(at, inText.Middle)
		tab.Key("1")
	}
	if got := marked(tab); got != before {
		t.Errorf("marked is %q, was %q", got, before)
	}
	tab.DragText("chosen", "chosen")
	tab.Key("1")
	tab.WaitTrue(`[...document.querySelectorAll("#paper mark")].some(m => m.textContent === "chosen")`)
	arrives(t, tab, release)
	tab.WaitText(".card.open .quote", "chosen")
	tab.AssertClean(t)
}

// Whoever has to wait is told that it loads.
func TestLoadingIsSaid(t *testing.T) {
	site, tab := visitor(t)
	leaveInTheMiddle(tab)
	release := comeBack(t, site, tab)
	tab.WaitText("#saved", "Loading…")
	arrives(t, tab, release)
	tab.WaitText("#saved", "Saved in this browser")
	tab.AssertClean(t)
}

// A script that was cut off on its way is said to be missing, as one that did
// not come at all.
func TestScriptThatIsCutOff(t *testing.T) {
	dir, files := siteFiles(t)
	whole, err := os.ReadFile(filepath.Join(dir, "boot.js"))
	if err != nil {
		t.Fatal(err)
	}
	site := Start(t)
	site.ServeHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/boot.js" {
			w.Header().Set("Content-Type", "text/javascript")
			w.Write(whole[:len(whole)/2])
			return
		}
		files.ServeHTTP(w, r)
	}))
	tab := site.Browser(t, "")
	tab.Open("")
	tab.WaitText("#boot-alert", "A part of the program did not arrive.", startPatience)
}

// What is missing is said in words that are true: no browser is blamed, and the
// program runs without a sheet of other screens.
func TestFilesThatAreMissing(t *testing.T) {
	for name, words := range map[string][2]string{
		"wasm_exec.js": {"#boot-error", "The program did not arrive whole. Check the connection and try again."},
		"app.wasm":     {"#boot-error", "The program did not arrive whole. Check the connection and try again."},
		"boot.js":      {"#boot-alert", "A part of the program did not arrive. Check the connection and load the page again."},
		"screens.css":  {"#boot-alert", "A part of the program did not arrive. Check the connection and load the page again."},
	} {
		t.Run(name, func(t *testing.T) {
			site := Start(t)
			holdFile(t, site, name, http.NotFoundHandler())()
			tab := site.Browser(t, "")
			tab.Open("")
			tab.WaitText(words[0], words[1], startPatience)
			if name == "screens.css" {
				tab.WaitReady()
				tab.DragText("promised", "history")
				tab.Key("1")
				saved(tab)
			}
		})
	}
}

// What is kept for offline use and was damaged is fetched anew once the program
// does not start from it.
func TestDamagedKeptFileIsMended(t *testing.T) {
	for _, name := range []string{"app.wasm", "wasm_exec.js", "boot.js", "./"} {
		t.Run(name, func(t *testing.T) {
			site := Start(t)
			tab := visit(t, site)
			tab.Reload()
			size := `caches.keys().then(names => caches.open(names[0])).then(cache => cache.match(new URL(` + quote(name) + `, document.baseURI)))
				.then(kept => kept.arrayBuffer()).then(content => content.byteLength)`
			whole := tab.EvalInt(size)
			tab.Eval(`(async () => {
				const cache = await caches.open((await caches.keys())[0]), url = new URL(`+quote(name)+`, document.baseURI);
				const response = await cache.match(url), content = await response.arrayBuffer();
				await cache.put(url, new Response(content.slice(0, content.byteLength * 0.8), { headers: response.headers }));
			})()`, nil)
			tab.Open("")
			tab.WaitFor("#boot-alert, #boot-error", startPatience)
			tab.WaitTrue(fmt.Sprintf(`%s.then(n => n === %d)`, size, whole), startPatience)
			site.Stop()
			tab.OpenReady("")
		})
	}
}
