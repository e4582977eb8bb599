package annotation

import (
	"strings"
	"testing"
	"time"

	"claimlight/app/article"
	"claimlight/app/span"
)

func TestPiecesSliceTheText(t *testing.T) {
	a, err := article.New(article.Meta{}, "a👍🏽b मस्ते c", nil)
	if err != nil {
		t.Fatal(err)
	}
	got := Pieces(a, span.Span{Start: 5, End: 10}, span.Span{Start: 1, End: 2}, span.Span{Start: 2, End: 3}, span.Span{Start: 4, End: 4}, span.Span{Start: 11, End: 99})
	want := []Piece{{span.Span{Start: 1, End: 3}, "👍🏽"}, {span.Span{Start: 5, End: 10}, "मस्ते"}, {span.Span{Start: 11, End: 12}, "c"}}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("piece %d: got %v, want %v", i, got[i], want[i])
		}
	}
}

// A mark without pieces can only come from a file; it must not end the
// program before Check has said what is wrong.
func TestWithoutPieces(t *testing.T) {
	var a Annotation
	if a.Extent() != (span.Span{}) || a.Quote() != "" || a.Has(0) || Short(&a) != "“”" {
		t.Errorf("extent %v, quote %q", a.Extent(), a.Quote())
	}
}

func TestWithLeavesTheOldOneAlone(t *testing.T) {
	at := time.Date(2026, 3, 1, 9, 0, 0, 123456789, time.FixedZone("", 3600))
	a := &Annotation{Tags: []TagID{"x"}, Values: []Value{{"b", "1"}}}
	b := a.WithTags([]TagID{"y", "y", "x"}, at).WithValue("a", "2", at).WithValue("b", "", at).WithNote("n", at)
	if len(a.Tags) != 1 || len(a.Values) != 1 || a.Note != "" {
		t.Errorf("the old one is %+v", a)
	}
	if len(b.Tags) != 2 || b.Value("a") != "2" || b.Value("b") != "" || b.Note != "n" {
		t.Errorf("the new one is %+v", b)
	}
	if got := b.Modified.Format(time.RFC3339Nano); got != "2026-03-01T08:00:00.123Z" {
		t.Errorf("changed at %s", got)
	}
}

func TestValidID(t *testing.T) {
	good := "9f1c3a52-0d7e-4b7a-8c55-2f6f0c1d9e11"
	for id, want := range map[string]bool{
		good: true, "": false, strings.ToUpper(good): false, "{" + good + "}": false, "urn:uuid:" + good: false,
		good[:35]: false, strings.ReplaceAll(good, "-", "0"): false, good[:35] + "g": false, good[:34] + "é": false,
	} {
		if ValidID(id) != want {
			t.Errorf("ValidID(%q) is %v", id, !want)
		}
	}
}

func TestFoldAgreesWithEqualFold(t *testing.T) {
	words := []string{"Fact", "FACT", "fact", "ſtraße", "Straße", "STRASSE", "K", "\u212A", "σ", "ς", "Σ", "İ", "i", "I", "ı", "你"}
	for _, a := range words {
		for _, b := range words {
			if (Fold(a) == Fold(b)) != strings.EqualFold(a, b) {
				t.Errorf("%q and %q: Fold says %v", a, b, Fold(a) == Fold(b))
			}
		}
	}
}

func TestClip(t *testing.T) {
	for in, want := range map[string]string{
		"": "", strings.Repeat("é", 40): strings.Repeat("é", 40), strings.Repeat("👍", 41): strings.Repeat("👍", 40) + "…", "a\xff": "a�",
	} {
		if got := Clip(in); got != want {
			t.Errorf("Clip(%q) = %q", in, got)
		}
	}
}

func TestCode(t *testing.T) {
	for name, want := range map[string]string{"fact": "F", "“é”": "É", "42": "4", "👍🏽": "👍", "": "?"} {
		if got := (&Tag{Name: name}).Code(); got != want {
			t.Errorf("the code of %q is %q", name, got)
		}
	}
}
