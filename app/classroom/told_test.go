package classroom

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/span"
)

// keyOfFirst is a key of what the first student of a class at random marked, with
// some of what the second did, and ways besides.
func keyOfFirst(r *rand.Rand, c *Class) (key []KeyMark) {
	for i, s := range c.Students[:2] {
		for _, a := range c.Lesson.Listed() {
			for _, m := range s.Works[a.ID].Marks {
				if i > 0 && r.IntN(3) > 0 {
					continue
				}
				k := KeyMark{ID: string(m.ID), Article: a.ID, Ways: [][]annotation.Piece{m.Pieces}, Tags: m.Tags}
				if r.IntN(3) == 0 {
					at := m.Pieces[0].Start
					k.Ways = append(k.Ways, annotation.Pieces(a, span.Span{Start: at, End: min(at+1+r.IntN(30), a.Len())}))
				}
				key = append(key, k)
			}
		}
	}
	return key
}

// What a student is told is the same whether the class was put into words or not,
// and whoever was reckoned before.
func TestWordsOfOneAreThoseOfAll(t *testing.T) {
	r := roll(t)
	for range 100 {
		c := someClass(t, r, 2+r.IntN(6), 1+r.IntN(3), 1+r.IntN(8))
		key, w := keyOfFirst(r, c), Weights{Edges: r.Float64(), Tag: r.Float64(), Extra: r.Float64()}
		said := c.Score(key, w)
		bare, err := c.ScoreAt(key, w, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range said.Students {
			if got := bare.Told(i); !reflect.DeepEqual(got, want) {
				t.Fatalf("told %+v, and with all %+v", got, want)
			}
			alone := (&Class{Lesson: c.Lesson, Students: c.Students[i : i+1]}).Score(key, w).Students[0]
			if !reflect.DeepEqual(alone, want) {
				t.Fatalf("alone %+v, and in the class %+v", alone, want)
			}
			for k := range want.Cases {
				if want.Cases[k].Says == "" || bare.Students[i].Cases[k].Says != "" {
					t.Fatalf("said %+v, and without words %+v", want.Cases[k], bare.Students[i].Cases[k])
				}
				want.Cases[k].Says = ""
			}
			if !reflect.DeepEqual(bare.Students[i], want) {
				t.Fatalf("without words %+v, want %+v", bare.Students[i], want)
			}
		}
	}
}
