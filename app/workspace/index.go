package workspace

import (
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// sheet is what is kept of one article: its page as it was asked for last,
// and what has changed since. So a change costs the same however much stands
// on the article, and many changes are put in at once.
type sheet struct {
	page    *Page                    // nil until somebody asks for it
	loose   []*annotation.Annotation // what will stand on it, in no order
	changes []change
	count   int // annotations, those of the changes included
}

// change is what became of one annotation of the article; either may be nil.
type change struct{ from, to *annotation.Annotation }

// sheet returns the sheet of an article, a fresh one if there is none; the
// lock is held. The first time it looks at every annotation, once for all
// articles.
func (w *Workspace) sheet(id article.ID) *sheet {
	if w.sheets == nil {
		w.sheets = map[article.ID]*sheet{}
		for an := range w.now.project.Annotations.Unordered() {
			s := w.sheet(an.Article)
			s.loose = append(s.loose, an)
			s.count++
		}
	}
	s := w.sheets[id]
	if s == nil {
		s = &sheet{}
		w.sheets[id] = s
	}
	return s
}

// refresh notes a change of the project on the sheets, in the tally and among
// the relations; the lock is held.
func (w *Workspace) refresh(d project.Diff) {
	if w.tally != nil {
		w.tally.follow(d)
	}
	if w.related != nil {
		w.related.follow(d)
	}
	if w.sheets == nil {
		return // nobody has asked yet
	}
	for _, delta := range d.Annotations {
		from, to := delta.From, delta.To
		if from != nil && to != nil && from.Article != to.Article {
			w.note(from.Article, change{from: from})
			from = nil
		}
		if to != nil {
			w.note(to.Article, change{from, to})
		} else if from != nil {
			w.note(from.Article, change{from: from})
		}
	}
}

func (w *Workspace) note(id article.ID, c change) {
	s := w.sheet(id)
	s.changes = append(s.changes, c)
	if c.from != nil {
		s.count--
	}
	if c.to != nil {
		s.count++
	}
}

// bring makes the page what it is to be now.
func (s *sheet) bring(a *article.Article) *Page {
	gone, come := s.net()
	switch old := s.page; {
	case old == nil:
		s.page, s.loose = layOut(a, s.loose), nil
		s.page = s.page.amended(a, gone, come)
	case old.Article != a && !slices.Equal(old.Article.Blocks, a.Blocks):
		s.page = layOut(a, old.Between(0, old.Starts.Len()-1)).amended(a, gone, come)
	case len(gone)+len(come) > 0:
		s.page = old.amended(a, gone, come)
	case old.Article != a: // only what is known about it
		s.page = &Page{Article: a, Count: old.Count, Starts: old.Starts, Blocks: old.Blocks}
	}
	s.changes = nil
	return s.page
}

// net sums the changes up: which annotations go from the page and which come
// to it, in no order.
func (s *sheet) net() (gone, come []*annotation.Annotation) {
	latest := make(map[annotation.ID]*annotation.Annotation, len(s.changes))
	for _, c := range s.changes {
		an := c.from
		if an == nil {
			an = c.to
		}
		if _, again := latest[an.ID]; !again && c.from != nil {
			gone = append(gone, c.from)
		}
		latest[an.ID] = c.to
	}
	for _, an := range latest {
		if an != nil {
			come = append(come, an)
		}
	}
	return gone, come
}

// amend returns the list without those gone and with those that come; all
// three are in order.
func amend(list, gone, come []*annotation.Annotation) []*annotation.Annotation {
	out := make([]*annotation.Annotation, 0, max(len(list)-len(gone), 0)+len(come))
	for len(gone)+len(come) > 0 {
		goes := len(come) == 0 || len(gone) > 0 && annotation.Compare(gone[0], come[0]) <= 0
		next := &come
		if goes {
			next = &gone
		}
		i, found := slices.BinarySearchFunc(list, (*next)[0], annotation.Compare)
		out = append(out, list[:i]...)
		list = list[i:]
		switch {
		case !goes:
			out = append(out, come[0])
		case found:
			list = list[1:]
		}
		*next = (*next)[1:]
	}
	return append(out, list...)
}
