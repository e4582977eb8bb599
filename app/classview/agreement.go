package classview

import (
	"fmt"

	"claimlight/app/agreement"
	"claimlight/app/problem"
)

// TabAgreement shows how far the class agrees, by every measure.
const TabAgreement Tab = "agreement"

// rangeSeed is where the ranges are drawn from: the same each time, so that a
// figure can be had again.
const rangeSeed = 1

// agreement draws the figures, each with a sentence, or with the reason why
// there is none.
func (v *view) agreement() {
	articles := v.named(v.Class.Articles())
	shared := agreement.Shared(articles)
	v.put(`<section class="class-sheet wide"><h2>How far the class agrees</h2><p>All figures rest on the %s that at least two students opened; %d of %d. Whoever opened an article and marked nothing has a say; whoever never opened it has none.</p><dl class="class-measures">`,
		problem.Count(len(shared), "article"), len(shared), len(articles))
	chance := agreement.Bootstrap{Seed: rangeSeed}
	f := v.Disputes.Figures
	v.measure(f.Places)
	v.measure(f.Same)
	v.measureIn(f.Chars, agreement.CharAlphaRange(shared, chance))
	v.measure(agreement.PairwiseF1(shared))
	v.measure(agreement.PairwiseChars(shared))
	whole, left := agreement.Concat(shared)
	u := agreement.UAlpha(whole)
	old, _ := agreement.AlphaU(whole)
	for _, r := range []agreement.Result{u.U, u.BarU, u.CU, old} {
		v.ofWhole(r, len(shared)-left)
	}
	if v.Gamma != nil {
		v.ofWhole(*v.Gamma, len(shared)-left)
	}
	v.raw("</dl>")
	if v.Gamma == nil && !v.fixed {
		v.raw("<p>Gamma compares where and as what the whole class marked with what chance would give. It takes a while, and can be stopped. ")
		v.button("class-button", DoGamma, "", "Reckon gamma")
		v.raw("</p>")
	}
	v.raw("</section>")
}

// named calls annotators by their nicknames, or by nothing where nobody is to be
// known.
func (v *view) named(articles []agreement.Article) []agreement.Article {
	names := map[string]string{}
	for at, i := range v.order {
		s := v.Class.Students[i]
		if names[string(s.ID)] = s.Nickname; v.Anonymous {
			names[string(s.ID)] = fmt.Sprint("Student ", at+1)
		}
	}
	for _, a := range articles {
		for i := range a.Readings {
			a.Readings[i].Annotator = names[a.Readings[i].Annotator]
		}
	}
	return articles
}

// ofWhole draws a measure of a text that all students read.
func (v *view) ofWhole(r agreement.Result, read int) {
	if _, ok := r.Value(); !ok && read == 0 {
		r.Reason = "No article was opened by all students, and this measure needs a text that everybody read."
	}
	r.Rests.Articles = read
	v.measure(r)
}

func (v *view) measure(r agreement.Result) { v.measureIn(r, agreement.Range{Reason: "none"}) }

// measureIn draws a figure with the range that it may be off.
func (v *view) measureIn(r agreement.Result, within agreement.Range) {
	v.put("<div><dt>%s</dt>", r.Measure)
	value, ok := r.Value()
	if !ok {
		v.put(`<dd><b>Not defined.</b> %s</dd></div>`, r.Reason)
		return
	}
	v.put("<dd><b>%s</b>", fmt.Sprintf("%.3f", value))
	if within.Reason == "" {
		v.put(" (%s to %s with other articles like these)", fmt.Sprintf("%.3f", within.Low), fmt.Sprintf("%.3f", within.High))
	}
	v.put(" %s", r.Says)
	if r.Rests.Articles > 0 {
		v.put(` <small class="hint">on %s</small>`, problem.Count(r.Rests.Articles, "article"))
	}
	v.raw("</dd></div>")
}
