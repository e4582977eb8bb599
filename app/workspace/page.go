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
	if p := w.pages[id]; p != nil {
		return p
	}
	a := w.now.project.Article(id)
	if a == nil {
		return nil
	}
	p := newPage(a, w.now.project)
	w.pages[id] = p
	return p
}

func newPage(a *article.Article, p project.Project) *Page {
	page := &Page{Article: a, Blocks: make([][]*annotation.Annotation, len(a.Blocks))}
	for an := range p.Annotations.All() {
		if an.Article == a.ID {
			page.All = append(page.All, an)
		}
	}
	slices.SortFunc(page.All, annotation.Compare)
	for _, an := range page.All {
		for b := range blocksOf(a, an) {
			page.Blocks[b] = append(page.Blocks[b], an)
		}
	}
	return page
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

// refresh brings the pages up to a change; the lock is held.
func (w *Workspace) refresh(d project.Diff) {
	for id, delta := range d.Articles {
		delete(w.pages, article.ID(id))
		_ = delta
	}
	fresh := map[article.ID]*Page{}
	for _, delta := range d.Annotations {
		w.turn(fresh, delta.From, (*Page).without)
		w.turn(fresh, delta.To, (*Page).with)
	}
}

// turn changes the page of an annotation, if it is known; a page is copied
// once a change.
func (w *Workspace) turn(fresh map[article.ID]*Page, an *annotation.Annotation, change func(*Page, *annotation.Annotation)) {
	if an == nil || w.pages[an.Article] == nil {
		return
	}
	p := fresh[an.Article]
	if p == nil {
		old := w.pages[an.Article]
		p = &Page{Article: old.Article, All: slices.Clone(old.All), Blocks: slices.Clone(old.Blocks)}
		fresh[an.Article], w.pages[an.Article] = p, p
	}
	change(p, an)
}

func (p *Page) without(an *annotation.Annotation) {
	p.All = drop(p.All, an)
	for b := range blocksOf(p.Article, an) {
		p.Blocks[b] = drop(slices.Clone(p.Blocks[b]), an)
	}
}

func (p *Page) with(an *annotation.Annotation) {
	p.All = insert(p.All, an)
	for b := range blocksOf(p.Article, an) {
		p.Blocks[b] = insert(slices.Clone(p.Blocks[b]), an)
	}
}

func drop(list []*annotation.Annotation, an *annotation.Annotation) []*annotation.Annotation {
	if i, found := slices.BinarySearchFunc(list, an, annotation.Compare); found {
		return slices.Delete(list, i, i+1)
	}
	return list
}

func insert(list []*annotation.Annotation, an *annotation.Annotation) []*annotation.Annotation {
	i, found := slices.BinarySearchFunc(list, an, annotation.Compare)
	if found {
		list[i] = an
		return list
	}
	return slices.Insert(list, i, an)
}

// At returns the annotations that hold a code point, the smallest first: the
// order in which a click goes through them.
func (p *Page) At(point int) []*annotation.Annotation {
	b := p.Article.BlockAt(point)
	if b < 0 {
		return nil
	}
	var out []*annotation.Annotation
	for _, an := range p.Blocks[b] {
		if an.Has(point) {
			out = append(out, an)
		}
	}
	slices.SortStableFunc(out, func(a, b *annotation.Annotation) int { return a.Size() - b.Size() })
	return out
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
	seen := map[int]bool{}
	for _, delta := range d.Annotations {
		for _, an := range []*annotation.Annotation{delta.From, delta.To} {
			if an != nil && an.Article == a.ID {
				for b := range blocksOf(a, an) {
					seen[b] = true
				}
			}
		}
	}
	out := make([]int, 0, len(seen))
	for b := range seen {
		out = append(out, b)
	}
	slices.Sort(out)
	return out
}
