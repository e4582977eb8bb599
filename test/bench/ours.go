package main

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// reading is the address of the reading room, with the first article in it.
const reading = "#/read"

// start opens our program and waits until it is alive.
func (r *runner) start(b *Browser, hash string) error {
	if err := b.inject(oursJS); err != nil {
		return err
	}
	if err := b.open(r.ours + hash); err != nil {
		return err
	}
	return b.wait("window.bench?.ours?.ready()", deadAfter)
}

// clickOn clicks in the middle of what ours.js knows under the name.
func (b *Browser) clickOn(name string) error {
	if err := b.wait(`bench.ours.there("`+name+`")`, deadAfter); err != nil {
		return err
	}
	var at []float64
	if err := b.eval(`bench.ours.at("`+name+`")`, &at); err != nil {
		return err
	}
	return b.click(at[0], at[1])
}

// bringOurs opens our program with the project of a file, and the list of its
// articles on the screen. It goes the way people go: from the first screen,
// which is the reading room with an article that the program comes with.
func (r *runner) bringOurs(b *Browser, file, title string) error {
	if err := r.start(b, ""); err != nil {
		return err
	}
	if err := b.eval(`bench.quiet().then(() => bench.ours.go("#/files"))`, nil); err != nil {
		return err
	}
	if _, err := b.importOwn(file, title, deadAfter); err != nil {
		return err
	}
	return b.eval(`bench.quiet()`, nil)
}

// importOwn chooses a file that becomes a project of its own, and waits until
// its first article, which has the title, is in the list and all is saved. It
// returns how long that took, in milliseconds.
func (b *Browser) importOwn(file, title string, limit time.Duration) (float64, error) {
	begun, err := b.importFile("own", file)
	if err != nil {
		return 0, err
	}
	if err := b.wait(`bench.ours.told("Opened")`, limit); err != nil {
		return 0, err
	}
	if err := b.list(title, limit); err != nil {
		return 0, err
	}
	err = b.wait(`bench.ours.saved()`, limit)
	return float64(time.Since(begun).Milliseconds()), err
}

// list goes to the list of articles and waits until the first is the one with
// the title.
func (b *Browser) list(title string, limit time.Duration) error {
	if err := b.eval(`bench.ours.go("#/articles")`, nil); err != nil {
		return err
	}
	return b.wait(`bench.ours.there("row") && bench.ours.first().startsWith(`+quote(title)+`)`, limit)
}

// importMerge chooses a file that is merged into the open project, and waits
// until it is in and saved.
func (b *Browser) importMerge(file string, limit time.Duration) (float64, error) {
	if err := b.eval(`bench.ours.go("#/files")`, nil); err != nil {
		return 0, err
	}
	begun, err := b.importFile("merge", file)
	if err != nil {
		return 0, err
	}
	if err := b.clickOn("agree"); err != nil {
		return 0, err
	}
	if err := b.wait(`bench.ours.told("Added")`, limit); err != nil {
		return 0, err
	}
	err = b.wait(`bench.ours.saved()`, limit)
	return float64(time.Since(begun).Milliseconds()), err
}

// importFile chooses a file, to come in in one of the ways there are.
func (b *Browser) importFile(way, file string) (begun time.Time, err error) {
	if err := b.eval(`bench.ours.close()`, nil); err != nil { // what was told of the last file
		return begun, err
	}
	if err := b.clickOn(way); err != nil {
		return begun, err
	}
	err = b.choose(func() error { return b.clickOn("pick") }, file)
	return time.Now(), err
}

// markWords marks some words of the first long paragraph, and returns how long
// it took from the key.
func (b *Browser) markWords() (t Timed, err error) {
	var to []float64
	if err := b.eval(`bench.ours.someWords()`, &to); err != nil {
		return t, err
	}
	if err := b.drag(to[0], to[1], to[2], to[3]); err != nil {
		return t, err
	}
	var before int
	if err := b.eval(`bench.ours.marks()`, &before); err != nil {
		return t, err
	}
	if err := b.eval(fmt.Sprintf(`bench.arm("keydown", () => bench.ours.marks() > %d)`, before), nil); err != nil {
		return t, err
	}
	if err := b.press("1"); err != nil {
		return t, err
	}
	return t, b.eval(`bench.result()`, &t)
}

// natives writes the files with which the sizes are brought to our program.
func (r *runner) natives() error {
	if err := os.MkdirAll(r.house.at("native"), 0o755); err != nil {
		return err
	}
	for _, d := range r.docs {
		for _, marked := range []bool{true, false} {
			name := d.Size + ".json"
			if !marked {
				name = d.Size + "-bare.json"
			}
			p, err := newNative(1).ofDoc(d, marked)
			if err != nil {
				return err
			}
			if err := save(p, r.house.at("native", name)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Big is a project that is larger than what is compared.
type Big struct {
	Name, Words           string
	Articles, Size, Marks int // words an article, marks an article
}

// Bigs are those that are opened.
var Bigs = []Big{
	{"50k", "50,000 marks in one article", 1, 200_000, 50_000},
	{"1000", "1,000 articles", 1_000, 500, 5},
	{"200k", "200,000 marks in 1,000 articles", 1_000, 1_000, 200},
}

// mostMarks is how many marks go into one file: a file may have 200 MB.
const mostMarks = 50_000

// bigLimit is how long a part of a big project may take to come in.
const bigLimit = 5 * time.Minute

// big brings a big project in, starts the program again with it, opens its
// first article and marks something there.
func (r *runner) big(g Big) error {
	p, err := newNative(len(g.Name)).crowd(g.Words, g.Articles, g.Size, g.Marks)
	if err != nil {
		return err
	}
	var files []string
	for i, part := range parts(p, mostMarks) {
		files = append(files, r.house.at("native", fmt.Sprintf("big-%s-%d.json", g.Name, i)))
		if err := save(part, files[i]); err != nil {
			return err
		}
	}
	return fresh(func(b *Browser) error {
		if err := r.start(b, "#/files"); err != nil {
			return err
		}
		whole, err := b.importOwn(files[0], "Report 1", bigLimit)
		for _, file := range files[1:] {
			if err != nil {
				break
			}
			var more float64
			more, err = b.importMerge(file, bigLimit)
			whole += more
		}
		if err != nil {
			return fmt.Errorf("bringing it in: %w", err)
		}
		r.results.add("ours", g.Name, "import", whole)
		return r.bigAgain(b, g)
	})
}

func (r *runner) bigAgain(b *Browser, g Big) error {
	begun := time.Now()
	if err := errors.Join(b.open("about:blank"), b.open(r.ours+"#/articles")); err != nil {
		return err
	}
	if err := b.wait(`window.bench?.ours?.ready() && bench.ours.there("row") && bench.ours.first().startsWith("Report 1")`, bigLimit); err != nil {
		return err
	}
	r.results.add("ours", g.Name, "start", float64(time.Since(begun).Milliseconds()))
	if err := b.eval(`bench.quiet()`, nil); err != nil {
		return err
	}
	t, err := b.gesture("show", "", "bench.candidate.shown()")
	if err != nil {
		return err
	}
	r.results.add("ours", g.Name, "show", t.Painted)
	if err := b.eval(`bench.quiet()`, nil); err != nil {
		return err
	}
	private, err := b.memory()
	if err != nil {
		return err
	}
	r.results.add("ours", g.Name, "memory", private...)
	if t, err = b.markWords(); err != nil {
		return err
	}
	r.results.add("ours", g.Name, "add", t.Painted)
	return nil
}

// undo brings 10,000 marks into an article that is being read, as one step,
// and takes that back.
func (r *runner) undo() error {
	return fresh(func(b *Browser) error {
		if err := r.bringOurs(b, r.house.at("native", "l-bare.json"), "Size l"); err != nil {
			return err
		}
		if _, err := b.importMerge(r.house.at("native", "l.json"), deadAfter); err != nil {
			return err
		}
		if err := b.list("Size l", deadAfter); err != nil {
			return err
		}
		if _, err := b.gesture("show", "", "bench.candidate.shown()"); err != nil {
			return err
		}
		if err := b.eval(`bench.quiet()`, nil); err != nil {
			return err
		}
		if err := b.eval(`bench.arm("keydown", () => bench.ours.unmarked())`, nil); err != nil {
			return err
		}
		if err := b.press("Ctrl+z"); err != nil {
			return err
		}
		var t Timed
		if err := b.eval(`bench.result()`, &t); err != nil {
			return err
		}
		r.results.add("ours", "l", "undo", t.Painted)
		whole := 0.0
		if err := b.eval(`bench.shown(() => bench.ours.marks() === 0)`, &whole); err != nil {
			return err
		}
		r.results.add("ours", "l", "undo whole", whole-t.Begun)
		return nil
	})
}
