package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"claimlight/app/project"
)

// paceOf is what long work goes by: it ends with the context, and tells somebody
// who waits at a terminal how far it is.
func paceOf(ctx context.Context, what string, w io.Writer) project.Pace {
	t := &teller{what: what, began: time.Now()}
	if f, ok := w.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			t.w = w
		}
	}
	return func(done, total int) error {
		if t.w != nil {
			t.tell(time.Now(), done, total)
		}
		return ctx.Err()
	}
}

// teller tells how far work is: nothing of what is over in a moment, and then a
// line each few seconds.
type teller struct {
	w           io.Writer
	what        string
	began, told time.Time
}

const (
	tellAfter = 2 * time.Second
	tellEvery = 3 * time.Second
)

func (t *teller) tell(now time.Time, done, total int) {
	if now.Sub(t.began) < tellAfter || now.Sub(t.told) < tellEvery || total <= 0 {
		return
	}
	t.told = now
	printLine(t.w, fmt.Sprintf("%s: %d%% … (Ctrl+C stops it)", t.what, int(100*int64(done)/int64(total))))
}
