package agreement

import (
	"math"
	"slices"
)

// Document is what is to be found in a text, and what was marked.
type Document struct {
	Key     []Mark
	Answers []Mark
}

// Matching is how answers are paired with the marks of the key.
type Matching int

const (
	// Optimal pairs as Pairing does. It depends on no order, and is what scores
	// should rest on.
	Optimal Matching = iota
	// GreedyInTextOrder is what most programs do: answers in the order of the
	// text, each taking the first free mark of the key that it overlaps.
	GreedyInTextOrder
	// GreedyInListedOrder is the same in the order of the lists. The score
	// depends on it; this is only here to compare with programs that do so.
	GreedyInListedOrder
)

// Counts are the categories of the Message Understanding Conferences
// (Chinchor & Sundheim 1993), summed over documents.
type Counts struct {
	Correct, Incorrect, Partial, Missed, Spurious int
}

// Possible is how many marks the key has.
func (c Counts) Possible() int { return c.Correct + c.Incorrect + c.Partial + c.Missed }

// Actual is how many answers there are.
func (c Counts) Actual() int { return c.Correct + c.Incorrect + c.Partial + c.Spurious }

// credit counts what is partly right half.
func (c Counts) credit() float64 { return float64(c.Correct) + float64(c.Partial)/2 }

// Precision is the credit as a share of the answers.
func (c Counts) Precision() Result {
	return share("precision", c.credit(), float64(c.Actual()), c.rests(), "Of what was marked, %s is right.", "Nothing was marked, so there is nothing that could be right or wrong.")
}

// Recall is the credit as a share of the key.
func (c Counts) Recall() Result {
	return share("recall", c.credit(), float64(c.Possible()), c.rests(), "Of what was to be found, %s was found.", "There was nothing to find.")
}

// F1 is the harmonic mean of both. It is not defined where there was nothing
// to find and nothing was marked: everything is right then, and a score would
// say it is not.
func (c Counts) F1() Result {
	return f1("F1", c.credit(), float64(c.Actual()), c.credit(), float64(c.Possible()), c.rests())
}

func (c Counts) rests() Basis { return Basis{Marks: c.Possible() + c.Actual()} }

// MUCScores are the four ways of counting of SemEval-2013 task 9.1 (Segura-Bedmar
// et al. 2013).
type MUCScores struct {
	Strict  Counts // span and label are the same
	Exact   Counts // the span is the same, whatever the label
	Partial Counts // the span is the same; half for an overlap; whatever the label
	Type    Counts // the label is the same, and the spans overlap
}

// MUC scores answers against a key. An answer is paired with a mark of the key
// only if it covers at least a share of it, least; 0 is any overlap. The error
// says that too many marks overlap one another to pair them.
func MUC(documents []Document, m Matching, least float64) (s MUCScores, err error) {
	for _, d := range documents {
		pairs, err := matched(d, m, least)
		if err != nil {
			return MUCScores{}, err
		}
		for _, p := range pairs {
			s.add(p)
		}
		missed, spurious := len(d.Key)-len(pairs), len(d.Answers)-len(pairs)
		for _, c := range []*Counts{&s.Strict, &s.Exact, &s.Partial, &s.Type} {
			c.Missed += missed
			c.Spurious += spurious
		}
	}
	return s, nil
}

// add counts a pair in each of the four ways.
func (s *MUCScores) add(p Pair) {
	count := func(c *Counts, right bool) {
		if right {
			c.Correct++
		} else {
			c.Incorrect++
		}
	}
	count(&s.Strict, p.SameSpan && p.SameLabel)
	count(&s.Exact, p.SameSpan)
	count(&s.Type, p.SameLabel)
	if p.SameSpan {
		s.Partial.Correct++
	} else {
		s.Partial.Partial++
	}
}

// matched pairs the answers (A) of a document with its key (B).
func matched(d Document, m Matching, least float64) ([]Pair, error) {
	if m == Optimal {
		var p pairer
		labels := labelNumbers{}
		return p.pair(labels.sorted(d.Answers), labels.sorted(d.Key), rules{least: least})
	}
	if m == GreedyInTextOrder {
		d.Key, d.Answers = slices.SortedFunc(slices.Values(d.Key), inOrder), slices.SortedFunc(slices.Values(d.Answers), inOrder)
	}
	return greedy(d, least)
}

// greedy gives each answer the first free mark of the key that it overlaps.
func greedy(d Document, least float64) (pairs []Pair, err error) {
	if len(d.Answers) > 0 && len(d.Key) > tooMuchWork/len(d.Answers) {
		return nil, errTooMany
	}
	taken := make([]bool, len(d.Key))
	for i, x := range d.Answers {
		for j, y := range d.Key {
			same := x.Span == y.Span
			if !taken[j] && (same || x.Overlaps(y.Span) && enough(x.Span, y.Span, least)) {
				taken[j] = true
				pairs = append(pairs, Pair{i, j, overlap(x.Span, y.Span), same, x.Label == y.Label})
				break
			}
		}
	}
	return pairs, nil
}

// ExactF1 scores answers that are the same as a mark of the key in span and
// label, summed over documents (CoNLL-2003; "micro" average). The parts are
// precision, recall and how many are right, "correct".
func ExactF1(documents []Document) Result {
	right, answers, key := 0, 0, 0
	var p pairer
	labels := labelNumbers{}
	for _, d := range documents {
		p.takeEqual(labels.sorted(d.Answers), labels.sorted(d.Key))
		right, answers, key = right+len(p.same), answers+len(d.Answers), key+len(d.Key)
	}
	r := f1("exact span F1", float64(right), float64(answers), float64(right), float64(key), basisOfDocuments(documents))
	r.Parts = append(r.Parts, Part{"correct", float64(right)})
	return r
}

func basisOfDocuments(documents []Document) Basis {
	b := Basis{Articles: len(documents)}
	for _, d := range documents {
		b.Marks += len(d.Key) + len(d.Answers)
	}
	return b
}

// share is credit as a share of a number, which may be 0.
func share(measure string, credit, of float64, rests Basis, says, reason string) Result {
	if of == 0 {
		return undefined(measure, reason, rests)
	}
	return result(measure, credit/of, sprintPercent(says, credit/of), rests)
}

// f1 is the harmonic mean of precision and recall. Where one of them is not
// defined, because nothing was marked or there was nothing to find, it is 0: all
// that there is is wrong.
func f1(measure string, precise, answers, recalled, key float64, rests Basis) Result {
	if answers == 0 && key == 0 {
		return undefined(measure, reasonNothingToFind, rests)
	}
	precision, recall := precise/answers, recalled/key // NaN if nothing is there
	var parts []Part
	if answers > 0 {
		parts = append(parts, Part{Precision, precision})
	}
	if key > 0 {
		parts = append(parts, Part{Recall, recall})
	}
	value := 0.0
	if sum := precision + recall; !math.IsNaN(sum) && sum > 0 {
		value = 2 * precision * recall / sum
	}
	return result(measure, value, saysScore(precision, recall), rests, parts...)
}
