package ui

import (
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// A component is drawn again when one of its exported fields changes, and
// drawing costs far more than comparing. What stands on the screen all the
// time therefore names in its fields what it shows, and not the revision.

// revIf is the revision for a component that shows something only while on.
func (m *Model) revIf(on bool) int {
	if on {
		return m.rev
	}
	return 0
}

// book is what decides how marks look and what is asked of them.
type book struct {
	tags       project.Table[*annotation.Tag]
	attributes project.Table[*annotation.Attribute]
	people     project.Table[*annotation.Person]
	infos      project.Table[*project.Info]
	class      project.Table[*project.ClassRecord]
}

// numbered numbers the states of something, from 1 on.
type numbered[T comparable] struct {
	now T
	n   int
}

// of is the number of what it is now: another one than before if it is another.
func (x *numbered[T]) of(now T) int {
	if now != x.now || x.n == 0 {
		x.now = now
		x.n++
	}
	return x.n
}

// edition numbers the book: it changes when something in it does.
func (m *Model) edition() int {
	p := m.project()
	return m.book.of(book{p.Tags, p.Attributes, p.People, p.Infos, p.Class})
}

// listing is what the list of articles is made of.
type listing struct {
	infos       project.Table[*project.Info]
	articles    project.Table[*article.Article]
	annotations project.Table[*annotation.Annotation]
	readings    project.Table[*project.Reading]
}

// listingEdition numbers the listing, as edition does the book.
func (m *Model) listingEdition() int {
	p := m.project()
	return m.listing.of(listing{p.Infos, p.Articles, p.Annotations, p.Readings})
}

// digest sums up in a number what a component shows (FNV-1a).
type digest uint64

func newDigest() digest { return 14695981039346656037 }

// text adds strings, each with an end of its own.
func (d digest) text(list ...string) digest {
	for _, s := range list {
		for i := range len(s) {
			d = (d ^ digest(s[i])) * 1099511628211
		}
		d = (d ^ 0xff) * 1099511628211 // no byte of UTF-8
	}
	return d
}

// number adds numbers.
func (d digest) number(list ...int) digest {
	for _, n := range list {
		for range 8 {
			d = (d ^ digest(n&0xff)) * 1099511628211
			n >>= 8
		}
	}
	return d
}
