// Package porter carries texts in and work out: it reads files of all kinds and
// writes those of other programs. In the browser it is a program of its own
// beside the page, so that what it links is loaded when it is asked for, and
// what a file makes it do cannot hold the page.
//
// Do is all there is; a Porter keeps the class between orders.
package porter

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/reader"
)

// Env is what the porter may not find out for itself.
type Env struct {
	Now  time.Time
	Mint func() string // returns a fresh UUID
	Pace project.Pace
	// Random is where what seals a key comes from; it must not be guessable.
	Random io.Reader
	// Decode reads bytes in an encoding that is not Unicode; see reader.Options.
	Decode func(label string, data []byte) (string, error)
}

// Porter carries out orders. The zero Porter is ready.
type Porter struct {
	editions []*edition // of the class, the one of the last order first
}

// Do carries out an order; bodies are its bytes. It returns the bytes that the
// reply tells of.
func (p *Porter) Do(o parcel.Order, bodies [][]byte, env Env) (parcel.Reply, [][]byte) {
	var r parcel.Reply
	var out [][]byte
	known, bodies, err := open(o, bodies)
	if err == nil {
		switch o.Do {
		case parcel.Read:
			j := &job{env: env, known: known}
			err = j.read(o.Files, bodies)
			r, out = j.reply, j.out
		case parcel.Write:
			var file []byte
			file, r.Lost, err = write(o.Format, known, env)
			out = [][]byte{file}
		case parcel.Formats:
			r.Formats, err = formats(known, env.Pace)
		case parcel.Correct:
			j := &job{env: env}
			if err = j.read(o.Files, bodies); err == nil {
				r, out, err = j.carried(known)
			}
		case parcel.Lesson:
			var file []byte
			file, err = lesson(known, o.Passphrase, env)
			out = [][]byte{file}
		case parcel.Class:
			r, out, err = p.classOrder(o, bodies, env)
		}
	}
	if err != nil {
		return parcel.Reply{Error: said(err)}, nil
	}
	return r, out
}

// said is an error in words that people may see.
func said(err error) *parcel.Error {
	if e, ok := errors.AsType[*problem.Error](err); ok {
		return &parcel.Error{Code: e.Code, Message: e.Message, Hint: e.Hint}
	}
	return &parcel.Error{Code: "porter", Message: "Something went wrong while the files were read.", Hint: "Try them one by one."}
}

// open reads the project that an order comes with.
func open(o parcel.Order, bodies [][]byte) (project.Project, [][]byte, error) {
	if !o.Known || len(bodies) == 0 {
		return project.Project{}, bodies, nil
	}
	p, _, err := exchange.W3C.Decode(exchange.Bytes(bodies[0]), exchange.Env{})
	return p, bodies[1:], err
}

func write(format string, p project.Project, env Env) ([]byte, []string, error) {
	f, ok := exchange.All().ByID(format)
	if !ok || !f.Writes() {
		return nil, nil, problem.Newf("format", "", "There is no format %q to write.", format)
	}
	var file bytes.Buffer
	own := exchange.EnvOf(p, env.Now, env.Mint, "")
	own.Pace = env.Pace
	lost, err := f.WriteTo(&file, p, own)
	return file.Bytes(), wordsOf(lost), err
}

func wordsOf(lost []exchange.Loss) (words []string) {
	for _, l := range lost {
		words = append(words, l.String())
	}
	return words
}

// formats are those of other programs, since the page has our own. The error
// is that of the pace.
func formats(p project.Project, pace project.Pace) (out []parcel.Format, err error) {
	all := exchange.All()
	for i, f := range all {
		if err := pace.At(i, len(all)); err != nil {
			return nil, err
		}
		if _, native := exchange.Native.ByID(f.ID); native || !f.Writes() {
			continue
		}
		out = append(out, parcel.Format{ID: f.ID, Name: f.Name, About: strings.TrimSpace(f.About + " " + f.Positions()), Ext: f.Ext, MIME: f.MIME, Lost: wordsOf(f.Leaves(p))})
	}
	return out, nil
}

// job is a reading of files.
type job struct {
	env     Env
	known   project.Project // what is open, and what was read so far
	options map[string]parcel.File
	reply   parcel.Reply
	out     [][]byte
}

func (j *job) read(names []parcel.File, bodies [][]byte) error {
	var files []exchange.File
	j.options = map[string]parcel.File{}
	for i, f := range names {
		if i < len(bodies) {
			j.options[f.Name] = f
			files = append(files, j.unpacked(f.Name, bodies[i])...)
		}
	}
	files = j.textsOnly(files)
	groups, rest, problems := exchange.Sort(files, exchange.All())
	for _, p := range problems {
		j.reply.Problems = append(j.reply.Problems, p.String())
	}
	total := len(groups) + len(rest)
	for i, f := range rest {
		if err := j.texts(f, j.env.Pace.Part(i, i+1, total)); err != nil {
			return err
		}
	}
	for _, late := range []bool{false, true} {
		for i, g := range groups {
			if g.Format.NeedsTexts() != late {
				continue
			}
			if err := j.marks(g, j.env.Pace.Part(len(rest)+i, len(rest)+i+1, total)); err != nil {
				return err
			}
		}
	}
	return nil
}

// textsOnly leaves out what was handed in, which no reader of texts should see: it
// is JSON with quotes in it.
func (j *job) textsOnly(files []exchange.File) (out []exchange.File) {
	var handed []string
	for _, f := range files {
		if IsHandIn(f, j.env) {
			handed = append(handed, f.Name)
		} else {
			out = append(out, f)
		}
	}
	if len(handed) > 0 {
		e := said(classroom.NoText(handed[0], handed[1:]...))
		j.reply.Problems = append(j.reply.Problems, e.Message+" "+e.Hint)
	}
	return out
}

func (j *job) failed(name string, err error) {
	e := said(err)
	j.reply.Problems = append(j.reply.Problems, strings.TrimSpace("“"+name+"”: "+e.Message+" "+e.Hint))
}

// carried is what becomes of the marks of the known article on the text that was
// read, which is the only body of the reply; without files, on the article as it
// is.
func (j *job) carried(known project.Project) (r parcel.Reply, out [][]byte, err error) {
	texts, before := j.known.ArticlesInOrder(), known.Listed()
	again := len(j.options) == 0
	if again {
		texts = before
	}
	if len(texts) != 1 || len(before) != 1 || len(j.reply.Problems) > 0 {
		hint := "Choose a file with the corrected text of this article, and nothing else."
		if len(j.reply.Problems) > 0 {
			hint = j.reply.Problems[0]
		}
		return r, nil, problem.Newf("one-text", hint, "One text is expected, and there are %d.", len(texts))
	}
	if texts[0].ID == before[0].ID && !again {
		return r, nil, problem.Newf("same-text", "Nothing was changed.", "This is the same text as the one that is here.")
	}
	plan, err := project.PlanCorrection(known, before[0].ID, texts[0], j.env.Pace)
	if err != nil {
		return r, nil, err
	}
	for _, c := range plan {
		one := parcel.Carried{Mark: string(c.Mark.ID), How: c.How.String(), Doubt: c.Doubt.String()}
		for _, s := range c.Spans() {
			one.Spans = append(one.Spans, [2]int{s.Start, s.End})
		}
		r.Carried = append(r.Carried, one)
	}
	var body bytes.Buffer
	_, err = exchange.W3C.Encode(&body, project.Project{Articles: project.TableOf(texts[0])}, exchange.Env{})
	return r, [][]byte{body.Bytes()}, err
}

// kinds are what the kinds of files are called on the screen.
var kinds = map[string]string{
	reader.Text: "Text", reader.Markdown: "Markdown", reader.HTML: "Web page", reader.DOCX: "Word", reader.EPUB: "E-book",
	reader.JSON: "JSON", reader.JSONL: "JSON Lines", reader.CSV: "Table",
}

// texts reads the articles in a file. The error is that of the pace.
func (j *job) texts(f exchange.File, pace project.Pace) error {
	data, err := f.Bytes()
	if err != nil {
		j.failed(f.Name, err)
		return nil
	}
	chosen := j.options[exchange.Outermost(f.Name)]
	sources, err := reader.Read(f.Name, data, reader.Options{Encoding: chosen.Encoding, Column: chosen.Column, Decode: j.env.Decode, Pace: pace})
	if err != nil && problem.Code(err) == "" {
		return err
	}
	if err != nil {
		j.failed(f.Name, err)
		return nil
	}
	for _, s := range sources {
		if s.Err != nil {
			j.failed(s.Name, s.Err)
			continue
		}
		articles, twice := reader.Distinct(s.Articles)
		item := itemOf(f.Name, s, chosen.Encoding != "")
		item.Problems = append(item.Problems, twice...)
		j.add(item, project.Project{Articles: project.TableOf(articles...)})
	}
	return nil
}

// itemOf says what was read of a file, in an encoding that somebody chose or not.
func itemOf(file string, s reader.Source, chosen bool) parcel.Item {
	item := parcel.Item{
		File: file, Format: kinds[s.Kind], Notes: s.Notes, LeftOut: s.LeftOut,
		Encoding: s.Encoding, Guessed: s.Guessed, Column: s.Column, Columns: s.Columns,
	}
	if s.Guessed || chosen {
		item.Encodings = s.Encodings
		for _, label := range append([]string{s.Encoding}, reader.Encodings()...) {
			if label != "" && !slices.Contains(item.Encodings, label) {
				item.Encodings = append(item.Encodings, label)
			}
		}
	}
	if s.Guessed {
		item.Notes = append(item.Notes, "Its characters were taken for "+s.Encoding+", which is a guess.")
	}
	for _, p := range s.Problems {
		item.Problems = append(item.Problems, p.String())
	}
	return item
}

// marks reads files of one format. The error is that of the pace.
func (j *job) marks(g exchange.Group, pace project.Pace) error {
	env := exchange.EnvOf(j.known, j.env.Now, j.env.Mint, "")
	env.Pace = pace
	read, err := g.Format.ReadFiles(g.Files, env)
	if problem.Code(err) == "" && err != nil {
		return err
	}
	if err != nil {
		j.failed(g.Files[0].Name, err)
		return nil
	}
	item := parcel.Item{File: g.Files[0].Name, Title: together(g.Files), Format: g.Format.Name, Marks: true}
	item.Unnamed, item.Apart = g.Format.Unnamed(), !g.Format.Holds.Pieces
	if how := read.Counted.String(); how != "" {
		item.Notes = append(item.Notes, how)
	}
	for _, p := range read.Problems {
		item.Problems = append(item.Problems, p.String())
	}
	j.add(item, read.Project)
	return nil
}

// add takes in what was read; what comes later may be on it.
func (j *job) add(item parcel.Item, p project.Project) {
	body := bounded{most: exchange.MaxSize}
	if _, err := exchange.W3C.Encode(&body, p, exchange.Env{}); err != nil {
		j.failed(item.File, err)
		return
	}
	item.Body = len(j.out)
	j.out = append(j.out, body.data)
	j.reply.Items = append(j.reply.Items, item)
	d, _ := project.Merge(j.known, p)
	if now, err := j.known.Apply(d); err == nil {
		j.known = now
	}
}

// bounded is what is written, up to so many bytes: the page would not read more.
type bounded struct {
	data []byte
	most int
}

func (b *bounded) Write(p []byte) (int, error) {
	if len(b.data)+len(p) > b.most {
		return 0, problem.Newf("too-large", "Divide it into several files.", "With the words that its marks are on, it is larger than %d MB.", b.most>>20)
	}
	b.data = append(b.data, p...)
	return len(p), nil
}
