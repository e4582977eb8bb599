package annotation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStarterIsSound(t *testing.T) {
	tags, attributes := Starter()
	want := []struct {
		name  string
		cue   Cue
		digit string
	}{
		{"Fact", Solid, "1"}, {"Attributed claim", Dashed, "2"}, {"Direct quotation", Double, "3"}, {"Number or date", Dotted, "4"},
		{"Prediction", Wavy, "5"}, {"Opinion or framing", Solid, "6"}, {"Background", Dashed, "7"},
	}
	if len(tags) != len(want) || len(attributes) != 2 {
		t.Fatalf("%d tags and %d attributes", len(tags), len(attributes))
	}
	ids := map[string]bool{}
	for i, tag := range tags {
		if tag.Name != want[i].name || tag.Cue != want[i].cue || tag.Digit != want[i].digit || tag.Color != i || tag.Definition == "" {
			t.Errorf("tag %d is %+v, want %+v", i, tag, want[i])
		}
		for _, found := range CheckTag(tag, "") {
			t.Error(found)
		}
		ids[tag.Key()] = true
	}
	for _, a := range attributes {
		for _, found := range CheckAttribute(a, "") {
			t.Error(found)
		}
		for _, id := range a.Tags {
			if !ids[string(id)] {
				t.Errorf("%s is asked for %s, which is not a tag", a.Name, id)
			}
		}
	}
	if again, _ := Starter(); again[0] == tags[0] || !again[0].Equal(tags[0]) {
		t.Error("the starter codebook is not made anew, or not the same")
	}
}

// The IDs stand in files on people's disks; they must never change.
func TestStarterIDsAreFixed(t *testing.T) {
	tags, attributes := Starter()
	ids := ""
	for _, tag := range tags {
		ids += tag.Key()[:8] + " "
	}
	for _, a := range attributes {
		ids += a.Key()[:8] + " "
	}
	for _, c := range attributes[1].Choices {
		ids += c.ID[:8] + " "
	}
	const want = "24c17f0a 29737536 fa5f8122 d4f68688 d4672c35 0c7c0a83 92898a51 9b925049 081cfa1b ff19c239 76e490a6 1f88f4c2 f3beaf78 97d1b45b "
	if ids != want {
		t.Errorf("the IDs are\n%s, want\n%s", ids, want)
	}
}

func TestStarterQuotesTheArticles(t *testing.T) {
	files, err := filepath.Glob("../../web/articles/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("web/articles holds no texts to compare with")
	}
	all := ""
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all += string(data) + "\n\n"
	}
	tags, _ := Starter()
	for _, tag := range tags {
		for _, passage := range []string{tag.Example, tag.Counterexample} {
			if passage == "" || !strings.Contains(all, passage) {
				t.Errorf("%s: no article says %q", tag.Name, passage)
			}
		}
	}
}
