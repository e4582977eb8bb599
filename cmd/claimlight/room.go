package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"path"
	"strings"
	"time"

	"github.com/google/uuid"

	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/porter"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// room is a lesson with what was handed in to it, and a key to compare with.
type room struct {
	lesson     project.Project // with the hand-ins
	class      *classroom.Class
	questions  []classroom.Question // of the lesson
	files      []classroom.FileNote
	key        []classroom.KeyMark
	keyNotes   []string
	scores     *classroom.Scores // nil without a key
	lessonFile string
	sealed     *classroom.SealedKey // that the lesson carries; nil if none
}

// roomFlags are those that class and score share.
type roomFlags struct {
	lesson, key, passphrase string
	weights                 classroom.Weights
}

func (o *roomFlags) add(f *flag.FlagSet) {
	f.StringVar(&o.lesson, "lesson", "", "`file` of the lesson, or the teacher’s project; left out, it is looked for among the files")
	f.StringVar(&o.key, "key", "", "`file` of a project with the key: what the teacher marked, or what was settled")
	f.StringVar(&o.passphrase, "passphrase-file", "", "`file` with the passphrase of a sealed key")
	o.weights = classroom.Fair
	f.Float64Var(&o.weights.Edges, "edges", o.weights.Edges, "how much edges cost that are off, from 0 to 1")
	f.Float64Var(&o.weights.Tag, "tag", o.weights.Tag, "how much of a mark is lost by another tag, from 0 to 1")
	f.Float64Var(&o.weights.Extra, "extra", o.weights.Extra, "how much a mark that is not in the key counts against being on target, from 0 to 1")
}

func (o *roomFlags) check() error {
	for name, x := range map[string]float64{"edges": o.weights.Edges, "tag": o.weights.Tag, "extra": o.weights.Extra} {
		if math.IsNaN(x) || x < 0 || x > 1 {
			return usageError("--"+name+" is a number from 0 to 1", "1 counts in full, 0 not at all")
		}
	}
	return nil
}

// parseMixed is parse for commands whose flags may stand behind the files too.
func parseMixed(f *flag.FlagSet, args []string, term stdio, help string) (files []string, err error) {
	for {
		if err := parse(f, args, term, help); err != nil {
			return nil, err
		}
		rest := f.Args()
		if used := len(args) - len(rest); used > 0 && args[used-1] == "--" {
			return append(files, rest...), nil
		}
		if len(rest) == 0 {
			return files, nil
		}
		files, args = append(files, rest[0]), rest[1:]
	}
}

// openRoom reads the files and puts the class together.
func openRoom(ctx context.Context, names []string, o roomFlags, term stdio) (*room, error) {
	files, forget := broughtFiles(names, term)
	defer forget()
	pace := paceOf(ctx, "Reading "+problem.Count(len(files), "file"), term.err)
	r := &room{}
	if err := r.findLesson(ctx, o, files, pace, term); err != nil {
		return nil, err
	}
	var handed []classroom.File
	for _, f := range files {
		if f.Name != r.lessonFile {
			handed = append(handed, f)
		}
	}
	shorten(handed)
	stamp := project.Stamp{When: time.Now(), Mint: uuid.NewString}
	var err error
	if _, r.files, r.class, err = (&classroom.Class{Lesson: r.lesson}).Collect(handed, stamp, pace); err != nil {
		return nil, err
	}
	r.lesson, r.questions = r.class.Lesson, r.class.Questions()
	if len(r.class.Students) == 0 {
		r.printFiles(term.err)
		return nil, failure("nothing_read", "nobody handed in anything that could be taken", "name the files that students handed in, or their folder")
	}
	return r, r.openKey(ctx, o, term)
}

// shorten takes off the names the folder that all files are in.
func shorten(files []classroom.File) {
	if len(files) == 0 {
		return
	}
	folder, _ := path.Split(files[0].Name)
	for _, f := range files {
		for !strings.HasPrefix(f.Name, folder) {
			folder, _ = path.Split(strings.TrimSuffix(folder, "/"))
		}
	}
	for i := range files {
		files[i].Name = strings.TrimPrefix(files[i].Name, folder)
	}
}

// broughtFiles finds the files behind names; each is read when it is its turn.
// forget is called when they are no longer needed.
func broughtFiles(names []string, term stdio) (files []classroom.File, forget func()) {
	found, forget := gather(names, term)
	for _, f := range found {
		for _, p := range f.problems {
			printLine(term.err, p.String())
		}
		file := classroom.File{Name: f.Name, Err: unhad(f.Name, f.err)}
		if f.err == nil {
			load := porter.Brought(f.File, handInEnv()).Load
			file.Load = func(pace project.Pace) (classroom.File, error) {
				out, err := load(pace)
				if out.Data == nil {
					out.Err = unhad(f.Name, out.Err)
				}
				return out, err
			}
		}
		files = append(files, file)
	}
	return files, forget
}

// unhad is the error of a file that could not be had at all.
func unhad(name string, err error) error {
	if err == nil || problem.Code(err) == "too-large" {
		return err
	}
	p := asProblem(name, err)
	return &problem.Error{Code: "damaged", Message: p.Message, Hint: p.Hint, Cause: err}
}

// findLesson finds the lesson: the file that was named, or the best among the
// others; else the project with the key.
func (r *room) findLesson(ctx context.Context, o roomFlags, files []classroom.File, pace project.Pace, term stdio) error {
	named := o.lesson
	if named == "" {
		best, err := r.bestOf(files, pace)
		if err != nil || best > 0 {
			return err
		}
		named = o.key
	}
	if named == "" {
		return usageError("the lesson is not among the files", "name its file with --lesson")
	}
	p, err := projectIn(ctx, named, term)
	if err != nil {
		return err
	}
	r.lesson, r.sealed = *p, keyIn(*p)
	r.lessonFile = exchange.InMemory(named, nil).Name
	return nil
}

// bestOf takes the best of the files for the lesson, and says how good it is. An
// error is that of the pace.
func (r *room) bestOf(files []classroom.File, pace project.Pace) (best int, err error) {
	for i, f := range files {
		if f.Err != nil {
			continue
		}
		read, err := f.Load(pace.Part(100*i, 100*(i+1), 100*len(files)))
		if err != nil {
			return 0, err
		}
		if n := lessonRank(read.Project); n > best {
			best, r.lesson, r.lessonFile = n, *read.Project, f.Name
		}
	}
	if best > 0 {
		r.sealed = keyIn(r.lesson)
	}
	if best == someones { // which is a hand-in as well
		r.lesson, r.lessonFile = classroom.HandOut(r.lesson, nil), ""
	}
	return best, nil
}

// How good a file is as the lesson.
const (
	someones  = iota + 1 // somebody's copy, with work in it
	handedOut            // the lesson as it was handed out
	teachers             // the project it was made in
)

func lessonRank(p *project.Project) int {
	if p == nil {
		return 0
	}
	switch l := classroom.LessonOf(*p); {
	case l == nil:
		return 0
	case !l.Out:
		return teachers
	case p.Info().Annotator == "":
		return handedOut
	}
	return someones
}

// projectIn reads the project in a file that was named by a flag.
func projectIn(ctx context.Context, name string, term stdio) (*project.Project, error) {
	found, forget := gather([]string{name}, term)
	defer forget()
	if len(found) != 1 {
		return nil, usageError(fmt.Sprintf("%s holds more than one file", name), "name one project file")
	}
	f := classroom.File{Err: found[0].err}
	if f.Err == nil {
		var err error
		if f, err = porter.Opened(found[0].File, handInEnv(), paceOf(ctx, "Reading "+name, term.err)); err != nil {
			return nil, err
		}
	}
	if e, ok := errors.AsType[*problem.Error](f.Err); ok {
		return nil, failure("not_read", name+": "+e.Message, e.Hint)
	}
	if p := asProblem(name, f.Err); f.Err != nil {
		return nil, failure("not_read", name+": "+p.Message, p.Hint)
	}
	if f.Project == nil {
		return nil, failure("not_read", name+" is no project of Claimlight", "save the project under Files, and name that file")
	}
	return f.Project, nil
}

// printFiles prints what there is to say about files, a line each.
func (r *room) printFiles(w io.Writer) {
	for _, n := range r.files {
		printLine(w, n.String())
	}
	for _, n := range r.keyNotes {
		printLine(w, n)
	}
}

// refused counts the files that were not taken. Nobody misses a lesson without
// work in it.
func (r *room) refused() (n int) {
	for _, note := range r.files {
		if !note.Taken() && note.Kind != classroom.NoteLesson {
			n++
		}
	}
	return n
}
