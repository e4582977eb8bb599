package workspace

import (
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// whole makes a change fit for a project in which another tab has been: what
// refers to something that is gone there is dropped from it, and with an
// article, mark, tag or attribute go the references that came in meanwhile. It
// returns false where the change as such has no place there any more: a mark
// or state of an article that is gone, a name that is taken, nothing but
// relations of marks that are gone, or an article that would be an earlier
// version of itself.
func whole(d project.Diff, p project.Project) (project.Diff, bool) {
	after, err := p.Apply(d)
	if err != nil || homeless(d, after) || namesClash(d, after) || len(d.Articles) > 0 && after.Looped() {
		return d, false
	}
	var mend project.Diff
	each(d.Articles, after.Articles, removes(d.Articles), func(a *article.Article) {
		if m := a.Meta; m.CorrectedBy != "" && after.Article(m.CorrectedBy) == nil {
			m.CorrectedBy = ""
			put(&mend.Articles, a, a.WithMeta(m))
		}
	})
	each(d.Annotations, after.Annotations, takesAway(d), func(an *annotation.Annotation) {
		if to := grounded(an, after); to != an {
			put(&mend.Annotations, an, to)
		}
	})
	each(d.Attributes, after.Attributes, removes(d.Tags), func(a *annotation.Attribute) {
		if to := asked(a, after); to != a {
			put(&mend.Attributes, a, to)
		}
	})
	each(nil, after.Readings, removes(d.Articles), func(r *project.Reading) {
		if after.Article(r.Article) == nil {
			put(&mend.Readings, r, nil)
		}
	})
	each(d.Relations, after.Relations, removes(d.Annotations) || removes(mend.Annotations), func(r *annotation.Relation) {
		if !stands(r.From, after, mend) || !stands(r.To, after, mend) {
			put(&mend.Relations, r, nil)
		}
	})
	if mend.Empty() {
		return d, true
	}
	out := d.Then(mend)
	return out, !out.Empty()
}

// stands reports whether a mark is there once all is mended.
func stands(id annotation.ID, after project.Project, mend project.Diff) bool {
	if delta, mended := mend.Annotations[string(id)]; mended {
		return delta.To != nil
	}
	return after.Annotation(id) != nil
}

// each calls look for the records that a change leads to, or for all of the
// table.
func each[T project.Record[T]](c project.Changes[T], t project.Table[T], all bool, look func(T)) {
	var none T
	if all {
		for r := range t.Unordered() {
			look(r)
		}
		return
	}
	for _, d := range c {
		if d.To != none {
			look(d.To)
		}
	}
}

func put[T project.Record[T]](c *project.Changes[T], from, to T) {
	if *c == nil {
		*c = project.Changes[T]{}
	}
	(*c)[from.Key()] = project.Delta[T]{From: from, To: to}
}

func removes[T project.Record[T]](c project.Changes[T]) bool {
	var none T
	for _, d := range c {
		if d.To == none {
			return true
		}
	}
	return false
}

// takesAway reports whether marks that the change does not name may refer to
// something that it takes out: an article, a tag, an attribute or a choice.
func takesAway(d project.Diff) bool {
	return removes(d.Articles) || removes(d.Tags) || len(d.Attributes) > 0
}

// homeless reports whether a change puts a mark or a state on an article that
// is gone.
func homeless(d project.Diff, after project.Project) bool {
	for _, delta := range d.Annotations {
		if delta.To != nil && after.Article(delta.To.Article) == nil {
			return true
		}
	}
	for _, delta := range d.Readings {
		if delta.To != nil && after.Article(delta.To.Article) == nil {
			return true
		}
	}
	return false
}

// namesClash reports whether a change gives a tag or an attribute the name of
// another, or a tag another's key.
func namesClash(d project.Diff, after project.Project) bool {
	for key, delta := range d.Tags {
		for t := range after.Tags.Unordered() {
			if to := delta.To; to != nil && t.Key() != key &&
				(annotation.Fold(t.Name) == annotation.Fold(to.Name) || t.Digit != "" && t.Digit == to.Digit) {
				return true
			}
		}
	}
	for key, delta := range d.Attributes {
		for a := range after.Attributes.Unordered() {
			if delta.To != nil && a.Key() != key && annotation.Fold(a.Name) == annotation.Fold(delta.To.Name) {
				return true
			}
		}
	}
	return false
}

// grounded is an annotation without tags and answers that the project does
// not have; nil if its article is not there.
func grounded(an *annotation.Annotation, p project.Project) *annotation.Annotation {
	if p.Article(an.Article) == nil {
		return nil
	}
	noTag := func(t annotation.TagID) bool { return p.Tag(t) == nil }
	noAnswer := func(v annotation.Value) bool {
		a := p.Attribute(v.Attribute)
		return a == nil || !a.Takes(v.Value)
	}
	if !slices.ContainsFunc(an.Tags, noTag) && !slices.ContainsFunc(an.Values, noAnswer) {
		return an
	}
	out := *an
	out.Tags = dense(slices.DeleteFunc(slices.Clone(an.Tags), noTag))
	out.Values = dense(slices.DeleteFunc(slices.Clone(an.Values), noAnswer))
	return &out
}

// asked is an attribute that is asked for no tags but those the project has.
func asked(a *annotation.Attribute, p project.Project) *annotation.Attribute {
	noTag := func(t annotation.TagID) bool { return p.Tag(t) == nil }
	if !slices.ContainsFunc(a.Tags, noTag) {
		return a
	}
	out := *a
	out.Tags = dense(slices.DeleteFunc(slices.Clone(a.Tags), noTag))
	return &out
}

// dense is the list, nil if it is empty, as records keep it.
func dense[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}
