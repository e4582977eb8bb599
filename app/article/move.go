package article

import "sort"

// pieces gives the words, sentences or blocks of one region.
type pieces func(region int) []piece

// NextWord returns the start of the first word after the point, in this block
// or a later one; after the last word, the end of the last block.
func (a *Article) NextWord(point int) int { return a.next(point, a.words) }

// PrevWord returns the start of the last word that starts before the point;
// before the first word, the start of the first block.
func (a *Article) PrevWord(point int) int { return a.prev(point, a.words) }

// NextSentence returns the start of the first sentence after the point; after
// the last one, the end of the last block.
func (a *Article) NextSentence(point int) int { return a.next(point, a.sentences) }

// PrevSentence returns the start of the last sentence that starts before the
// point; before the first one, the start of the first block.
func (a *Article) PrevSentence(point int) int { return a.prev(point, a.sentences) }

// NextBlock returns the start of the first block after the point; after the
// last one, its end.
func (a *Article) NextBlock(point int) int { return a.next(point, a.block) }

// PrevBlock returns the start of the last block that starts before the point.
func (a *Article) PrevBlock(point int) int { return a.prev(point, a.block) }

func (a *Article) next(point int, of pieces) int {
	point = a.clamp(point)
	for i := max(a.regionAt(point), 0); i < len(a.regions()); i++ {
		ps := of(i)
		if j := upTo(ps, point) + 1; j < len(ps) {
			return int(ps[j].start)
		}
	}
	return a.bottom(point)
}

func (a *Article) prev(point int, of pieces) int {
	point = a.clamp(point)
	for i := a.regionAt(point - 1); i >= 0; i-- {
		ps := of(i)
		if j := upTo(ps, point-1); j >= 0 {
			return int(ps[j].start)
		}
	}
	return a.top(point)
}

// bottom is the end of the last region, where a caret can still stand.
func (a *Article) bottom(point int) int {
	if rs := a.regions(); len(rs) > 0 {
		return max(point, rs[len(rs)-1].end)
	}
	return point
}

func (a *Article) top(point int) int {
	if rs := a.regions(); len(rs) > 0 {
		return min(point, rs[0].start)
	}
	return point
}

// NextGrapheme returns the end of the grapheme cluster at the point. From the
// end of a block it goes to the start of the next one.
func (a *Article) NextGrapheme(point int) int {
	point = a.clamp(point)
	rs := a.regions()
	r := a.regionAt(point)
	if r < 0 || point >= rs[r].end {
		if r+1 < len(rs) {
			return rs[r+1].start
		}
		return point
	}
	cs := a.clusters(r)
	if i := upTo(cs, point); i >= 0 && int(cs[i].end) > point {
		return int(cs[i].end)
	}
	return point + 1
}

// PrevGrapheme returns the start of the grapheme cluster before the point.
// From the start of a block it goes to the end of the one before.
func (a *Article) PrevGrapheme(point int) int {
	point = a.clamp(point)
	r := a.regionAt(point - 1)
	if r < 0 {
		return a.top(point)
	}
	rs := a.regions()
	if point > rs[r].end {
		return rs[r].end
	}
	// A region that starts right here is not the one before the point unless
	// no line feed parts them, and then its end is the point itself.
	return a.clusterStart(r, point-1)
}

// clusterStart returns the start of the cluster that holds the code point.
func (a *Article) clusterStart(r, point int) int {
	cs := a.clusters(r)
	i := sort.Search(len(cs), func(i int) bool { return int(cs[i].end) > point })
	if i < len(cs) {
		return min(int(cs[i].start), point)
	}
	return point
}
