package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What the tests of keeping share: work to be kept, and ways to see that two
// states of it are the same.

// phrases stand in the second of the five articles, in this order.
var phrases = []string{"a symbolic win", "Russian crude", "land swaps", "29 Ukrainian drones", "military aircraft", "war crimes", "Marco Rubio", "Next time in Moscow"}

// mark selects a piece of the article and presses a digit, and waits until the
// margin shows one card more.
func mark(tab *Tab, from, to, digit string) {
	tab.t.Helper()
	n := tab.Count(".card")
	tab.DragText(from, to)
	tab.WaitFor("#bar:not([hidden])")
	tab.Key(digit)
	waitCards(tab, n+1)
}

// waitCards waits until the margin has so many cards.
func waitCards(tab *Tab, n int) {
	tab.t.Helper()
	tab.WaitTrue(`document.querySelectorAll(".card").length === ` + strconv.Itoa(n))
}

// note types a note on the mark whose card is open.
func note(tab *Tab, text string) {
	tab.t.Helper()
	tab.WaitFor("#note")
	tab.Click("#note")
	tab.Key("ctrl+a")
	tab.Paste(text)
}

// openCard opens the card of the n-th mark. Cards move while an article that
// was just opened scrolls to where it was left, so that a click may miss.
func openCard(tab *Tab, n int) {
	tab.t.Helper()
	card := ".card:nth-child(" + strconv.Itoa(n) + ")"
	tab.WaitFor(card)
	if !eventually(patience, func() bool {
		if tab.Count(card+".open #note") == 0 {
			tab.Click(card)
		}
		return eventually(time.Second, func() bool { return tab.Count(card+".open #note") == 1 })
	}) {
		tab.t.Fatalf("%s: card %d does not open", tab.name, n)
	}
}

// noteOf is the note on the mark whose card is open.
func noteOf(tab *Tab) string { return tab.EvalString(`document.querySelector("#note")?.value ?? ""`) }

// file takes the whole project out by Ctrl+S.
func file(tab *Tab) []byte {
	tab.t.Helper()
	// A browser told to save may write over a file of the same name.
	names, _ := tab.Browser.downloaded()
	for _, name := range names {
		os.Remove(filepath.Join(tab.Browser.downloads, name))
	}
	content, _ := tab.Download(func() { tab.Keys("ctrl+s") })
	return content
}

// same reports whether two files hold the same: all but the moment at which
// each was written.
func same(t testing.TB, a, b []byte) bool {
	t.Helper()
	return bytes.Equal(timeless(t, a), timeless(t, b))
}

// wantSame fails unless two files hold the same, and leaves both.
func wantSame(t testing.TB, what string, got, want []byte) {
	t.Helper()
	if same(t, got, want) {
		return
	}
	t.Errorf("%s: the files differ: %s", what, firstDifference(timeless(t, got), timeless(t, want)))
}

func firstDifference(got, want []byte) string {
	i := 0
	for i < len(got) && i < len(want) && got[i] == want[i] {
		i++
	}
	cut := func(b []byte) string { return string(b[max(i-120, 0):min(i+160, len(b))]) }
	return "got\n" + cut(got) + "\nwant\n" + cut(want)
}

// timeless is a native file without the moment at which it was written.
func timeless(t testing.TB, file []byte) []byte {
	t.Helper()
	var all map[string]any
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatalf("a file that is no JSON: %v: %.200s", err, file)
	}
	delete(all, "generated")
	out, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// total is how many marks a native file holds.
func total(t testing.TB, file []byte) int {
	t.Helper()
	var all struct{ Total int }
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatalf("a file that is no JSON: %v", err)
	}
	return all.Total
}

// written puts a file on the disk for a test to bring in, and returns its path.
func written(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// canUndo reports whether the button says that there is something to undo.
func canUndo(tab *Tab) bool { return !tab.EvalBool(`document.querySelector("#undo").disabled`) }
func canRedo(tab *Tab) bool { return !tab.EvalBool(`document.querySelector("#redo").disabled`) }

// toFirst undoes until there is nothing left, and returns how often.
func toFirst(tab *Tab) (n int) {
	tab.t.Helper()
	unfocus(tab)
	for canUndo(tab) {
		if n++; n > 500 {
			tab.t.Fatal("undoing does not come to an end")
		}
		step(tab, "ctrl+z", "Undone: ")
	}
	return n
}

// toLast redoes until there is nothing left, and returns how often.
func toLast(tab *Tab) (n int) {
	tab.t.Helper()
	unfocus(tab)
	for canRedo(tab) {
		if n++; n > 500 {
			tab.t.Fatal("redoing does not come to an end")
		}
		step(tab, "ctrl+shift+z", "Done again: ")
	}
	return n
}

// step presses a key and waits until the program says what it did; a message
// from before does not count.
func step(tab *Tab, key, says string) {
	tab.t.Helper()
	tab.Eval(`document.querySelector("#toast .close")?.click()`, nil)
	tab.WaitGone("#toast")
	tab.Key(key)
	tab.WaitText("#toast", says)
}

// unfocus leaves the field that is typed in, where undo is the field's own.
func unfocus(tab *Tab) {
	tab.t.Helper()
	tab.Eval(`document.activeElement?.blur()`, nil)
}

// project is the id of the project on the screen, as the browser remembers it.
func projectID(tab *Tab) string { return tab.EvalString(`localStorage.getItem("claimlight:project")`) }

// status is what the status line says now.
func status(tab *Tab) string { return strings.TrimSpace(tab.Text("#saved")) }

func contains(s, part string) bool { return strings.Contains(s, part) }

func itoa(n int) string { return strconv.Itoa(n) }
