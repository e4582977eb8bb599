package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/project"
	"claimlight/app/span"
)

// plainDocs is a format of another program that holds all a document has but
// who made it, as the JSON of Go, a document a line.
var plainDocs = Format{
	ID: "plain-docs", Ext: ".docs.jsonl",
	Holds: Holds{
		Texts: true, Titles: true, Overlap: true, Pieces: true, Several: true, Untagged: true, Letters: true, Values: true,
		Notes: true, Relations: true, Times: true, IDs: true,
	},
	Counts: []Count{{}},
	Read: func(in *Input, take func(*Doc) error) error {
		for _, f := range in.Files {
			r, err := f.Open()
			if err != nil {
				return err
			}
			for d := json.NewDecoder(r); ; {
				doc := &Doc{}
				if err := d.Decode(doc); err == io.EOF {
					break
				} else if err != nil {
					return err
				}
				if err := take(doc); err != nil {
					return err
				}
			}
		}
		return nil
	},
	Write: func(w io.Writer, docs iter.Seq2[*Doc, error]) error {
		for d, err := range docs {
			if err != nil {
				return err
			}
			if err := json.NewEncoder(w).Encode(d); err != nil {
				return err
			}
		}
		return nil
	},
}

// Formats that hold relations bring them back, less those that are counted:
// whatever else they cannot hold, no relation ends at a mark that is not there.
func TestRelationsOfOtherFormatsComeBack(t *testing.T) {
	for name, lacks := range map[string]func(*Holds){
		"all":       func(*Holds) {},
		"pieces":    func(h *Holds) { h.Pieces = false },
		"several":   func(h *Holds) { h.Several, h.Pieces = false, false },
		"untagged":  func(h *Holds) { h.Untagged = false },
		"overlap":   func(h *Holds) { h.Overlap = false },
		"relations": func(h *Holds) { h.Relations = false },
	} {
		t.Run(name, func(t *testing.T) {
			f := plainDocs
			lacks(&f.Holds)
			g := newGenerator(t)
			for range 60 {
				comesBack(t, f, g.project(t))
				if t.Failed() {
					return
				}
			}
		})
	}
}

// linkedProject is the small project with a second article, and relations of every
// sort.
func linkedProject(t *testing.T) project.Project {
	t.Helper()
	g := newGenerator(t)
	p := newFixture(t)
	other := g.article(t, 1)
	first := p.Annotations.Sorted(annotation.Compare)[0]
	at := first.Created
	mark := func(id string, start, end int) *annotation.Annotation {
		return &annotation.Annotation{
			ID: annotation.ID(id), Article: first.Article, Pieces: annotation.Pieces(p.Article(first.Article), span.Span{Start: start, End: end}), Created: at, Modified: at,
		}
	}
	second := mark("1b8f7d0e-4a56-4d6c-8f0e-2f3a4b5c6d7e", 0, 3)
	bare := &annotation.Annotation{ID: "2b8f7d0e-4a56-4d6c-8f0e-2f3a4b5c6d7e", Article: first.Article, Created: at, Modified: at}
	far := mark("3b8f7d0e-4a56-4d6c-8f0e-2f3a4b5c6d7e", 0, 1)
	far.Article, far.Pieces = other.ID, annotation.Pieces(other, span.Span{Start: 0, End: 1})
	p.Articles = project.TableOf(append(p.ArticlesInOrder(), other)...)
	p.Annotations = project.TableOf(first, second, bare, far)
	var relations []*annotation.Relation
	relate := func(name string, from, to *annotation.Annotation) {
		n := len(relations)
		when := at.Add(time.Duration(n) * time.Second)
		relations = append(relations, &annotation.Relation{
			ID: annotation.RelationID(fmt.Sprintf("4b8f7d0e-4a56-4d6c-8f0e-2f3a4b5c6d%02d", n)), Name: name, From: from.ID, To: to.ID, Created: when, Modified: when,
		})
	}
	relate("supports", first, second)
	relate("attacks", second, first)
	relate("supports", first, second)
	relate("restates", second, second)
	relate("contradicts", first, far)
	relate("cites", first, bare)
	p.Relations = project.TableOf(relations...)
	return p
}

// What is said beforehand names each relation that a file would not hold, once.
func TestLossesOfRelations(t *testing.T) {
	p := linkedProject(t)
	without := plainDocs
	without.Holds.Relations = false
	for _, c := range []struct {
		f    Format
		want string
	}{
		{W3C, "1 annotation that marks no text, 1 relation"},
		{CSV, "6 relations"},
		{plainDocs, "1 annotation that marks no text, 1 relation, 1 relation between marks of two articles, 1 relation that stands twice"},
		{without, "1 annotation that marks no text, 4 relations, 1 relation between marks of two articles, 1 relation that stands twice"},
	} {
		var said []string
		for _, l := range c.f.Leaves(p) {
			said = append(said, l.String())
		}
		if got := strings.Join(said, ", "); !strings.Contains(got, c.want) {
			t.Errorf("%s: %s", c.f.ID, got)
		}
	}
}

// The same file read twice gives the same relations; what is said twice is
// taken once, what joins nothing is left out, and both are told.
func TestRelationsOfDocuments(t *testing.T) {
	file := `{"Key": "a", "Text": "One two three.", "Marks": [
		{"Key": "T1", "Pieces": [{"start": 0, "end": 3}], "Tags": ["X"]}, {"Key": "T2", "Pieces": [{"start": 4, "end": 7}], "Tags": ["X"]}],
		"Relations": [{"Name": "leads\nto", "From": "T1", "To": "T2"}, {"From": "T2", "To": "T2"}, {"Name": "leads\nto", "From": "T1", "To": "T2"}, {"Name": "lost", "From": "T1", "To": "T9"}]}`
	read := func() Reading {
		t.Helper()
		out, err := plainDocs.ReadFiles([]File{InMemory("a.docs.jsonl", []byte(file))}, Env{Now: anyTime})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	one, two := read(), read()
	if !one.Project.Equal(two.Project) {
		t.Error("read twice it is another project")
	}
	if found := project.Check(one.Project); len(found) > 0 {
		t.Error(found)
	}
	var names []string
	for r := range one.Project.Relations.All() {
		names = append(names, r.Name)
	}
	slices.Sort(names)
	if got := fmt.Sprint(names); got != "[leads to related]" {
		t.Errorf("relations: %s", got)
	}
	told := fmt.Sprint(one.Problems)
	for _, want := range []string{"joins “T1” and “T9”", "stands twice", `"leads to"`} {
		if !strings.Contains(told, want) {
			t.Errorf("nothing says %q: %s", want, told)
		}
	}
}

// Recogito and INCEpTION write relations as two targets in order; others put
// the second into the body. Both are read, by whatever ids.
func TestW3CRelationsOfOthers(t *testing.T) {
	p := newFixture(t)
	var on string
	for a := range p.Articles.All() {
		on = sourceOf(a.ID)
	}
	mark := func(id, exact string) string {
		return fmt.Sprintf(`{"type": "Annotation", "id": %q, "target": {"source": %q, "selector": {"type": "TextQuoteSelector", "exact": %q}}}`, id, on, exact)
	}
	file := `[
		{"type": "Annotation", "id": "#r1", "motivation": "linking", "body": [{"type": "TextualBody", "value": "supports", "purpose": "tagging"}], "target": [{"id": "#a"}, {"id": "#b"}]},
		` + mark("#a", "say") + `, ` + mark("#b", "rest") + `,
		{"type": "Annotation", "motivation": "linking", "target": "#b", "body": [{"type": "SpecificResource", "source": "#a"}, {"type": "TextualBody", "value": "attacks"}]},
		{"type": "Annotation", "id": "#r3", "motivation": ["linking"], "target": ["#a", "#b"], "body": {"type": "TextualBody", "purpose": "commenting", "value": "A thought"}},
		{"type": "Annotation", "id": "#r4", "motivation": "linking", "target": ["#a", "#gone"]},
		{"type": "Annotation", "id": "#r5", "motivation": "linking", "target": "#a"},
		{"type": "Annotation", "id": "#a", "motivation": "linking", "target": ["#a", "#b"]}
	]`
	q, problems, err := W3C.Decode(strings.NewReader(file), Env{Now: anyTime, Articles: p.ArticlesInOrder()})
	if err != nil {
		t.Fatal(err)
	}
	if found := project.Check(q); len(found) > 0 {
		t.Error(found)
	}
	var got []string
	for r := range q.Relations.All() {
		got = append(got, fmt.Sprintf("%s %s %s", q.Annotation(r.From).Quote(), r.Name, q.Annotation(r.To).Quote()))
	}
	slices.Sort(got)
	if want := "[rest attacks say say related rest say supports rest]"; fmt.Sprint(got) != want {
		t.Errorf("relations %v, want %s", got, want)
	}
	told := fmt.Sprint(problems)
	for _, want := range []string{"A thought", "could not be read or is not in the file", "joins two others, and this one does not", "has the same id"} {
		if !strings.Contains(told, want) {
			t.Errorf("nothing says %q: %s", want, told)
		}
	}
	if len(problems) != 4 {
		t.Errorf("%d problems: %s", len(problems), told)
	}
}

// The order of targets means nothing to programs of JSON-LD: our own terms say
// which way a relation goes.
func TestW3CRelationGoesByOurTerms(t *testing.T) {
	p := linkedProject(t)
	data := encoded(t, W3C, p)
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	turned := 0
	for _, item := range doc["first"].(map[string]any)["items"].([]any) {
		if one := item.(map[string]any); one["motivation"] == "linking" {
			slices.Reverse(one["target"].([]any))
			turned++
		}
	}
	again, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	q, problems, err := W3C.Decode(bytes.NewReader(again), Env{})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	want := project.TableOf(relationsOf(p)...)
	if d := project.Between(project.Project{Relations: want}, project.Project{Relations: q.Relations}); turned != 5 || !d.Empty() {
		t.Errorf("%d turned, %d relations differ", turned, d.Size())
	}
}

// A file converted document by document keeps its relations.
func TestConvertRelations(t *testing.T) {
	p := linkedProject(t)
	var file, out bytes.Buffer
	if _, err := plainDocs.WriteTo(&file, p, Env{}); err != nil {
		t.Fatal(err)
	}
	less := plainDocs
	less.Holds.Untagged = false
	done, err := Convert(&out, less, plainDocs, []File{InMemory("a.docs.jsonl", file.Bytes())}, Env{Now: anyTime})
	if err != nil {
		t.Fatal(err)
	}
	// The second mark has no tag, and all three relations of the file end there.
	if got := fmt.Sprint(done.Lost); !strings.Contains(got, "3 relations") || strings.Contains(out.String(), "supports") {
		t.Errorf("lost %s in %s", got, out.String())
	}
	out.Reset()
	if _, err = Convert(&out, plainDocs, plainDocs, []File{InMemory("a.docs.jsonl", file.Bytes())}, Env{Now: anyTime}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), `"Name":"supports"`); n != 1 {
		t.Errorf("%d relations: %s", n, out.String())
	}
}

// The checks of relations do catch what they are there for.
func TestMustsCatchRelations(t *testing.T) {
	data := string(encoded(t, W3C, linkedProject(t)))
	if broken := musts([]byte(data)); len(broken) > 0 {
		t.Fatal(broken)
	}
	for _, c := range []struct{ from, to string }{
		{`"cl:from": "urn:uuid:0b8f`, `"cl:from": "urn:uuid:1b8f`},
		{`"cl:to": "urn:uuid:1b8f`, `"cl:to": "urn:uuid:0b8f`},
		{`"cl:to"`, `"cl:towards"`},
		{`"id": "urn:uuid:1b8f`, `"id": "urn:uuid:fff`},
		{`"motivation": "linking"`, `"motivation": "tagging"`},
	} {
		broken := strings.Replace(data, c.from, c.to, -1)
		if broken == data {
			t.Fatalf("%s is not in the export", c.from)
		}
		if len(musts([]byte(broken))) == 0 {
			t.Errorf("%s instead of %s is not caught", c.to, c.from)
		}
	}
}
