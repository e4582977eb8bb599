package classview

import (
	"fmt"
	"strings"

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
	v.put(`<section class="class-sheet wide"><h2>How far the class agrees</h2><p>Where nothing else is said, a figure rests on the %s that at least two students opened, of %d. Whoever opened an article and marked nothing has a say; whoever never opened it has none. 1 is full agreement; where a figure is “beyond chance”, 0 is what marking at random would give.</p><dl class="class-measures">`,
		problem.Count(len(shared), "article"), len(articles))
	f := v.Disputes.Figures
	v.measure(f.Places)
	v.measure(f.Same)
	v.measureIn(f.Chars, agreement.CharAlphaRange(shared, agreement.Bootstrap{Seed: rangeSeed}))
	v.measure(agreement.PairwiseF1(shared))
	v.measure(agreement.PairwiseChars(shared))
	v.wholes(shared)
	v.raw("</dl>")
	if v.Gamma == nil && !v.fixed {
		v.raw("<p>One more figure compares places and tags of the whole class together with what chance would give. It takes a while, and can be stopped. ")
		v.lasting("class-reckon", "#class-gamma", "class-button", DoGamma, "", "Work it out")
		v.raw(` <small class="hint">gamma of Mathet, Widlöcher and Métivier (2015)</small></p>`)
	}
	v.raw("</section>")
}

// wholes draws the measures of a text that all students read.
func (v *view) wholes(shared []agreement.Article) {
	whole, left := agreement.Concat(shared)
	u := agreement.UAlpha(whole)
	old, _ := agreement.AlphaU(whole)
	all := []agreement.Result{u.U, u.BarU, u.CU, old}
	if u.U.Reason != "" && u.BarU.Reason == u.U.Reason && u.CU.Reason == u.U.Reason { // once is enough
		u.U.Measure = uFamily
		all = []agreement.Result{u.U, old}
	}
	if v.Gamma != nil {
		all = append(all, *v.Gamma)
	}
	for _, r := range all {
		if _, ok := r.Value(); !ok && len(shared) == left {
			r.Reason = "No article was opened by all students, and this measure needs a text that everybody read."
		}
		r.Rests.Articles = len(shared) - left
		v.measure(r)
	}
}

// uFamily is what the three are called together, where none has a figure.
const uFamily = "the u-alpha family"

// plain are what measures tell, in a few words, by the beginnings of their names.
var plain = []struct{ name, tells, known string }{
	{"pairwise span F1, whatever", "The same passage", "pairwise F1 of spans with partial credit, whatever the tag"},
	{"pairwise span F1", "The same passage with the same tag", "pairwise F1 of spans with partial credit"},
	{"character-level alpha", "The same letters with the same tag, beyond chance", "Krippendorff’s alpha over characters"},
	{"pairwise exact F1", "Exactly the same mark, to the letter", "pairwise exact F1"},
	{"pairwise F1 of characters", "The same letters, whatever the tag", "pairwise F1 of characters"},
	{uFamily, "Where marks begin and end, text and gaps together, beyond chance", "Krippendorff’s u-alpha, |u-alpha and cu-alpha (2016)"},
	{"u-alpha", "The same stretches with the same tags, beyond chance", "Krippendorff’s u-alpha (2016)"},
	{"|u-alpha", "Marked or not marked, beyond chance", "Krippendorff’s |u-alpha (2016), of units against gaps"},
	{"cu-alpha", "The same tag where two marked the same stretch, beyond chance", "Krippendorff’s cu-alpha (2016)"},
	{"alpha-U", "Where marks begin and end, tag by tag, beyond chance", "Krippendorff’s alpha-U (1995/2004)"},
	{"gamma", "Places and tags together, beyond chance", "gamma of Mathet, Widlöcher and Métivier (2015)"},
}

// ofClass speaks of a class where a measure speaks of annotators, labels and units.
var ofClass = strings.NewReplacer("annotators", "students", "annotator", "student", "labels", "tags", "label", "tag", "units", "marks", "unit", "mark")

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

func (v *view) measure(r agreement.Result) { v.measureIn(r, agreement.Range{Reason: "none"}) }

// measureIn draws a figure: what it tells, the number and what that means, where
// it would be with other articles, and what it is called in the field.
func (v *view) measureIn(r agreement.Result, within agreement.Range) {
	tells, known := r.Measure, r.Measure
	for _, p := range plain {
		if strings.HasPrefix(r.Measure, p.name) {
			tells, known = p.tells, p.known
			break
		}
	}
	id := ""
	if strings.HasPrefix(r.Measure, "gamma") {
		id = ` id="class-gamma" tabindex="-1"`
		known += "," + strings.NewReplacer("gamma", "", "(", "", ")", "").Replace(r.Measure)
	}
	v.raw("<div><dt" + id + ">")
	v.put("%s</dt>", tells)
	if value, ok := r.Value(); ok {
		v.put("<dd><b>%s</b> %s", figure(value, 2), ofClass.Replace(r.Says))
		if within.Reason == "" {
			v.put(" With other articles of this kind it would probably be between %s and %s.", figure(within.Low, 2), figure(within.High, 2))
		}
		known += " " + figure(value, 3)
	} else {
		v.put("<dd><b>No figure.</b> %s", ofClass.Replace(r.Reason))
	}
	if n := r.Rests.Articles; n > 0 {
		known += " · on " + problem.Count(n, "article")
		switch { // of a text that not everybody read, some measures say nothing
		case n >= v.Disputes.Figures.Shared:
		case n == 1:
			known += ", the only one that all opened who opened any"
		default:
			known += ", those that all opened who opened any"
		}
	}
	v.put(` <small class="hint">%s</small></dd></div>`, known)
}
