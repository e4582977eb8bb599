package workspace

import (
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// Page is what stands on one article: its annotations as they are read, and
// those that touch each block. Nobody changes a Page; a change makes a new
// one that shares the blocks it did not touch.
type Page struct {
	Article *article.Article
	All     []*annotation.Annotation   // by annotation.Compare
	Blocks  [][]*annotation.Annotation // one list a block, by annotation.Compare
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

// layOut makes a page of annotations in order.
func layOut(a *article.Article, all []*annotation.Annotation) *Page {
	p := &Page{Article: a, All: all, Blocks: make([][]*annotation.Annotation, len(a.Blocks))}
	for _, an := range all {
		for b := range blocksOf(a, an) {
			p.Blocks[b] = append(p.Blocks[b], an)
		}
	}
	return p
}

// amended returns a page without those gone and with those that come. It
// shares the blocks that neither touches.
func (p *Page) amended(a *article.Article, gone, come []*annotation.Annotation) *Page {
	out := &Page{Article: a, All: amend(p.All, gone, come), Blocks: slices.Clone(p.Blocks)}
	type both struct{ gone, come []*annotation.Annotation }
	touched := map[int]both{}
	for _, an := range gone {
		for b := range blocksOf(a, an) {
			t := touched[b]
			t.gone = append(t.gone, an)
			touched[b] = t
		}
	}
	for _, an := range come {
		for b := range blocksOf(a, an) {
			t := touched[b]
			t.come = append(t.come, an)
			touched[b] = t
		}
	}
	for b, t := range touched {
		out.Blocks[b] = amend(p.Blocks[b], t.gone, t.come)
	}
	return out
}

// blocksOf yields the indexes of the blocks that an annotation touches.
func blocksOf(a *article.Article, an *annotation.Annotation) func(func(int) bool) {
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

// near is a list with all annotations in it that may hold the point: those of
// its block, or all where it lies between blocks.
func (p *Page) near(point int) []*annotation.Annotation {
	if b := p.Article.BlockAt(point); b >= 0 && point < p.Article.Blocks[b].End {
		return p.Blocks[b]
	}
	return p.All
}

// Index is the place of an annotation in All, -1 if it is not there.
func (p *Page) Index(an *annotation.Annotation) int {
	if an != nil {
		if i, found := slices.BinarySearchFunc(p.All, an, annotation.Compare); found {
			return i
		}
	}
	return -1
}

// Touched returns the blocks of an article that a change repaints, in order.
func Touched(a *article.Article, d project.Diff) []int {
	touched := make([]bool, len(a.Blocks))
	for _, delta := range d.Annotations {
		for _, an := range []*annotation.Annotation{delta.From, delta.To} {
			if an != nil && an.Article == a.ID {
				for b := range blocksOf(a, an) {
					touched[b] = true
				}
			}
		}
	}
	out := []int{}
	for b, is := range touched {
		if is {
			out = append(out, b)
		}
	}
	return out
}
