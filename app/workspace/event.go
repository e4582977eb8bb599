package workspace

import (
	"slices"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// Event tells a subscriber what changed. Where Tx changes nothing, nothing
// changed but what can be undone.
type Event struct {
	Tx project.Tx
	// Before and After are the projects on either side of the change. Before
	// is the After of the event before this one.
	Before, After project.Project
	// Remote is true where another tab made the change. Tx then holds nothing
	// but a Diff, which may be that of several changes.
	Remote bool
	// Lost is set where a change of this tab could not be kept because
	// another tab changed the same record at the same moment. Tx is then the
	// change that was not kept, and Before and After are the same. It is a
	// *problem.Error with the code "lost"; with the code "both" the change was
	// kept together with the other tab's.
	Lost error
	// Late is true where the event does not come within the call of Do, Undo
	// or Redo that made the change: it is Remote or Lost, or another event was
	// still being told. It may then come on any goroutine.
	Late bool
}

// lost says that a change was not kept.
func lost(tx project.Tx, cause error) error {
	return &problem.Error{
		Code: "lost", Cause: cause,
		Message: "Not kept, because another tab changed the same thing at that moment: " + tx.Title() + ".",
		Hint:    "Look at what is there now, and do it again if you still want it.",
	}
}

// events are told in the order of the changes, one at a time, by whichever
// goroutine finds nobody telling; so a subscriber may change the project.
type events struct {
	subs    []*subscriber // copied when changed
	waiting []ticket
	tickets int
	telling bool
}

type subscriber struct {
	f    func(Event)
	gone bool
}

type ticket struct {
	number int
	event  Event
}

// Subscribe calls f after every change until the function it returns is
// called. Calls come one after the other, in the order of the changes, and
// outside all locks: f may call any method. A change made within f is told
// once all have heard of the one before.
func (w *Workspace) Subscribe(f func(Event)) (cancel func()) {
	s := &subscriber{f: f}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.subs = append(slices.Clip(w.subs), s)
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		s.gone = true
		w.subs = slices.DeleteFunc(slices.Clone(w.subs), func(o *subscriber) bool { return o == s })
	}
}

// queue puts an event at the end of those to be told and returns its number;
// the lock is held.
func (w *Workspace) queue(e Event) int {
	w.tickets++
	w.waiting = append(w.waiting, ticket{w.tickets, e})
	return w.tickets
}

// deliver tells all events that wait, unless somebody is at it already. Mine
// is the number of the caller's own event, 0 for none.
func (w *Workspace) deliver(mine int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.telling {
		return
	}
	w.telling = true
	defer func() { w.telling = false }()
	for len(w.waiting) > 0 {
		t := w.waiting[0]
		w.waiting = w.waiting[1:]
		t.event.Late = t.event.Late || t.number != mine
		for _, s := range w.subs {
			w.call(s, t.event)
		}
	}
}

// call lets go of the lock for a subscriber.
func (w *Workspace) call(s *subscriber, e Event) {
	if !s.gone {
		w.mu.Unlock()
		defer w.mu.Lock()
		s.f(e)
	}
}
