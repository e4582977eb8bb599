package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// What was read can be looked at before it comes in: a text to its end, marks
// with their words, problems to the last, and the numbers of what is ticked.
func TestArrivalSheet(t *testing.T) {
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/files")
	cancel := func() {
		tab.t.Helper()
		tab.Click("#arrival-cancel")
		tab.WaitGone("#arrival[open]")
	}
	part(t, tab, "a long text", func(t *testing.T) {
		const paragraph = "The negotiators spoke for nearly three hours without a pause, and nobody outside heard a word of it. "
		long := strings.Repeat(strings.Repeat(paragraph, 4)+"\n\n", 700) + "At the very end stands the one claim that matters.\n"
		pickFiles(tab, written(t, "long.txt", []byte(long)))
		tab.WaitFor("#arrival[open]")
		tab.WaitText("#arrival .size", "words in 701 paragraphs.")
		tab.WaitText("#arrival .excerpt-foot", "… and 697 more paragraphs")
		tab.Click(".excerpt-foot button")
		tab.WaitFor("#arrival .whole")
		if n := tab.Count(".whole p"); n > 250 {
			t.Errorf("%d paragraphs are drawn at once", n)
		}
		tab.WaitTrue(`(() => {
			const box = document.querySelector("#arrival .whole");
			box.scrollTop = box.scrollHeight;
			return box.lastElementChild.textContent === "At the very end stands the one claim that matters.";
		})()`)
		tab.Click(".excerpt-foot button")
		tab.WaitGone("#arrival .whole")
		cancel()
	})
	part(t, tab, "marks and problems", func(t *testing.T) {
		labels := "7\tName_Calling,Labeling\t4\t12\n"
		for i := range 80 {
			labels += fmt.Sprintf("7\tSlogans\t%d\t%d\n", 400+i, 410+i)
		}
		pickFiles(tab, written(t, "task.zip", zipped(t, "articles/article7.txt", "A 😀 minister spoke.\n", "dev.task-FLC.labels", labels)))
		tab.WaitFor("#arrival[open]")
		tab.WaitText("#arrival .check", "task.zip (2 files)")
		tab.WaitText("#arrival .effect", "All of its marks and articles are new.")
		tab.WaitText("#arrival .tags-new", "New tags: Name_Calling,Labeling")
		tab.WaitText("#arrival .quotes li", "A 😀 minister spoke")
		tab.WaitText("#arrival .quotes li", "Name_Calling,Labeling – “minister”")
		tab.WaitText("#arrival .notes", "Positions count")
		tab.WaitText("#arrival .report-part h4", "80 problems")
		if n := tab.Count("#arrival .report-part li"); n != 50 {
			t.Errorf("%d problems are shown at first", n)
		}
		tab.Click("#arrival .report-part .more")
		tab.WaitTrue(`document.querySelectorAll("#arrival .report-part li").length === 80`)
		tab.WaitText("#arrival .report-part li:last-child", "Nothing stands at 479–489")
		cancel()
	})
	part(t, tab, "what is ticked is counted", func(t *testing.T) {
		pickFiles(tab, written(t, "one.txt", []byte("One text.")), written(t, "two.txt", []byte("Another text.")), written(t, "two again.txt", []byte("Another text.")))
		tab.WaitFor("#arrival[open]")
		tab.WaitText("#arrival-head", "Bring in 2 articles") // two of the three are the same
		tab.Click(".arrivals > li:first-child input")
		tab.WaitText("#arrival-head", "Bring in 1 article")
		tab.WaitText("#arrival-ok", "Bring in 1 article")
		tab.Click("#arrival-none")
		tab.WaitText("#arrival-head", "Bring in nothing")
		tab.WaitFor("#arrival-ok:disabled")
		tab.Click("#arrival-all")
		letIn(tab, "2 articles")
		wantToast(tab, "Added 2 articles")
		tab.Click("#toast-undo")
		wantToast(tab, "Undone: Added 2 articles")
	})
	part(t, tab, "under a finger", func(t *testing.T) {
		Phone(tab)
		defer Desktop(tab)
		old := []byte("\xcc\xe8\xed\xe8\xf1\xf2\xf0 \xf1\xea\xe0\xe7\xe0\xeb, \xf7\xf2\xee \xec\xee\xf1\xf2 \xe1\xe5\xe7\xee\xef\xe0\xf1\xe5\xed.")
		pickFiles(tab, written(t, "old.txt", old), written(t, "one.txt", []byte("One text.")), written(t, "long.txt", []byte(strings.Repeat("A paragraph.\n\n", 9))))
		tab.WaitFor("#arrival[open] select")
		const small = `[...document.querySelectorAll("dialog[open] :is(button, select, label.check, .choose)")].filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80)).join("\n")`
		if found := tab.EvalString(small); found != "" {
			t.Errorf("too small for a finger:\n%s", found)
		}
		if tab.EvalBool(`document.querySelector("#arrival").scrollWidth > document.querySelector("#arrival").clientWidth`) {
			t.Error("the sheet is wider than the screen")
		}
		cancel()
		tab.Click("#export-more")
		tab.WaitFor("#export[open]")
		if found := tab.EvalString(small); found != "" {
			t.Errorf("too small for a finger:\n%s", found)
		}
		tab.Click("#export .buttons button")
		tab.WaitGone("#export[open]")
	})
	tab.AssertClean(t)
}
