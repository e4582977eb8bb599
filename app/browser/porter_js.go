package browser

import (
	"context"
	"errors"
	"sync"
	"syscall/js"
	"time"

	"claimlight/app/problem"
)

// Porter is the program beside the page that reads and writes files: a worker,
// which starts when it is first asked for something, and ends when it was idle
// for a while or when its work is stopped.
type Porter struct {
	made sync.Once
	turn chan struct{} // holds one while an order is worked on
	desk desk
	rest *time.Timer
	long time.Duration // what the longest order of this worker took
}

// take waits for the desk, no longer than the context lasts.
func (p *Porter) take(ctx context.Context) error {
	p.made.Do(func() { p.turn = make(chan struct{}, 1) })
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case p.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Porter) leave() { <-p.turn }

// desk is the worker there is; undefined if there is none.
type desk struct{ worker js.Value }

// idle is how long a worker waits for the next order at least: starting another
// one takes half a second, keeping one some tens of megabytes. One that had to work
// for long, as on a large class, waits so many times as long: it would have to do
// it again.
const (
	idle      = 30 * time.Second
	idleTimes = 200
	idleMost  = 15 * time.Minute
)

// Do hands over an order, with bytes, and waits for the reply; not for the
// goroutine of the page. told hears how far the work is, and may wait.
// One order is worked on at a time, the others wait. When the context ends, so
// does the waiting, or the work, whatever it is: the worker is ended.
func (p *Porter) Do(ctx context.Context, order []byte, bodies [][]byte, told func(done, total int)) (reply []byte, out [][]byte, err error) {
	if Enclosed() != "" { // which is small enough to be mailed without the porter
		return nil, nil, problem.Newf("porter", "For everything else, bring it into Claimlight itself.", "This page reads only Claimlight’s own files and plain text.")
	}
	if err := p.take(ctx); err != nil {
		return nil, nil, err
	}
	defer p.leave()
	if p.rest != nil {
		p.rest.Stop()
	}
	if p.desk.worker.IsUndefined() {
		p.desk.worker = js.Global().Get("Worker").New("porter.js")
	}
	began := time.Now()
	message, err := p.exchange(ctx, order, bodies, told)
	p.long = max(p.long, time.Since(began))
	if err != nil {
		p.end()
		return nil, nil, err
	}
	p.rest = time.AfterFunc(min(max(idle, idleTimes*p.long), idleMost), func() {
		select {
		case p.turn <- struct{}{}:
			p.end()
			p.leave()
		default: // there is work again
		}
	})
	return []byte(message.Get("reply").String()), bytesOf(message.Get("bodies")), nil
}

func (p *Porter) end() {
	if !p.desk.worker.IsUndefined() {
		p.desk.worker.Call("terminate")
		p.desk.worker, p.long = js.Undefined(), 0
	}
}

var errPorter = errors.New("the worker failed")

// exchange posts an order and waits for what comes back.
func (p *Porter) exchange(ctx context.Context, order []byte, bodies [][]byte, told func(done, total int)) (js.Value, error) {
	type outcome struct {
		message js.Value
		err     error
	}
	done, far := make(chan outcome, 1), make(chan [2]int, 1)
	settle := func(o outcome) {
		select {
		case done <- o:
		default: // it is settled
		}
	}
	var on listeners
	defer func() { on.release() }()
	on.add(p.desk.worker, "message", func(e js.Value) {
		data := e.Get("data")
		switch {
		case data.Get("failed").Truthy():
			settle(outcome{err: loadFailed(data.Get("failed").String())})
		case data.Get("reply").Truthy():
			settle(outcome{message: data})
		case data.Get("total").Truthy():
			select {
			case far <- [2]int{data.Get("done").Int(), data.Get("total").Int()}:
			default: // the one before was not heard yet
			}
		}
	})
	on.add(p.desk.worker, "error", func(e js.Value) {
		e.Call("preventDefault")
		settle(outcome{err: loadFailed(stringOf(e.Get("message")))})
	})
	message, transfer := parcelOf("order", order, bodies)
	p.desk.worker.Call("postMessage", message, transfer)
	for {
		select {
		case o := <-done:
			return o.message, o.err
		case at := <-far:
			told(at[0], at[1])
		case <-ctx.Done():
			return js.Undefined(), ctx.Err()
		}
	}
}

// loadFailed is the error where the worker did not start, or broke.
func loadFailed(why string) error {
	failed := problem.Newf("porter", "Check the connection, load the page again, and try once more.", "The part of the program that reads and writes other files could not do its work.")
	failed.Cause = errors.Join(errPorter, errors.New(why))
	return failed
}

// DecodeText reads bytes in a legacy encoding by its label (WHATWG Encoding
// Standard), with U+FFFD for what the encoding does not have; the error tells
// that there is no such encoding.
func DecodeText(label string, data []byte) (text string, err error) {
	err = catch(func() error {
		decoder := js.Global().Get("TextDecoder").New(label, map[string]any{"ignoreBOM": true})
		text = decoder.Call("decode", jsBytes(data)).String()
		return nil
	})
	return text, err
}
