package e2e

import (
	"os"
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
	tab.Click(`#board [data-do="tab"][data-arg=""]`)
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
	tab := teach(t)
	tab.OpenReady("#/class")
	tab.DropFiles("body", handedInFiles(t)...)
	tab.WaitText("#board", "Amber")
	tab.Click(`#board [data-do="tab"][data-arg=""]`)
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
	if dir := os.Getenv("CLAIMLIGHT_KEEP"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, name), content, 0o600)
	}
	tab.AssertClean(t)
}
