package e2e

import (
	"path/filepath"
	"strings"
	"testing"
)

// classFolder is the made-up class: a lesson, its key, and what thirty students
// handed in.
const classFolder = "../corpus/class"

// handedInFiles are the files of the made-up class.
func handedInFiles(t *testing.T) (out []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(classFolder, "handed-in", "*"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files of the class: %v", len(files), err)
	}
	for _, f := range files {
		whole, err := filepath.Abs(f)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, whole)
	}
	return out
}

// teach opens the teacher's project of the made-up class.
func teach(t *testing.T) *Tab {
	t.Helper()
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/files")
	tab.Click("#bring-own")
	key, err := filepath.Abs(filepath.Join(classFolder, "key.claimlight.json"))
	if err != nil {
		t.Fatal(err)
	}
	pickFiles(tab, key)
	tab.WaitText("#toast", "8b")
	return tab
}

// collected is the Class screen with all that was handed in, seen in some way.
func collected(t *testing.T, looks ...Look) *Tab {
	t.Helper()
	tab := teach(t)
	tab.Emulate(looks...)
	tab.OpenReady("#/class")
	tab.DropFiles("body", handedInFiles(t)...)
	tab.WaitText("#board", "Amber")
	return tab
}

// A teacher drops the folder of the class and sees who did what, where the class
// marks, where it splits; settles places, undoes that, and gives feedback.
func TestClassScreen(t *testing.T) {
	tab := teach(t)
	tab.OpenReady("#/class")
	tab.WaitText("#board", "Nobody has handed in yet")
	tab.Screenshot("class-empty")
	tab.DropFiles("body", handedInFiles(t)...)
	tab.WaitText("#toast", "Collected")
	tab.WaitText("#board h1", "8b")
	tab.WaitText("#board", "Two students picked at random")
	tab.WaitText("#board", "Amber")
	tab.WaitText("#board", "Willow")
	tab.Screenshot("class-collected")
	do(tab, "tab", toText)
	tab.WaitFor("#board .class-places")
	tab.Screenshot("class-board")
	saved(tab)

	tab.Reload()
	tab.WaitText("#board", "Amber")
	places := tab.Text("#board .class-facts")
	tab.Keys("ctrl+z")
	tab.WaitText("#board", "Nobody has handed in yet")
	tab.Keys("ctrl+shift+z")
	tab.WaitText("#board .class-facts", places)
	if strings.Contains(tab.Text("#board"), "undefined") {
		t.Error("something on the board is not defined")
	}
	tab.AssertClean(t)
}

// What is pressed on the board does what it says.
func TestClassBoard(t *testing.T) {
	tab := collected(t)
	do(tab, "tab", toText)
	tab.WaitFor("#board .class-places")

	tab.Click(`#board [data-do="projector"]`)
	tab.WaitFor("#board .projector")
	if strings.Contains(tab.Text("#board"), "Amber") {
		t.Error("there are names on the projector")
	}
	tab.Screenshot("class-projector")
	tab.Click(`#board [data-do="projector"]`)
	tab.WaitGone("#board .projector")

	tab.Click(`#board [data-do="tab"][data-arg="key"]`)
	tab.WaitText("#board", "Found")
	tab.Screenshot("class-key")
	content, name := tab.Download(func() { tab.Click(`#board [data-do="feedback"]`) })
	if name != "feedback.zip" || len(content) < 10_000 {
		t.Errorf("%s has %d bytes", name, len(content))
	}
	tab.AssertClean(t)
}

// toText is the tab with the text, whose name is empty.
const toText = "the text"

// do presses a control of the board.
func do(tab *Tab, verb, arg string) {
	tab.t.Helper()
	control := `#board [data-do="` + verb + `"]`
	if arg != "" {
		control += `[data-arg="` + strings.TrimPrefix(arg, toText) + `"]`
	}
	tab.WaitFor(control)
	inSight(tab, control)
	tab.Click(control)
}

// What a teacher decides on the board is a step that undo takes back, and stays
// after a reload; real names stay in the browser.
func TestClassIsSettled(t *testing.T) {
	tab := collected(t)

	do(tab, "student", "")
	tab.WaitFor(`#board [data-do="name"]`)
	tab.Fill(`#board [data-do="name"]`, "Amber Smith")
	tab.Keys("Tab")
	wantToast(tab, "Wrote down a name")
	tab.Screenshot("class-student")
	saved(tab)
	content, _ := tab.Download(func() { tab.Keys("ctrl+s") })
	if strings.Contains(string(content), "Amber Smith") {
		t.Error("a real name is in a file")
	}
	if !strings.Contains(string(content), "Amber") {
		t.Error("the hand-ins are not in the teacher's file")
	}

	do(tab, "tab", toText)
	tab.WaitFor("#board .class-places")
	tab.Key("j")
	tab.WaitFor(`#board [data-do="keep"]`)
	inSight(tab, `#board [data-do="keep"]`)
	tab.Screenshot("class-place")
	do(tab, "tab", "agreed")
	tab.WaitText("#board", "Settle what most agree on")
	do(tab, "accept", "")
	wantToast(tab, "places as most marked them")
	tab.WaitFor(`#class-tab[data-arg="agreed"]`)
	tab.Keys("ctrl+z")
	do(tab, "tab", "agreed")
	do(tab, "accept", "")
	wantToast(tab, "Settled")
	tab.WaitText("#board", "Settled so far")
	tab.Screenshot("class-agreed")
	content, name := tab.Download(func() { do(tab, "adjudicated", "") })
	if !strings.HasSuffix(name, ".claimlight.json") || total(t, content) < 10 {
		t.Errorf("%s holds %d marks", name, total(t, content))
	}
	saved(tab)
	tab.Reload()
	do(tab, "tab", "agreed")
	tab.WaitText("#board", "Settled so far")

	do(tab, "tab", "agreement")
	tab.WaitText("#board", "How far the class agrees")
	tab.Screenshot("class-agreement")
	do(tab, "tab", "key")
	tab.WaitFor(`#board [data-do="weight"]`)
	tab.Eval(`(s => { s.value = "0"; s.dispatchEvent(new Event("change", {bubbles: true})) })(document.querySelector('#board [data-do="weight"]'))`, nil)
	wantToast(tab, "Changed how strictly")
	tab.AssertClean(t)
}
