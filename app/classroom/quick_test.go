package classroom

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/span"
	"claimlight/test/dice"
)

// odd are texts that JSON writes in several ways.
var odd = []string{"", "plain", "Ayşe “said” so", "a \"quote\" \\ back", "<b>&amp;</b>", "tab\tline\nend\r", "\u2028 and \u2029", "â\u0080", "\u007f\u0001", "😀 e\u0301", `\u0041`, "’€"}

func oddText(r *rand.Rand) string {
	return odd[r.IntN(len(odd))] + odd[r.IntN(len(odd))]
}

// received is a hand-in with anything in it.
func received(r *rand.Rand) *Received {
	when := func() time.Time { return annotation.Time(time.Unix(r.Int64N(4e9), r.Int64N(1e9))) }
	out := &Received{File: oddText(r), HandIn: HandIn{Claimlight: handInSign, Version: 1, Made: when(), Articles: []Work{}, Tags: []Named{}, Check: oddText(r)}}
	out.Lesson, out.Student = LessonRef{oddText(r), oddText(r), oddText(r)}, Student{annotation.PersonID(oddText(r)), oddText(r)}
	out.Counts = Counts{r.IntN(9), r.IntN(9), r.IntN(9), r.IntN(9)}
	if r.IntN(2) == 0 {
		out.Partial = r.IntN(2) == 0
		out.Arrived, out.Repaired, out.Attributes = when(), []string{oddText(r)}, []Named{{oddText(r), oddText(r)}}
		out.Answers = []Answer{{oddText(r), oddText(r), []annotation.ID{}}, {Question: oddText(r), Marks: []annotation.ID{annotation.ID(oddText(r))}}}
	}
	for range r.IntN(3) {
		w := Work{Article: article.ID(oddText(r)), Title: oddText(r), Length: r.IntN(9999), State: project.State(oddText(r)), Marks: []Mark{}}
		for range r.IntN(3) {
			m := Mark{ID: annotation.ID(oddText(r)), Note: oddText(r), Made: when(), Pieces: []annotation.Piece{{Span: span.Span{Start: -r.IntN(99), End: r.IntN(99)}, Quote: oddText(r)}}}
			if r.IntN(2) == 0 {
				m.Tags = []annotation.TagID{annotation.TagID(oddText(r)), "x"}
				m.Values = []annotation.Value{{Attribute: annotation.AttributeID(oddText(r)), Value: oddText(r)}}
			}
			w.Marks = append(w.Marks, m)
		}
		out.Articles = append(out.Articles, w)
		out.Tags = append(out.Tags, Named{oddText(r), oddText(r)})
	}
	return out
}

// What is written straight away is what encoding/json and the project's own form
// make of it, and what is read quickly is what encoding/json reads.
func TestQuickReadingAndWritingIsThatOfJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(dice.Seed(t), 6))
	quick, given := 0, 0
	for range 2000 {
		in := received(r)
		want := record(KindHandIn, in.Check, in)
		if got := kept(in); !got.Equal(want) {
			t.Fatalf("written\n%s\nwant\n%s", got.Body, want.Body)
		}
		file, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		for _, data := range [][]byte{want.Body, file} {
			var got, plain Received
			if !quickly(data, &got) || json.Unmarshal(data, &plain) != nil || !reflect.DeepEqual(got, plain) {
				t.Fatalf("read %+v\nwant %+v\nof %s", got, plain, data)
			}
		}
		damaged := slices.Clone(file)
		for range 1 + r.IntN(2) {
			at := r.IntN(len(damaged))
			switch r.IntN(3) {
			case 0:
				damaged[at] = `{}[],:"0 n\-`[r.IntN(12)]
			case 1:
				damaged = slices.Delete(damaged, at, at+1)
			default:
				damaged = slices.Insert(damaged, at, `{}[],:"0 n\-`[r.IntN(12)])
			}
		}
		var got, plain Received
		if damaged = []byte(strings.ToValidUTF8(string(damaged), "?")); !quickly(damaged, &got) {
			given++
			continue
		}
		quick++
		if err := json.Unmarshal(damaged, &plain); err != nil || !reflect.DeepEqual(got, plain) {
			t.Fatalf("read %+v\nwant %+v, %v\nof %s", got, plain, err, damaged)
		}
	}
	if quick < 200 || given < 200 {
		t.Errorf("%d damaged files were read quickly, and %d not", quick, given)
	}
}

func TestTheNextClassIsTheSameAsANewOne(t *testing.T) {
	lesson := newLesson(t, texts...)
	p, _ := collected(t, lesson, begin(t, lesson, "Ayşe").marks(0, "There is no deal", "1").file(2))
	before := NewClass(p)
	more, _ := collected(t, p, begin(t, lesson, "Ben").marks(0, "There is no deal", "1").marks(1, "carefully", "2").file(2))
	for what, p := range map[string]project.Project{"another student": more, "another text": revised(t, more, "Something else entirely.")} {
		next, err := before.Next(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if fresh := NewClass(p); !reflect.DeepEqual(next.Students, fresh.Students) || !reflect.DeepEqual(next.Notes, fresh.Notes) || len(fresh.Students) != 2 {
			t.Errorf("%s: %+v\n%+v", what, next, fresh)
		}
	}
}

// Whatever is brought, it is read or refused.
func FuzzReadHandIn(f *testing.F) {
	lesson := newLesson(f, texts...)
	f.Add(begin(f, lesson, "Ayşe").marks(0, "There is no deal", "1").file(2).Data)
	f.Add([]byte(`{"claimlight":"hand-in","student":{"nickname":"x"},"articles":[{"marks":[{"pieces":[{"quote":"no deal"}]}]},`))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, _, err := ReadHandIn("f", data)
		if (h == nil) == (err == nil) {
			t.Fatalf("%v and %v", h, err)
		}
		p, notes := collected(t, lesson, File{Name: "f", Data: data})
		if len(NewClass(p).Students) == 0 && len(notes) == 0 {
			t.Fatal("left out in silence")
		}
		if problems := project.Check(p); len(problems) > 0 {
			t.Fatal(problems)
		}
	})
}
