package agreement

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"claimlight/app/span"
	"claimlight/test/dice"
)

// roll is what random tests roll.
func roll(t testing.TB) *rand.Rand { return rand.New(rand.NewPCG(dice.Seed(t), 5)) }

var letters = []string{"claim", "evidence", "quote"}

// someMarks are up to n marks in a text, some on the same place.
func someMarks(r *rand.Rand, n, length int) []Mark {
	out := make([]Mark, r.IntN(n+1))
	for i := range out {
		start := r.IntN(length - 1)
		out[i] = Mark{span.Span{Start: start, End: min(length, start+1+r.IntN(length/2))}, letters[r.IntN(len(letters))]}
		if i > 0 && r.IntN(4) == 0 {
			out[i].Span = out[r.IntN(i)].Span
		}
	}
	return out
}

// apartMarks are up to n marks that do not overlap.
func apartMarks(r *rand.Rand, n, length int) (out []Mark) {
	at := r.IntN(4)
	for range r.IntN(n + 1) {
		end := at + 1 + r.IntN(max(length/n, 2))
		if end > length {
			break
		}
		out = append(out, Mark{span.Span{Start: at, End: end}, letters[r.IntN(len(letters))]})
		at = end + r.IntN(3)
	}
	return out
}

// study is a few articles that a few annotators read, not all of them all.
func study(r *rand.Rand, marks func(r *rand.Rand, n, length int) []Mark) []Article {
	articles := make([]Article, 1+r.IntN(4))
	for i := range articles {
		articles[i].Length = 12 + r.IntN(30)
		for who := range 5 {
			if r.IntN(4) > 0 {
				articles[i].Readings = append(articles[i].Readings, Reading{fmt.Sprint("r", who), marks(r, 6, articles[i].Length)})
			}
		}
	}
	return articles
}

// shuffled is the same study in another order: of articles, annotators and
// marks.
func shuffled(r *rand.Rand, articles []Article) []Article {
	out := make([]Article, len(articles))
	for i, a := range articles {
		out[i] = Article{Length: a.Length, Readings: slices.Clone(a.Readings)}
		for j, reading := range out[i].Readings {
			out[i].Readings[j].Marks = slices.Clone(reading.Marks)
			swap(r, out[i].Readings[j].Marks)
		}
		swap(r, out[i].Readings)
	}
	swap(r, out)
	return out
}

func swap[T any](r *rand.Rand, s []T) {
	r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
}

// renamed is the same study with other names of annotators and tags.
func renamed(articles []Article) []Article {
	names := map[string]string{"claim": "Zitat", "evidence": "Beleg", "quote": "Aussage"}
	out := make([]Article, len(articles))
	for i, a := range articles {
		out[i].Length = a.Length
		for _, reading := range a.Readings {
			to := Reading{Annotator: string('z' - reading.Annotator[1] + '0')}
			for _, m := range reading.Marks {
				to.Marks = append(to.Marks, Mark{m.Span, names[m.Label]})
			}
			out[i].Readings = append(out[i].Readings, to)
		}
	}
	return out
}

// alikeResults compares two results: both defined, or both not, and the same
// but for the order in which numbers were added up. A reason may name somebody.
func alikeResults(a, b Result) bool {
	x, ok := a.Value()
	y, too := b.Value()
	return ok == too && math.Abs(x-y) <= 1e-9*max(1, math.Abs(x)) && (a.Reason == "") == (b.Reason == "") && a.Rests == b.Rests
}

// ofArticles are the measures of articles.
var ofArticles = map[string]func([]Article) Result{
	"pairwise span F1":  func(a []Article) Result { return Compare(a, Half).Mean() },
	"with other labels": func(a []Article) Result { return Compare(a, Credit{Floor: 0.3, OtherLabel: 0.5}).Mean() },
	"pairwise exact F1": PairwiseF1,
	"pairwise chars":    PairwiseChars,
	"character alpha":   CharAlpha,
}

// ofOne are the measures of one article.
var ofOne = map[string]func(Article) Result{
	"alpha-U": func(a Article) Result {
		r, _ := AlphaU(a)
		return r
	},
	"u-alpha":  func(a Article) Result { return UAlpha(a).U },
	"|u-alpha": func(a Article) Result { return UAlpha(a).BarU },
	"cu-alpha": func(a Article) Result { return UAlpha(a).CU },
	"gamma disorder": func(a Article) Result {
		r, _ := Disorder(ContinuumOf(a), Usual, nil)
		return r
	},
	"gamma": func(a Article) Result {
		r, _ := Gamma(ContinuumOf(a), Usual, GammaOptions{Samples: 3})
		return r
	},
}

// What a measure says does not depend on who comes first, in what order the
// files were read, nor on what annotators and tags are called.
func TestOrderAndNamesMakeNoDifference(t *testing.T) {
	r := roll(t)
	defined := map[string]int{}
	same := func(name string, want, got Result, how string) {
		if part(want, "proven") == 0.0 || part(got, "proven") == 0.0 {
			return // an alignment that is not proven to be the best may be another one
		}
		if !alikeResults(want, got) {
			t.Errorf("%s: %v %+v, %s %v %+v", name, want, want.Rests, how, got, got.Rests)
		}
		if _, ok := want.Value(); ok {
			defined[name]++
		}
	}
	for i := range 150 {
		articles := study(r, []func(*rand.Rand, int, int) []Mark{someMarks, apartMarks}[i%2])
		other, others := shuffled(r, articles), renamed(articles)
		for name, measure := range ofArticles {
			want := measure(articles)
			same(name, want, measure(other), "in another order")
			same(name, want, measure(others), "with other names")
		}
		one := shuffled(r, articles[:1])[0]
		for name, measure := range ofOne {
			want := measure(articles[0])
			same(name, want, measure(one), "in another order")
			if name != "gamma" { // it draws tags by their number
				same(name, want, measure(others[0]), "with other names")
			}
		}
	}
	for name, n := range defined {
		if n < 50 {
			t.Errorf("%s was defined %d times only", name, n)
		}
	}
	if len(defined) != len(ofArticles)+len(ofOne) {
		t.Errorf("some measures were never defined: %v", defined)
	}
}

// Whoever marks the same agrees fully, by every measure that is defined.
func TestIdenticalWorkIsOne(t *testing.T) {
	r := roll(t)
	defined := map[string]int{}
	isOne := func(name string, got Result) {
		if v, ok := got.Value(); ok {
			defined[name]++
			if math.Abs(v-1) > 1e-9 {
				t.Errorf("%s of identical work is %v", name, got)
			}
		}
	}
	for range 100 {
		articles := study(r, apartMarks)
		for i, a := range articles {
			for j := range a.Readings {
				articles[i].Readings[j].Marks = slices.Clone(a.Readings[0].Marks)
				swap(r, articles[i].Readings[j].Marks)
			}
		}
		for name, measure := range ofArticles {
			isOne(name, measure(articles))
		}
		for name, measure := range ofOne {
			if name != "gamma disorder" {
				isOne(name, measure(articles[0]))
			}
		}
		isOne("scores", ExactF1(documentsAgainst(articles)))
		isOne("SemEval", SpanF1(documentsAgainst(articles)))
		isOne("fragments", FragmentF1(documentsAgainst(articles)))
	}
	if len(defined) != len(ofArticles)+len(ofOne)-1+3 {
		t.Errorf("some measures were never defined: %v", defined)
	}
}

// documentsAgainst takes the first reader of each article for the key, and the
// second for the answers.
func documentsAgainst(articles []Article) (out []Document) {
	for _, a := range Shared(articles) {
		out = append(out, Document{a.Readings[0].Marks, a.Readings[1].Marks})
	}
	return out
}

// charactersOf codes each character of the articles as CharAlpha describes it.
func charactersOf(articles []Article) Coding {
	rows := map[string][]*Value{}
	total := 0
	in, out := Label("1"), Label("0")
	for _, name := range []string{"r0", "r1", "r2", "r3", "r4"} {
		rows[name] = nil
	}
	for _, a := range articles {
		for _, reading := range a.Readings {
			row := append(rows[reading.Annotator], make([]*Value, total-len(rows[reading.Annotator]))...)
			for at := range a.Length {
				said := &out
				if slices.ContainsFunc(reading.Marks, func(m Mark) bool { return m.Has(at) }) {
					said = &in
				}
				row = append(row, said)
			}
			rows[reading.Annotator] = row
		}
		total += a.Length
	}
	var all [][]*Value
	for _, row := range rows {
		all = append(all, append(row, make([]*Value, total-len(row))...))
	}
	return NewCoding(all)
}

func TestCharAlphaIsAlphaOverCharacters(t *testing.T) {
	r := roll(t)
	defined := 0
	for range 500 {
		articles := study(r, someMarks)
		want, ok := Krippendorff(charactersOf(articles), Nominal).Value()
		got, too := CharAlpha(articles).Value()
		if ok != too || math.Abs(got-want) > 1e-9 {
			t.Fatalf("%v %v, by characters %v %v: %+v", got, too, want, ok, articles)
		}
		if ok {
			defined++
		}
	}
	if defined < 250 {
		t.Errorf("defined %d times only", defined)
	}
}
