package classroom

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/test/dice"
)

// keyed is the lesson with a key: what the teacher marked.
func keyed(t *testing.T, lesson project.Project, marks func(s *student)) (project.Project, []KeyMark) {
	t.Helper()
	teacher := &student{t, lesson, project.Stamp{When: noon, Mint: minter("key")}}
	marks(teacher)
	key, err := KeyOf(teacher.p)
	if err != nil {
		t.Fatal(err)
	}
	return teacher.p, key
}

// alone is the score of one student.
func alone(t *testing.T, p project.Project, key []KeyMark, w Weights, s *student) *Score {
	t.Helper()
	p, _ = collected(t, p, s.file(2))
	return NewClass(p).Score(key, w).Students[0]
}

func TestEachCaseHasASentence(t *testing.T) {
	lesson := newLesson(t, "There is no deal until there is a deal, he said on Friday. Nobody asked. The talks lasted three hours.")
	p, key := keyed(t, lesson, func(s *student) {
		s.marks(0, "no deal until there is a deal", "1").marks(0, "Nobody asked", "2").marks(0, "The talks lasted", "1").marks(0, "three hours", "3")
	})
	own := func(name string) *student { return begin(t, lesson, name) }
	for _, c := range []struct {
		of   *student
		key  int // -1: of a mark that is in no case of the key
		kind CaseKind
		says string
	}{
		{own("a").marks(0, "no deal until there is a deal,", "1"), 0, Right, "Right."}, // a comma makes no difference
		{own("b").marks(0, "no deal until there is a deal, he said", "1"), 0, TooLong, "Too long: “he said” does not belong to it."},
		{own("c").marks(0, "until there is a deal", "1"), 0, TooShort, "Too short: “no deal” belongs to it."},
		{own("d").marks(0, "until there is a deal, he said", "1"), 0, Shifted, "Shifted: “no deal” belongs to it, and “he said” does not."},
		{own("e").marks(0, "deal until there is a deal", "2"), 0, TooShort, "Too short: “no” belongs to it. The tag is another one, too: it is marked “Attributed claim”; the key has “Fact”."},
		{own("f").marks(0, "no deal until there is a deal", "2"), 0, OtherTag, "Other tag: it is marked “Attributed claim”; the key has “Fact”."},
		{own("g").marks(0, "no deal until there is a deal", ""), 0, OtherTag, "Other tag: it has none; the key has “Fact”."},
		{own("h").marks(0, "no deal", "1"), 0, TooShort, "Too short: “until there is a deal” belongs to it. Less than half is the same, so it does not count."},
		{own("i").marks(0, "Nobody", "2"), 0, Missed, "Missed: nothing is marked here."},
		{own("j").marks(0, "he said", "1"), -1, NotInKey, "Not in the key. That need not be wrong."},
		{own("k").marks(0, "The talks lasted three hours", "1"), 2, Joined, "Two joined: this is one mark, and in the key there are 2."},
		{own("l").marks(0, "The talks lasted three hours", "1"), 3, Joined, "in the key there are 2. The tag is another one, too"},
		{own("m").marks(0, "no deal", "1").marks(0, "there is a deal", "1"), 0, Split, "One split: these are 2 marks, and in the key it is one."},
		{own("n").marks(0, "Nobody asked", "2").marks(0, "Nobody asked.", "2"), -1, Again, "Marked twice"},
	} {
		s := alone(t, p, key, Fair, c.of)
		at := slices.IndexFunc(s.Cases, func(k Case) bool {
			if c.key < 0 {
				return k.Kind == NotInKey || k.Kind == Again
			}
			return k.Key == key[c.key].ID
		})
		if at < 0 || s.Cases[at].Kind != c.kind || !strings.Contains(s.Cases[at].Says, c.says) {
			t.Errorf("want %s %q, got %+v", c.kind, c.says, s.Cases)
		}
	}
}

func TestThreePlainFigures(t *testing.T) {
	lesson := newLesson(t, "There is no deal until there is a deal, he said on Friday. Nobody asked. The talks lasted three hours.", "Another article. With a claim.")
	p, key := keyed(t, lesson, func(s *student) {
		s.marks(0, "no deal until there is a deal", "1").marks(0, "Nobody asked", "2").marks(1, "With a claim", "1")
	})
	// Of two marks of the key on the one article that was opened, one is found
	// whole, with another tag; one mark more is not in the key.
	s := begin(t, lesson, "Ayşe").marks(0, "Nobody asked", "3").marks(0, "The talks lasted three hours", "1")
	got := alone(t, p, key, Fair, s)
	for name, want := range map[string]struct {
		share Share
		value float64
	}{"found": {got.Found, 0.5}, "on target": {got.OnTarget, 0.5}, "right tag": {got.RightTag, 0}} {
		if v, ok := want.share.Value(); !ok || v != want.value {
			t.Errorf("%s is %v %v, want %v", name, v, ok, want.value)
		}
	}
	if got.Articles != 1 || got.Count(NotInKey) != 1 {
		t.Errorf("%+v", got)
	}
	if v, _ := alone(t, p, key, Weights{Edges: 1}, s).OnTarget.Value(); v != 1 {
		t.Errorf("with extra marks free, on target is %v", v)
	}
	if v, _ := alone(t, p, key, Weights{Tag: 0.5, Extra: 1}, s).Found.Value(); v != 0.25 {
		t.Errorf("with tags at half, found is %v", v)
	}
	short := begin(t, lesson, "Ben").marks(0, "until there is a deal", "1")
	if v, _ := alone(t, p, key, Fair, short).Found.Value(); math.Abs(v-21.0/29/2) > 1e-9 {
		t.Errorf("partial credit is %v", v)
	}
	if v, _ := alone(t, p, key, Weights{Extra: 1}, short).Found.Value(); v != 0.5 {
		t.Errorf("with forgiven edges, found is %v", v)
	}
	nothing := alone(t, p, key, Fair, begin(t, lesson, "Cem"))
	for _, share := range []Share{nothing.Found, nothing.OnTarget, nothing.RightTag} {
		if v, ok := share.Value(); ok || share.Reason == "" {
			t.Errorf("of nothing the share is %v", v)
		}
	}
	none := alone(t, p, key, Fair, begin(t, lesson, "Dana").opens(0))
	if v, ok := none.Found.Value(); !ok || v != 0 || none.OnTarget.Reason == "" || none.Count(Missed) != 2 {
		t.Errorf("opened and marked nothing: %+v", none)
	}
}

func TestAcceptedIntoTheKey(t *testing.T) {
	lesson := newLesson(t, "There is no deal until there is a deal, he said on Friday. Nobody asked.")
	p, key := keyed(t, lesson, func(s *student) { s.marks(0, "no deal until there is a deal", "1") })
	p, _ = collected(t, p, begin(t, lesson, "Ayşe").marks(0, "Nobody asked", "2").file(2), begin(t, lesson, "Ben").marks(0, "Nobody asked", "2").marks(0, "until there is a deal, he said", "2").file(2))
	c := NewClass(p)
	if s := c.Score(key, Fair); s.Students[0].Count(NotInKey) != 1 || s.Students[1].Count(NotInKey) != 1 {
		t.Fatalf("%+v", s.Students[0])
	}
	work := c.Students[0].Works[lesson.Listed()[0].ID]
	d, err := Accept(p, work.Article, work.Marks[0])
	if err != nil {
		t.Fatal(err)
	}
	after := apply(t, p, d)
	key, err = KeyOf(after)
	if err != nil || len(key) != 2 {
		t.Fatalf("the key is %+v, %v", key, err)
	}
	for _, s := range NewClass(after).Score(key, Fair).Students {
		if s.Count(NotInKey) != 0 || s.Count(Right) != 1 {
			t.Errorf("not scored again: %+v", s)
		}
	}
	if undone := apply(t, after, d.Reverse()); !undone.Equal(p) {
		t.Error("it cannot be undone")
	}
	// Other edges and another tag are right too, from then on.
	ben := c.Students[1].Works[work.Article].Marks[0]
	d, err = AcceptWay(after, key[0].ID, ben)
	if err != nil {
		t.Fatal(err)
	}
	after = apply(t, after, d)
	key, _ = KeyOf(after)
	if s := NewClass(after).Score(key, Fair).Students[1]; s.Count(Right) != 2 || len(key) != 2 {
		t.Errorf("other edges: %+v", s.Cases)
	}
}

func TestWhereAKeyComesFrom(t *testing.T) {
	lesson := newLesson(t, texts...)
	if _, err := KeyOf(lesson); err == nil {
		t.Error("nothing is a key")
	}
	p, key := keyed(t, lesson, func(s *student) { s.marks(0, "There is no deal", "1") })
	open := HandOut(p, &SealedKey{Open: key})
	if got, err := KeyOf(open); err != nil || len(got) != 1 || got[0].ID != key[0].ID {
		t.Errorf("an open key: %+v, %v", got, err)
	}
	sealed, err := Seal(key, "apple", zeros{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := KeyOf(HandOut(p, sealed)); err == nil || !strings.Contains(err.Error(), "sealed") {
		t.Errorf("a sealed key: %v", err)
	}
	out := HandOut(p, nil)
	if out.Annotations.Len() != 0 || out.People.Len() != 0 || out.Info().Annotator != "" || Fingerprint(out) != Fingerprint(p) {
		t.Errorf("handed out with what is the teacher's: %+v", out)
	}
	// A key for another version of the text is put on this one.
	now := revised(t, lesson, strings.Replace(texts[1], "walked away", "then walked away", 1))
	_, key = keyed(t, lesson, func(s *student) { s.marks(1, "walked away without", "1").marks(1, "carefully staged", "1") })
	placed, notes := PlaceKey(now, key)
	if len(placed) != 2 || len(notes) != 1 || placed[0].Article != now.Listed()[1].ID || placed[0].Ways[0][0].Start != key[0].Ways[0][0].Start+5 {
		t.Errorf("placed %+v, notes %v", placed, notes)
	}
}

// A key follows the correction of an article, and is right for those who worked on
// the text before too.
func TestTheKeyFollowsACorrection(t *testing.T) {
	lesson := newLesson(t, texts...)
	ayse := begin(t, lesson, "Ayşe").marks(1, "walked away without a deal", "1").marks(1, "carefully", "1")
	first := ayse.p.Annotations.Sorted(annotation.Compare)[0]
	p := apply(t, lesson, PutKey(lesson, KeyMark{ID: string(first.ID), Article: first.Article, Tags: first.Tags, Ways: [][]annotation.Piece{first.Pieces}}))
	old := lesson.Listed()[1]
	now, err := article.New(old.Meta, strings.Replace(old.Text, "The two", "Later, the two", 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := project.CorrectArticle(p, old.ID, now, nil, project.Stamp{When: noon, Mint: minter("correct")})
	if err != nil {
		t.Fatal(err)
	}
	p, _ = collected(t, apply(t, p, d), ayse.file(2))
	key, err := KeyOf(p)
	if err != nil {
		t.Fatal(err)
	}
	placed, notes := PlaceKey(p, key)
	c := NewClass(p)
	s := c.Score(placed, Fair).Students[0]
	if len(notes) != 1 || s.Count(Right) != 1 || s.Count(NotInKey) != 1 {
		t.Fatalf("%v: %+v", notes, s.Cases)
	}
	if d, err = AcceptWay(p, key[0].ID, c.Students[0].Works[now.ID].Marks[1]); err != nil {
		t.Fatal(err)
	}
	if key, err = KeyOf(apply(t, p, d)); err != nil || len(key) != 1 || len(key[0].Ways) != 2 || key[0].Article != now.ID {
		t.Errorf("%+v, %v", key, err)
	}
}

// rolled are some marks on a text, of a few words each; every letter is a word,
// so that edges stay where they are.
func rolled(r *rand.Rand, a *article.Article, n int, tags []annotation.TagID, mint func() string) (out []Mark) {
	for range r.IntN(n + 1) {
		m := Mark{ID: annotation.ID(mint())}
		for range 1 + r.IntN(2) {
			start := r.IntN(a.Len() - 1)
			m.Pieces = append(m.Pieces, annotation.Pieces(a, span.Span{Start: start, End: min(a.Len(), start+1+r.IntN(8))})...)
		}
		spans := m.Spans()
		m.Pieces = annotation.Pieces(a, spans...)
		for range r.IntN(3) {
			if t := tags[r.IntN(len(tags))]; !slices.Contains(m.Tags, t) {
				m.Tags = append(m.Tags, t)
			}
		}
		out = append(out, m)
	}
	return out
}

// bruteForce is the most credit that any pairing gives.
func bruteForce(key []target, own []shot, w Weights) float64 {
	var best float64
	var next func(k int, taken uint, sum float64)
	next = func(k int, taken uint, sum float64) {
		if best = max(best, sum); k == len(key) {
			return
		}
		next(k+1, taken, sum)
		for o := range own {
			if taken>>o&1 == 0 {
				if _, share := key[k].best(&own[o]); share >= half {
					next(k+1, taken|1<<o, sum+w.credit(share, key[k].tags(&own[o])))
				}
			}
		}
	}
	next(0, 0, 0)
	return best
}

// Of all pairings none gives more, and no order makes a difference: not that of
// the marks in a file, nor that of the key.
func TestScoringIsTheBestAndKnowsNoOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(dice.Seed(t), 2))
	a, err := article.New(article.Meta{}, strings.Repeat("abcdefghij", 3), nil)
	if err != nil {
		t.Fatal(err)
	}
	tags := []annotation.TagID{"x", "y", "z"}
	mint := minter("rolled")
	c := &Class{Lesson: project.Project{Articles: project.TableOf(a)}}
	score := func(key []KeyMark, own []Mark, w Weights) (*Score, *reckoner) {
		c.Students = []*Pupil{{Works: map[article.ID]*Work{a.ID: {Article: a.ID, State: project.Done, Marks: own}}}}
		return c.Score(key, w).Students[0], newReckoner(c, key, w)
	}
	partial := 0
	for range 2000 {
		var key []KeyMark
		for _, m := range rolled(r, a, 6, tags, mint) {
			k := KeyMark{ID: string(m.ID), Article: a.ID, Ways: [][]annotation.Piece{m.Pieces}, Tags: m.Tags}
			if r.IntN(3) == 0 {
				for _, way := range rolled(r, a, 2, tags, mint) {
					k.Ways = append(k.Ways, way.Pieces)
				}
			}
			key = append(key, k)
		}
		own := rolled(r, a, 6, tags, mint)
		w := Weights{Edges: r.Float64(), Tag: r.Float64(), Extra: r.Float64()}
		got, reckoned := score(key, own, w)
		want := bruteForce(reckoned.key[a.ID], reckoned.shots(a, own), w)
		if math.Abs(got.Found.Sum-want) > 1e-6 {
			t.Fatalf("credit %v, the best is %v\nkey %+v\nown %+v", got.Found.Sum, want, key, own)
		}
		if want > 0 && got.Found.Sum != math.Trunc(got.Found.Sum) {
			partial++
		}
		r.Shuffle(len(key), func(i, j int) { key[i], key[j] = key[j], key[i] })
		r.Shuffle(len(own), func(i, j int) { own[i], own[j] = own[j], own[i] })
		again, _ := score(key, own, w)
		same(t, got, again)
		everyMarkOnce(t, got, key, own)
	}
	if partial < 200 {
		t.Errorf("only %d rolls had partial credit", partial)
	}
}

// same compares two scores of the same marks.
func same(t *testing.T, a, b *Score) {
	t.Helper()
	for _, s := range [][2]Share{{a.Found, b.Found}, {a.OnTarget, b.OnTarget}, {a.RightTag, b.RightTag}} {
		if math.Abs(s[0].Sum-s[1].Sum) > 1e-6 || s[0].Of != s[1].Of || s[0].Reason != s[1].Reason {
			t.Fatalf("in another order: %+v, %+v", s[0], s[1])
		}
	}
	for _, kind := range CaseKinds {
		if a.Count(kind) != b.Count(kind) {
			t.Fatalf("in another order: %d and %d %s\n%+v\n%+v", a.Count(kind), b.Count(kind), kind, a.Cases, b.Cases)
		}
	}
}

// everyMarkOnce demands a case for every mark, with a sentence.
func everyMarkOnce(t *testing.T, s *Score, key []KeyMark, own []Mark) {
	t.Helper()
	keys, marks := map[string]int{}, map[annotation.ID]bool{}
	for _, c := range s.Cases {
		if c.Kind != NotInKey && c.Kind != Again {
			keys[c.Key]++
		}
		for _, id := range c.Marks {
			marks[id] = true
		}
		if c.Says == "" || len(c.At) == 0 || c.Credit < 0 || c.Credit > 1 {
			t.Fatalf("a case without a sentence: %+v", c)
		}
	}
	for _, k := range key {
		if keys[k.ID] != 1 {
			t.Fatalf("%d cases of a mark of the key: %+v", keys[k.ID], s.Cases)
		}
	}
	for _, m := range own {
		if !marks[m.ID] {
			t.Fatalf("no case of a mark of the student: %+v in %+v", m, s.Cases)
		}
	}
}

// A key scored with itself is all right.
func TestTheKeyItselfIsRight(t *testing.T) {
	lesson := newLesson(t, texts...)
	mark := func(s *student) {
		s.marks(0, "There is no deal", "1").marks(0, "Nobody asked", "2").marks(1, "carefully staged", "3").marks(1, "The two leaders walked", "1")
	}
	p, key := keyed(t, lesson, mark)
	s := begin(t, lesson, "Ayşe")
	mark(s)
	got := alone(t, p, key, Fair, s)
	for _, share := range []Share{got.Found, got.OnTarget, got.RightTag} {
		if v, ok := share.Value(); !ok || v != 1 {
			t.Errorf("%v %v", v, ok)
		}
	}
	if got.Count(Right) != 4 || len(got.Cases) != 4 {
		t.Errorf("%+v", got.Cases)
	}
}
