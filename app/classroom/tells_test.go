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
