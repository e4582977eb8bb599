package exchange

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"claimlight/app/project"
)

// shared returns a folder of reference material that stands beside the
// project, and skips the test where there is none.
func shared(t *testing.T, elem ...string) string {
	t.Helper()
	base := os.Getenv("CLAIMLIGHT_SHARED")
	if base == "" {
		base = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{base}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no reference material at %s: set CLAIMLIGHT_SHARED to its folder", filepath.Join(elem...))
	}
	return path
}

// suite are assertions of the W3C test suite, compiled, by name.
type suite struct {
	annotation, collection, page map[string]*jsonschema.Schema
}

const suiteBase = "http://suite.invalid/"

func newSuite(t *testing.T) suite {
	t.Helper()
	dir := shared(t, "fixtures", "wpt-annotation-model")
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft4)
	c.AssertFormat()
	for _, name := range []string{"annotations", "bodyTarget", "choiceSet", "collections", "id", "otherProperties", "specificResource"} {
		addSchema(t, c, name+".json", filepath.Join(dir, "definitions", name+".json"))
	}
	load := func(list string) map[string]*jsonschema.Schema {
		var test struct{ Assertions []string }
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(list)))
		if err == nil {
			err = json.Unmarshal(data, &test)
		}
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]*jsonschema.Schema{}
		for _, name := range test.Assertions {
			flat := "assertion-" + strings.ReplaceAll(name, "/", "-") // beside the definitions, for the references
			addSchema(t, c, flat, filepath.Join(dir, filepath.FromSlash(name)))
			if out[name], err = c.Compile(suiteBase + flat); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		return out
	}
	s := suite{load("annotations/annotationMusts.test"), load("collections/collectionMusts.test"), load("collections/pages/pageMusts.test")}
	if len(s.annotation) != 54 || len(s.collection) != 10 || len(s.page) != 15 {
		t.Fatalf("%d, %d and %d assertions, want 54, 10 and 15", len(s.annotation), len(s.collection), len(s.page))
	}
	return s
}

// addSchema registers a file without its id and nested $schema keys, which
// confuse the resolution of references.
func addSchema(t *testing.T, c *jsonschema.Compiler, name, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	top := doc.(map[string]any)
	delete(top, "id")
	stripSchema(top)
	top["$schema"] = "http://json-schema.org/draft-04/schema#"
	if err := c.AddResource(suiteBase+name, top); err != nil {
		t.Fatal(err)
	}
}

func stripSchema(v any) {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "$schema")
		for _, inner := range v {
			stripSchema(inner)
		}
	case []any:
		for _, inner := range v {
			stripSchema(inner)
		}
	}
}

// failures are the assertions that an export does not meet. Annotations and
// page have no context of their own in the collection, so they get it first.
func (s suite) failures(t *testing.T, data []byte) (failed []string) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	doc := v.(map[string]any)
	check := func(assertions map[string]*jsonschema.Schema, v any) {
		for name, schema := range assertions {
			if schema.Validate(v) != nil {
				failed = append(failed, name)
			}
		}
	}
	check(s.collection, doc)
	page, ok := doc["first"].(map[string]any)
	if !ok {
		return failed
	}
	check(s.page, doc)
	page["@context"] = annoContext
	check(s.page, page)
	items, _ := page["items"].([]any)
	for _, item := range items {
		item.(map[string]any)["@context"] = annoContext
		check(s.annotation, item)
	}
	return failed
}

func TestW3CSuite(t *testing.T) {
	s := newSuite(t)
	if failed := s.failures(t, encoded(t, W3C, project.Project{})); len(failed) > 0 {
		t.Errorf("the empty project fails %v", failed)
	}
	g := newGenerator(t)
	for range 60 {
		data := encoded(t, W3C, g.project(t))
		if failed := s.failures(t, data); len(failed) > 0 {
			t.Fatalf("an export fails %v:\n%s", failed, data)
		}
	}
}

// The suite as we run it does catch what it is known to catch.
func TestW3CSuiteCatches(t *testing.T) {
	s := newSuite(t)
	data := string(encoded(t, W3C, newFixture(t)))
	if failed := s.failures(t, []byte(data)); len(failed) > 0 {
		t.Fatalf("the export itself fails %v", failed)
	}
	for _, c := range []struct{ from, to string }{
		{`"id": "urn:uuid:0b8f7d0e`, `"id": "0b8f7d0e`},
		{`"type": "AnnotationCollection"`, `"type": "Collection"`},
		{`http://www.w3.org/ns/anno.jsonld`, `https://www.w3.org/ns/anno.jsonld`},
		{`"start": 4`, `"start": -4`},
		{`"start": 4`, `"start": "4"`},
		{`"exact": "rest"`, `"exactly": "rest"`},
		{`"source": "urn:sha256:`, `"source": "article-`},
		{`"startIndex": 0`, `"startIndex": -1`},
		{`"total": 1`, `"total": "one"`},
		{`"created": "2026-03-01T09:30:00Z"`, `"created": "2026-03-01"`},
	} {
		broken := strings.ReplaceAll(data, c.from, c.to)
		if broken == data {
			t.Fatalf("%s is not in the export", c.from)
		}
		if len(s.failures(t, []byte(broken))) == 0 {
			t.Errorf("%s instead of %s is not caught", c.to, c.from)
		}
	}
}
