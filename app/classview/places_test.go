package classview

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/project"
)

// What is said of all disagreement adds up as it is read, whatever is settled.
func TestSharesAddUp(t *testing.T) {
	r := roll(t)
	s := stateOf(t, someClass(t, r, 15, 20))
	for range 12 {
		s.Article = s.Class.Lesson.Listed()[r.IntN(len(s.Class.Lesson.Listed()))].ID
		s.Place, s.Kind = "", []string{AllKinds, "0", "1"}[r.IntN(3)]
		if p := s.Disputes.Places[r.IntN(len(s.Disputes.Places))]; p.Article == s.Article {
			s.Place = p.ID
		}
		v, err := newView(s)
		if err != nil {
			t.Fatal(err)
		}
		open, sum := v.listed()
		if sum.here+sum.elsewhere != 1000 || sum.left+sum.settled+sum.slight != sum.here || sum.listed+sum.unlisted != sum.left {
			t.Fatalf("%+v does not add up", sum)
		}
		var left float64
		n, settled := 0, 0
		for _, p := range s.Disputes.Places {
			switch {
			case p.Article != s.Article:
			case p.Settled != nil && p.Share() > 0:
				settled++
			case p.Open() && !p.Slight:
				n, left = n+1, left+p.Share()
			}
		}
		if sum.listedPlaces+sum.unlistedN != n || sum.settledPlaces != settled || len(open) < sum.listedPlaces || math.Abs(left*1000-float64(sum.left)) > 2 {
			t.Fatalf("%+v of %d places with %v, %d settled", sum, n, left, settled)
		}
		kinds := all(parsed(t, board(t, s)), "class-kinds")
		total, tenths := -1, 0
		for k, got := range numbersIn(kinds) {
			if k == 0 {
				total = got
			} else {
				tenths += got
			}
		}
		if n > 0 && (total != sum.left || tenths != total) {
			t.Fatalf("the kinds are %v of %+v", numbersIn(kinds), sum)
		}
		least := 4 + r.IntN(8)
		_, d, err := Act(s, DoAccept, strconv.Itoa(least), stamp())
		if err != nil {
			t.Fatal(err)
		}
		s = applied(t, s, d)
	}
}

// numbersIn are the percentages that buttons show, in tenths; 0 for less than one.
func numbersIn(parts []*html.Node) (out []int) {
	for _, part := range parts {
		for n := range part.Descendants() {
			if n.Data != "span" {
				continue
			}
			var whole, tenth int
			fmt.Sscanf(words(n), "%d.%d%%", &whole, &tenth)
			out = append(out, 10*whole+tenth)
		}
	}
	return out
}

func TestApportion(t *testing.T) {
	for _, c := range []struct {
		whole  int
		shares []float64
		want   []int
	}{
		{10, []float64{1, 1, 1}, []int{4, 3, 3}}, {1000, []float64{.152, .848}, []int{152, 848}}, {7, []float64{0, 0}, []int{0, 0}},
		{0, []float64{.4, .6}, []int{0, 0}}, {152, []float64{.0666, .0849, .0005}, []int{67, 85, 0}}, {5, nil, []int{}},
	} {
		if got := apportion(c.whole, c.shares...); !slices.Equal(got, c.want) {
			t.Errorf("%d among %v are %v, want %v", c.whole, c.shares, got, c.want)
		}
	}
}

// Who stands under two tags is counted, so that the numbers add up to the students.
func TestStudentsWithTwoTagsAreTold(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 12, 15))
	v, err := newView(s)
	if err != nil {
		t.Fatal(err)
	}
	p := s.Disputes.Places[0]
	one, two := annotation.TagID("1"), annotation.TagID("2")
	for _, c := range []struct {
		marks []classroom.PlaceMark
		want  string
	}{
		{[]classroom.PlaceMark{{Student: 0, Tag: one}, {Student: 0, Tag: two}, {Student: 0, Tag: one}, {Student: 1, Tag: one}}, " (1 with two tags)"},
		{[]classroom.PlaceMark{{Student: 0, Tag: one}, {Student: 0, Tag: one}, {Student: 1, Tag: two}}, ""},
	} {
		p.Marks = c.marks
		if got := v.told(p); !strings.HasSuffix(got, c.want) || (c.want == "") == strings.Contains(got, "two tags") {
			t.Errorf("it says %q", got)
		}
	}
}

// The next place is one of the same article as long as there is one behind it, and
// the control says when it leads to another.
func TestNextStaysInTheArticle(t *testing.T) {
	s := stateOf(t, someClass(t, roll(t), 12, 15))
	left := map[string]bool{}
	for _, p := range s.Disputes.Places {
		if p.Open() && !p.Slight {
			left[p.ID] = true
		}
	}
	if len(left) < 10 {
		t.Skip("this class hardly splits")
	}
	s.Place, s.Article = "", s.Class.Lesson.Listed()[1].ID
	was, changes := s.Article, 0
	for range len(left) {
		said := ""
		for n := range parsed(t, board(t, s)).Descendants() {
			if id := attr(n, "id"); id == "class-next" || id == "class-first" {
				said = words(n)
			}
		}
		next, _, err := Act(s, DoNext, s.Place, stamp())
		if err != nil || !left[next.Place] {
			t.Fatalf("after %s comes %s: %v", s.Place, next.Place, err)
		}
		delete(left, next.Place)
		if told := strings.Contains(said, ", in article "); told != (next.Article != was) {
			t.Errorf("%q leads from %s to %s", said, was, next.Article)
		}
		if next.Article != was {
			changes++
		}
		s, was = next, next.Article
	}
	if len(left) > 0 || changes >= len(s.Class.Lesson.Listed()) {
		t.Errorf("%d places are not come to, and the article changed %d times", len(left), changes)
	}
}

// Where nobody can be compared, nobody is said to agree.
func TestThatThereIsNobodyToCompareWithIsSaid(t *testing.T) {
	one := stateOf(t, someClass(t, roll(t), 1, 10))
	wantWords(t, "a class of one", section(t, board(t, one), "class-places"), "There is nobody to compare with yet: only one student has handed in.")
	two := someClass(t, roll(t), 2, 10)
	for i, a := range two.Lesson.Listed() {
		two.Students[i%2].Works[a.ID] = &classroom.Work{Article: a.ID, State: project.NotStarted}
	}
	wantWords(t, "two who read different articles", section(t, board(t, stateOf(t, two)), "class-places"), "There is nothing to compare yet: no article was opened by two students.")
	for _, s := range []State{one, stateOf(t, two)} {
		if strings.Contains(board(t, s), "all marked the same") {
			t.Error("they are said to agree")
		}
	}
}
