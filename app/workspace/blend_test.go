package workspace

import (
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// The text that a mark is on and its pieces are one thing. One tab corrects the
// article, and the mark stays where it is; another moves the mark's end on the
// old text at that moment: the end is one of the old text, and must not be put on
// the new one.
func TestThePlaceOfAMarkIsOneThing(t *testing.T) {
	at := func(on, quote string, end int, note string) *annotation.Annotation {
		return &annotation.Annotation{ID: "m", Article: article.ID(on), Note: note, Pieces: []annotation.Piece{{Span: span.Span{End: end}, Quote: quote}}}
	}
	was, corrected := at("old", "one", 3, ""), at("new", "one", 3, "")
	for _, c := range []struct {
		ours *annotation.Annotation
		fits bool
	}{
		{at("old", "one two", 7, ""), false},
		{at("old", "one", 3, "a note"), true},
		{at("new", "one", 3, "a note"), true}, // both corrected it
		{at("new", "one two", 7, ""), false},
	} {
		var b blender
		got := blendRecord(&b, was, c.ours, corrected)
		switch {
		case b.failed == c.fits:
			t.Errorf("%+v: failed %v", c.ours, b.failed)
		case c.fits && (got.Article != "new" || got.Note != "a note" || got.Quote() != "one"):
			t.Errorf("%+v became %+v", c.ours, got)
		}
	}
}
