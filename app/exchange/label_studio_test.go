package exchange

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/article"
	"claimlight/app/span"
)

// The spans of real files are those that the file gives, and their text is what
// stands there counted in another way than the reader does.
func TestLabelStudioFixtures(t *testing.T) {
	for _, name := range []string{"named_entity_annotations_1.json", "named_entity_tasks_predictions.json"} {
		t.Run(name, func(t *testing.T) {
			data := foreignFixture(t, "label-studio", name)
			if !LabelStudio.Sniff(data) {
				t.Error("it is not known as a file of Label Studio")
			}
			if data[0] == '{' { // one task by itself
				data = []byte("[" + string(data) + "]")
			}
			var tasks []struct {
				Data                     struct{ Text string }
				Annotations, Predictions []struct {
					Result []struct {
						Value struct {
							Start, End int
							Text       string
							Labels     []string
						}
					}
				}
			}
			if err := json.Unmarshal(data, &tasks); err != nil {
				t.Fatal(err)
			}
			p := readForeign(t, LabelStudio, data, Env{})
			want := 0
			for _, task := range tasks {
				on := p.Article(article.IDOf(task.Data.Text))
				if on == nil {
					t.Fatal("a text is not there")
				}
				for _, work := range append(task.Annotations, task.Predictions...) {
					for _, r := range work.Result {
						want++
						found := false
						for a := range p.Annotations.Unordered() {
							found = found || a.Article == on.ID && a.Start() == r.Value.Start && a.End() == r.Value.End && a.Quote() == r.Value.Text &&
								string([]rune(task.Data.Text)[a.Start():a.End()]) == r.Value.Text && p.Tag(a.Tags[0]).Name == r.Value.Labels[0]
						}
						if !found {
							t.Errorf("%+v is not there", r.Value)
						}
					}
				}
			}
			if want == 0 || p.Annotations.Len() != want {
				t.Errorf("%d marks, want %d", p.Annotations.Len(), want)
			}
		})
	}
}

// A file of answers about whole texts has no marks, and that is said.
func TestLabelStudioAnswersAboutTexts(t *testing.T) {
	data := foreignFixture(t, "label-studio", "full_export_with_history_choices.json")
	read, err := LabelStudio.ReadFiles([]File{InMemory("full.json", data)}, Env{Now: anyTime})
	if err != nil {
		t.Fatal(err)
	}
	if read.Project.Articles.Len() != 1 || read.Project.Annotations.Len() != 0 {
		t.Errorf("%d articles, %d marks", read.Project.Articles.Len(), read.Project.Annotations.Len())
	}
	said := ""
	for _, p := range read.Problems {
		said += p.String() + "\n"
	}
	if len(read.Problems) != 2 || !strings.Contains(said, "“sentiment”") || !strings.Contains(said, "“history”") {
		t.Errorf("said: %s", said)
	}
}

func TestLabelStudioIsKnown(t *testing.T) {
	for name, want := range map[string]bool{
		`[{"id": 1, "annotations": [{"result": [`:                               true,
		`{"data": {"text": "x"}, "predictions": []}`:                            true,
		"\xef\xbb\xbf[\n{\"completions\":[{\"id\":1,\"result\":[]}]":            true,
		`[{"annotation_id": 1, "annotator": 2, "text": "x"}]`:                   true,
		`[{"id": 1, "drafts": [], "data": {"text": "annotations"}}]`:            false,
		`{"text": "x", "annotations": [[0, 1, "A"]]}`:                           false,
		`{"images": [], "annotations": [{"id": 1, "bbox": [1, 2, 3, 4]}]}`:      false,
		`[["text", {"entities": [[0, 1, "A"]]}]]`:                               false,
		`{"text": "x", "spans": []}`:                                            false,
		`"annotations data result"`:                                             false,
		``:                                                                      false,
		strings.Repeat("[", 60000):                                              false,
		strings.Repeat(`{"data":`, 8000):                                        false,
		`{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"`: false,
	} {
		if got := LabelStudio.Sniff([]byte(name)); got != want {
			t.Errorf("%.60s: %v", name, got)
		}
	}
}

// labelstudioDocs reads documents as the file has them.
func labelstudioDocs(t *testing.T, data []byte) (docs []*Doc) {
	t.Helper()
	in := newInput([]File{InMemory("file.json", data)}, Env{}, &report{})
	if err := readLabelStudio(in, func(d *Doc) error { docs = append(docs, d); return nil }); err != nil {
		t.Fatal(err)
	}
	return docs
}

func TestLabelStudioRelations(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "test", "corpus", "labelstudio", "regions", "export.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range labelstudioDocs(t, data)[0].Relations {
		got = append(got, r.From+" "+r.Name+" "+r.To)
	}
	want := []string{
		"0/aB3dEf supports 0/over", "0/aB3dEf repeats 0/over", // right, two labels
		"0/bare related 0/aB3dEf",                  // left, none
		"0/over same 0/bare", "0/bare same 0/over", // both ways
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What is written has a task for a document, an annotation for a person, and in
// it the results of regions, of which the relations speak.
func TestLabelStudioWrites(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 2, n, 0, 0, 0, 0, time.UTC) }
	const one, two = "0b8f7d0e-4a56-4d6c-8f0e-2f3a4b5c6d7e", "1b8f7d0e-4a56-4d6c-8f0e-2f3a4b5c6d7e"
	doc := &Doc{
		Key: "k", Choices: map[string]bool{"Kind": true}, Text: "One 🧯.\nTwo.", Meta: article.Meta{Title: "T", TitleMade: true, Source: "https://example.org/"},
		Marks: []Mark{
			{Key: one, ID: one, Pieces: []span.Span{{Start: 4, End: 10}}, Quote: "🧯.\nTwo", Tags: []string{"A", "B"}, Note: "n\nm", Values: []Value{{Name: "Kind", Value: "x"}, {Name: "Who", Value: "me"}}, Creator: "ada@example.org", Created: day(1), Modified: day(2)},
			{Key: two, ID: two, Pieces: []span.Span{{Start: 0, End: 3}}, Quote: "One", Creator: "Bo", Created: day(3), Modified: day(3)},
		},
		Relations: []Relation{{Name: "says", From: two, To: one}},
	}
	var file bytes.Buffer
	if err := writeLabelStudio(&file, func(yield func(*Doc, error) bool) { yield(doc, nil) }); err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(file.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`[{"id": 1, "predictions": [], "data": {"text": "One 🧯.\nTwo.", "source": "https://example.org/"}, "annotations": [
		{"completed_by": {"email": "ada@example.org"}, "created_at": "2026-02-01T00:00:00Z", "updated_at": "2026-02-02T00:00:00Z", "result": [
			{"id": "`+one+`", "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual", "value": {"start": 4, "end": 10, "text": "🧯.\\nTwo", "labels": ["A", "B"]}, "meta": {"text": ["n\nm"]}},
			{"id": "`+one+`", "from_name": "Kind", "to_name": "text", "type": "choices", "origin": "manual", "value": {"start": 4, "end": 10, "text": "🧯.\\nTwo", "choices": ["x"]}},
			{"id": "`+one+`", "from_name": "Who", "to_name": "text", "type": "textarea", "origin": "manual", "value": {"start": 4, "end": 10, "text": ["me"]}}]},
		{"created_username": "Bo", "created_at": "2026-02-03T00:00:00Z", "updated_at": "2026-02-03T00:00:00Z", "result": [
			{"id": "`+two+`", "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual", "value": {"start": 0, "end": 3, "text": "One", "labels": []}},
			{"type": "relation", "from_id": "`+two+`", "to_id": "`+one+`", "direction": "right", "labels": ["says"]}]}]}]`), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s", file.Bytes())
	}
	back := labelstudioDocs(t, file.Bytes())[0]
	if len(back.Relations) != 1 || back.Relations[0].From != back.Marks[1].Key || back.Relations[0].To != back.Marks[0].Key {
		t.Errorf("the relation came back as %+v", back.Relations)
	}
	if back.Marks[0].ID != one || back.Marks[1].Creator != "Bo" || !back.Marks[0].Modified.Equal(day(2)) {
		t.Errorf("came back as %+v", back.Marks)
	}
}

func FuzzLabelStudio(f *testing.F) {
	foreignSeeds(f, LabelStudio.ID)
	f.Fuzz(func(t *testing.T, data []byte) {
		_, env := fuzzEnv(t)
		foreignSurvives(t, LabelStudio, data, env)
	})
}
