package classroom

import (
	"fmt"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// Renew is the change by which a lesson that somebody works on becomes what the
// teacher has made of it since: the task and the questions, articles, tags and
// attributes that came, how these are called, explained and asked for, and whether
// others may be made. Nothing that was done is touched, and what the teacher took
// out stays. It is empty where nothing is new, and where what is here is of a later
// edition.
func Renew(p, lesson project.Project, s project.Stamp) (project.Diff, error) {
	if ours, theirs := LessonOf(p), LessonOf(lesson); ours == nil || theirs == nil || ours.Made.After(theirs.Made) {
		return project.Diff{}, nil
	}
	w := way{p: p}
	w.on(project.SetClosed(w.p, false, s)) // else nothing in it can be changed
	came, _ := project.Merge(w.p, lesson)
	w.on(came, nil)
	for t := range lesson.Tags.All() {
		w.on(renewTag(w.p, *t, s))
	}
	for a := range lesson.Attributes.All() {
		w.on(renewAttribute(w.p, *a, s))
	}
	w.on(project.SetClosed(w.p, lesson.Info().Closed, s))
	w.on(project.PutClass(w.p, lesson.ClassRecord(KindLesson, KindLesson)), nil)
	return w.d, w.err
}

// renewTag makes a tag what the teacher has made of it.
func renewTag(p project.Project, t annotation.Tag, s project.Stamp) (project.Diff, error) {
	ours := p.Tag(t.ID)
	t.Rank, t.Digit = ours.Rank, ours.Digit
	d, err := project.EditTag(p, t, s)
	if problem.Code(err) == "name" { // the student has given it to another
		t.Name = ours.Name
		d, err = project.EditTag(p, t, s)
	}
	return d, err
}

// renewAttribute makes an attribute what the teacher has made of it, with the
// choices besides that the student has made use of.
func renewAttribute(p project.Project, a annotation.Attribute, s project.Stamp) (project.Diff, error) {
	ours := p.Attribute(a.ID)
	if len(a.Choices) > 0 {
		a.Choices = append(slices.Clip(a.Choices), usedBesides(p, ours, &a)...)
	}
	d, err := project.EditAttribute(p, a, s)
	if problem.Code(err) == "name" {
		a.Name = ours.Name
		d, err = project.EditAttribute(p, a, s)
	}
	if problem.Code(err) == "choice-in-use" { // text where there are choices now, or the other way round
		return project.Diff{}, nil
	}
	return d, err
}

// usedBesides are the choices of an attribute that marks have, and that it has not
// as it is to be; under other names where theirs are taken.
func usedBesides(p project.Project, ours, to *annotation.Attribute) (out []annotation.Choice) {
	used, taken := map[string]bool{}, map[string]bool{}
	for an := range p.Annotations.Unordered() {
		used[an.Value(ours.ID)] = true
	}
	for _, c := range to.Choices {
		used[c.ID], taken[annotation.Fold(c.Name)] = false, true
	}
	for _, c := range ours.Choices {
		if !used[c.ID] {
			continue
		}
		name := c.Name
		for n := 2; taken[annotation.Fold(c.Name)]; n++ {
			c.Name = fmt.Sprintf("%s (%d)", name, n)
		}
		taken[annotation.Fold(c.Name)] = true
		out = append(out, c)
	}
	return out
}
