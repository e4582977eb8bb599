package ui

import (
	"bytes"
	"context"
	"errors"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/ingest"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/workspace"
)

// MaxFile is the largest file that is read, in bytes: 200,000 marks are half
// of that.
const MaxFile = 400 << 20

// maxIntake is how much is read at once, of all files together, in bytes: it
// stands in memory until it is in the project.
const maxIntake = 1 << 30

// ownName is what a file is called that has no name of its own.
const ownName = "claimlight"

// saveFile saves the project as a file in the native format.
func (m *Model) saveFile() { m.exportAs(exchange.W3C) }

// exportAs saves the project as it is now in a format. A large one takes a
// while, in which the work goes on.
func (m *Model) exportAs(f exchange.Format) {
	m.settle()
	ws, p := m.ws, m.project()
	m.ctx.Async(func() {
		m.export(context.Background(), f, func(context.Context, project.Pace) (project.Project, error) { return p, nil }, func(name string, losses []exchange.Loss) {
			m.exported(ws, p, name, losses)
		})
	})
}

// export makes a file of a project that may first have to be read from
// somewhere, and hands it to the person. then is told of it on the UI
// goroutine.
func (m *Model) export(ctx context.Context, f exchange.Format, read func(context.Context, project.Pace) (project.Project, error), then func(name string, losses []exchange.Loss)) {
	ctx, j := m.begin(ctx, "Saving a file", true)
	pace := m.pace(ctx, j)
	var losses []exchange.Loss
	var out Download
	name := ""
	p, err := read(ctx, pace.Part(0, 3, 10))
	if err == nil {
		name = annotation.FileName(p.Info().Name, ownName) + f.Ext
		out = m.ports.Files.Create(name, f.MIME)
		env := exchange.EnvOf(p, m.ports.Now(), m.ports.Mint, "")
		env.Pace = pace.Part(3, 10, 10)
		losses, err = f.Encode(out, p, env)
	}
	m.dispatch(func() {
		m.end(j)
		switch {
		case wasStopped(err):
			m.tell(Toast{Text: "Stopped. No file was saved."})
		case err != nil:
			m.fail(err)
		default:
			out.Done()
			then(name, losses)
		}
	})
}

// exported tells that the project was saved as a file.
func (m *Model) exported(ws *workspace.Workspace, p project.Project, name string, losses []exchange.Loss) {
	if len(losses) == 0 && ws == m.ws {
		m.filed = p
	}
	text := "Saved as " + name
	if me := p.Person(p.Info().Annotator); me == nil || me.Name+me.Nickname == "" {
		text += ". Your name is not in it: write it under Files, so that others see whose marks these are"
	}
	if len(losses) > 0 {
		text += ". This format leaves out: " + lossWords(losses)
	} else {
		m.ports.Prefs.Set("backup:"+p.Info().ID, m.ports.Now().UTC().Format("2006-01-02T15:04:05Z"))
	}
	m.tell(Toast{Text: text})
}

func lossWords(losses []exchange.Loss) string {
	var parts []string
	for _, l := range losses {
		parts = append(parts, l.What)
	}
	return strings.Join(parts, ", ") + "."
}

// takeFiles reads files that were picked or dropped, off the UI goroutine, and
// shows what is in them before it comes in.
func (m *Model) takeFiles(files []File) {
	if m.ws == nil {
		m.dispatch(func() { m.takeEarly(files) })
		return
	}
	if m.collects() && m.route.Screen == screenClass {
		m.collect(files)
		return
	}
	ctx, j := m.begin(context.Background(), "Bringing in "+plural(len(files), "file", "files"), true)
	pace := m.pace(ctx, j)
	all := make([]File, len(files))
	for i, f := range files {
		all[i] = once(f)
	}
	handed, files, err := m.apart(ctx, all, pace.Part(0, 3, 10))
	m.dispatch(func() { m.dropping = false })
	if len(handed) > 0 && m.collects() {
		m.dispatch(func() { m.end(j) })
		m.collect(all)
		return
	}
	if len(handed) > 0 {
		m.takeBack(handed)
	}
	if len(handed) > 0 && len(files) == 0 {
		m.dispatch(func() { m.end(j) })
		return
	}
	var took intake
	if err == nil {
		took, err = m.readFiles(ctx, files, pace.Part(3, 6, 10))
	}
	if lesson, ok := took.lesson(); ok && err == nil {
		m.dispatch(func() {
			m.end(j)
			m.openLesson(lesson)
		})
		return
	}
	if err != nil || m.restores(took) {
		m.join(ctx, j, took.all(), err, pace.Part(6, 10, 10))
		return
	}
	m.unpack(ctx, j, took, nil, pace.Part(6, 10, 10))
}

// restores reports whether what was read is a project of one's own, for an open
// one that is empty: nothing that is here could suffer from it.
func (m *Model) restores(took intake) bool {
	p := m.project()
	return len(took.read) == 1 && len(took.others) == 0 && took.read[0].project.Info().ID != "" && p.Articles.Len() == 0 && p.Annotations.Len() == 0
}

// takeEarly keeps files that came before a project was open until one is.
func (m *Model) takeEarly(files []File) {
	m.early = append(m.early, files...)
	if m.ws == nil || len(m.early) == 0 {
		return
	}
	files, m.early = m.early, nil
	m.ctx.Async(func() { m.takeFiles(files) })
}

// readFiles reads files one after the other; the error is that of a job which
// was stopped. If one of them is for the porter, so are all but our own: a text
// may belong to a file of marks.
func (m *Model) readFiles(ctx context.Context, files []File, pace project.Pace) (intake, error) {
	var took intake
	var data [][]byte
	var read []File
	foreign, total := false, int64(0)
	for i, f := range files {
		if err := pace.At(i, len(files)); err != nil {
			return took, err
		}
		bytes, err := m.bytesWithin(ctx, f, maxIntake-total)
		if ctx.Err() != nil {
			return took, ctx.Err()
		}
		if err != nil {
			took.failed = append(took.failed, err)
			continue
		}
		total += max(f.Size, int64(len(bytes)))
		data, read = append(data, bytes), append(read, f)
		foreign = foreign || !isNative(bytes) && !isPlain(f.Name, bytes)
	}
	for i, f := range read {
		if foreign && m.ports.Porter != nil && !isNative(data[i]) {
			took.others = append(took.others, other{f.Name, data[i]})
			continue
		}
		if err := m.readData(&took, f.Name, data[i], pace.Part(i, i+1, len(read))); err != nil {
			return took, err
		}
	}
	return took, nil
}

// isNative reports whether a file is one of our own.
func isNative(data []byte) bool {
	_, ok := exchange.Native.Detect(data)
	return ok
}

// isPlain reports whether a file is a text that can be read in one way only:
// UTF-8, or UTF-16 that says so.
func isPlain(name string, data []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".txt", ".text", "":
		return utf8.Valid(data) && !bytes.ContainsRune(data, 0) || bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF"))
	}
	return false
}

// bytesWithin reads a file, unless it is larger than the room that is left.
func (m *Model) bytesWithin(ctx context.Context, f File, room int64) ([]byte, error) {
	tooMuch := problem.Newf("too-much", "Bring it in by itself afterwards.", "“%s” was left out: more than %d MB of files cannot be brought in at once.", f.Name, maxIntake>>20)
	if f.Size > room && f.Size <= MaxFile {
		return nil, tooMuch
	}
	data, err := m.bytesOf(ctx, f)
	if err == nil && int64(len(data)) > room {
		return nil, tooMuch
	}
	return data, err
}

// bytesOf reads a file; the error is one for people.
func (m *Model) bytesOf(ctx context.Context, f File) ([]byte, error) {
	if f.Size > MaxFile {
		return nil, problem.Newf("too-large", "Cut it into smaller files.", "“%s” is larger than %d MB.", f.Name, MaxFile>>20)
	}
	data, err := f.Read(ctx)
	if said, ok := errors.AsType[*problem.Error](err); ok {
		return nil, said
	}
	if err != nil {
		return nil, problem.Newf("unreadable", "Try again, or copy the file to this device first.", "“%s” could not be read.", f.Name)
	}
	return data, nil
}

// readData tells a project from a text and reads it.
func (m *Model) readData(took *intake, name string, data []byte, pace project.Pace) error {
	if f, ok := exchange.Native.Detect(data); ok {
		env := exchange.EnvOf(m.project(), m.ports.Now(), m.ports.Mint, name)
		env.Pace = pace
		p, problems, err := f.Decode(exchange.Bytes(data), env)
		if wasStopped(err) {
			return err
		}
		if err != nil {
			took.failed = append(took.failed, named(name, err))
			return nil
		}
		one := arrival{Item: parcel.Item{File: name, Format: f.Name, Marks: true}, project: p}
		for _, problem := range problems {
			one.Problems = append(one.Problems, problem.String())
		}
		took.read = append(took.read, one)
		return nil
	}
	if isHandIn(name, data) {
		took.failed = append(took.failed, classroom.NoText(name))
		return nil
	}
	// What is called like a file of a format is no article, even if nothing in
	// it is known.
	if ext := strings.ToLower(path.Ext(name)); ext != "" && slices.Contains(exchange.Native.Accepted(), ext) {
		took.failed = append(took.failed, problem.Newf("unknown-format", "To read it as a text, rename it to end in .txt.", "“%s” holds nothing that Claimlight knows.", name))
		return nil
	}
	a, err := ingest.Text(name, data, article.Meta{File: name})
	if err != nil {
		took.failed = append(took.failed, named(name, err))
		return nil
	}
	took.read = append(took.read, arrival{Item: parcel.Item{File: name, Format: plainText}, project: project.Project{Articles: project.TableOf(a)}})
	return nil
}

// plainText is what texts are called that are read here.
const plainText = "Plain text"

// named puts the name of the file before what is wrong with it.
func named(name string, err error) error {
	return problem.Newf("file", "", "“%s”: %s", name, words(err))
}
