package exchange

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

func TestEveryFormatDescribesItself(t *testing.T) {
	for _, f := range All() {
		if f.ID == "" || f.Name == "" || !strings.HasPrefix(f.Ext, ".") || f.MIME == "" {
			t.Errorf("%q, %q, %q, %q", f.ID, f.Name, f.Ext, f.MIME)
		}
		if !strings.HasSuffix(f.About, ".") || strings.Count(f.About, ".") != 1 {
			t.Errorf("%s: %q is not one sentence", f.ID, f.About)
		}
		if (f.Encode == nil) != (f.Losses == nil) || f.Read != nil && f.Decode != nil || f.Write != nil && f.Encode != nil {
			t.Errorf("%s: what can be written must say what it leaves out", f.ID)
		}
		if found, ok := All().ByID(f.ID); !ok || found.Name != f.Name {
			t.Errorf("%s is not found by its ID", f.ID)
		}
	}
}

func TestAccepted(t *testing.T) {
	got := Native.Accepted()
	for _, want := range []string{".json", ".jsonld", ".csv", ".tsv", "application/ld+json", "application/json", "text/csv"} {
		if !slices.Contains(got, want) {
			t.Errorf("%v lacks %s", got, want)
		}
	}
	for i, one := range got {
		if slices.Contains(got[:i], one) || one != strings.ToLower(one) || strings.ContainsAny(one, " ;,") {
			t.Errorf("%q has no place in %v", one, got)
		}
	}
}

// A mark without a piece cannot be written; it is counted, not passed over.
func TestBareMarksAreLosses(t *testing.T) {
	mark := &annotation.Annotation{ID: "0b8f7d0e-4a56-4d6c-8f0e-2f3a4b5c6d7e"}
	p := project.Project{Annotations: project.TableOf(mark)}
	for _, f := range All() {
		if got := f.Leaves(p); f.Writes() && (len(got) != 1 || got[0].String() != "1 annotation that marks no text") {
			t.Errorf("%s: %v", f.ID, got)
		}
	}
}

// One of each loss is said as one says it.
func TestLossesOfOne(t *testing.T) {
	for what, want := range map[string]string{
		lossNotes: "1 note", lossUntagged: "1 mark without a tag", lossSpace: "1 mark of which white space is left out or taken in",
		lossRelations: "1 relation", lossCodebook: "1 tag of which only the name is written", lossUnused: "1 tag that no mark has",
		lossExamples: "1 tag of which the examples are not written", lossTexts: "1 text of an article", lossSeveral: "1 mark that becomes one for each of its tags",
		"closed codebooks": "1 closed codebook", "articles": "1 article", "reading states": "1 reading state",
		"times of day at which marks were made": "1 time of day at which a mark was made",
	} {
		if got := (Loss{what, 1}).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if got := (Loss{what, 2}).String(); got != "2 "+what {
			t.Errorf("%q", got)
		}
	}
}

// What is said of the positions in a file is how they are read again, and some of
// the formats say it.
func TestPositionsAreWrittenAsIsSaid(t *testing.T) {
	p, said := newFixture(t), map[string]string{}
	for _, f := range All() {
		if f.Positions() == "" {
			continue
		}
		said[f.ID] = f.Positions()
		var b bytes.Buffer
		if _, err := f.WriteTo(&b, p, Env{}); err != nil {
			t.Fatal(err)
		}
		files := filesOf(t, "a"+f.Ext, b.Bytes())
		only := f
		only.Counts = f.Counts[:1]
		want, err := f.ReadFiles(files, EnvOf(p, anyTime, nil, ""))
		got, err2 := only.ReadFiles(files, EnvOf(p, anyTime, nil, ""))
		if err != nil || err2 != nil || got.Project.Annotations.Len() == 0 || !got.Project.Equal(want.Project) || len(got.Problems) > len(want.Problems) {
			t.Errorf("%s: %v %v, %d annotations, %v", f.ID, err, err2, got.Project.Annotations.Len(), got.Problems)
		}
	}
	if said["doccano"] != "Positions are written in UTF-16 code units, as JavaScript and Java do." || said["spacy"] != "Positions are written in code points, as Python does." {
		t.Error(said)
	}
}
