package main

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/project"
	"claimlight/app/span"
)

// Classes are how many students hand in, each with marks on all articles.
var Classes = []int{30, 200}

const (
	classArticles = 5
	classWords    = 900
	classMarks    = 60 // a student and article
)

// sizeOfClass is the size under which the figures of a class stand.
func sizeOfClass(students int) string { return fmt.Sprint(students, " students") }

// classOf makes a lesson and what students hand in: most mark the same passages,
// with edges of their own, and one in five has another tag.
func (n *native) classOf(students int) (lesson project.Project, handIns []*classroom.HandIn, err error) {
	r := rand.New(rand.NewPCG(uint64(students), 11))
	m := &maker{Rand: r}
	var list []*article.Article
	for i := range classArticles {
		m.doc.Paras, m.starts = nil, nil
		m.write(classWords)
		a, err := articleOf(fmt.Sprintf("Report %d", i+1), m.doc.Paras)
		if err != nil {
			return lesson, nil, err
		}
		list = append(list, a)
	}
	lesson = n.project("A class", list...)
	if lesson, err = lesson.Apply(classroom.PutLesson(lesson, classroom.Lesson{Task: "Mark every claim."})); err != nil {
		return lesson, nil, err
	}
	out := classroom.HandOut(lesson, nil)
	for i := range students {
		stamp := project.Stamp{When: made, Mint: n.mint}
		p := project.HandedOut(out, stamp)
		stamp.Who = p.Info().Annotator
		named, err := project.SetAnnotator(p, "", fmt.Sprintf("Student %d", i+1), stamp)
		if err == nil {
			p, err = p.Apply(named)
		}
		if err != nil {
			return lesson, nil, err
		}
		marks, readings := []*annotation.Annotation{}, []*project.Reading{}
		for _, a := range list {
			readings = append(readings, &project.Reading{Article: a.ID, State: project.Done, Opened: made})
			step := a.Len() / (classMarks + 1)
			for k := range classMarks {
				tag := k % len(tagNames)
				if r.IntN(5) == 0 {
					tag = r.IntN(len(tagNames))
				}
				start := k*step + r.IntN(10)
				marks = append(marks, n.mark(p, a, span.Span{Start: start, End: start + step/2 + r.IntN(10)}, tag))
			}
		}
		p.Annotations, p.Readings = project.TableOf(marks...), project.TableOf(readings...)
		handIns = append(handIns, classroom.HandInOf(p, made))
	}
	return lesson, handIns, nil
}

// classFiles writes the files of a class, and returns their names.
func (r *runner) classFiles(students int) (lesson string, handIns []string, err error) {
	p, made, err := newNative(100 + students).classOf(students)
	if err != nil {
		return "", nil, err
	}
	folder := r.house.at("native", sizeOfClass(students))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", nil, err
	}
	for i, h := range made {
		name := filepath.Join(folder, fmt.Sprint(i+1, classroom.HandInExt))
		f, err := os.Create(name)
		if err != nil {
			return "", nil, err
		}
		if err := errors.Join(h.Encode(f), f.Close()); err != nil {
			return "", nil, err
		}
		handIns = append(handIns, name)
	}
	lesson = folder + ".json"
	return lesson, handIns, save(p, lesson)
}

// class collects what students handed in, until the board shows them, and takes
// that back and does it again. What plain JavaScript needs to read the files, to
// reckon their sums and to list who handed in is measured beside it.
func (r *runner) class() error {
	for _, students := range Classes {
		lesson, files, err := r.classFiles(students)
		if err == nil {
			err = fresh(func(b *Browser) error { return r.collect(b, students, lesson, files) })
		}
		if err == nil {
			err = fresh(func(b *Browser) error { return r.readPlainly(b, students, files) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *runner) collect(b *Browser, students int, lesson string, files []string) error {
	if err := r.start(b, "#/files"); err != nil {
		return err
	}
	if _, err := b.importOwn(lesson, "Report 1", deadAfter); err != nil {
		return err
	}
	if err := b.eval(`bench.quiet().then(() => bench.ours.go("#/class"))`, nil); err != nil {
		return err
	}
	if err := b.wait(`bench.ours.there("collect")`, deadAfter); err != nil {
		return err
	}
	note := func(figure, event string, rows int, do func() error) error {
		var t Timed
		err := errors.Join(b.eval(`bench.quiet()`, nil), b.eval(fmt.Sprintf(`bench.arm(%q, () => bench.ours.students() === %d)`, event, rows), nil), do())
		if err == nil {
			err = b.eval(`bench.result()`, &t)
		}
		if err == nil {
			r.results.add("ours", sizeOfClass(students), figure, t.Painted)
		}
		return err
	}
	press := func(key string) func() error { return func() error { return b.press(key) } }
	return errors.Join(
		note("collect", "change", students, func() error {
			return b.choose(func() error { return b.clickOn("collect") }, files...)
		}),
		b.wait(`bench.ours.saved()`, deadAfter),
		note("take back", "keydown", 0, press("Ctrl+z")),
		note("again", "keydown", students, press("Ctrl+y")),
	)
}

// readPlainly reads hand-ins in a page without any program.
func (r *runner) readPlainly(b *Browser, students int, files []string) error {
	var t Timed
	err := errors.Join(
		b.open(r.others+"/plain/"),
		b.wait(`document.readyState === "complete"`, deadAfter),
		b.eval(`bench.quiet()`, nil),
		b.eval(`bench.plainly()`, nil),
		b.choose(func() error { return b.click(100, 100) }, files...),
		b.eval(`bench.result()`, &t),
	)
	if err == nil {
		r.results.add("plain", sizeOfClass(students), "collect", t.Painted)
	}
	return err
}

// classRows are what a teacher waits for.
func (r *Results) classRows() (out []Row) {
	for _, students := range Classes {
		size := sizeOfClass(students)
		collect, again := r.median("ours", size, "collect"), r.median("ours", size, "again")
		row := Row{
			Figure: size + ": collected, and on the board", Ours: ms(collect),
			Limit: ms(r.median("plain", size, "collect")) + " to read the files",
		}
		if students == 200 {
			row.Target, row.Met = "under 3 s", met(collect < 3_000, collect)
		}
		out = append(out, row, Row{
			Figure: size + ": taken back, done again", Ours: ms(r.median("ours", size, "take back")) + ", " + ms(again),
			Target: "done again under 1 s", Met: met(again < 1_000, again),
		})
	}
	return out
}
