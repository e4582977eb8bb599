package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Text that hurts: what is selected is what is kept, whatever it is made of.
func TestTextThatHurts(t *testing.T) {
	tab := Start(t).Browser(t, NewProfile(t))
	tab.OpenReady("#/articles")
	lines := []struct{ text, from, to, want string }{
		{"A family 👩🏽‍👩🏿‍👧‍👦 waves and a 🏳️‍🌈 flag with 🇺🇦 and 🇺🇸 beside it", "👩🏽‍👩🏿‍👧‍👦", "", "👩🏽‍👩🏿‍👧‍👦"},
		{"Thumbs 👍🏿 up, thumbs 👎🏻 down for 🇺🇦🇺🇸 today", "thumbs", "🇺🇦", "thumbs 👎🏻 down for 🇺🇦"},
		{"Cafe\u0301 noe\u0308l re\u0301sume\u0301 with combining accents", "noe\u0308l", "", "noe\u0308l"},
		{"नमस्ते दुनिया यह एक परीक्षण है", "दुनिया", "यह", "दुनिया यह"},
		{"قال الرئيس إن المحادثات كانت مثمرة للغاية", "الرئيس", "المحادثات", "الرئيس إن المحادثات"},
		{"总统说谈判富有成效。会议持续了三个小时。", "会议", "三个小时", "会议持续了三个小时"},
		{"Soft hy\u00adphen\u00adated words stay whole here", "hy", "phen", "hy\u00adphen\u00adated"},
		{"Tabs\there\tand\tthere between words", "Tabs", "and", "Tabs\there\tand"},
	}
	var all []string
	for _, l := range lines {
		all = append(all, l.text)
	}
	mark := func(t *testing.T) {
		for i, l := range lines {
			tab.DragText(l.from, l.to)
			wantBar(tab)
			tab.Key(string(rune('1' + i%7)))
			tab.WaitFor(".card.open")
			wantSelected(tab, l.want)
			tab.Key("Escape")
		}
		marks := taken(t, tab)
		for _, l := range lines {
			found := false
			for _, m := range marks {
				found = found || m.Quote() == l.want && m.Article == strings.Join(all, "\n")
			}
			if !found {
				t.Errorf("no mark says %q", l.want)
			}
		}
	}

	part(t, tab, "dropped with BOM and CRLF", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "hurts.txt")
		if err := os.WriteFile(file, []byte("\ufeff"+strings.Join(all, "\r\n")), 0o644); err != nil {
			t.Fatal(err)
		}
		tab.DropFiles("main", file)
		letIn(tab, "1 article")
		tab.WaitText("#toast", "Added 1 article")
		tab.Click(".volume:last-child h2 a")
		tab.WaitText("#paper", "between words")
		mark(t)
		tab.Screenshot("hurts")
		direction := tab.EvalString(`(p => getComputedStyle(p).direction)([...document.querySelectorAll("#paper > *")].find(p => p.textContent.startsWith("قال")))`)
		if direction != "rtl" {
			t.Errorf("the Arabic line reads %s", direction)
		}
	})
	part(t, tab, "a handle in text from right to left", func(t *testing.T) {
		tab.ClickText("الرئيس")
		wantSelected(tab, "الرئيس إن المحادثات")
		dragHandle(tab, "end", tab.FindText(paper, "كانت", "").End, "الرئيس إن المحادثات كانت")
		wantSelected(tab, "الرئيس إن المحادثات كانت")
		takenQuote(t, tab, "الرئيس إن المحادثات كانت")
		if start, end := handleAt(tab, "start"), handleAt(tab, "end"); end.X >= start.X {
			t.Errorf("the handles are the wrong way round: the start at %.0f, the end at %.0f", start.X, end.X)
		}
		tab.Screenshot("hurts-handles")
	})
	part(t, tab, "arrows in text from right to left", func(t *testing.T) {
		tab.ClickText("الرئيس")
		wantSelected(tab, "الرئيس إن المحادثات كانت")
		tab.Key("shift+right")
		wantSelected(tab, "الرئيس إن المحادثات")
		tab.Key("shift+left")
		wantSelected(tab, "الرئيس إن المحادثات كانت")
		tab.Key("alt+left")
		wantSelected(tab, "إن المحادثات كانت")
		tab.Key("alt+right")
		wantSelected(tab, "الرئيس إن المحادثات كانت")
		tab.Key("Escape", "v", "pagedown", "pagedown", "pagedown", "pagedown", "shift+left")
		tab.WaitTrue(`document.getElementById("said").textContent === "Selected: قال"`)
		tab.Key("shift+left")
		tab.WaitTrue(`document.getElementById("said").textContent === "Selected: قال الرئيس"`)
		tab.Key("shift+right")
		tab.WaitTrue(`document.getElementById("said").textContent === "Selected: قال"`)
		tab.Key("Escape", "Escape", "Escape")
	})
	part(t, tab, "pasted", func(t *testing.T) {
		tab.OpenReady("#/articles")
		tab.Click("#paste-button")
		tab.WaitFor("#paste[open]")
		tab.Click("#paste-text")
		tab.Paste("Another beginning\n" + strings.Join(all, "\n"))
		tab.Click("#paste-ok")
		tab.WaitText("#paper", "Another beginning")
		all = append([]string{"Another beginning"}, all...)
		mark(t)
	})
	part(t, tab, "a paragraph of a megabyte", func(t *testing.T) {
		const phrase = "The negotiators spoke for nearly three hours without a pause. "
		long := strings.Repeat(phrase, (1<<20)/len(phrase)) + "At the very end stands the one claim that matters."
		file := filepath.Join(t.TempDir(), "long.txt")
		if err := os.WriteFile(file, []byte(long), 0o644); err != nil {
			t.Fatal(err)
		}
		tab.OpenReady("#/articles")
		tab.DropFiles("main", file)
		letIn(tab, "1 article")
		tab.WaitText("#toast", "Added 1 article")
		tab.Click(".volume:last-child h2 a")
		tab.WaitText("#paper", "the one claim that matters")
		tab.DragText("The negotiators spoke", "three hours")
		wantBar(tab)
		tab.Key("4")
		wantSelected(tab, "The negotiators spoke for nearly three hours")
		takenQuote(t, tab, "The negotiators spoke for nearly three hours")
		tab.DragText("the one claim", "that matters")
		wantBar(tab)
		tab.Key("1")
		wantSelected(tab, "the one claim that matters")
		takenQuote(t, tab, "the one claim that matters")
	})
	tab.AssertClean(t)
}
