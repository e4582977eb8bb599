package classroom

import (
	"strings"
	"testing"

	"claimlight/app/annotation"
)

// A class of six, a key, and what each of the six gets to know.
func TestFeedbackSaysWhyAndHowManyOthers(t *testing.T) {
	c := threeAgree(t)
	a := c.Lesson.Listed()[0]
	key := []KeyMark{
		{ID: "deal", Article: a.ID, Ways: [][]annotation.Piece{annotation.Pieces(a, quoted(t, a, "There is no deal"))}, Tags: []annotation.TagID{testTag(0)}, Reason: "It is what he said."},
		{ID: "talks", Article: a.ID, Ways: [][]annotation.Piece{annotation.Pieces(a, quoted(t, a, "three hours of talks"))}, Tags: []annotation.TagID{testTag(1)}},
	}
	f := NewFeedbacks(c, disputes(t, c), c.Score(key, Fair))
	first := f.Of(0)
	if len(first.Articles) != 1 || len(first.Articles[0].Points) != 2 || first.Score == nil {
		t.Fatalf("the first has %+v", first)
	}
	if p := first.Articles[0].Points[0]; p.Kind != Right || p.Reason != "" || p.Marked != 3 || p.Opened != 6 || len(p.Own) != 1 {
		t.Errorf("what is right: %+v", p)
	}
	if p := first.Articles[0].Points[1]; p.Kind != TooShort || p.Reason != "Tag 1: What is 1" || p.Marked != 4 {
		t.Errorf("what is too short: %+v", p)
	}
	last := f.Of(5).Articles[0].Points
	if len(last) != 3 || last[0].Kind != Missed || last[0].Reason != "It is what he said." || last[0].Marked != 3 || len(last[0].Own) != 0 {
		t.Fatalf("what was missed: %+v", last)
	}
	if p := last[1]; p.Kind != NotInKey || p.Marked != 1 || p.Reason != "" || p.Key != nil {
		t.Errorf("what is not in the key: %+v", p)
	}
}

func TestFeedbackWithoutAKeyTellsOfTheOthers(t *testing.T) {
	c := threeAgree(t)
	c.Students[4].Works[c.Lesson.Listed()[0].ID].State = ""
	f := NewFeedbacks(c, disputes(t, c), nil)
	one := f.Of(3)
	if one.Score != nil || len(one.Articles[0].Points) != 1 {
		t.Fatalf("without a key: %+v", one)
	}
	if p := one.Articles[0].Points[0]; p.Says != "" || p.Marked != 4 || p.Opened != 5 || !strings.Contains(p.Own[0].Pieces[0].Quote, "talks") {
		t.Errorf("the mark: %+v", p)
	}
	if got := f.Of(4); len(got.Articles) != 0 {
		t.Errorf("of what was never opened: %+v", got)
	}
}
