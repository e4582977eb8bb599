package classview

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/paint"
	"claimlight/app/span"
)

// mostNames is how many names are shown of a passage, and fewNames how many a screen
// reader says, which cannot skip them.
const mostNames, fewNames = 40, 12

// heat draws the article with how many marked what, and the tools above it.
func (v *view) heat() {
	if v.on == nil {
		v.raw("<p>The lesson has no articles.</p>")
		return
	}
	h := v.heatOf()
	v.tools(h)
	if v.Tab == TabTable {
		v.heatTable(h)
		return
	}
	v.raw(`<article class="class-text" dir="auto">`)
	v.text(h)
	v.raw("</article>")
}

// heatOf is the heat of the tag that is looked at.
func (v *view) heatOf() *classroom.Heat {
	tag := annotation.TagID(v.Tag)
	switch v.Tag {
	case AllTags:
		tag = classroom.AnyTag
	case Untagged:
		tag = ""
	}
	return classroom.HeatOf(v.Class, v.on.ID, tag)
}

// tools say what is shown, and change it.
func (v *view) tools(h *classroom.Heat) {
	v.put(`<div class="class-tools"><div class="class-title"><h2 dir="auto">%s</h2> <span>opened by %d</span></div>`, v.title(v.on.ID), len(h.Opened))
	v.raw(`<span class="class-scale">marked by 1 `)
	for n := 1; n <= 10; n += 2 {
		v.put(`<i class="heat h%d"></i>`, n)
	}
	v.put(` %d</span>`, len(h.Opened))
	if v.fixed {
		v.raw("</div>")
		return
	}
	if v.Projector { // the students, under whom articles are chosen, are not there
		v.put(`<label><span class="unseen">Article</span><select data-do="%s">`, DoArticle)
		for _, a := range v.articles {
			v.option(string(a.ID), a.ID == v.on.ID, v.title(a.ID))
		}
		v.raw("</select></label>")
	}
	v.put(`<label>at least <input type="range" data-do="%s" min="1" max="%d" value="%d"> <output>%d</output></label>`, DoLeast, max(len(h.Opened), 1), v.least(), v.least())
	v.put(`<label><span class="unseen">Tag</span><select data-do="%s">`, DoTag)
	v.option(AllTags, v.Tag == AllTags, "all tags")
	for _, t := range v.Class.Lesson.Codebook().Tags {
		v.option(string(t.ID), v.Tag == string(t.ID), t.Name)
	}
	v.option(Untagged, v.Tag == Untagged, "no tag")
	v.raw("</select></label>")
	if v.Scores != nil {
		v.check(DoOutline, v.Outline, "key outline")
	}
	if !v.Projector {
		v.check(DoNameless, v.Anonymous, "without names")
	}
	v.raw("</div>")
}

// least is how many must have marked what is shown.
func (v *view) least() int { return max(v.AtLeast, 1) }

// heatTable is the same as the text, passage by passage.
func (v *view) heatTable(h *classroom.Heat) {
	v.wide("What was marked, as a table")
	v.put(`<table class="class-table"><caption>%s: what was marked, and by how many of the %d who opened it</caption><thead><tr><th scope="col">Passage</th><th scope="col">Marked by</th>`, v.on.Meta.Title, len(h.Opened))
	if !v.Anonymous {
		v.raw(`<th scope="col">Who</th>`)
	}
	v.raw("</tr></thead><tbody>")
	for _, r := range h.AtLeast(v.least()) {
		if strings.TrimSpace(v.on.Slice(r.Start, r.End)) == "" {
			continue // between two paragraphs
		}
		v.put(`<tr><td dir="auto">%s</td><td class="n">%d (%s)</td>`, v.on.Slice(r.Start, r.End), len(r.Students), percent(float64(len(r.Students))/float64(len(h.Opened))))
		if !v.Anonymous {
			v.put(`<td dir="auto">%s</td>`, list(v.names(r.Students), mostNames))
		}
		v.raw("</tr>")
	}
	v.raw("</tbody></table></div>")
}

// layers is what lies over a text, as spans in order: the heat, what the key
// has, and the places.
type layers struct {
	all   []layer
	spans []span.Span
	heat  []classroom.HeatRun
	ends  map[int]int // the numbers that are shown, by where
}

// layer is one span: a run of the heat, from 0, or a place, or the key's.
type layer struct {
	span.Span
	heat  int // -1 if it is none
	place *classroom.Place
	key   bool
}

// layersOf gathers what lies over the article.
func (v *view) layersOf(h *classroom.Heat) *layers {
	l := &layers{heat: h.AtLeast(v.least())}
	l.ends = v.numbers(l.heat)
	for i, r := range l.heat {
		l.all = append(l.all, layer{Span: r.Span, heat: i})
	}
	for _, p := range v.Disputes.Places {
		if p.Article == v.on.ID {
			l.all = append(l.all, layer{Span: p.At, heat: -1, place: p})
		}
	}
	if v.Outline && v.Scores != nil {
		for _, k := range v.Scores.Key {
			if k.Article == v.on.ID && len(k.Ways) > 0 {
				for _, piece := range k.Ways[0] {
					l.all = append(l.all, layer{Span: piece.Span, heat: -1, key: true})
				}
			}
		}
	}
	slices.SortStableFunc(l.all, func(a, b layer) int { return span.Compare(a.Span, b.Span) })
	for _, one := range l.all {
		l.spans = append(l.spans, one.Span)
	}
	return l
}

// numbers says where numbers are shown, and which: at the end of each place that
// is not over one that more have marked, how many marked the part of it that most
// did.
func (v *view) numbers(runs []classroom.HeatRun) map[int]int {
	var places []*classroom.Place
	for _, p := range v.Disputes.Places {
		if p.Article == v.on.ID {
			places = append(places, p)
		}
	}
	slices.SortStableFunc(places, func(a, b *classroom.Place) int {
		return cmp.Or(cmp.Compare(b.Marked, a.Marked), span.Compare(a.At, b.At))
	})
	out := map[int]int{}
	var taken []span.Span // in order and apart
	for _, p := range places {
		at, _ := slices.BinarySearchFunc(taken, p.At.Start, func(s span.Span, point int) int { return cmp.Compare(s.End, point+1) })
		if at < len(taken) && taken[at].Overlaps(p.At) {
			continue
		}
		if most, end := peak(runs, p.At); most > 0 {
			out[end] = most
			taken = slices.Insert(taken, at, p.At)
		}
	}
	return out
}

// peak is how many marked the part of a passage that most did, and where the last
// part of it ends that is shown; 0 if none is.
func peak(runs []classroom.HeatRun, at span.Span) (most, end int) {
	from, _ := slices.BinarySearchFunc(runs, at.Start, func(r classroom.HeatRun, point int) int { return cmp.Compare(r.End, point+1) })
	for _, r := range runs[from:] {
		if r.Start >= at.End {
			break
		}
		most, end = max(most, len(r.Students)), min(r.End, at.End)
	}
	return most, end
}

// text draws the blocks. What stands between them is white space, or of no
// block and so not shown.
func (v *view) text(h *classroom.Heat) {
	l := v.layersOf(h)
	for _, b := range v.on.Blocks {
		var inside page
		for run := range span.Runs(span.Span{Start: b.Start, End: b.End}, near(l.spans, b)) {
			v.run(&inside, l, run, len(h.Opened))
		}
		v.block(b.Kind, 3, &inside)
	}
}

// block draws a block around its inside. Headings of an article are all of one
// level, below those of the page.
func (v *view) block(kind article.Kind, level int, inside *page) {
	html := string(paint.AppendBlock(nil, kind, false, []byte(inside.String())))
	if strings.HasPrefix(html, "<h") {
		html = html[:len("<h1")] + fmt.Sprintf(` aria-level="%d"`, level) + html[len("<h1"):]
	}
	v.raw(html)
}

// near are the spans that matter to a block: all that start before its end.
func near(spans []span.Span, b article.Block) []span.Span {
	end, _ := slices.BinarySearchFunc(spans, b.End, func(s span.Span, point int) int { return cmp.Compare(s.Start, point) })
	return spans[:end]
}

// run draws a stretch over which nothing changes.
func (v *view) run(h *page, l *layers, run span.Run, opened int) {
	text := paint.Text(v.on.Slice(run.Start, run.End))
	heat, place, key, here := -1, (*classroom.Place)(nil), []layer(nil), false
	for _, i := range run.Active {
		switch one := l.all[i]; {
		case one.key:
			key = append(key, one)
		case one.place == nil:
			heat = one.heat
		default:
			here = here || one.place.ID == v.Place // which is seen whatever lies over it, and however few marked it
			if place == nil || one.Len() <= place.At.Len() {
				place = one.place
			}
		}
	}
	if heat < 0 && len(key) == 0 && !here {
		h.raw(text)
		return
	}
	class := "heat"
	if heat >= 0 {
		class += fmt.Sprint(" h", tenth(len(l.heat[heat].Students), opened))
	}
	class += keyClass(key, run.Span) + v.placeClass(place)
	if here {
		class += " here"
	}
	h.put(`<mark class="%s"`, class)
	if heat >= 0 {
		v.marked(h, l, heat, run, place, opened)
	}
	if here {
		h.raw(` data-beside=""`) // its card is open
	}
	h.raw(">" + text + "</mark>")
}

// keyClass says which sides of a frame a stretch of the key has.
func keyClass(key []layer, at span.Span) (class string) {
	for i, k := range key {
		if i == 0 {
			class = " keyed"
		}
		if k.Start == at.Start && !strings.Contains(class, "key-start") {
			class += " key-start"
		}
		if k.End == at.End && !strings.Contains(class, "key-end") {
			class += " key-end"
		}
	}
	return class
}

// placeClass says whether the class splits at a place, or whether it is settled.
func (v *view) placeClass(p *classroom.Place) (class string) {
	if p == nil {
		return ""
	}
	if v.worst[p] {
		class += " split"
	}
	if p.Settled != nil {
		class += " settled"
	}
	return class
}

// marked says how many marked a stretch, and who.
func (v *view) marked(h *page, l *layers, heat int, run span.Run, place *classroom.Place, opened int) {
	r := l.heat[heat]
	shown := fmt.Sprintf("%d of %d", len(r.Students), opened)
	said := shown
	if names := v.names(r.Students); len(names) > 0 {
		shown += ": " + list(names, mostNames)
		said += ": " + list(names, fewNames)
	}
	role := "note"
	if place != nil && !v.fixed {
		role = "button"
		h.put(` data-do="%s" data-arg="%s"`, DoPlace, place.ID)
	}
	h.put(` tabindex="0" role="%s" data-who="%s" aria-label="%s: marked by %s"`, role, shown, annotation.Clip(v.on.Slice(run.Start, run.End)), said)
	if n := l.ends[run.End]; n > 0 {
		h.put(` data-n="%d"`, n)
	}
}
