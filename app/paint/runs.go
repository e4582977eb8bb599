package paint

import (
	"iter"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/span"
)

// Run is a marked run of a block, as Block writes it, without HTML.
type Run struct {
	From, To article.UTF16 // from the start of the block
	Element  Element
}

// Element is what the element of a run has besides its text: its class, and
// what its attributes data-starts, data-code and data-ends say; "" where there
// is no such attribute. It is text, and not safe in HTML.
type Element struct {
	Class  string `json:"class"`
	Starts string `json:"starts,omitempty"`
	Code   string `json:"code,omitempty"`
	Ends   string `json:"ends,omitempty"`
}

// Runs yields the marked runs of one block in order, for what builds elements
// instead of writing HTML. The annotations are as for Block; until the walk is
// over, the painter must not be used otherwise.
func (p *Painter) Runs(a *article.Article, block int, marks []*annotation.Annotation) iter.Seq[Run] {
	return func(yield func(Run) bool) {
		start := a.UTF16Of(p.begin(a, block, marks))
		for run, ok := p.sweep.Next(); ok; run, ok = p.sweep.Next() {
			if len(run.Active) == 0 {
				continue
			}
			if !yield(Run{From: a.UTF16Of(run.Start) - start, To: a.UTF16Of(run.End) - start, Element: p.element(run)}) {
				return
			}
		}
	}
}

// element is what open writes, in pieces of one string.
func (p *Painter) element(run span.Run) Element {
	p.buf, p.plain = p.buf[:0], true
	starts, ends := p.classes(run)
	class := len(p.buf)
	p.starts(run, starts)
	start := len(p.buf)
	p.code(run, ends)
	code := len(p.buf)
	p.ends(run, ends)
	p.plain = false
	s := string(p.buf)
	return Element{Class: s[:class], Starts: s[class:start], Code: s[start:code], Ends: s[code:]}
}
