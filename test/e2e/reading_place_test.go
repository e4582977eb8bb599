package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/google/uuid"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// sightJS is what is in sight of the text: edge is where it begins, under the row
// of tags; line is the first line that is wholly in sight, or else the last
// paragraph's, as its block, the code unit with which it begins, and how far it
// stands below the edge; below is that of any code unit.
const sightJS = `(() => {
	const stage = document.querySelector("#stage").getBoundingClientRect(), row = document.querySelector("#stage .tags").getBoundingClientRect();
	const edge = row.top <= stage.top ? row.bottom : stage.top;
	const blocks = [...document.querySelectorAll("#paper [class^=b-]")];
	const below = (block, at) => {
		const nodes = document.createTreeWalker(blocks[block], 4), r = document.createRange();
		for (let n; (n = nodes.nextNode()); at -= n.length) {
			if (at >= n.length) continue;
			r.setStart(n, at);
			r.setEnd(n, at + 1);
			return r.getBoundingClientRect().top - edge;
		}
	};
	const line = () => {
		for (let i = blocks.findIndex(b => b.getBoundingClientRect().bottom > edge); blocks[i]; i++) {
			for (let at = 0; at < blocks[i].textContent.length; at++) {
				if (below(i, at) > -1) return {Block: i, At: at, Below: below(i, at)};
			}
		}
		return {Block: blocks.length - 1, At: 0, Below: below(blocks.length - 1, 0)};
	};
	return {edge, blocks, below, line};
})()`

// sightLine is a line in sight.
type sightLine struct {
	Block, At int
	Below     float64
}

func topLine(tab *Tab) (l sightLine) {
	tab.t.Helper()
	tab.Eval(sightJS+`.line()`, &l)
	return l
}

// twoFrames is a promise for when the browser has drawn what is there now.
const twoFrames = `new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))`

// atRest is a promise for when nothing has been scrolled for a while.
const atRest = `new Promise(go => {
	let still = 0, y;
	const look = () => {
		still = y === (y = document.querySelector("#stage").scrollTop) ? still + 1 : 0;
		still < 20 ? requestAnimationFrame(look) : go();
	};
	look();
})`

// stays does something that lays the text out anew, and fails unless the line
// stands where it stood.
func (l sightLine) stays(t *testing.T, tab *Tab, what string, change func()) {
	t.Helper()
	tab.Eval(twoFrames, nil)
	change()
	l.stands(t, tab, what)
}

func (l sightLine) stands(t *testing.T, tab *Tab, what string) {
	t.Helper()
	there := fmt.Sprintf(`Math.abs(%s.below(%d, %d) - %g) < 2`, sightJS, l.Block, l.At, l.Below)
	for range 3 { // it is there, and there to stay
		if !eventually(patience/10, func() (yes bool) { tab.Eval(twoFrames+`.then(() => `+there+`)`, &yes); return yes }) {
			t.Errorf("%s: the line is %g px below the edge, was %g; the first line is %+v, was %+v",
				what, tab.EvalFloat(fmt.Sprintf(`%s.below(%d, %d)`, sightJS, l.Block, l.At)), l.Below, topLine(tab), l)
			return
		}
	}
}

// keptPlaces are the blocks and code points in them of the places that were kept
// for the next start since recordPlaces.
const (
	recordPlaces = `(() => {
		globalThis.keptPlaces = [];
		globalThis.setItem ??= Storage.prototype.setItem;
		Storage.prototype.setItem = function (key, value) {
			if (key.startsWith("claimlight:place:")) keptPlaces.push((([block, , at]) => block + ":" + at)(value.split(":")));
			setItem.call(this, key, value);
		};
	})()`
	keptGlance = `(g => g.line ? g.first + g.line[0] + ":" + g.line[1] : "")(JSON.parse(localStorage.getItem("claimlight:glance")))`
)

// keptAs waits until this line is kept for the next start, and fails if another
// one was in between.
func (l sightLine) keptAs(t *testing.T, tab *Tab) {
	t.Helper()
	want := quote(fmt.Sprintf("%d:%d", l.Block, l.At))
	tab.WaitTrue(`keptPlaces.length > 0 && ` + keptGlance + ` === ` + want)
	if others := tab.EvalString(`keptPlaces.filter(p => p !== ` + want + `).join(" ")`); others != "" {
		t.Errorf("kept were %s in between, want %s", others, want)
	}
}

// scrollInto turns the wheel, or what stands for it, until the block is where the
// text begins, a little of it above.
func scrollInto(tab *Tab, block int, into float64) {
	tab.t.Helper()
	for range 3 { // heights far off are guessed
		tab.Eval(fmt.Sprintf(`(s => document.querySelector("#stage").scrollTop += s.blocks[%d].getBoundingClientRect().top - s.edge + %g)(%s)`, block, into, sightJS), nil)
		tab.Eval(twoFrames, nil)
	}
}

// window sets the size of the window; phone says of what.
func window(tab *Tab, width, height int64, phone bool) func() {
	scale := 1.0
	if phone {
		scale = 2
	}
	return func() { tab.screen(width, height, scale, phone) }
}

// Whatever lays a long text out anew, the line that is being read stays where it
// is, and is what is kept for the next start.
func TestPlaceStaysInALongText(t *testing.T) {
	tab, _ := openLarge(t)
	part(t, tab, "window", func(t *testing.T) {
		window(tab, 1280, 900, false)()
		scrollInto(tab, 500, 50)
		l := topLine(tab)
		tab.Eval(recordPlaces, nil)
		for _, w := range []int64{700, 1280, 390, 1000, 1280} {
			l.stays(t, tab, fmt.Sprint(w, " wide"), window(tab, w, 900, false))
		}
		l.stays(t, tab, "drawn smaller and larger", func() {
			for w := int64(1280); w >= 600; w -= 40 {
				window(tab, w, 900, false)()
			}
			for w := int64(600); w <= 1100; w += 25 {
				window(tab, w, 900-w/10, false)()
			}
		})
		if got := topLine(tab); got.Block != l.Block {
			t.Errorf("the first line is %+v, was %+v", got, l)
		}
		l.keptAs(t, tab)
	})
	part(t, tab, "the end", func(t *testing.T) {
		for _, c := range []struct {
			name     string
			from, to int64 // widths
			into     float64
		}{{"the last line in sight", 1280, 390, -500}, {"all scrolled", 390, 1280, 1e6}} {
			window(tab, c.from, 900, false)()
			scrollInto(tab, largeBlocks-1, c.into)
			tab.Eval(atRest, nil)
			l := topLine(tab)
			window(tab, c.to, 900, false)() // there it may be unable to stand where it stood
			tab.WaitTrue(fmt.Sprintf(`innerWidth === %d`, c.to))
			tab.Eval(atRest, nil)
			l.stays(t, tab, c.name+": there and back", window(tab, c.from, 900, false))
		}
		// At the very end, where there is room for cards below the text, it stays in
		// sight where there are no cards.
		window(tab, 1280, 900, false)()
		scrollInto(tab, largeBlocks-1, 1e6)
		window(tab, 390, 900, false)()
		tab.WaitTrue(sightJS + `.blocks.at(-1).getBoundingClientRect().bottom > 150`)
	})
	part(t, tab, "with cards below the text it rests, and is in sight", func(t *testing.T) {
		for _, w := range []int64{1600, 1280, 1100} {
			window(tab, w, 900, false)()
			for range 2 { // heights far off are guessed
				tab.Eval(`document.querySelector("#stage").scrollTop = 1e9`, nil)
				tab.Eval(twoFrames, nil)
			}
			var y []float64
			tab.Eval(`(async () => {
				const stage = document.querySelector("#stage"), seen = [];
				for (let i = 0; i < 60; i++) seen.push(await `+twoFrames+`.then(() => stage.scrollTop));
				return seen;
			})()`, &y)
			tab.WaitTrue(sightJS + `.blocks.at(-1).getBoundingClientRect().bottom > 150`)
			if y = y[20:]; slices.Max(y)-slices.Min(y) > 1 { // first what has come into sight gets its real height
				t.Errorf("%d wide, it goes on to move: %v", w, y)
			}
		}
	})
	part(t, tab, "looks", func(t *testing.T) {
		window(tab, 1280, 900, false)()
		scrollInto(tab, 300, 80)
		l := topLine(tab)
		tab.Eval(recordPlaces, nil)
		tab.Click(".looks summary")
		for _, button := range []string{`[aria-label="Larger text"]`, `[aria-label="Larger text"]`, `[aria-label="Smaller text"]`,
			`div:nth-child(2) > .quiet:last-child`, `div:nth-child(2) > .quiet:first-child`, `div:nth-child(2) > .quiet:first-child`, `[data-theme=dark]`, `.wide-only`, `.wide-only`} {
			l.stays(t, tab, button, func() { tab.Click(".looks .sheet " + button) })
		}
		tab.Click(".looks summary")
		l.keptAs(t, tab)
	})
	part(t, tab, "phone", func(t *testing.T) {
		window(tab, 390, 844, true)()
		scrollInto(tab, 870, 100)
		l := topLine(tab)
		for range 2 {
			l.stays(t, tab, "landscape", window(tab, 844, 390, true))
			l.stays(t, tab, "portrait", window(tab, 390, 844, true))
		}
		top := tab.EvalInt(stageTop)
		for _, h := range []int64{788, 500, 844} {
			l.stays(t, tab, "height", window(tab, 390, h, true))
			if now := tab.EvalInt(stageTop); now != top {
				t.Errorf("%d high, %d is scrolled, was %d", h, now, top)
			}
		}
		// What is scrolled after that counts, and is not put back.
		tab.TouchDrag(0, Point{200, 500}, Point{200, 450}, Point{200, 300}, Point{200, 200})
		tab.WaitTrue(fmt.Sprintf(`%s > %d`, stageTop, top+100))
		tab.Eval(atRest, nil)
		l = topLine(tab)
		l.stays(t, tab, "landscape after a scrolling", window(tab, 844, 390, true))
		l.stays(t, tab, "and portrait", window(tab, 390, 844, true))
	})
	part(t, tab, "the next start in another window", func(t *testing.T) {
		window(tab, 1280, 900, false)()
		scrollInto(tab, 600, 60)
		l := topLine(tab)
		for _, w := range []int64{390, 1280, 700} {
			l.stays(t, tab, "window", window(tab, w, 844, false))
			tab.Reload()
			tab.WaitText("#saved", "Saved in")
			l.stands(t, tab, fmt.Sprint("again at ", w))
		}
		for _, w := range []int64{390, 1280, 700} {
			call(tab, page.Navigate, page.NavigateParams{URL: "about:blank"})
			window(tab, w, 844, false)()
			tab.OpenReady("")
			tab.WaitText("#saved", "Saved in")
			l.stands(t, tab, fmt.Sprint("left in another window, begun at ", w))
		}
	})
	tab.AssertClean(t)
}

// openParagraphs opens an article of so many paragraphs of a text.
func openParagraphs(t *testing.T, paragraph, language string, n int) *Tab {
	t.Helper()
	var b strings.Builder
	var list []article.Block
	at := 0
	for range n {
		list = append(list, article.Block{Kind: article.Paragraph, Start: at, End: at + len([]rune(paragraph))})
		at += len([]rune(paragraph)) + 1
		b.WriteString(paragraph + "\n")
	}
	a, err := article.New(article.Meta{Title: "Paragraphs", Language: language}, b.String(), list)
	if err != nil {
		t.Fatal(err)
	}
	p := project.New("Paragraphs", []*article.Article{a}, project.Stamp{Who: annotation.PersonID(uuid.NewString()), When: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Mint: uuid.NewString})
	tab := Start(t).Browser(t, NewProfile(t))
	openProject(t, tab, p)
	tab.Eval(`location.hash = "#/read"`, nil)
	tab.WaitFor("#paper p")
	return tab
}

const (
	english = "The leaders struck a tone of cautious optimism, but their carefully chosen words revealed how far apart they remain, and officials in both capitals spoke of progress while markets fell and allies waited for word. “Nobody left the table,” one of them said, and asked not to be named, since the talks had gone on for nearly three hours behind closed doors and no concrete agreement had been reached by the evening."
	arabic  = "قال الرئيس إن المحادثات كانت مثمرة للغاية وإن الطرفين اتفقا على مواصلة العمل خلال الأسابيع المقبلة، لكن مسؤولين في العاصمتين حذروا من التوقعات المرتفعة، وأضافوا أن الأسواق تراجعت بينما انتظر الحلفاء كلمة واضحة بعد ثلاث ساعات من النقاش خلف الأبواب المغلقة دون التوصل إلى اتفاق ملموس حتى المساء."
)

// In short texts, and in those that are written from the right, too.
func TestPlaceStaysInAShortText(t *testing.T) {
	for _, c := range []struct {
		name, text, language string
		blocks               int
	}{{"short", english, "en", 12}, {"in parts", english, "en", 120}, {"from the right", arabic, "ar", 40}} {
		t.Run(c.name, func(t *testing.T) {
			tab := openParagraphs(t, c.text, c.language, c.blocks)
			l := topLine(tab)
			tab.WaitTrue(stageTop + ` === 0`)
			l.stays(t, tab, "nothing scrolled", window(tab, 1281, 800, false))
			window(tab, 800, 600, false)()
			if top := tab.EvalInt(stageTop); top != 0 {
				t.Errorf("from the start of the text %d px are scrolled", top)
			}
			window(tab, 1280, 600, false)()
			scrollInto(tab, c.blocks/2, 70)
			l = topLine(tab)
			tab.Eval(recordPlaces, nil)
			for _, w := range []int64{700, 390, 1280} {
				l.stays(t, tab, fmt.Sprint(w, " wide"), window(tab, w, 600, false))
			}
			tab.Click(".looks summary")
			l.stays(t, tab, "larger", func() { tab.Click(`.looks [aria-label="Larger text"]`) })
			tab.Click(".looks summary")
			l.stays(t, tab, "landscape", window(tab, 844, 390, true))
			l.stays(t, tab, "portrait", window(tab, 390, 844, true))
			l.keptAs(t, tab)
			tab.AssertClean(t)
		})
	}
}

// caretTop is where the word at the caret stands, and the word.
const caretJS = `(r => ({Word: r.toString(), Top: r.getBoundingClientRect().top, Bottom: r.getBoundingClientRect().bottom}))([...CSS.highlights.get("caret")][0])`

// The caret comes to the first line that is wholly in sight, also where the
// paragraph began above, and nothing is scrolled.
func TestCaretComesWhereOneReads(t *testing.T) {
	for _, c := range []struct {
		name, text, language, on string
	}{{"english", english, "en", "right"}, {"from the right", arabic, "ar", "left"}} {
		t.Run(c.name, func(t *testing.T) {
			tab := openParagraphs(t, c.text, c.language, 60)
			for _, w := range []struct {
				name string
				set  func()
			}{{"desktop", window(tab, 1280, 900, false)}, {"phone", window(tab, 390, 844, true)}, {"landscape", window(tab, 844, 390, true)}} {
				w.set()
				for _, into := range []float64{-10, 60, 100} {
					scrollInto(tab, 30, into)
					l, top := topLine(tab), tab.EvalInt(stageTop)
					tab.Key("v")
					tab.WaitFor("#stage.careted")
					tab.Eval(twoFrames, nil)
					if now := tab.EvalInt(stageTop); now != top {
						t.Errorf("%s, %g: %d px are scrolled, were %d", w.name, into, now, top)
					}
					var at struct {
						Word        string
						Top, Bottom float64
					}
					tab.Eval(caretJS, &at)
					if below := at.Top - tab.EvalFloat(sightJS+`.edge`); below-l.Below > 2 || l.Below-below > 2 || at.Word == "" {
						t.Errorf("%s, %g: the caret is at %q, %g px below the edge; the first line is %+v", w.name, into, at.Word, below, l)
					}
					tab.Key(c.on)
					tab.WaitTrue(`document.querySelector("#said").textContent !== "" && !` + caretJS + `.Word.startsWith(` + quote(at.Word) + `+" ")`)
					if now := tab.EvalInt(stageTop); now != top {
						t.Errorf("%s, %g: at the next word %d px are scrolled, were %d", w.name, into, now, top)
					}
					tab.Key("Escape")
					tab.WaitGone("#stage.careted")
				}
			}
			tab.AssertClean(t)
		})
	}
}
