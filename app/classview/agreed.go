package classview

import "claimlight/app/classroom"

// AgreedBy is how many students must agree for what the tab TabAgreed previews:
// what was set, or half of the class.
func (s State) AgreedBy() int {
	if s.Agreed > 0 {
		return s.Agreed
	}
	return (len(s.Class.Students) + 1) / 2
}

// agreed is the list of what would be settled, before it is.
func (v *view) agreed() {
	least := v.AgreedBy()
	all := v.Disputes.Agreed(least)
	v.raw(`<section class="class-sheet"><h2>Settle what most agree on</h2>`)
	v.outcome()
	v.put(`<p><label>Marked alike by at least <input type="number" data-do="%s" min="1" max="%d" value="%d"></label> students. Edges may differ by punctuation or two words.</p>`, DoAgreed, max(len(v.Class.Students), 1), least)
	if len(all) == 0 {
		v.raw("<p>No place that is left to settle is marked alike by so many.</p></section>")
		return
	}
	v.raw(`<p class="class-acts">`)
	v.lasting("class-accept", "#"+tabID, "class-button go", DoAccept, least, "Settle "+places(len(all)))
	v.raw(` It is one step, which can be undone.</p><ol class="class-agreed">`)
	last := 0
	for _, p := range all {
		if n := v.number[p.Place.Article]; n != last {
			last = n
			v.put(`<li class="of" dir="auto">%s</li>`, v.title(p.Place.Article))
		}
		v.proposal(p)
	}
	v.raw("</ol></section>")
}

func (v *view) proposal(p classroom.Proposal) {
	v.put(`<li><span class="share">%d of %d</span><q dir="auto">%s</q> <span class="class-tag %s">%s</span></li>`,
		p.Backed, p.Place.Opened, v.quote(p.Place.Article, p.Span), v.tagColor(p.Tag), v.tagName(p.Tag))
}
