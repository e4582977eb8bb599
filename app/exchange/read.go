package exchange

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"claimlight/app/problem"
	"claimlight/app/project"
)

var zeroTime time.Time

var errTooMany = problem.Newf("too-many", "Divide it into several files.", "The file holds more than %d annotations.", maxRecords)

// Reading is what came of files that were read together.
type Reading struct {
	Project  project.Project
	Problems []problem.Problem
	// Counted says how the positions were understood.
	Counted Counted
}

// ReadFiles reads files of one format, those that belong together. A format
// that is written for one file reads them one after the other, each with what
// the others hold. The error is a *problem.Error, or that of the Pace.
func (f Format) ReadFiles(files []File, env Env) (Reading, error) {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	if f.Read == nil {
		return f.decodeFiles(files, env)
	}
	counted, err := f.counted(files, env)
	if err != nil {
		return Reading{}, err
	}
	rep := &report{}
	in := newInput(f.named(files, rep), env, rep)
	in.Env.Pace = env.Pace.Part(4, 9, 10)
	g := newGather(env)
	g.report = rep
	c := newCollector(newSettler(f, in, &g, counted.Count))
	if err := f.Read(in, c.take); err != nil {
		return Reading{}, err
	}
	p, err := c.project(env.Pace.Part(9, 10, 10))
	return Reading{p, rep.problems(), counted}, err
}

// named are the files without those that have the name of another, where names
// say which files belong together: these are reported. Of files that stand for
// themselves, all are read.
func (f Format) named(files []File, rep *report) (out []File) {
	if f.With == nil {
		return files
	}
	there := map[string]bool{}
	for _, file := range files {
		if there[file.Name] {
			rep.add(problem.Problem{File: file.Name, Message: fmt.Sprintf("There is more than one file with the name %s.", quoted(file.Name)),
				Hint: "Only the first was read, since names say which files belong together. Rename the other, and those that belong to it, or bring them in by themselves."})
			continue
		}
		there[file.Name] = true
		out = append(out, file)
	}
	return out
}

// decodeFiles reads files of which each stands for itself.
func (f Format) decodeFiles(files []File, env Env) (out Reading, err error) {
	for i, file := range files {
		r, err := file.Open()
		if err != nil {
			return out, unreadable(err)
		}
		one := env
		one.File, one.Pace = file.Name, env.Pace.Part(i, i+1, len(files))
		p, problems, err := f.Decode(r, one)
		r.Close()
		if err != nil {
			return out, err
		}
		out.Problems = append(out.Problems, problems...)
		if i == 0 {
			out.Project = p
			continue
		}
		d, _ := project.Merge(out.Project, p)
		if out.Project, err = out.Project.Apply(d); err != nil {
			return out, err
		}
	}
	return out, nil
}

// counted reads the files once to find out what their positions count.
func (f Format) counted(files []File, env Env) (Counted, error) {
	if len(f.Counts) < 2 {
		s := newScale(f)
		return s.chosen(), nil
	}
	rep := &report{}
	in := newInput(f.named(files, rep), env, rep)
	in.Env.Pace = env.Pace.Part(0, 4, 10)
	g := newGather(env)
	g.report = rep
	s, scale := newSettler(f, in, &g, f.Counts[0]), newScale(f)
	err := f.Read(in, func(d *Doc) error {
		switch {
		case d.Sentences != nil || len(d.Marks) == 0:
		case d.Text != "":
			scale.add(d.Text, d.Marks)
		default:
			if on := s.known(d); on != nil {
				scale.add(on.Text, d.Marks)
			}
		}
		return nil
	})
	return scale.chosen(), err
}

// Leaves is what a file of the project in this format would not hold.
func (f Format) Leaves(p project.Project) []Loss {
	if f.Losses != nil {
		return f.Losses(p)
	}
	lost := &losses{}
	besides(p, f.Holds, lost)
	r := newReducer(f, lost)
	for d := range documents(p, nil) {
		r.reduce(d)
	}
	return lost.list()
}

// WriteTo writes the project in this format, the same bytes for the same
// project, and returns what the file does not hold. The error is that of the
// writer or of the Pace.
func (f Format) WriteTo(w io.Writer, p project.Project, env Env) ([]Loss, error) {
	if f.Encode != nil {
		return f.Encode(w, p, env)
	}
	lost := &losses{}
	besides(p, f.Holds, lost)
	r := newReducer(f, lost)
	docs := func(yield func(*Doc, error) bool) {
		for d, err := range documents(p, env.Pace) {
			if err == nil {
				r.reduce(d)
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
	err := f.Write(w, docs)
	return lost.list(), err
}

// Converted is what came of a conversion besides the file.
type Converted struct {
	Problems  []problem.Problem
	Lost      []Loss
	Counted   Counted
	Documents int
	Marks     int
}

// Streams reports whether documents can go from one format to the other one by
// one, so that there may be any number of them: the one brings its texts, and
// the other is written as they come.
func Streams(from, to Format) bool { return from.standsAlone() && to.Write != nil }

// Convert reads files of one format and writes them in another, a document at a
// time: what it holds in memory does not grow with their number. Both must be
// formats that Streams.
func Convert(w io.Writer, to, from Format, files []File, env Env) (out Converted, err error) {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	if out.Counted, err = from.counted(files, env); err != nil {
		return out, err
	}
	rep, lost := &report{}, &losses{}
	in := newInput(from.named(files, rep), env, rep)
	in.Env.Pace = env.Pace.Part(4, 10, 10)
	r, keys, spent := newReducer(to, lost), newDocKeys(), &effort{}
	docs := func(yield func(*Doc, error) bool) {
		err := from.Read(in, func(d *Doc) error {
			g := newGather(env) // what it gathers is not kept
			g.report, g.effort = rep, spent
			spent.earn(d.Text)
			on := newSettler(from, in, &g, out.Counted.Count).settle(d)
			if on == nil {
				return nil
			}
			d.ID, d.Text, d.Meta = on.ID, on.Text, on.Meta
			d.Related = from.Holds.Relations
			d.Key = keys.of(on)
			d.keyMarks()
			out.Documents++
			out.Marks += len(d.Marks)
			r.reduce(d)
			if !yield(d, nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	}
	err = to.Write(w, docs)
	out.Problems, out.Lost = rep.problems(), lost.list()
	return out, err
}

// keyMarks gives keys to the marks that have none.
func (d *Doc) keyMarks() {
	for i := range d.Marks {
		if d.Marks[i].Key == "" {
			d.Marks[i].Key = derive(d.Key + "\x00" + strconv.Itoa(i))
		}
	}
}

// errStopped ends a reading of which the writer wants no more.
var errStopped = errors.New("stopped")
