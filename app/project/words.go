package project

import (
	"cmp"
	"strconv"
	"strings"

	"claimlight/app/annotation"
)

// plural counts in words of the screen: "1 mark uses", "3 marks use".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// wording builds a description: parts with commas between them.
type wording struct{ parts []string }

func (w *wording) add(part string) { w.parts = append(w.parts, part) }

func (w *wording) name(s string) {
	if s != "" {
		w.add("“" + s + "”")
	}
}

func (w *wording) ifDiffers(what, a, b string) {
	if a != b {
		w.add(what + " " + cmp.Or(quoted(a), "unknown"))
	}
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}

func (w *wording) String() string { return strings.Join(w.parts, ", ") }

func sayInfo(i *Info) string {
	if i.Closed {
		return "“" + i.Name + "”, codebook closed"
	}
	return "“" + i.Name + "”, codebook open"
}

func sayPerson(p *annotation.Person) string {
	var w wording
	w.name(p.Name)
	if p.Nickname != "" {
		w.add("nickname “" + p.Nickname + "”")
	}
	return cmp.Or(w.String(), "no name")
}

func sayState(s State) string { return cmp.Or(string(s), "not started") }

func sayAttribute(a *annotation.Attribute, p Project) string {
	var w wording
	w.name(a.Name)
	if len(a.Choices) == 0 {
		w.add("free text")
	}
	for _, c := range a.Choices {
		w.add("choice “" + c.Name + "”")
	}
	for _, id := range a.Tags {
		w.add("asked for " + p.tagWords(id))
	}
	return w.String()
}

func (p Project) tagWords(id annotation.TagID) string {
	if t := p.Tag(id); t != nil {
		return t.Name
	}
	return "a tag that is gone"
}

func sayRelation(r *annotation.Relation, p Project) string {
	var w wording
	w.name(r.Name)
	w.add("from " + p.markWords(r.From))
	w.add("to " + p.markWords(r.To))
	w.add("changed " + r.Modified.Format("2 Jan 2006 15:04:05 UTC"))
	return w.String()
}

func (p Project) markWords(id annotation.ID) string {
	if a := p.Annotation(id); a != nil {
		return annotation.Short(a)
	}
	return "a mark that is gone"
}

func sayMark(a *annotation.Annotation, p Project) string {
	var w wording
	w.add(annotation.Short(a))
	for _, id := range a.Tags {
		w.add("tag " + p.tagWords(id))
	}
	for _, v := range a.Values {
		if at := p.Attribute(v.Attribute); at != nil {
			w.add(at.Name + " " + quoted(annotation.Clip(at.ChoiceName(v.Value))))
		}
	}
	if a.Note != "" {
		w.add("note “" + annotation.Clip(a.Note) + "”")
	}
	w.add("changed " + a.Modified.Format("2 Jan 2006 15:04:05 UTC"))
	return w.String()
}
