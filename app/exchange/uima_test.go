package exchange

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// uimaFixture is a file that another program made; the test is skipped where it
// is not there.
func uimaFixture(t *testing.T, elem ...string) string {
	t.Helper()
	base := os.Getenv("CLAIMLIGHT_FIXTURES")
	if base == "" {
		return shared(t, append([]string{"fixtures"}, elem...)...)
	}
	path := filepath.Join(append([]string{base}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no file %s in the folder that CLAIMLIGHT_FIXTURES names", filepath.Join(elem...))
	}
	return path
}

func uimaRead(t *testing.T, f Format, path string) Reading {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	read, err := f.ReadFiles([]File{InMemory(filepath.Base(path), data)}, Env{Now: anyTime})
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if found := project.Check(read.Project); len(found) > 0 {
		t.Errorf("%s: what was read is not sound: %v", path, found)
	}
	return read
}

// uimaLines are the marks of a project: where, what text, which tag.
func uimaLines(p project.Project) (lines []string) {
	for a := range p.Annotations.All() {
		var tags []string
		for _, id := range a.Tags {
			tags = append(tags, p.Tag(id).Name)
		}
		lines = append(lines, fmt.Sprintf("%v %q %v", a.Spans(), a.Quote(), tags))
	}
	slices.Sort(lines)
	return lines
}

// The same document as TSV, XMI and JSON gives the same text, marks and
// relations. What the formats tell apart: the TSV calls the layer of the tests
// webanno.custom.Span, the XMI NamedEntity, so that marks without a value have
// other tags; the JSON lists slots in another order than the TSV.
func TestUIMAFormatsAgree(t *testing.T) {
	layers := strings.NewReplacer("[NamedEntity]", "[Span]")
	for _, group := range [][][]string{
		{{"webanno-tsv3", "testSentenceWithEmoji.tsv"}, {"webanno-tsv3", "testSentenceWithEmoji.xmi"}},
		{{"webanno-tsv3", "testStackedSubMultiTokenSpanWithFeatureValue.tsv"}, {"webanno-tsv3", "testStackedSubMultiTokenSpanWithFeatureValue.xmi"}},
		{{"webanno-tsv3", "testSimpleSlotFeature.tsv"}, {"webanno-tsv3", "testSimpleSlotFeature.xmi"}, {"uima-cas-json", "tsv3-testSimpleSlotFeature.json"}},
		{{"uima-cas-json", "casWithEmojiUnicodeTextAndAnnotations.json"}, {"uima-cas-json", "casWithEmojiUnicodeTextAndAnnotations.xmi"}},
	} {
		t.Run(group[0][1], func(t *testing.T) {
			var first []string
			for i, elem := range group {
				path := uimaFixture(t, elem...)
				d := uimaDocOf(t, path)
				lines := uimaDocLines(d)
				for j := range lines {
					lines[j] = layers.Replace(lines[j])
				}
				if i == 0 {
					first = lines
				}
				if !slices.Equal(first, lines) {
					t.Errorf("%s has\n%s\nand %s\n%s", group[0][1], strings.Join(first, "\n"), elem[1], strings.Join(lines, "\n"))
				}
			}
		})
	}
}

// uimaDocOf reads a file of one document, with its relations.
func uimaDocOf(t *testing.T, path string) *Doc {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := Formats{CASJSON, XMI, WebAnnoTSV}.Detect(data)
	if !ok {
		t.Fatalf("%s is not known", path)
	}
	return uimaDocIn(t, f, filepath.Base(path), string(data))
}

func uimaDocIn(t *testing.T, f Format, name, data string) (doc *Doc) {
	t.Helper()
	in := newInput([]File{InMemory(name, []byte(data))}, Env{}, &report{})
	if err := f.Read(in, func(d *Doc) error { doc = d; return nil }); err != nil {
		t.Fatal(err)
	}
	if doc == nil {
		t.Fatalf("%s has no document: %v", name, in.problems())
	}
	return doc
}

// uimaDocLines are the text, the marks and the relations of a document.
func uimaDocLines(d *Doc) (lines []string) {
	called := map[string]string{}
	for _, m := range d.Marks {
		called[m.Key] = fmt.Sprint(m.Pieces[0].Start, m.Tags)
		lines = append(lines, fmt.Sprintf("%v %v %q note %q by %q", m.Pieces, m.Tags, m.Values, m.Note, m.Creator))
	}
	for _, r := range d.Relations {
		lines = append(lines, fmt.Sprintf("%s: %s -> %s", r.Name, called[r.From], called[r.To]))
	}
	slices.Sort(lines)
	return append(lines, d.Text)
}

// Relations come back, of marks in any place.
func TestWebAnnoTSVRelationsComeBack(t *testing.T) {
	for range 200 {
		g := newGenerator(t)
		a := g.article(t, 0)
		d := &Doc{Key: "doc", Text: a.Text, ID: a.ID}
		for i := range 1 + g.IntN(6) {
			start := g.IntN(a.Len())
			m := Mark{Key: fmt.Sprint(i), Pieces: []span.Span{{Start: start, End: start + 1 + g.IntN(a.Len()-start)}}, Tags: []string{g.name(i)}}
			if m.Pieces = webannotsvShape(a.Text)(m.Pieces); len(m.Pieces) > 0 {
				d.Marks = append(d.Marks, m)
			}
		}
		for i := range g.IntN(8) {
			if n := len(d.Marks); n > 0 {
				d.Relations = append(d.Relations, Relation{Name: g.name(i), From: d.Marks[g.IntN(n)].Key, To: d.Marks[g.IntN(n)].Key})
			}
		}
		read := uimaDocIn(t, WebAnnoTSV, "doc.tsv", webannotsvDocument(d))
		s := newSettler(WebAnnoTSV, newInput(nil, Env{}, &report{}), &gather{}, Count{Unit: UTF16})
		clean, r := cleaned(a.Text), newRuler(a.Text, s.count)
		for i := range read.Marks {
			if !s.place(a, clean, r, &read.Marks[i]) {
				t.Fatalf("%v was not found", read.Marks[i])
			}
		}
		if got, want := uimaDocLines(read), uimaDocLines(d); !slices.Equal(got, want) {
			t.Fatalf("got\n%s\nwant\n%s\nin\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), webannotsvDocument(d))
		}
	}
}

// INCEpTION writes a folder for each document, and in it a file for each
// person.
func TestUIMANames(t *testing.T) {
	files := []string{"a.zip!/annotation/one.txt/anna.xmi", "a.zip!/curation/one.txt/CURATION_USER.xmi", "two/ben.json", "three/ben.json", "three/INITIAL_CAS.json", "corpus/four.tsv", "five.tsv", "x/six.txt/cleo.tsv"}
	want := [][2]string{{"one.txt", "anna"}, {"one.txt", "Curation"}, {"two", "ben"}, {"three", "ben"}, {"three", ""}, {"four", ""}, {"five", ""}, {"six.txt", "cleo"}}
	var all []File
	for _, name := range files {
		all = append(all, InMemory(name, nil))
	}
	names := uimaNamesOf(all)
	for i, name := range files {
		if document, author := names.of(name); document != want[i][0] || author != want[i][1] {
			t.Errorf("%s: the document %q by %q, want %q", name, document, author, want[i])
		}
	}
}

// Two people on one document make one article, and marks of two people.
func TestUIMAPeople(t *testing.T) {
	cas := `{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"one two"},{"%ID":2,"%TYPE":"custom.Span","@sofa":1,"begin":0,"end":3,"label":"Claim"}]}`
	read, err := CASJSON.ReadFiles([]File{InMemory("annotation/d.txt/anna.json", []byte(cas)), InMemory("curation/d.txt/CURATION_USER.json", []byte(cas))}, Env{Now: anyTime})
	if err != nil || len(read.Problems) > 0 {
		t.Fatal(err, read.Problems)
	}
	who := map[string]bool{}
	for a := range read.Project.Annotations.All() {
		who[read.Project.Person(a.Creator).Name] = true
	}
	if len(who) != 2 || !who["anna"] || !who["Curation"] || read.Project.Articles.Len() != 1 {
		t.Errorf("%v on %d articles", who, read.Project.Articles.Len())
	}
}

// A file that cannot be read does not keep the others from being read.
func TestUIMAOneBadFile(t *testing.T) {
	good := `{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"one two"}]}`
	read, err := CASJSON.ReadFiles([]File{InMemory("a.json", []byte(good)), InMemory("b.json", []byte(good[:40]))}, Env{Now: anyTime})
	if err != nil || len(read.Problems) != 1 || read.Problems[0].File != "b.json" || read.Project.Articles.Len() != 1 {
		t.Errorf("%v %v", err, read.Problems)
	}
}

// Entities are not expanded, whatever they hold; depth is bounded.
func TestXMIHostile(t *testing.T) {
	head := `<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore">`
	for name, c := range map[string]struct{ data, code string }{
		"entities":  {`<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + head + `<cas:Sofa sofaString="&b;"/></xmi:XMI>`, "xml"},
		"external":  {`<!DOCTYPE x SYSTEM "file:///etc/passwd">` + head + `</xmi:XMI>`, "xml"},
		"undefined": {head + `<cas:Sofa sofaString="&b;"/></xmi:XMI>`, "xml"},
		"deep":      {head + strings.Repeat("<a>", 10000), "too-deep"},
		"cut off":   {head + `<cas:Sofa sofaString="a`, "truncated"},
		"html":      {`<html></html>`, "xml"},
	} {
		_, err := XMI.ReadFiles([]File{InMemory("a.xmi", []byte(c.data))}, Env{Now: anyTime})
		if problem.Code(err) != c.code {
			t.Errorf("%s: %v, want the code %s", name, err, c.code)
		}
	}
}

// What XML cannot hold is replaced one for one, and halves of a surrogate pair
// that stand as two references are one character.
func TestXMIMend(t *testing.T) {
	for in, want := range map[string]string{
		`<?xml version="1.1"?><a b="&#1;&#x2;x"/>`:      "<?xml version=\"1.0\"?><a b=\"\uFFFD\uFFFDx\"/>",
		`<a b="&#55357;&#56842;"/>`:                     `<a b="&#128522;"/>`,
		`<a b="&#xD83D;&#xDE0A;&amp;&#10;&#13;"/>`:      `<a b="&#128522;&amp;&#10;&#13;"/>`,
		"<a b=\"\x02&#xD83D;x&#56842;\"/>":              "<a b=\"\uFFFD\uFFFDx\uFFFD\"/>",
		`<a b="&#;&#x;&#12345678901;&# 1;&#x110000;"/>`: "<a b=\"&#;&#x;&#12345678901;&# 1;\uFFFD\"/>",
	} {
		if got, _ := xmiMend([]byte(in)); string(got) != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// Names of attributes become names of features that stay apart.
func TestWebAnnoTSVFeatures(t *testing.T) {
	for name, want := range map[string]string{"Type of claim": "Typeofclaim", "Note": "Note_", "value": "value_", "1st": "f1st", "ROLE_x": "fROLE_x", "名": "f", "a.b|c": "abc", "_x": "f_x"} {
		if got := webannotsvFeature(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// A file of many marks over one another on one word is written and read in a
// time that grows as they do.
func TestWebAnnoTSVManyOnOneWord(t *testing.T) {
	d := &Doc{Key: "doc", Text: "word"}
	for i := range 50_000 {
		d.Marks = append(d.Marks, Mark{Key: fmt.Sprint(i), Pieces: []span.Span{{Start: 0, End: 1 + i%4}}})
	}
	read := uimaDocIn(t, WebAnnoTSV, "doc.tsv", webannotsvDocument(d))
	if len(read.Marks) != len(d.Marks) {
		t.Errorf("%d of %d marks", len(read.Marks), len(d.Marks))
	}
}

// Old files are refused by name of what to do, and only them.
func TestWebAnnoTSVOld(t *testing.T) {
	old := "#id=1\n#text=Ms. Haag plays .\n1-1\tMs.\tPER\t_\n"
	if !WebAnnoTSV.Sniff([]byte(old)) || WebAnnoTSV.Sniff([]byte("a\tb\n1\t2\n")) {
		t.Error("old files are not told from other tables")
	}
	_, err := WebAnnoTSV.ReadFiles([]File{InMemory("a.tsv", []byte(old))}, Env{})
	if problem.Code(err) != "old-format" {
		t.Error(err)
	}
}

// Relations, slots and chains of the vectors, as each of the formats has them.
func TestUIMARelations(t *testing.T) {
	for _, c := range []struct {
		f    Format
		file string
		want []string
	}{
		{CASJSON, "casjson/slots-and-chains/met.json", []string{"agent: met -> Ann", "roles: met -> Bob", "anaphoric: Ann -> She", "Coreference: She -> Ann"}},
		{CASJSON, "casjson/object/met.json", []string{"meets: Ann -> Bob"}},
		{CASJSON, "casjson/emoji/dam.json", []string{"contradicts: The dam 👩🏽‍🚒 is safe -> Two dams 🇩🇪 leak"}},
		{CASJSON, "casjson/damaged/damaged.json", []string{"self: short -> short"}},
		{XMI, "xmi/slots-and-chains/met.xmi", []string{"agent: met -> Ann", "roles: met -> Bob", "agent: likes -> Ann", "anaphoric: Ann -> She", "roles: him -> Bob"}},
		{XMI, "xmi/emoji/dam.xmi", []string{"contradicts: The dam 👩🏽‍🚒 is safe -> Two dams 🇩🇪 leak"}},
		{XMI, "xmi/damaged/damaged.xmi", []string{"self: short -> short"}},
		{WebAnnoTSV, "webannotsv/relations/met.tsv", []string{"agent: met -> Ann", "roles: met -> Bob Smith", "x;y: met -> Bob Smith", "meets: Ann -> Bob Smith", "Relation: Ann -> Bob Smith", "same: Ann -> She"}},
	} {
		data, err := os.ReadFile(filepath.Join("..", "..", "test", "corpus", filepath.FromSlash(c.file)))
		if err != nil {
			t.Fatal(err)
		}
		d := uimaDocIn(t, c.f, "x", string(data))
		called := map[string]string{}
		units := utf16.Encode([]rune(d.Text))
		for _, m := range d.Marks {
			if p := m.Pieces[0]; 0 <= p.Start && p.Start < p.End && p.End <= len(units) {
				called[m.Key] = string(utf16.Decode(units[p.Start:p.End]))
			}
		}
		var got []string
		for _, r := range d.Relations {
			got = append(got, fmt.Sprintf("%s: %s -> %s", r.Name, called[r.From], called[r.To]))
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", c.file, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// Each vector is known for what it is, by its first bytes, also among all other
// formats.
func TestUIMADetected(t *testing.T) {
	for _, f := range []Format{CASJSON, XMI, WebAnnoTSV} {
		files, err := filepath.Glob(filepath.Join("..", "..", "test", "corpus", f.ID, "*", "*.*"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, name := range files {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := All().Detect(data[:min(len(data), headSize)]); got.ID != f.ID && !xmiTypes(name) {
				t.Errorf("%s is taken for %q", name, got.ID)
			}
		}
	}
}

// What refers to long lists again and again is read in bounded time and memory.
func TestUIMABounded(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"one two"},{"%ID":3,"%TYPE":"L","role":"r","@target":2},{"%ID":2,"%TYPE":"uima.cas.FSArray","%ELEMENTS":[3`)
	b.WriteString(strings.Repeat(",3", 20_000) + "]}")
	for i := range 20_000 {
		fmt.Fprintf(&b, `,{"%%ID":%d,"%%TYPE":"custom.Span","@sofa":1,"begin":0,"end":3,"@all":2}`, i+10)
	}
	d := uimaDocIn(t, CASJSON, "a.json", b.String()+"]}")
	if len(d.Marks) != 20_000 || len(d.Relations) > maxRecords {
		t.Errorf("%d marks, %d relations", len(d.Marks), len(d.Relations))
	}
}
