package e2e

import "testing"

// Several projects live side by side: each keeps what is its own.
func TestProjectsSideBySide(t *testing.T) {
	site := Start(t)
	tab := site.Browser(t, "")
	openArticle(tab, "2")
	mark(tab, phrases[0], "", "1")
	saved(tab)
	one := projectID(tab)
	first := file(tab)

	two := newFive(tab, "Second")
	if one == two {
		t.Fatal("the new project has the id of the old one")
	}
	openArticle(tab, "2")
	waitCards(tab, 0)
	mark(tab, phrases[1], "", "2")
	mark(tab, phrases[2], "", "3")
	note(tab, "typed just before switching")

	// Switching right after typing keeps it in the project where it was typed.
	tab.Eval(`location.hash = "#/files"`, nil)
	tab.Click("#open-" + one)
	tab.WaitTrue(`localStorage.getItem("claimlight:project") === ` + quote(one))
	tab.WaitFor("#open-" + two)
	wantSame(t, "the first project", file(tab), first)
	openArticle(tab, "2")
	waitCards(tab, 1)

	tab.OpenReady("#/files")
	tab.Click("#open-" + two)
	tab.WaitFor("#open-" + one)
	second := file(tab)
	if total(t, second) != 2 || !contains(string(second), "typed just before switching") {
		t.Errorf("the second project is not whole: %d marks", total(t, second))
	}

	// A reload and a new browser open the last one.
	tab.Reload()
	tab.WaitText(`.project[aria-current="true"]`, "Second")
	saved(tab)
	tab.Browser.Kill()
	tab = tab.Browser.Relaunch()
	tab.OpenReady("#/files")
	tab.WaitFor(`.project[aria-current="true"]`)
	if got := projectID(tab); got != two && got != one {
		t.Errorf("a project that nobody made is open: %q", got)
	}
	wantProject(tab, two, one)
	wantSame(t, "the second project in a new browser", file(tab), second)

	// What is asked before one is deleted does not rest on its row in the list, which
	// lags behind where a browser was killed.
	inDatabase(tab, `const rows = db.transaction("projects", "readwrite").objectStore("projects"), row = await wait(rows.get(`+quote(one)+`));
		await wait(rows.put(row.replace(/"annotations":\d+/, '"annotations":0'), `+quote(one)+`));`)
	tab.OpenReady("?lagging#/files")
	tab.WaitText(`.project[data-id="`+one+`"]`, " 0 marks")
	tab.Click("#remove-" + one)
	tab.WaitText("#ask-"+one, "for good? "+itoa(total(t, first))+" mark")
	tab.Click("#keep-" + one)
	tab.WaitText(`.project[data-id="`+one+`"]`, " "+itoa(total(t, first))+" mark")

	// Deleting one leaves the other as it is.
	tab.Click("#remove-" + two)
	tab.WaitText("#ask-"+two, "cannot be undone")
	tab.Click("#delete-" + two)
	tab.WaitText("#toast", "Deleted")
	tab.WaitTrue(`document.querySelectorAll(".project").length === 1`)
	wantSame(t, "the project that stays", file(tab), first)
	if got := tab.EvalInt(`new Promise(done => { const r = indexedDB.open("claimlight-projects"); r.onsuccess = () => { const q = r.result.transaction("log").objectStore("log").getAllKeys(); q.onsuccess = () => { r.result.close(); done(q.result.filter(k => k[0] === ` + quote(two) + `).length) } } })`); got != 0 {
		t.Errorf("%d changes of the deleted project are left", got)
	}
	tab.Reload()
	tab.WaitTrue(`document.querySelectorAll(".project").length === 1`)
	tab.AssertClean(t)
}

// wantProject opens a project unless it is open; settings may lag a little
// behind when a browser is killed.
func wantProject(tab *Tab, id, other string) {
	tab.t.Helper()
	if tab.Count("#open-"+id) > 0 {
		tab.Click("#open-" + id)
	}
	tab.WaitFor("#open-" + other)
}

// A project that is deleted in one tab while another has it open: the other
// says so, keeps the work in memory, and can save it.
func TestProjectDeletedInAnotherTab(t *testing.T) {
	a, b := bothTabs(t)
	mark(a, phrases[0], "", "1")
	waitCards(b, 1)
	saved(a)
	id := projectID(a)
	a.OpenReady("#/files")
	a.Click("#new-five")
	a.WaitFor("#open-" + id)
	a.Click("#remove-" + id)
	a.Click("#delete-" + id)
	a.WaitText("#toast", "Deleted")

	mark(b, phrases[1], "", "2")
	b.WaitText("#saved", "Not saved: This project is no longer stored")
	if n := total(t, file(b)); n != 2 {
		t.Errorf("the file holds %d marks, want 2", n)
	}
	a.AssertClean(t)
	b.AssertClean(t)
}
