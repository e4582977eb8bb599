package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/google/uuid"

	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/problem"
	"claimlight/app/project"
)

const lessonHelp = `
Usage: claimlight lesson [FLAGS] PROJECT -o OUT

Makes the file of a lesson to hand out: the articles, the codebook and the task
of a project. What people did stays behind: marks, people, what was opened,
hand-ins and what was settled.

--key puts a key into the lesson: what is marked in a project, which may be
PROJECT itself. With --passphrase-file it is sealed, and nobody reads it without
the passphrase; without, whoever looks into the file can read it.

Exit codes: 0 the file was written; 1 it was not; 2 the command was not
understood.

Examples:
  claimlight lesson summit.claimlight.json --task "Mark every claim." -o lesson.claimlight.json
  claimlight lesson summit.claimlight.json --key summit.claimlight.json --passphrase-file secret.txt -o lesson.claimlight.json
`

// lessonFlags are what a lesson is made with.
type lessonFlags struct {
	task, taskFile, due, key, passphrase, out string
}

// runLesson makes the file of a lesson.
func runLesson(ctx context.Context, args []string, term stdio) error {
	f := flag.NewFlagSet("lesson", flag.ContinueOnError)
	var o lessonFlags
	f.StringVar(&o.task, "task", "", "`text` of the task; left out, it is that of the project")
	f.StringVar(&o.taskFile, "task-file", "", "`file` with the text of the task")
	f.StringVar(&o.due, "due", "", "`time` until which it is to be handed in, such as 2026-03-09T12:00:00Z")
	f.StringVar(&o.key, "key", "", "`file` of a project with the key")
	f.StringVar(&o.passphrase, "passphrase-file", "", "`file` with the passphrase to seal the key with")
	f.StringVar(&o.out, "o", "", "`file` to write to instead of standard output")
	names, err := parseMixed(f, args, term, lessonHelp)
	if err != nil {
		return err
	}
	if len(names) != 1 {
		return usageError("lesson needs one project", "claimlight lesson --help shows examples")
	}
	if sameFile(names[0], o.out) {
		return usageError(names[0]+" would be overwritten by a lesson, which holds less than it does", "name another file with -o")
	}
	p, err := projectIn(ctx, names[0], term)
	if err != nil {
		return err
	}
	lesson, err := o.lesson(ctx, p, term)
	if err != nil {
		return err
	}
	if lesson.Articles.Len() == 0 {
		return failure("empty", names[0]+" has no articles, so there is nothing to hand out", "add some first: claimlight ingest makes a project of texts")
	}
	return encodeTo(exchange.W3C, lesson, o.out, term)
}

// lesson is the project as it is handed out.
func (o lessonFlags) lesson(ctx context.Context, p *project.Project, term stdio) (project.Project, error) {
	l := classroom.Lesson{}
	if have := classroom.LessonOf(*p); have != nil {
		l = *have
	}
	if err := o.ask(&l); err != nil {
		return *p, err
	}
	key, err := o.sealed(ctx, term)
	if err != nil {
		return *p, err
	}
	q, err := p.Apply(classroom.PutLesson(*p, l))
	if err != nil {
		return *p, err
	}
	if q.Info().ID == "" { // a file of another program has none
		d, err := project.Rename(q, "Lesson", project.Stamp{When: time.Now(), Mint: uuid.NewString})
		if err == nil {
			q, err = q.Apply(d)
		}
		if err != nil {
			return *p, err
		}
	}
	return classroom.HandOutAt(q, key, time.Now()), nil
}

// ask puts the task and the time into a lesson.
func (o lessonFlags) ask(l *classroom.Lesson) error {
	if o.task != "" && o.taskFile != "" {
		return usageError("--task and --task-file are two tasks", "choose one of them")
	}
	if o.task != "" {
		l.Task = o.task
	}
	if o.taskFile != "" {
		data, err := os.ReadFile(o.taskFile)
		if err != nil {
			return failure("not_read", o.taskFile+" could not be read", "it should hold the text of the task")
		}
		l.Task = string(data)
	}
	if o.due != "" {
		due, err := time.Parse(time.RFC3339, o.due)
		if err != nil {
			return usageError(fmt.Sprintf("%q is no time", o.due), "write it as in 2026-03-09T12:00:00Z or 2026-03-09T12:00:00+01:00")
		}
		l.Due = due.UTC()
	}
	return nil
}

// sealed is the key for the lesson, nil if there is to be none.
func (o lessonFlags) sealed(ctx context.Context, term stdio) (*classroom.SealedKey, error) {
	if o.key == "" {
		if o.passphrase != "" {
			return nil, usageError("there is no key to seal", "name the project with the key: --key FILE")
		}
		return nil, nil
	}
	p, err := projectIn(ctx, o.key, term)
	if err != nil {
		return nil, err
	}
	marks, err := classroom.KeyOf(*p)
	if e, ok := errors.AsType[*problem.Error](err); ok {
		return nil, failure(e.Code, o.key+": "+e.Message, e.Hint)
	}
	if err != nil {
		return nil, err
	}
	if o.passphrase == "" {
		printLine(term.err, "The key is not sealed: whoever looks into the file can read it. --passphrase-file seals it.")
		return &classroom.SealedKey{Open: marks}, nil
	}
	pass, err := passphraseIn(o.passphrase)
	if err != nil {
		return nil, err
	}
	return classroom.Seal(marks, pass, rand.Reader)
}
