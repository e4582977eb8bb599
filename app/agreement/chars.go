package agreement

import (
	"slices"

	"claimlight/app/span"
)

// chars are the characters of an article as alpha counts them.
type chars struct {
	read     int     // characters times annotators
	marked   int     // of these, those that the annotator marked
	disagree float64 // pairs that disagree, each character's divided by its annotators less one
}

// charsOf sweeps over the edges of what the annotators marked: between two of
// them nothing changes, so that the work is in proportion to marks and not to
// characters.
func charsOf(a Article, edges []edge) (chars, []edge) {
	edges = edges[:0]
	for _, r := range a.Readings {
		edges = appendEdges(edges, r.Marks, a.Length)
	}
	sortEdges(edges)
	readers := len(a.Readings)
	c := chars{read: a.Length * readers}
	inside, from := 0, 0
	for _, e := range edges {
		c.marked += inside * (e.at - from)
		c.disagree += 2 * float64(inside) * float64(readers-inside) * float64(e.at-from) / float64(readers-1)
		inside += e.by
		from = e.at
	}
	return c, edges
}

// edge is where somebody's marked characters begin (by 1) or end (by -1).
type edge struct{ at, by int }

// sortEdges sorts edges by where they are. As numbers they are sorted many times
// faster.
func sortEdges(edges []edge) {
	numbers := make([]int, len(edges))
	for i, e := range edges {
		numbers[i] = 2*e.at + (e.by+1)/2
	}
	slices.Sort(numbers)
	for i, n := range numbers {
		edges[i] = edge{n >> 1, 2*(n&1) - 1}
	}
}

// appendEdges adds the edges of what one annotator marked.
func appendEdges(edges []edge, marks []Mark, length int) []edge {
	first := len(edges)
	for _, m := range marks {
		if start, end := max(m.Start, 0), min(m.End, length); start < end {
			edges = append(edges, edge{start, end})
		}
	}
	own := edges[first:]
	slices.SortFunc(own, func(x, y edge) int { return x.at - y.at })
	// Until here they are whole stretches: those that overlap or touch are joined.
	joined := own[:0]
	for _, e := range own {
		if n := len(joined); n > 0 && e.at <= joined[n-1].by {
			joined[n-1].by = max(joined[n-1].by, e.by)
			continue
		}
		joined = append(joined, e)
	}
	edges = edges[:first+len(joined)]
	for i, e := range joined {
		edges[first+i] = edge{e.at, 1}
		edges = append(edges, edge{e.by, -1})
	}
	return edges
}

const nameChars = "character-level alpha"

// CharAlpha is Krippendorff's nominal alpha over the characters of all shared
// articles: each is 1 for an annotator who marked it, with whatever label, and
// 0 for one who opened the article and did not. Characters of articles that an
// annotator did not open are missing. For one label, hand it Only that.
func CharAlpha(articles []Article) Result {
	articles = Shared(articles)
	return charAlpha(charsEach(articles), basisOf(articles))
}

func charsEach(articles []Article) []chars {
	var edges []edge
	out := make([]chars, len(articles))
	for i, a := range articles {
		out[i], edges = charsOf(a, edges)
	}
	return out
}

func charAlpha(each []chars, rests Basis) Result {
	var all chars
	for _, c := range each {
		all.read += c.read
		all.marked += c.marked
		all.disagree += c.disagree
	}
	rests.Items = all.read
	switch {
	case len(each) == 0:
		return undefined(nameChars, reasonNoSharedArticle, rests)
	case all.marked == 0:
		return undefined(nameChars, reasonNothingMarked, rests)
	case all.marked == all.read:
		return undefined(nameChars, reasonAllMarked, rests)
	}
	n, marked := float64(all.read), float64(all.marked)
	return alpha(nameChars, all.disagree/n, 2*marked*(n-marked)/(n*(n-1)), reasonNothingMarked, rests)
}

// CharAlphaRange is how far character-level alpha might be off because these
// articles and no others were read: a bootstrap over the shared articles.
func CharAlphaRange(articles []Article, o Bootstrap) Range {
	each := charsEach(Shared(articles))
	drawn := make([]chars, len(each))
	return o.run(len(each), "articles", func(draw []int) (float64, bool) {
		for i, at := range draw {
			drawn[i] = each[at]
		}
		return charAlpha(drawn, Basis{}).Value()
	})
}

// inCommonChars is how many characters two sorted lists of stretches share,
// none overlapping another of its list.
func inCommonChars(a, b []span.Span) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		n += a[i].Intersect(b[j]).Len()
		if a[i].End < b[j].End {
			i++
		} else {
			j++
		}
	}
	return n
}

// length is how much a list of stretches covers, none overlapping another.
func length(stretches []span.Span) (n int) {
	for _, s := range stretches {
		n += s.Len()
	}
	return n
}
