package agreement

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"claimlight/app/span"
)

// Credit says how much a pair of marks counts.
type Credit struct {
	Floor      float64 // an overlap under this counts nothing
	OtherLabel float64 // what a pair with two labels counts, of what it would with one: 0 to 1
}

// Half is the usual credit: as much as both marks overlap, nothing under half,
// and nothing for another label.
var Half = Credit{Floor: 0.5}

// Of is what a pair counts that overlaps by a share, from 0 to 1.
func (c Credit) Of(overlap float64, sameLabel bool) float64 {
	switch { // without min and max, which are slow in WebAssembly
	case overlap < c.Floor, !sameLabel && c.OtherLabel <= 0:
		return 0
	case sameLabel, c.OtherLabel >= 1:
		return overlap
	}
	return overlap * c.OtherLabel
}

// Comparison is how far each two annotators mark the same on the articles that
// both opened.
type Comparison struct {
	Annotators []string // sorted
	rests      Basis
	articles   [][]duel // of each shared article, the pairs of its readers
	tooMany    int      // comparisons of two annotators on an article that are left out, since too many marks overlap
}

// duel is what two annotators have in common on one article.
type duel struct {
	pair   int   // see Comparison.pairOf
	credit int64 // in units of 1/scale
	places int64 // the same, as if all labels were one
	marks  int   // of both
}

// Compare pairs the marks of each two annotators, article by article (see
// Pairing), and gives each pair its credit. It pairs what overlaps, once, and
// the work is done here: all figures are sums over it.
//
// An annotator must not be twice among the readings of an article.
func Compare(articles []Article, credit Credit) *Comparison {
	c, _ := CompareSlowly(articles, credit, nil) // only a pace ends it
	return c
}

// CompareSlowly is Compare for a large class, at a pace. An error is that of
// the pace.
func CompareSlowly(articles []Article, credit Credit, pace Pace) (*Comparison, error) {
	return CompareAndTell(articles, credit, nil, pace)
}

// Told is told which marks of two readings of an article were paired: the
// places of the article among those that are Shared and of the readings in it,
// the first before the second. The pairs, A of the first and B of the second, are
// valid until it returns.
type Told func(article, first, second int, pairs []Pair)

// CompareAndTell is CompareSlowly for whoever wants to know what the figures are
// made of: every pairing behind them is told. What a pair of annotators lacks of
// an F1 of 1 is, of each of their marks, 1 less the credit of its pair, divided
// by the number of their marks.
func CompareAndTell(articles []Article, credit Credit, tell Told, pace Pace) (*Comparison, error) {
	articles = Shared(articles)
	c := &Comparison{rests: basisOf(articles)}
	at := map[string]int{}
	for _, a := range articles {
		for _, r := range a.Readings {
			if _, known := at[r.Annotator]; !known {
				at[r.Annotator] = 0
				c.Annotators = append(c.Annotators, r.Annotator)
			}
		}
	}
	slices.Sort(c.Annotators)
	for i, name := range c.Annotators {
		at[name] = i
	}
	var p pairer
	labels := labelNumbers{}
	readings, done := 0, 0
	for _, a := range articles {
		readings += len(a.Readings)
	}
	for i, a := range articles {
		p.tell, p.keep = nil, tell != nil
		if tell != nil {
			p.tell = func(first, second int, pairs []Pair) { tell(i, first, second, pairs) }
		}
		duels, err := p.duels(a, at, labels, credit, func(i int) error { return pace.at(done+i, readings) })
		if err != nil {
			return nil, err
		}
		c.articles = append(c.articles, duels)
		done += len(a.Readings)
	}
	c.tooMany = p.tooMany
	return c, pace.at(done, readings)
}

// duels compares each two readers of an article.
func (p *pairer) duels(a Article, at map[string]int, labels labelNumbers, credit Credit, pace func(reading int) error) ([]duel, error) {
	marks := make([][]mark, len(a.Readings))
	who := make([]int, len(a.Readings))
	for i, r := range a.Readings {
		marks[i], who[i] = labels.sorted(r.Marks), at[r.Annotator]
	}
	r := rules{credit: &credit}
	out := make([]duel, 0, len(marks)*(len(marks)-1)/2)
	for j := range marks {
		if err := pace(j); err != nil {
			return nil, err
		}
		for i := range j {
			sum, places, err := p.credit(marks[i], marks[j], r)
			if errors.Is(err, errTooMany) {
				p.tooMany++ // nobody else's figures suffer from it
				out = append(out, duel{pair: pairOf(who[i], who[j])})
				continue
			}
			if err != nil {
				return nil, err
			}
			if p.tell != nil {
				p.tell(i, j, p.pairs)
			}
			out = append(out, duel{pairOf(who[i], who[j]), sum, places, len(marks[i]) + len(marks[j])})
		}
	}
	return out, nil
}

// pairOf numbers the pairs of annotators: 0-1, 0-2, 1-2, 0-3, ...
func pairOf(a, b int) int {
	low, high := min(a, b), max(a, b)
	return high*(high-1)/2 + low
}

// sums adds up the duels of articles by pair.
func (c *Comparison) sums(articles [][]duel, into []duel) []duel {
	n := len(c.Annotators)
	into = slices.Grow(into[:0], n*(n-1)/2)[:n*(n-1)/2]
	clear(into)
	for _, duels := range articles {
		for _, d := range duels {
			into[d.pair].pair++ // here: articles that both opened
			into[d.pair].credit += d.credit
			into[d.pair].places += d.places
			into[d.pair].marks += d.marks
		}
	}
	return into
}

const nameF1 = "pairwise span F1"

// Mean is the mean of the F1 of all pairs of annotators who share an article:
// twice the credit of their pairs, divided by the number of their marks
// (Hripcsak & Rothschild 2005; the partial credit is ours). Pairs of which
// neither marked anything are left out.
func (c *Comparison) Mean() Result {
	return c.mean(c.articles, nil, c.rests, func(int, int) bool { return true })
}

// Places is Mean as if all labels were one, with the same marks taken for one
// another: how far annotators mark the same passages. What Mean is of it is how
// far they then choose the same label.
func (c *Comparison) Places() Result {
	r := c.Mean()
	if len(c.articles) > 0 {
		sums := c.sums(c.articles, nil)
		for i := range sums {
			sums[i].credit = sums[i].places
		}
		r = c.meanOf(sums, c.rests, func(int, int) bool { return true })
	}
	r.Measure = "pairwise span F1, whatever the labels"
	return r
}

// Of is the mean over the pairs that an annotator is in.
func (c *Comparison) Of(annotator string) Result {
	at, known := slices.BinarySearch(c.Annotators, annotator)
	if !known {
		return undefined(nameF1, "“"+annotator+"” shares no article with anybody.", Basis{})
	}
	return c.mean(c.articles, nil, c.rests, func(a, b int) bool { return a == at || b == at })
}

// Each is Of for each of the Annotators, in their order, at the cost of one.
func (c *Comparison) Each() []Result {
	out := make([]Result, len(c.Annotators))
	sums := c.sums(c.articles, nil)
	for at := range out {
		m := pairMean{c, c.rests, 0}
		for other := range out {
			if other != at {
				m.add(sums[pairOf(at, other)])
			}
		}
		out[at] = m.result()
	}
	return out
}

// Between is the F1 of two annotators.
func (c *Comparison) Between(first, second string) Result {
	x, known := slices.BinarySearch(c.Annotators, first)
	y, too := slices.BinarySearch(c.Annotators, second)
	if !known || !too || x == y {
		return undefined(nameF1, "“"+first+"” and “"+second+"” share no article.", Basis{})
	}
	return c.mean(c.articles, nil, c.rests, func(a, b int) bool { return a == min(x, y) && b == max(x, y) })
}

func (c *Comparison) mean(articles [][]duel, sums []duel, rests Basis, counts func(a, b int) bool) Result {
	if len(articles) == 0 {
		return undefined(nameF1, reasonNoSharedArticle, rests)
	}
	return c.meanOf(c.sums(articles, sums), rests, counts)
}

// meanOf is the mean over the pairs that count, whose duels are added up.
func (c *Comparison) meanOf(sums []duel, rests Basis, counts func(a, b int) bool) Result {
	m := pairMean{c, rests, 0}
	for b := range c.Annotators {
		for a := range b {
			if counts(a, b) {
				m.add(sums[pairOf(a, b)])
			}
		}
	}
	return m.result()
}

// pairMean gathers pairs of annotators, whose duels are added up, for a mean.
type pairMean struct {
	*Comparison
	rests Basis
	total float64
}

func (m *pairMean) add(d duel) {
	switch {
	case d.pair == 0:
	case d.marks == 0:
		m.rests.LeftOut++
	default:
		m.rests.Pairs++
		m.total += 2 * float64(d.credit) / scale / float64(d.marks)
	}
}

func (m *pairMean) result() Result {
	reason := reasonNothingMarked
	switch {
	case m.rests.LeftOut == 0:
		reason = reasonNoSharedArticle
	case m.tooMany > 0:
		reason = errTooMany.Message
	}
	return meanOfPairs(nameF1, m.total, m.rests, reason, func(mean float64) string {
		return saysMatch(mean, "; where two overlap in part, that part counts") + m.besides()
	})
}

// besides says what is left out since it would take too long.
func (c *Comparison) besides() string {
	if c.tooMany == 0 {
		return ""
	}
	return fmt.Sprintf(" Left out: %d comparisons of two on an article where too many marks lie over one another.", c.tooMany)
}

// Range is how far the mean might be off because these articles and no others
// were read.
func (c *Comparison) Range(o Bootstrap) Range {
	drawn := make([][]duel, len(c.articles))
	var sums []duel
	return o.run(len(c.articles), "articles", func(draw []int) (float64, bool) {
		for i, at := range draw {
			drawn[i] = c.articles[at]
		}
		sums = c.sums(drawn, sums)
		return c.mean(drawn, sums, Basis{}, func(int, int) bool { return true }).Value()
	})
}

// PairwiseF1 is the mean over all pairs of annotators of the F1 of marks that
// are the same in span and label.
func PairwiseF1(articles []Article) Result {
	r := Compare(articles, Credit{Floor: 1}).Mean()
	r.Measure = "pairwise exact F1"
	if mean, ok := r.Value(); ok {
		r.Says = saysMatch(mean, ", in both ends and the tag") + leftOut(r.Rests)
	}
	return r
}

// PairwiseChars is the mean over all pairs of annotators of the F1 of marked
// characters, whatever their labels.
func PairwiseChars(articles []Article) Result {
	const measure = "pairwise F1 of characters"
	articles = Shared(articles)
	rests := basisOf(articles)
	if len(articles) == 0 {
		return undefined(measure, reasonNoSharedArticle, rests)
	}
	type chars struct{ common, marked int }
	by := map[[2]string]*chars{}
	var pairs [][2]string
	for _, a := range articles {
		marked := make([][]span.Span, len(a.Readings))
		for i, x := range a.Readings {
			marked[i] = covered(clip(x.Marks, a.Length))
			for j, y := range a.Readings[:i] {
				pair := [2]string{min(x.Annotator, y.Annotator), max(x.Annotator, y.Annotator)}
				if by[pair] == nil {
					by[pair] = &chars{}
					pairs = append(pairs, pair)
				}
				by[pair].common += inCommonChars(marked[i], marked[j])
				by[pair].marked += length(marked[i]) + length(marked[j])
			}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	sum := 0.0
	for _, pair := range pairs {
		if by[pair].marked == 0 {
			rests.LeftOut++
			continue
		}
		rests.Pairs++
		sum += 2 * float64(by[pair].common) / float64(by[pair].marked)
	}
	return meanOfPairs(measure, sum, rests, reasonNothingMarked, func(mean float64) string {
		return fmt.Sprintf("Of the characters that two annotators marked, %s are marked by both, on average.", Percent(mean))
	})
}
