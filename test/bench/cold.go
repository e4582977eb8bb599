package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// Cold is what a page says of its own start, in milliseconds since the
// navigation began.
type Cold struct {
	Paint    float64 `json:"paint"`    // first contentful paint
	Readable float64 `json:"readable"` // the article is there to be read: not before the first paint, of which the page hears later
	Taken    float64 `json:"taken"`    // a mark can be made, and is seen; only of our page
	Usable   float64 `json:"usable"`   // the program makes a mark
	Error    string  `json:"error"`
}

// ourStart waits in our page, from before its first line, until the article
// can be read and until keys are answered.
const ourStart = `(async () => {
	const readable = bench.shown(() => bench.ours.readable());
	const taken = bench.shown(() => bench.ours.takes() && bench.ours.readable());
	const usable = bench.shown(() => bench.ours.ready() && bench.ours.readable());
	window.taken = await taken;
	window.cold = { readable: await readable, taken: window.taken, usable: await usable };
	performance.mark("bench:painted");
})().catch((err) => { window.cold = { error: String(err) }; });`

// staticStart does so in a page without a program.
const staticStart = `(async () => {
	const at = await bench.shown(() => document.querySelector("p") !== null);
	window.cold = { readable: at, usable: at };
})();`

// load opens an address, from a page of another site as people do, and returns
// what the page says of its start.
func (r *runner) load(b *Browser, url string) (c Cold, err error) {
	if err := r.come(b, url); err != nil {
		return c, err
	}
	if err := b.wait(`window.cold && (window.cold.error || bench.firstPaint() >= 0)`, 2*deadAfter); err != nil {
		return c, err
	}
	if err := b.eval(`({ ...window.cold, paint: bench.firstPaint() })`, &c); err != nil {
		return c, err
	}
	if c.Error != "" {
		err = errors.New(c.Error)
	}
	c.Readable = max(c.Readable, c.Paint)
	return c, err
}

// come goes to an address from a page of another site, so that every page gets
// a process of its own, whatever its server says of who may share one.
func (r *runner) come(b *Browser, url string) error {
	if err := b.open(strings.Replace(r.others, "127.0.0.1", "localhost", 1) + "/plain/"); err != nil {
		return err
	}
	time.Sleep(atRest)
	return b.open(url)
}

// throttles are how many times slower the processor is.
var throttles = []int{1, 4}

// cold loads the pages whose starts are compared, each in an empty profile. All
// show the article that ours opens with; recogito is given size m as well, with
// which its start was measured before us.
func (r *runner) cold() error {
	for _, times := range throttles {
		for _, one := range []struct {
			id, url string
			scripts []string
		}{
			{"ours", r.ours + reading, []string{oursJS, ourStart}},
			{"recogito", r.others + "/recogito/?cold=" + first, nil},
			{"recogito m", r.others + "/recogito/?cold=m", nil},
			{"static-page", r.others + "/static-page/", []string{staticStart}},
		} {
			err := fresh(func(b *Browser) error {
				for _, s := range one.scripts {
					if err := b.inject(s); err != nil {
						return err
					}
				}
				return r.coldOne(b, one.id, one.url, times)
			})
			if err != nil {
				return fmt.Errorf("%s: %w", one.id, err)
			}
		}
		if err := fresh(func(b *Browser) error { return r.early(b, times) }); err != nil {
			return fmt.Errorf("a mark before the program: %w", err)
		}
	}
	return nil
}

// early makes a mark by hand as soon as the page says that it takes one, and
// sees to it that the program makes it when it comes.
func (r *runner) early(b *Browser, times int) error {
	if err := errors.Join(b.inject(oursJS), b.inject(ourStart), b.slow(float64(times)), r.come(b, r.ours+reading)); err != nil {
		return err
	}
	if err := b.wait(`window.taken`, deadAfter); err != nil {
		return err
	}
	t, err := b.markWords()
	if err != nil {
		return err
	}
	if err := b.wait(`bench.ours.ready() && bench.ours.saved() && bench.ours.marks() === 1`, deadAfter); err != nil {
		return fmt.Errorf("the program did not make it: %w", err)
	}
	r.results.add("ours", fmt.Sprintf("x%d", times), "early mark", t.Painted)
	return nil
}

func (r *runner) coldOne(b *Browser, id, url string, times int) error {
	if err := b.slow(float64(times)); err != nil {
		return err
	}
	c, err := r.load(b, url)
	if err != nil {
		return err
	}
	at := fmt.Sprintf("x%d", times)
	r.results.add(id, at, "first paint", c.Paint)
	r.results.add(id, at, "readable", c.Readable)
	r.results.add(id, at, "usable", c.Usable)
	if id != "ours" {
		return nil
	}
	r.results.add(id, at, "taken", c.Taken)
	// Whether it is true: a mark is made at once, by hand.
	if _, err := b.markWords(); err != nil {
		return fmt.Errorf("it said that it was ready, and no mark could be made: %w", err)
	}
	return nil
}

// warm loads our program for the first time, again in the same browser, and
// again after the browser was closed; in one profile.
func (r *runner) warm() error {
	profile, err := os.MkdirTemp("", "claimlight-bench-")
	if err != nil {
		return err
	}
	defer removeAll(profile)
	b, err := r.visitor(profile)
	if err != nil {
		return err
	}
	if err := r.visits(b, "first", "again"); err != nil {
		b.kill()
		return err
	}
	b.close() // in peace, so that the browser can keep what it wants to keep
	if b, err = r.visitor(profile); err != nil {
		return err
	}
	defer b.kill()
	return r.visits(b, "restarted")
}

func (r *runner) visitor(profile string) (*Browser, error) {
	b, err := launch(profile)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(b.inject(oursJS), b.inject(ourStart)); err != nil {
		b.kill()
		return nil, err
	}
	time.Sleep(atRest)
	return b, nil
}

func (r *runner) visits(b *Browser, names ...string) error {
	for _, name := range names {
		c, err := r.load(b, r.ours+reading)
		if err != nil {
			return err
		}
		r.results.add("ours", "visit", name, c.Usable)
		r.results.add("ours", "visit", name+" taken", c.Taken)
		if err := b.wait(`bench.ours.stored()`, deadAfter); err != nil {
			return err
		}
		time.Sleep(3 * time.Second) // the browser compiles and keeps code in the background
	}
	return nil
}

// profiles record where the time goes at the start, when an article of size l
// is opened, and when a mark is made there.
func (r *runner) profiles(d *Doc) error {
	err := fresh(func(b *Browser) error {
		if err := errors.Join(b.inject(oursJS), b.inject(ourStart)); err != nil {
			return err
		}
		events, err := b.trace(func() error { _, err := r.load(b, r.ours+reading); return err })
		if err != nil {
			return err
		}
		return r.keepProfile("start", events, navigated(events, r.ours))
	})
	if err != nil {
		return err
	}
	return fresh(func(b *Browser) error {
		c := candidate("ours")
		if err := r.bring(b, c, d); err != nil {
			return err
		}
		events, err := b.trace(func() error { _, err := b.gesture("show", "", "bench.candidate.shown()"); return err })
		if err != nil {
			return err
		}
		if err := r.keepProfile("open l", events, when(events, "bench:begun")); err != nil {
			return err
		}
		if err := b.reveal(d); err != nil {
			return err
		}
		m := quote(d.Extra[0])
		events, err = b.trace(func() error { _, err := b.gesture("add", m, "bench.candidate.added("+m+")"); return err })
		if err != nil {
			return err
		}
		return r.keepProfile("mark l", events, when(events, "bench:begun"))
	})
}

func (r *runner) keepProfile(name string, events []Event, from float64) error {
	to := when(events, "bench:painted")
	if from == 0 || to <= from {
		return fmt.Errorf("%s: the trace has no beginning or no end", name)
	}
	r.results.Profiles[name] = profile(events, from, to)
	return nil
}
