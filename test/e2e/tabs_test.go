package e2e

import (
	"strconv"
	"strings"
	"sync"
	"testing"
)

// bothTabs opens the second article in two tabs of one browser.
func bothTabs(t *testing.T) (a, b *Tab) {
	t.Helper()
	site := Start(t)
	a = site.Browser(t, "")
	openArticle(a, "2")
	saved(a)
	b = a.Browser.NewTab()
	openArticle(b, "2")
	return a, b
}

// together does two things at the same time.
func together(f, g func()) {
	var all sync.WaitGroup
	all.Go(f)
	all.Go(g)
	all.Wait()
}

// agree waits until both tabs have so many marks, all saved, and checks that
// they hold the same, also after both were loaded again.
func agree(t *testing.T, a, b *Tab, marks int) {
	t.Helper()
	for _, tab := range []*Tab{a, b} {
		tab.Front()
		waitCards(tab, marks)
		saved(tab)
	}
	before := file(a)
	wantSame(t, "the other tab", file(b), before)
	a.Reload()
	b.Reload()
	waitCards(a, marks)
	waitCards(b, marks)
	wantSame(t, "after loading again", file(a), before)
	wantSame(t, "the other tab after loading again", file(b), before)
}

func noTroubleTold(t *testing.T, tabs ...*Tab) {
	t.Helper()
	for _, tab := range tabs {
		if got := tab.EvalString(`document.querySelector(".toast.bad")?.textContent ?? ""`); got != "" {
			t.Errorf("%s complains: %s", tab.name, got)
		}
	}
}

func TestTwoTabsKeepEachOthersWork(t *testing.T) {
	a, b := bothTabs(t)
	mark(a, phrases[0], "", "1")
	b.Front()
	waitCards(b, 1) // without touching it
	mark(b, phrases[1], "", "2")
	waitCards(a, 2) // in the background

	// At the same time: each marks three things and does not wait.
	rush := func(tab *Tab, from int) func() {
		return func() {
			for _, p := range phrases[from : from+3] {
				tab.DragText(p, "")
				tab.WaitFor("#bar:not([hidden])")
				tab.Key("3")
			}
		}
	}
	together(rush(a, 2), rush(b, 5))
	waitCards(a, 8)
	waitCards(b, 8)
	noTroubleTold(t, a, b)
	agree(t, a, b, 8)

	// What one did the other can undo, and nothing gets stuck.
	if n := toFirst(b); n < 8 {
		t.Errorf("%d steps could be undone in the other tab, want 8", n)
	}
	waitCards(a, 0)
	toLast(a)
	agree(t, a, b, 8)
	noTroubleTold(t, a, b)
	a.AssertClean(t)
	b.AssertClean(t)
}

func TestTwoTabsOnOneMark(t *testing.T) {
	a, b := bothTabs(t)
	mark(a, phrases[0], "", "1")
	waitCards(b, 1)

	t.Run("after each other", func(t *testing.T) {
		openCard(a, 1)
		note(a, "from the first tab")
		saved(a)
		openCard(b, 1)
		b.WaitTrue(`document.querySelector("#note").value === "from the first tab"`)
		note(b, "from the second tab")
		a.WaitTrue(`document.querySelector("#note").value === "from the second tab"`)
		noTroubleTold(t, a, b)
	})
	t.Run("different parts at the same time", func(t *testing.T) {
		openCard(a, 1)
		openCard(b, 1)
		unfocus(b)
		a.Click("#note")
		a.Key("ctrl+a")
		together(func() { a.Paste("noted while it was retagged"); unfocus(a) }, func() { b.Key("4") })
		for _, tab := range []*Tab{a, b} {
			tab.WaitText(".card.open .tagname", "Number or date")
			tab.WaitTrue(`document.querySelector("#note").value === "noted while it was retagged"`)
		}
		noTroubleTold(t, a, b)
	})
	t.Run("the same note at the same moment", func(t *testing.T) {
		for _, tab := range []*Tab{a, b} {
			tab.Click("#note")
			tab.Key("ctrl+a")
		}
		together(func() { a.Paste("one says this"); unfocus(a) }, func() { b.Paste("two says that"); unfocus(b) })
		// Either both were at the very same moment, and both texts are kept and
		// one tab says so, or one was first, and undo brings its text back.
		a.WaitTrue(`/one says this|two says that/.test(document.querySelector("#note").value)`)
		saved(a)
		saved(b)
		if !eventually(patience, func() bool { return noteOf(a) == noteOf(b) }) {
			t.Errorf("the tabs do not agree: %q and %q", noteOf(a), noteOf(b))
		}
		all := noteOf(a)
		atOnce := strings.Contains(all, "one says this") && strings.Contains(all, "two says that")
		told := strings.Contains(a.EvalString(`document.body.textContent`)+b.EvalString(`document.body.textContent`), "nother tab")
		unfocus(a)
		a.Keys("ctrl+z")
		a.WaitText("#toast", "Undone")
		all += noteOf(a)
		for _, text := range []string{"one says this", "two says that"} {
			if !strings.Contains(all, text) {
				t.Errorf("%q is lost: %q", text, all)
			}
		}
		if atOnce && !told {
			t.Error("no tab says that both wrote the same note")
		}
	})
	t.Run("removed here, edited there", func(t *testing.T) {
		openCard(a, 1)
		openCard(b, 1)
		b.Click("#note")
		b.Key("ctrl+a")
		unfocus(a)
		together(func() { a.Key("Delete") }, func() { b.Paste("do not lose me"); unfocus(b) })
		saved(a)
		saved(b)
		whole := func(tab *Tab) bool {
			return strings.Contains(tab.EvalString(`document.body.textContent + (document.querySelector("#note")?.value ?? "")`), "do not lose me")
		}
		if !eventually(patience, func() bool { return a.Count(".card") == b.Count(".card") }) {
			t.Fatal("the tabs do not agree on whether the mark is there")
		}
		if a.Count(".card") == 0 && !whole(b) {
			// It was removed last: undo brings it back with the note.
			unfocus(a)
			a.Keys("ctrl+z")
			waitCards(a, 1)
			if !whole(a) {
				t.Error("what was typed while the mark was removed is neither there nor told")
			}
		}
	})
	a.AssertClean(t)
	b.AssertClean(t)
}

// Removing an article here while it is marked there must not leave marks that
// stand on nothing.
func TestTwoTabsOneRemovesTheArticle(t *testing.T) {
	a, b := bothTabs(t)
	mark(a, phrases[0], "", "1")
	waitCards(b, 1)
	a.OpenReady("#/articles")
	a.WaitFor(`.volume:nth-child(2) [data-act="remove"]`)
	b.DragText(phrases[1], "")
	b.WaitFor("#bar:not([hidden])")
	together(func() { a.Click(`.volume:nth-child(2) [data-act="remove"]`) }, func() { b.Key("2") })
	a.WaitTrue(`document.querySelectorAll(".volume").length === 4`)
	saved(a)
	saved(b)
	if !eventually(patience, func() bool {
		n := total(t, file(a))
		return n == 0 && n == total(t, file(b))
	}) {
		t.Errorf("the tabs hold %d and %d marks of an article that is gone", total(t, file(a)), total(t, file(b)))
	}
	for canUndo(a) && a.Count(".volume") == 4 {
		step(a, "ctrl+z", "Undone: ")
	}
	a.WaitTrue(`document.querySelectorAll(".volume").length === 5`)
	if n := total(t, file(a)); n < 1 {
		t.Errorf("undo brought back %d marks with the article", n)
	}
	a.AssertClean(t)
	b.AssertClean(t)
}

// Each tab has its own project, and what is done in one is not seen in the
// other.
func TestTabsOnDifferentProjects(t *testing.T) {
	a, b := bothTabs(t)
	newFive(b, "The other one")
	openArticle(b, "2")
	waitCards(b, 0)
	for i, p := range phrases[:3] {
		mark(a, p, "", strconv.Itoa(i+1))
	}
	mark(b, phrases[3], "", "1")
	saved(a)
	saved(b)
	waitCards(b, 1)
	waitCards(a, 3)
	first, other := file(a), file(b)
	if total(t, first) != 3 || total(t, other) != 1 {
		t.Errorf("the files hold %d and %d marks, want 3 and 1", total(t, first), total(t, other))
	}
	a.AssertClean(t)
	b.AssertClean(t)
}

// Two tabs that are opened at once on a first visit, as by a double click on a
// link that opens a new one, work on one project.
func TestTwoTabsOfAFirstVisitHaveOneProject(t *testing.T) {
	a := Start(t).Browser(t, "")
	b := a.Browser.NewTab()
	together(func() { openArticle(a, "2") }, func() { openArticle(b, "2") })
	mark(a, phrases[0], "", "1")
	saved(a)
	waitCards(b, 1)
	agree(t, a, b, 1)
	noTroubleTold(t, a, b)
	a.Front()
	a.OpenReady("#/files")
	a.WaitFor(".projects .project")
	if n := a.Count(".projects .project"); n != 1 {
		t.Errorf("there are %d projects", n)
	}
}
