package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/project"
	"claimlight/app/workspace"
)

// row is what the entries of the codebook have in common: they unfold, move
// up and down, merge and go.
type row struct {
	typing
	entry entry
}

// head is the line of an entry that is always seen.
func (r row) head(inside []app.UI, name string, at, of int, closed bool) app.UI {
	return app.Div().Class("entry-head").Body(
		app.Button().ID(r.entry.element()).Class("entry-toggle").Aria("expanded", r.isOpen()).OnClick(r.onToggle).Body(inside...),
		app.Button().ID("up-"+r.entry.id).Class("chip", "icon", "move").Title("Move up (Alt+↑)").Aria("label", "Move “"+name+"” up").
			DataSet("by", "-1").Disabled(closed || at == 0).OnClick(r.onMove).Text("↑"),
		app.Button().ID("down-"+r.entry.id).Class("chip", "icon", "move").Title("Move down (Alt+↓)").Aria("label", "Move “"+name+"” down").
			DataSet("by", "1").Disabled(closed || at == of-1).OnClick(r.onMove).Text("↓"),
	)
}

func (r row) isOpen() bool { return r.m.tags.open == r.entry }

func (r row) onToggle(app.Context, app.Event) { r.m.unfold(r.entry) }

func (r row) onMove(ctx app.Context, _ app.Event) {
	if dataOf(ctx, "by") == "1" {
		r.move(1)
	} else {
		r.move(-1)
	}
}

// onKey moves the entry by Alt and an arrow, unless that means something in
// the field that has the focus.
func (r row) onKey(_ app.Context, e app.Event) {
	by := map[string]int{"ArrowUp": -1, "ArrowDown": 1}[e.Get("key").String()]
	tag := e.Get("target").Get("tagName").String()
	if by == 0 || !e.Get("altKey").Bool() || slices.Contains([]string{"INPUT", "TEXTAREA", "SELECT"}, tag) {
		return
	}
	e.PreventDefault()
	r.move(by)
}

// move puts the entry one place further and keeps the focus on it.
func (r row) move(by int) {
	m := r.m
	m.settle()
	at, of, name := r.place()
	to := at + by
	if at < 0 || to < 0 || to >= of {
		return
	}
	if !m.do("Moved “"+short(name)+"”", project.Place{}, r.mover(to)) {
		return
	}
	m.say(name + " is now " + itoa(to+1) + " of " + itoa(of))
	m.tags.focus = r.entry.element()
}

func (r row) mover(to int) workspace.Command {
	return func(p project.Project, s project.Stamp) (project.Diff, error) {
		if r.entry.kind == kindTag {
			return project.MoveTag(p, annotation.TagID(r.entry.id), to, s)
		}
		return project.MoveAttribute(p, annotation.AttributeID(r.entry.id), to, s)
	}
}

// place is where the entry stands among its kind, -1 if it is gone.
func (r row) place() (at, of int, name string) {
	names := entriesLike(r.m.project(), r.entry.kind)
	for i, e := range names {
		if e.id == r.entry.id {
			return i, len(names), e.name
		}
	}
	return -1, len(names), ""
}

// named is an entry and what it is called.
type namedEntry struct{ id, name string }

// entriesLike are the entries of a kind, in order.
func entriesLike(p project.Project, kind string) []namedEntry {
	var out []namedEntry
	book := p.Codebook()
	if kind == kindTag {
		for _, t := range book.Tags {
			out = append(out, namedEntry{string(t.ID), t.Name})
		}
		return out
	}
	for _, a := range book.Attributes {
		out = append(out, namedEntry{string(a.ID), a.Name})
	}
	return out
}

// ending is the foot of an open entry: merge it into another, or delete it.
func (r row) ending(name string) app.UI {
	others := slices.DeleteFunc(entriesLike(r.m.project(), r.entry.kind), func(e namedEntry) bool { return e.id == r.entry.id })
	return app.Div().Class("entry-foot").Body(
		app.If(len(others) > 0, func() app.UI {
			return app.Div().Class("merging").Body(
				app.Select().ID("into-"+r.entry.id).Aria("label", "Merge “"+name+"” into").OnChange(r.onInto).Body(
					app.Option().Value(nothing).Text("Merge into…"),
					app.Range(others).Slice(func(i int) app.UI { return app.Option().Value(others[i].id).Text(others[i].name) }),
				),
				app.Button().ID("merge-"+r.entry.id).Class("button", "quiet").Disabled(r.m.tags.into == "").Text("Merge").OnClick(r.onMerge),
			)
		}),
		app.Button().ID("delete-"+r.entry.id).Class("link", "danger").Text("Delete “"+short(name)+"”").OnClick(r.onDelete),
	)
}

func (r row) onInto(ctx app.Context, _ app.Event) {
	r.m.tags.into = chosen(ctx)
	r.m.touch()
}

// onMerge merges the entry into the one that is chosen.
func (r row) onMerge(app.Context, app.Event) {
	m := r.m
	m.settle()
	into := m.tags.into
	if into == "" {
		return
	}
	label, c := merging(m.project(), r.entry, into)
	if !m.do(label, project.Place{}, c) {
		return
	}
	m.unfold(entry{r.entry.kind, into})
	m.tags.focus = entry{id: into}.element()
	m.tell(Toast{Text: label, Undo: true})
}

// onDelete deletes the entry at once; undo brings it back.
func (r row) onDelete(app.Context, app.Event) {
	m := r.m
	m.settle()
	label, effect, c := deleting(m.project(), r.entry)
	at, of, _ := r.place()
	next := nextEntry(entriesLike(m.project(), r.entry.kind), at, of)
	if !m.do(label, project.Place{}, c) {
		return
	}
	m.tags.open, m.tags.focus = entry{}, next
	m.tell(Toast{Text: label + effect, Undo: true})
}

// nextEntry is where the focus goes when an entry is deleted.
func nextEntry(all []namedEntry, at, of int) string {
	switch {
	case at+1 < of:
		return entry{id: all[at+1].id}.element()
	case at > 0:
		return entry{id: all[at-1].id}.element()
	}
	return "closed"
}

// merging is the command that merges an entry into another of its kind, and
// what to say about it.
func merging(p project.Project, from entry, into string) (string, workspace.Command) {
	if from.kind == kindTag {
		a, b := annotation.TagID(from.id), annotation.TagID(into)
		label := "Merged “" + short(tagName(p, a)) + "” into “" + short(tagName(p, b)) + "”; " + plural(project.UsesOfTag(p, a), "mark", "marks") + " retagged"
		return label, func(p project.Project, s project.Stamp) (project.Diff, error) { return project.MergeTags(p, a, b, s) }
	}
	a, b := annotation.AttributeID(from.id), annotation.AttributeID(into)
	label := "Merged “" + short(nameOfAttribute(p, a)) + "” into “" + short(nameOfAttribute(p, b)) + "”; " + plural(project.UsesOfAttribute(p, a), "answer", "answers") + " moved"
	return label, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.MergeAttributes(p, a, b, s)
	}
}

// deleting is the command that deletes an entry, its label, and what it does
// to the marks.
func deleting(p project.Project, e entry) (label, effect string, c workspace.Command) {
	if e.kind == kindTag {
		id := annotation.TagID(e.id)
		n := project.UsesOfTag(p, id)
		return "Deleted “" + short(tagName(p, id)) + "”", lost(n, "mark is now without it", "marks are now without it") + widened(p, id),
			func(p project.Project, s project.Stamp) (project.Diff, error) { return project.RemoveTag(p, id, s) }
	}
	id := annotation.AttributeID(e.id)
	n := project.UsesOfAttribute(p, id)
	return "Deleted “" + short(nameOfAttribute(p, id)) + "”", lost(n, "mark lost its answer", "marks lost their answer"),
		func(p project.Project, s project.Stamp) (project.Diff, error) {
			return project.RemoveAttribute(p, id, s)
		}
}

// lost says how many marks changed, and nothing if none did.
func lost(n int, one, many string) string {
	if n == 0 {
		return ""
	}
	return "; " + plural(n, one, many)
}

// widened says which attributes are asked of every mark once the tag is gone.
func widened(p project.Project, id annotation.TagID) string {
	s := ""
	for _, a := range p.Codebook().Attributes {
		if len(a.Tags) == 1 && a.Tags[0] == id {
			s += "; “" + short(a.Name) + "” is now asked for all tags"
		}
	}
	return s
}

func tagName(p project.Project, id annotation.TagID) string {
	if t := p.Tag(id); t != nil {
		return t.Name
	}
	return "a tag"
}

func nameOfAttribute(p project.Project, id annotation.AttributeID) string {
	if a := p.Attribute(id); a != nil {
		return a.Name
	}
	return "an attribute"
}
