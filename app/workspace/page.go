package workspace

import (
	"iter"
	"maps"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// Page is what stands on one article, by block: a change costs as much as the
// blocks that it touches. Nobody changes a Page; a change makes a new one that
// shares what it did not touch.
type Page struct {
	Article *article.Article
	Count   int   // annotations
	Starts  Lists // those that start in a block or before the next, by annotation.Compare
	Blocks  Lists // those that touch a block, by annotation.Compare
}

// Page returns what stands on an article; nil if the project does not have it.
func (w *Workspace) Page(id article.ID) *Page {
	w.mu.Lock()
	defer w.mu.Unlock()
	a := w.now.project.Article(id)
	if a == nil {
		return nil
	}
	return w.sheet(id).bring(a)
}

// Count is how many annotations stand on an article; 0 if the project does not
// have it. It lays nothing out.
func (w *Workspace) Count(id article.ID) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.now.project.Article(id) == nil {
		return 0
	}
	return w.sheet(id).count
}

// layOut makes a page of annotations in any order. Those that start in one
// block are put in order by themselves: that is far less to compare.
func layOut(a *article.Article, all []*annotation.Annotation) *Page {
	p := &Page{Article: a, Count: len(all)}
	p.Starts = listsOf(max(len(a.Blocks), 1), func(yield func(int, *annotation.Annotation) bool) {
		for _, an := range all {
			if !yield(home(a, an), an) {
				return
			}
		}
	})
	for i := range p.Starts.Len() {
		slices.SortFunc(p.Starts.At(i), annotation.Compare)
	}
	p.Blocks = listsOf(len(a.Blocks), func(yield func(int, *annotation.Annotation) bool) {
		for i := range p.Starts.Len() {
			for _, an := range p.Starts.At(i) {
				for b := range blocksOf(a, an) {
					if !yield(b, an) {
						return
					}
				}
			}
		}
	})
	return p
}

// home is the block in whose list of starts an annotation stands.
func home(a *article.Article, an *annotation.Annotation) int { return max(a.BlockAt(an.Start()), 0) }

// amended returns a page without those gone and with those that come. It shares
// the blocks that neither touches.
func (p *Page) amended(a *article.Article, gone, come []*annotation.Annotation) *Page {
	out := &Page{Article: a, Count: p.Count + len(come) - len(gone)}
	only := func(_ *article.Article, an *annotation.Annotation) iter.Seq[int] {
		return func(yield func(int) bool) { yield(home(a, an)) }
	}
	out.Starts = p.Starts.with(amendments(a, p.Starts, gone, come, only))
	out.Blocks = p.Blocks.with(amendments(a, p.Blocks, gone, come, blocksOf))
	return out
}

// amendments are the lists that become others.
func amendments(a *article.Article, lists Lists, gone, come []*annotation.Annotation, places func(*article.Article, *annotation.Annotation) iter.Seq[int]) map[int][]*annotation.Annotation {
	byBlock := func(all []*annotation.Annotation) map[int][]*annotation.Annotation {
		m := map[int][]*annotation.Annotation{}
		for _, an := range slices.SortedFunc(slices.Values(all), annotation.Compare) {
			for b := range places(a, an) {
				m[b] = append(m[b], an)
			}
		}
		return m
	}
	from, to := byBlock(gone), byBlock(come)
	out := make(map[int][]*annotation.Annotation, len(from)+len(to))
	for _, touched := range []map[int][]*annotation.Annotation{from, to} {
		for b := range touched {
			if _, done := out[b]; !done {
				out[b] = amend(lists.At(b), from[b], to[b])
			}
		}
	}
	return out
}

// blocksOf yields the indexes of the blocks that an annotation touches.
func blocksOf(a *article.Article, an *annotation.Annotation) iter.Seq[int] {
	return func(yield func(int) bool) {
		last := -1
		for _, p := range an.Pieces {
			for b := max(a.BlockAt(p.Start), last+1, 0); b < len(a.Blocks) && a.Blocks[b].Start < p.End; b++ {
				if a.Blocks[b].End > p.Start {
					if last = b; !yield(b) {
						return
					}
				}
			}
		}
	}
}

// At returns the annotations that hold a code point, the smallest first: the
// order in which a click goes through them.
func (p *Page) At(point int) []*annotation.Annotation {
	var out []*annotation.Annotation
	for _, an := range p.near(point) {
		if an.Has(point) {
			out = append(out, an)
		}
	}
	slices.SortStableFunc(out, func(a, b *annotation.Annotation) int { return a.Size() - b.Size() })
	return out
}

// near is a list with all annotations in it that may hold the point.
func (p *Page) near(point int) []*annotation.Annotation {
	if b := p.Article.BlockAt(point); b >= 0 && point < p.Article.Blocks[b].End {
		return p.Blocks.At(b)
	}
	return p.Between(0, p.Starts.Len()-1) // between two blocks nothing is shown, so that this is rare
}

// Between returns the annotations that start in the blocks from first to last,
// in order. The list may be shared: nobody changes it.
func (p *Page) Between(first, last int) []*annotation.Annotation {
	if first == last {
		return p.Starts.At(first)
	}
	var out []*annotation.Annotation
	for b := first; b <= last; b++ {
		out = append(out, p.Starts.At(b)...)
	}
	return out
}

// Neighbor is the annotation behind an (by 1) or before it (by -1) in reading
// order; nil at the ends, and where an is not on the page.
func (p *Page) Neighbor(an *annotation.Annotation, by int) *annotation.Annotation {
	if an == nil || an.Article != p.Article.ID {
		return nil
	}
	b := home(p.Article, an)
	i, found := slices.BinarySearchFunc(p.Starts.At(b), an, annotation.Compare)
	if !found {
		return nil
	}
	if i += by; i >= 0 && i < len(p.Starts.At(b)) {
		return p.Starts.At(b)[i]
	}
	return p.Nearest(b+by, by)
}

// Nearest is the first annotation that starts in the block or behind it (by 1),
// or the last that starts in it or before it (by -1); nil if there is none.
func (p *Page) Nearest(block, by int) *annotation.Annotation {
	for b := block; b >= 0 && b < p.Starts.Len(); b += by {
		if list := p.Starts.At(b); len(list) > 0 {
			if by < 0 {
				return list[len(list)-1]
			}
			return list[0]
		}
	}
	return nil
}

// Marked returns the blocks that have marks, in order.
func (p *Page) Marked() []int {
	var out []int
	for b := range p.Blocks.Len() {
		if len(p.Blocks.At(b)) > 0 {
			out = append(out, b)
		}
	}
	return out
}

// TouchedBy returns the blocks of its article that an annotation touches, in
// order.
func TouchedBy(a *article.Article, an *annotation.Annotation) []int {
	return slices.Collect(blocksOf(a, an))
}

// Touched returns the blocks of an article that a change repaints, in order.
func Touched(a *article.Article, d project.Diff) []int {
	touched := map[int]bool{}
	for _, delta := range d.Annotations {
		for _, an := range []*annotation.Annotation{delta.From, delta.To} {
			if an != nil && an.Article == a.ID {
				for b := range blocksOf(a, an) {
					touched[b] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(touched))
}
