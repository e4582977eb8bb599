package ui

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/workspace"
)

// patience is how long work may take before anything is shown of it, and
// redraw how often that is drawn again: what is over in a moment is not worth
// a look.
const (
	patience = 300 * time.Millisecond
	redraw   = 120 * time.Millisecond
	// quarter is the step, in percent, in which it is said before there is a
	// screen: each is read out.
	quarter = 25
)

// job is long work that goes on beside the UI goroutine.
type job struct {
	id   string
	what string // in words: "Saving a file"
	// stop ends the work; nil where it makes no sense to.
	stop        context.CancelFunc
	stopping    bool
	done, total atomic.Int64
	began, told time.Time            // of the worker alone
	ws          *workspace.Workspace // that was open when it began
}

// moved is what is said where the work of a job came to nothing because
// another project was opened under it; nil where it is still the same.
func (m *Model) moved(j *job, so string) error {
	if j.ws == m.ws {
		return nil
	}
	return problem.Newf("moved", "", "Another project was opened meanwhile, so %s.", so)
}

// begin returns a job for work under the name. It may be stopped, unless
// stoppable is false, and then its context is over; the work has to end with
// end. Any goroutine may call it.
func (m *Model) begin(ctx context.Context, what string, stoppable bool) (context.Context, *job) {
	j := &job{id: m.ports.Mint(), what: what, began: m.ports.Now(), ws: m.ws}
	if stoppable {
		ctx, j.stop = context.WithCancel(ctx)
	}
	return ctx, j
}

// pace is what the work goes by: it shows how far it is, lets the browser have
// its turn, and ends when the job is stopped.
func (m *Model) pace(ctx context.Context, j *job) project.Pace {
	return func(done, total int) error {
		m.shows(j, done, total)
		return m.breathe(ctx)
	}
}

// shows takes in how far a job has come, from its own goroutine, and now and
// then draws it.
func (m *Model) shows(j *job, done, total int) {
	j.done.Store(int64(done))
	j.total.Store(int64(total))
	now := m.ports.Now()
	if now.Sub(j.began) <= patience || now.Sub(j.told) <= redraw {
		return
	}
	first := j.told.IsZero()
	j.told = now
	if !m.live { // what stands in for the screen has two places for it, of which one is seen
		words := j.what + "… " + itoa(percentOf(done, total)/quarter*quarter) + " %"
		m.ports.Page.SetText("saved", words)
		m.ports.Page.SetText("boot-line", words)
		return
	}
	m.dispatch(func() {
		if first {
			m.jobs = append(m.jobs, j)
			m.say(j.what)
		}
	})
}

// breathe lets the browser have its turn.
func (m *Model) breathe(ctx context.Context) error {
	if m.ports.Breathe == nil {
		return ctx.Err()
	}
	return m.ports.Breathe(ctx)
}

// end takes a job off the screen; on the UI goroutine.
func (m *Model) end(j *job) {
	if j.stop != nil {
		j.stop()
	}
	for i, other := range m.jobs {
		if other == j {
			m.jobs = append(m.jobs[:i:i], m.jobs[i+1:]...)
			break
		}
	}
	m.touch()
}

// ended takes a job off the screen and reports whether it came to its end. If
// not, it says why nothing came of it, which is, in words: "nothing was changed".
func (m *Model) ended(j *job, err error, nothing string) bool {
	m.end(j)
	moved := m.moved(j, nothing)
	switch {
	case wasStopped(err):
		m.tell(Toast{Text: "Stopped. " + strings.ToUpper(nothing[:1]) + nothing[1:] + "."})
	case moved != nil:
		m.fail(moved)
	case err != nil:
		m.fail(err)
	}
	return err == nil && moved == nil
}

// wasStopped reports whether an error is that of a job that was stopped.
func wasStopped(err error) bool { return errors.Is(err, context.Canceled) }

// workView shows the work that goes on.
type workView struct {
	app.Compo
	m   *Model
	Rev int
}

// Render draws a line for each job.
func (v *workView) Render() app.UI {
	jobs := v.m.jobs
	return app.Div().ID("work").Class("works").Body(app.Range(jobs).Slice(func(i int) app.UI {
		j := jobs[i]
		return app.Div().Class("work").Body(
			progressLine(j.what, int(j.done.Load()), int(j.total.Load())),
			app.If(j.stop != nil, func() app.UI {
				return app.Button().Class("chip").DataSet("job", j.id).Disabled(j.stopping).Aria("label", "Stop: "+j.what).Text("Stop").OnClick(v.onStop)
			}),
		)
	}))
}

// progressLine says what is being done, and how far it is.
func progressLine(what string, done, total int) app.UI {
	percent := percentOf(done, total)
	return app.Div().Class("work-line").Body(
		app.Span().Text(what+"…"),
		app.Progress().Aria("label", what).Max(100).Value(percent).Text(itoa(percent)+" %"),
	)
}

// percentOf counts in whole steps, so that the same is not drawn again and
// again.
func percentOf(done, total int) int {
	total = max(total, 1)
	return int(int64(min(max(done, 0), total)) * 100 / int64(total))
}

func (v *workView) onStop(ctx app.Context, _ app.Event) {
	id := dataOf(ctx, "job")
	for _, j := range v.m.jobs {
		if j.id == id && j.stop != nil {
			j.stopping = true
			j.stop()
		}
	}
	v.m.touch()
}
