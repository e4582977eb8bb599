package classroom

import "testing"

// Two tags are mixed up whichever stands for the other, and as often as all
// students together do so.
func TestTheClassMixesUpTwoTags(t *testing.T) {
	lesson := newLesson(t, texts...)
	p, key := keyed(t, lesson, func(s *student) {
		s.marks(0, "no deal", "1").marks(0, "Nobody asked", "2").marks(0, "three hours", "3").marks(1, "walked away", "1")
	})
	a := begin(t, lesson, "a").marks(0, "no deal", "2").marks(0, "Nobody asked", "1").marks(0, "three hours", "1").marks(1, "walked away", "1")
	b := begin(t, lesson, "b").marks(0, "no deal", "1").marks(0, "Nobody asked", "2").marks(0, "three hours", "").marks(1, "walked away", "")
	c := begin(t, lesson, "c").marks(0, "no deal", "2").marks(1, "walked away", "3")
	one, two := lesson.Codebook().Tags[0].ID, lesson.Codebook().Tags[1].ID

	with, _ := collected(t, p, a.file(2), b.file(2))
	class := NewClass(with)
	if m, found := class.Score(key, Fair).MixedUp(class); found || m.Times != 2 {
		t.Errorf("twice is called a habit: %+v", m)
	}
	with, _ = collected(t, p, a.file(2), b.file(2), c.file(2))
	class = NewClass(with)
	if m, found := class.Score(key, Fair).MixedUp(class); !found || m != (Mixed{min(one, two), max(one, two), 3, 2}) {
		t.Errorf("mixed up: %+v", m)
	}
	if m, found := class.Score(nil, Fair).MixedUp(class); found {
		t.Errorf("without a key: %+v", m)
	}
}

// Careful work is praised for what is right of it, and a mark that is too long and
// has another tag is told with both.
func TestPraiseIsTrue(t *testing.T) {
	lesson := newLesson(t, texts...)
	p, key := keyed(t, lesson, func(s *student) {
		s.marks(0, "There is no deal until there is a deal", "1").marks(0, "Nobody asked about the prisoners", "1").marks(0, "The talks lasted three hours", "1").
			marks(1, "The two leaders walked away", "1").marks(1, "The press conference was carefully staged", "1")
	})
	four := func(name string) *student {
		return begin(t, lesson, name).marks(0, "There is no deal until there is a deal", "1").marks(0, "Nobody asked about the prisoners", "1").
			marks(0, "The talks lasted three hours", "1").marks(1, "The two leaders walked away", "1")
	}
	all := four("a").marks(1, "The press conference was carefully staged", "1")
	most := four("b").marks(1, "press conference was carefully staged", "2")
	with, _ := collected(t, p, all.file(2), most.file(2))
	class := NewClass(with)
	scores := class.Score(key, Fair)
	for i, want := range []string{"Finds nearly all, with the right edges and tags.", "Finds nearly all, mostly with the right edges and tags."} {
		if got := scores.Habits(class, scores.Students[i]); len(got) != 1 || got[0] != want {
			t.Errorf("%d: %q, want %q", i, got, want)
		}
	}
	b := scores.Students[1]
	wrong := 0
	for _, kind := range CaseKinds {
		wrong += b.WrongTags(kind)
	}
	if b.WrongTags(TooShort) != 1 || float64(wrong) != b.RightTag.Of-b.RightTag.Sum {
		t.Errorf("%d are too short with another tag, of %d; right are %+v", b.WrongTags(TooShort), wrong, b.RightTag)
	}
}
