package agreement

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// reference is a case with a known result, as the README beside the cases
// describes it.
type reference struct {
	ID              string
	Measure         string
	Params          json.RawMessage
	Input           json.RawMessage
	Expected        map[string]any
	Tolerance       float64
	ExpectedStatus  string `json:"expected_status"`
	Stated          map[string]any
	StatedTolerance *float64       `json:"stated_tolerance"`
	Disputed        []string       `json:"disputed_fields"`
	Alternatives    map[string]any `json:"alternatives"`
}

// references reads the cases, or skips the test where there are none.
func references(t *testing.T) []reference {
	t.Helper()
	path := os.Getenv("CLAIMLIGHT_REFERENCES")
	if path == "" {
		base := os.Getenv("CLAIMLIGHT_SHARED")
		if base == "" {
			base = filepath.Join("..", "..", "..", "shared")
		}
		path = filepath.Join(base, "references", "agreement.json")
		if _, err := os.Stat(path); err != nil {
			t.Skip("no reference cases here: set CLAIMLIGHT_REFERENCES to a file of them, or CLAIMLIGHT_SHARED to the folder with references/agreement.json")
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []reference }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatalf("%s has no cases", path)
	}
	return file.Cases
}

// TestReference compares every measure with results that were published or
// found by other programs.
func TestReference(t *testing.T) {
	for _, c := range references(t) {
		t.Run(c.ID, func(t *testing.T) {
			measure, known := measures[c.Measure]
			if !known {
				t.Fatalf("no measure %q here", c.Measure)
			}
			got := flat(measure(t, &c))
			for name, v := range got {
				if x, isNumber := v.(float64); isNumber && (math.IsNaN(x) || math.IsInf(x, 0)) {
					t.Errorf("%s is %v, which is no result", name, x)
				}
			}
			c.compare(t, got)
			c.compareStated(t, got)
		})
	}
}

// flat writes nested objects and lists as one, with dots and indexes in the
// names.
func flat(v any) map[string]any {
	out := map[string]any{}
	var walk func(name string, v any)
	walk = func(name string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				walk(strings.TrimPrefix(name+"."+k, "."), x)
			}
		case []any:
			for i, x := range v {
				walk(fmt.Sprintf("%s.%d", name, i), x)
			}
		case []float64:
			for i, x := range v {
				walk(fmt.Sprintf("%s.%d", name, i), x)
			}
		case int:
			out[name] = float64(v)
		default:
			out[name] = v
		}
	}
	walk("", v)
	return out
}

// informative are fields of a measure that are only there for information.
var informative = map[string][]string{"gamma": {"observed_disorder", "expected_disorder"}}

// compare compares with what is expected. Names that are not expected must
// stand for nothing.
func (c *reference) compare(t *testing.T, got map[string]any) {
	t.Helper()
	want := flat(any(c.Expected))
	for name, w := range want {
		if slices.Contains(informative[c.Measure], name) {
			continue
		}
		if !c.accepts(name, got[name], w, c.Tolerance) {
			t.Errorf("%s is %v, want %v ± %g", name, show(got[name]), show(w), c.Tolerance)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if _, expected := want[name]; !expected && got[name] != nil && !c.extra(name) {
			t.Errorf("%s is %v, and nothing was expected", name, show(got[name]))
		}
	}
}

// extra reports whether a result may be there though the case does not ask
// for it: fields may, but not labels.
func (c *reference) extra(name string) bool {
	field, _, nested := strings.Cut(name, ".")
	return !byLabel[c.Measure] && !(nested && byLabel[field])
}

// byLabel are measures, and fields, whose values are named for labels.
var byLabel = map[string]bool{"fleiss_kappa_per_category": true, "krippendorff_alpha_per_category": true,
	"per_label": true, "ku_alpha": true, "ku_coverage": true}

func show(v any) any {
	if v == nil {
		return "not defined"
	}
	return v
}

// accepts compares one field. A disputed one may have an alternative value.
func (c *reference) accepts(name string, got, want any, tolerance float64) bool {
	if near(got, want, tolerance) {
		return true
	}
	if want == nil && c.ExpectedStatus == "undefined_or_1" && near(got, 1.0, tolerance) {
		return true
	}
	if c.ExpectedStatus == "undefined_or_1" && got == nil && near(want, 1.0, tolerance) {
		return true
	}
	if !slices.Contains(c.Disputed, strings.Split(name, ".")[0]) {
		return false
	}
	for other, v := range flat(any(c.Alternatives)) {
		if strings.HasPrefix(other, name) && near(got, v, tolerance) {
			return true
		}
	}
	return false
}

// near compares numbers; nil is not defined, and only near itself.
func near(got, want any, tolerance float64) bool {
	g, isNumber := got.(float64)
	w, too := want.(float64)
	if !isNumber || !too {
		return got == nil && want == nil
	}
	return math.Abs(g-w) <= tolerance+1e-11 // what is expected is rounded to 12 decimals
}

// compareStated compares with what the source itself prints. Sources without
// a tolerance are there to be read.
func (c *reference) compareStated(t *testing.T, got map[string]any) {
	t.Helper()
	if c.StatedTolerance == nil {
		return
	}
	for name, w := range flat(any(c.Stated)) {
		g, ok := got[name]
		if !ok {
			g = got[statedName(name)]
		}
		if !c.accepts(name, g, w, *c.StatedTolerance) {
			t.Errorf("%s is %v, and the source says %v ± %g", name, show(g), w, *c.StatedTolerance)
		}
	}
}

// statedName is the field that a key like "c.alpha" means.
func statedName(name string) string {
	return "per_label." + name
}
