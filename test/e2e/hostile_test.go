package e2e

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// payloads are texts that a page which takes text for markup would run. Each
// would set a global if it ran.
var payloads = []string{
	`<script>window.__pwned=1</script>`,
	`<img src=x onerror="window.__pwned=1">`,
	`"><svg onload="window.__pwned=1"><style>*{display:none!important}</style>`,
	`' onfocus='window.__pwned=1' autofocus x='`,
	`</textarea></title></style><iframe srcdoc="<script>parent.__pwned=1</script>"></iframe>`,
	`javascript:window.__pwned=1`,
	`<a href="javascript:window.__pwned=1">x</a><meta http-equiv="refresh" content="0;url=https://example.com/">`,
	`<link rel=stylesheet href=https://example.com/x.css><base href=https://example.com/>`,
	`{{constructor.constructor("window.__pwned=1")()}}${window.__pwned=1}`,
	`&lt;img src=x onerror=window.__pwned=1&gt; &#60;script&#62;`,
	"\u202eevil\u202c \u0000\u2028 \ufeff",
}

var allPayloads = strings.ReplaceAll(strings.Join(payloads, " "), "\x00", "")

// unharmed checks that nothing ran, nothing was asked for elsewhere, and that
// no element came out of a text.
func unharmed(t *testing.T, tab *Tab, where string) {
	t.Helper()
	if tab.EvalBool(`"__pwned" in window`) {
		t.Fatalf("%s: a text was run", where)
	}
	if n := tab.Count(`#app script, #app img, #app iframe, #app svg, #app style, #app link, #app meta, #app base, #app a[href^="javascript"], #app [onerror], #app [onload], #app [autofocus]:not(#arrival-ok)`); n != 0 {
		t.Errorf("%s: %d elements came out of a text: %s", where, n, tab.EvalString(`document.querySelector("#app script, #app img, #app iframe, #app svg, #app style, #app link, #app meta, #app base, #app a[href^=javascript], #app [onerror], #app [onload], #app [autofocus]:not(#arrival-ok)")?.outerHTML.slice(0, 300) ?? ""`))
	}
	tab.AssertClean(t)
}

// Typed and pasted by hand, on every screen.
func TestHostileTextTyped(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	tab.OpenReady("#/articles")
	tab.Click("#paste-button")
	tab.WaitFor("#paste[open]")
	tab.Click("#paste-title")
	tab.Paste(allPayloads)
	tab.Click("#paste-text")
	tab.Paste("A claim among others. " + strings.Join(payloads[:9], "\n") + "\nThe end.")
	tab.Click("#paste-ok")
	tab.WaitText("#paper", "A claim among others.")
	if got := tab.Text("#paper"); !strings.Contains(got, payloads[0]) || !strings.Contains(got, payloads[4]) {
		t.Errorf("the text is not shown as it is: %.400q", got)
	}
	mark(tab, "A claim among", "", "2")
	note(tab, allPayloads)
	tab.Fill(".card.open input[list]", "")
	tab.Paste(payloads[1])
	unfocus(tab)
	saved(tab)
	unharmed(t, tab, "Read")
	mark(tab, payloads[1], "", "3")
	if got := tab.Text("#paper mark:last-of-type"); got == "" {
		t.Error("the payload was not marked")
	}
	unharmed(t, tab, "a marked payload")
	unfocus(tab)
	tab.Key("Delete") // names it in a toast and in the live region
	tab.WaitText("#toast", "Removed")
	unharmed(t, tab, "the toast")

	tab.OpenReady("#/tags")
	tab.Click("#new-tag")
	tab.Paste(payloads[1])
	tab.Click("#add-tag")
	tab.WaitText("#codebook", "onerror")
	tab.Click(".entry:nth-child(1) .entry-toggle")
	for _, part := range []string{"name", "definition", "example", "counterexample"} {
		tab.Fill(`.entry:nth-child(1) [data-part="`+part+`"]`, "")
		tab.Paste(payloads[2] + payloads[4])
	}
	unfocus(tab)
	tab.Fill("#new-attribute", "")
	tab.Paste(payloads[3])
	tab.Click("#add-attribute")
	saved(tab)
	unharmed(t, tab, "Tags")

	tab.OpenReady("#/files")
	for _, field := range []string{"#project-name", "#person-name", "#person-nickname"} {
		tab.Fill(field, "")
		tab.Paste(payloads[1] + payloads[2] + "../../etc/passwd\\..\\x:*?")
	}
	unfocus(tab)
	saved(tab)
	content, name := tab.Download(func() { tab.Keys("ctrl+s") })
	if strings.ContainsAny(name, `<>"'/\:*?|`) || strings.Contains(name, "..") || !strings.HasSuffix(name, ".claimlight.json") {
		t.Errorf("the file is called %q", name)
	}
	unharmed(t, tab, "Files")
	tab.OpenReady("#/articles")
	tab.WaitFor(".volume:nth-child(6)")
	unharmed(t, tab, "Articles")
	if title := tab.EvalString(`document.title`); strings.Contains(title, "\n") {
		t.Errorf("the title of the page is %q", title)
	}

	// And all of it once more out of the file, in another browser.
	other := site.Browser(t, "")
	other.OpenReady("#/files")
	other.Choose(func() { other.Click("#pick-files") }, written(t, `x"onload=alert(1) <img src=x onerror=window.__pwned=1>.claimlight.json`, content))
	other.WaitFor("#arrival[open]")
	unharmed(t, other, "the preview")
	letIn(other, "1 mark")
	other.WaitText("#report", "Added 1 mark")
	for _, screen := range []string{"files", "articles", "tags"} {
		other.OpenReady("#/" + screen)
		other.WaitFor("#" + map[string]string{"files": "files", "articles": "shelf", "tags": "codebook"}[screen])
		unharmed(t, other, "imported, "+screen)
	}
	openArticle(other, "6")
	waitCards(other, 1)
	openCard(other, 1)
	unharmed(t, other, "imported, Read")
	wantSame(t, "what was imported", withoutProject(t, file(other)), withoutProject(t, content))
}

// Written into a file by somebody who knows how it is made: ids, colors, tags
// and people that no screen would let one type.
func TestHostileFile(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "2")
	note(tab, "NOTE")
	unfocus(tab)
	saved(tab)
	good := file(tab)
	before := good
	tab.OpenReady("#/files")
	for i, p := range payloads {
		quoted, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		inside := quoted[1 : len(quoted)-1]
		// Every string in the file that no rule forbids to be odd.
		hostile := bytes.ReplaceAll(good, []byte("NOTE"), inside)
		hostile = bytes.ReplaceAll(hostile, []byte(`"Attributed claim"`), quoted)
		hostile = bytes.ReplaceAll(hostile, []byte("urn:uuid:"), append([]byte("urn:x:"), bytes.ReplaceAll(inside, []byte(" "), []byte("%20"))...))
		hostile = bytes.ReplaceAll(hostile, []byte(`"solid"`), quoted)
		hostile = bytes.ReplaceAll(hostile, []byte(`"Direct quotation"`), quoted)
		tab.Eval(`document.querySelector("#toast .close")?.click()`, nil)
		tab.WaitGone("#toast")
		name := "x" + itoa(i) + `<img src=x onerror=window.__pwned=1>.claimlight.json`
		tab.Choose(func() { tab.Click("#pick-files") }, written(t, name, hostile))
		tab.WaitFor("#toast, #arrival[open]")
		if tab.Count("#arrival[open]") > 0 {
			unharmed(t, tab, "payload "+itoa(i)+" in the preview")
			tab.Click("#arrival-ok")
		}
		tab.WaitFor("#toast")
		t.Logf("%.30q: %.200s", p, tab.Text("#toast"))
		unharmed(t, tab, "payload "+itoa(i)+" on Files")
	}
	for _, screen := range []string{"articles", "tags"} {
		tab.OpenReady("#/" + screen)
		unharmed(t, tab, "hostile file, "+screen)
	}
	openArticle(tab, "2")
	tab.WaitTrue(`document.querySelectorAll(".card").length > 5`) // most of the files came in
	unharmed(t, tab, "hostile file, Read")
	if got := tab.EvalInt(`[...document.querySelectorAll("#paper mark")].filter(m => [...m.attributes].some(a => a.name.startsWith("on"))).length`); got != 0 {
		t.Errorf("%d marks have attributes out of a file", got)
	}
	toFirstImport(tab)
	wantSame(t, "after undoing the imports", withoutProject(t, file(tab)), withoutProject(t, before))
	unharmed(t, tab, "after undoing")
}

// toFirstImport undoes as long as the step on top is an import.
func toFirstImport(tab *Tab) {
	tab.t.Helper()
	unfocus(tab)
	for tab.EvalBool(`!document.querySelector("#undo").disabled`) {
		tab.Eval(`document.querySelector("#toast .close")?.click()`, nil)
		tab.WaitGone("#toast")
		tab.Key("ctrl+z")
		tab.WaitFor("#toast")
		if !strings.Contains(tab.Text("#toast"), "Undone: Added ") {
			step(tab, "ctrl+shift+z", "Done again")
			return
		}
	}
}

// A table of marks with formulas and markup in every cell.
func TestHostileTable(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "2")
	saved(tab)
	tab.OpenReady("#/files")
	content, _ := tab.Download(func() { tab.Click("#export-csv") })
	rows := bytes.SplitN(content, []byte("\n"), 2)
	row := bytes.Replace(rows[1], []byte("Attributed claim"), []byte(`"=cmd|'/c calc'!A1<img src=x onerror=window.__pwned=1>"`), 1)
	emptyProject(tab, "For the table")
	tab.Choose(func() { tab.Click("#pick-files") }, written(t, "table.csv", append(append(rows[0], '\n'), row...)))
	tab.WaitFor("#arrival[open]")
	unharmed(t, tab, "a table in the preview")
	letIn(tab, "1 tag") // its text is in the other project
	tab.WaitFor("#toast")
	unharmed(t, tab, "a table")
	tab.OpenReady("#/tags")
	unharmed(t, tab, "a table, Tags")
}
