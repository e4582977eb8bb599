package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// What is written and read again is what was there, less what was said
// beforehand and nothing else. The reducer says it and takes it off; here it is
// asked for the documents that should come back.
func TestOtherFormatsComeBack(t *testing.T) {
	for _, f := range All() {
		if f.Read == nil || f.Write == nil {
			continue
		}
		t.Run(f.ID, func(t *testing.T) {
			g := newGenerator(t)
			for range 200 {
				p := g.project(t)
				if len(f.Counts) > 1 && !quotes(f) {
					p = onWords(p)
				}
				comesBack(t, f, p)
				if t.Failed() {
					return
				}
			}
		})
	}
}

// quotes reports whether files of the format say which text a mark is on, or
// their ways of counting differ in line ends only, which ours have in one way.
func quotes(f Format) bool {
	return f.ID != "doccano" && f.ID != "spacy" && f.ID != "prodigy"
}

// onWords puts all marks on whole words: without quotes, ends inside words are
// the only sign of how positions count, and people seldom mark half words.
func onWords(p project.Project) project.Project {
	var marks []*annotation.Annotation
	for a := range p.Annotations.All() {
		on := p.Article(a.Article)
		pieces := annotation.Pieces(on, wholeWords(on.Text)(a.Spans())...)
		if len(pieces) > 0 {
			marks = append(marks, a.WithPieces(pieces, a.Modified))
		}
	}
	p.Annotations = project.TableOf(marks...)
	return p
}

func comesBack(t *testing.T, f Format, p project.Project) {
	var file bytes.Buffer
	lost, err := f.WriteTo(&file, p, Env{})
	if err != nil {
		t.Fatal(err)
	}
	if said := f.Leaves(p); !slices.Equal(said, lost) {
		t.Errorf("said beforehand: %v; done: %v", said, lost)
	}
	var again bytes.Buffer
	if _, err := f.WriteTo(&again, p, Env{}); err != nil || !bytes.Equal(file.Bytes(), again.Bytes()) {
		t.Errorf("written twice it differs (%v)", err)
	}
	env := Env{Now: anyTime, Articles: p.ArticlesInOrder()}
	if f.Holds.Texts && f.Holds.Letters {
		env.Articles = nil // it stands for itself
	}
	read, err := f.ReadFiles(filesOf(t, "file"+f.Ext, file.Bytes()), env)
	if err != nil {
		t.Fatalf("%v\n%s", err, file.Bytes()[:min(file.Len(), 4000)])
	}
	if len(read.Problems) > 0 {
		t.Errorf("problems with a file of our own: %v", read.Problems)
	}
	if found := project.Check(read.Project); len(found) > 0 {
		t.Errorf("what was read is not sound: %v", found)
	}
	if got, want := canon(f, read.Project, func(*Doc) {}), expected(f, p); !slices.Equal(got, want) {
		t.Errorf("counted %v\ngot\n %s\nwant\n %s\nin\n%s", read.Counted, strings.Join(got, "\n "), strings.Join(want, "\n "), file.Bytes()[:min(file.Len(), 4000)])
	}
}

// filesOf unpacks an archive.
func filesOf(t *testing.T, name string, data []byte) []File {
	if !IsZip(data) {
		return []File{InMemory(name, data)}
	}
	files, problems, err := Unpack(name, bytes.NewReader(data), int64(len(data)))
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	return files
}

// expected are the marks that should come back, one line each.
func expected(f Format, p project.Project) []string {
	return canon(f, p, newReducer(f, &losses{}).reduce)
}

// canon are the marks of a project, after what is done to its documents.
func canon(f Format, p project.Project, done func(*Doc)) (lines []string) {
	for d, err := range documents(p, nil) {
		if err != nil {
			panic(err)
		}
		done(d)
		keys := map[string]string{}
		for _, m := range d.Marks {
			line := lineOf(f, string(d.ID), m)
			keys[m.Key] = line
			lines = append(lines, line)
		}
		for _, r := range d.Relations {
			lines = append(lines, fmt.Sprintf("%s: %s -> %s", r.Name, keys[r.From], keys[r.To]))
		}
	}
	slices.Sort(lines)
	return lines
}

func lineOf(f Format, on string, m Mark) string {
	if !f.Holds.IDs {
		m.ID = ""
	}
	if !f.Holds.Times {
		m.Created, m.Modified = zeroTime, zeroTime
	}
	for i, name := range m.Tags {
		m.Tags[i] = annotation.Fold(name)
	}
	for i, v := range m.Values {
		m.Values[i].Name = annotation.Fold(v.Name)
	}
	return fmt.Sprintf("%.6s %v %q %q note %q by %q %s %s id %s", on, m.Pieces, m.Tags, m.Values, m.Note, m.Creator, stamp(m.Created), stamp(m.Modified), m.ID)
}
