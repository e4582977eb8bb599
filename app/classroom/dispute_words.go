package classroom

import (
	"claimlight/app/article"
	"claimlight/app/span"
)

// slightWords is how many words edges may differ by, at both ends together, and
// still mean the same.
const slightWords = 2

// slight reports whether two passages differ only by punctuation, white space
// and a word or two at their ends.
func slight(a *article.Article, x, y span.Span) bool {
	if !x.Overlaps(y) {
		return false
	}
	words := wordsIn(a, min(x.Start, y.Start), max(x.Start, y.Start))
	words += wordsIn(a, min(x.End, y.End), max(x.End, y.End))
	return words <= slightWords
}

// wordsIn counts the words that a range holds or cuts; it stops where there are
// more than matter.
func wordsIn(a *article.Article, start, end int) (n int) {
	at := start
	for at < end && n <= slightWords {
		from, to, ok := a.WordAt(at)
		if !ok || to <= at {
			next := a.NextWord(at)
			if from, to, ok = a.WordAt(next); !ok || next <= at || from != next {
				return n
			}
		}
		if from >= end {
			return n
		}
		n, at = n+1, to
	}
	return n
}
