package ui

import (
	"bytes"
	"context"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/ingest"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 200 << 20

// saveFile saves the project as a file in the native format.
func (m *Model) saveFile() { m.exportAs(exchange.W3C) }

// exportAs saves the project in a format.
func (m *Model) exportAs(f exchange.Format) {
	m.settle()
	var buf bytes.Buffer
	p := m.project()
	losses, err := f.Encode(&buf, p, exchange.EnvOf(p, m.ports.Now(), m.ports.Mint, ""))
	if err != nil {
		m.fail(err)
		return
	}
	name := fileName(p.Info().Name) + f.Ext
	m.ports.Files.Save(name, f.MIME, buf.Bytes())
	if len(losses) == 0 {
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

// fileName makes a name that every system takes, without its end: letters and
// digits with their marks, and dashes between them.
func fileName(s string) string {
	var out []rune
	last := '-'
	for _, r := range s {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			last = unicode.ToLower(r)
		case unicode.IsMark(r) && last != '-': // part of the letter before it
			last = r
		case last == '-':
			continue
		default:
			last = '-'
		}
		out = append(out, last)
	}
	name := strings.Trim(string(out[:min(len(out), 60)]), "-")
	switch {
	case name == "":
		return "claimlight"
	case deviceNames.MatchString(name):
		return name + "-project"
	}
	return name
}

// deviceNames are no names of files on Windows, whatever their ends.
var deviceNames = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

// takeFiles reads files that were picked or dropped, off the UI goroutine, and
// brings in what they hold as one step.
func (m *Model) takeFiles(files []File) {
	var took intake
	for _, f := range files {
		if m.ws == nil {
			return
		}
		m.readFile(&took, f)
	}
	m.dispatch(func() {
		m.dropping = false
		m.bringIn(took)
	})
}

// intake is what was read from files: texts, projects, and what was wrong.
type intake struct {
	articles []*article.Article
	projects []project.Project
	problems []problem.Problem
	failed   []error
}

func (m *Model) readFile(took *intake, f File) {
	if f.Size > MaxFile {
		took.failed = append(took.failed, problem.Newf("too-large", "Cut it into smaller files.", "“%s” is larger than 200 MB.", f.Name))
		return
	}
	data, err := f.Read(context.Background())
	if err != nil {
		took.failed = append(took.failed, problem.Newf("unreadable", "Try again, or copy the file to this device first.", "“%s” could not be read.", f.Name))
		return
	}
	m.readData(took, f.Name, data)
}

// readData tells a project from a text and reads it.
func (m *Model) readData(took *intake, name string, data []byte) {
	if f, ok := exchange.Detect(data); ok {
		env := exchange.EnvOf(m.project(), m.ports.Now(), m.ports.Mint, name)
		p, problems, err := f.Decode(bytes.NewReader(data), env)
		took.problems = append(took.problems, problems...)
		if err != nil {
			took.failed = append(took.failed, named(name, err))
			return
		}
		took.projects = append(took.projects, p)
		return
	}
	// What is called like a file of a format is no article, even if nothing in
	// it is known.
	if ext := strings.ToLower(path.Ext(name)); ext != "" && slices.Contains(exchange.Accepted(), ext) {
		took.failed = append(took.failed, problem.Newf("unknown-format", "To read it as a text, rename it to end in .txt.", "“%s” holds nothing that Claimlight knows.", name))
		return
	}
	a, err := ingest.Text(name, data, article.Meta{File: name})
	if err != nil {
		took.failed = append(took.failed, named(name, err))
		return
	}
	took.articles = append(took.articles, a)
}

// accepted is what someone may pick to bring in, as the accept attribute of a
// file field has it: texts, and whatever a format reads.
func accepted() string {
	return strings.Join(append([]string{".txt", ".text", "text/plain"}, exchange.Accepted()...), ",")
}

// named puts the name of the file before what is wrong with it.
func named(name string, err error) error {
	return problem.Newf("file", "", "“%s”: %s", name, words(err))
}
