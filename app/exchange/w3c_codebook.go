package exchange

import (
	"slices"
	"strings"

	"claimlight/app/annotation"
)

// person reads one of the people of the file.
func (d *w3cReader) person(n *node) {
	if !n.object() {
		return
	}
	id := annotation.PersonID(d.id(n.key("id")))
	if d.people[id] != nil {
		n.key("id").problem("The first one was kept.", "This person is in the file twice.")
		return
	}
	d.people[id] = &annotation.Person{ID: id, Name: n.key("name").text(), Nickname: n.key("nickname").text()}
}

// tag reads one tag of the codebook and makes it sound.
func (d *w3cReader) tag(n *node) {
	if !n.object() {
		return
	}
	t := &annotation.Tag{
		ID: annotation.TagID(d.id(n.key("id"))), Name: n.key("cl:name").label(), Definition: n.key("cl:definition").text(),
		Example: n.key("cl:example").text(), Counterexample: n.key("cl:counterexample").text(),
		Color: d.within(n.key("cl:color"), annotation.Colors-1), Cue: annotation.Cue(n.key("cl:cue").text()),
		Digit: n.key("cl:digit").text(), Rank: d.within(n.key("cl:rank"), annotation.MaxRank),
	}
	if t.Name == "" {
		t.Name = "Tag " + string(t.ID)[:8]
		n.key("cl:name").problem("It was called “"+t.Name+"”.", "A tag has no name.")
	}
	if !slices.Contains(annotation.Cues, t.Cue) {
		n.key("cl:cue").problem("Lines are solid, dashed, dotted, double or wavy.", "The tag “%s” has the line “%s”, which does not exist.", t.Name, annotation.Clip(string(t.Cue)))
		t.Cue = annotation.Solid
	}
	if !annotation.ValidDigit(t.Digit) {
		n.key("cl:digit").problem("Keys are the digits 1 to 9.", "The tag “%s” has the key “%s”.", t.Name, annotation.Clip(t.Digit))
		t.Digit = ""
	}
	if d.tags[t.ID] != nil {
		n.key("id").problem("The first one was kept.", "The tag “%s” has the same id as another.", t.Name)
		return
	}
	if name := d.freeTagName(t.Name); name != t.Name {
		n.key("cl:name").problem("One was renamed to “"+annotation.Clip(name)+"”.", "Two tags are called “%s”.", annotation.Clip(t.Name))
		t.Name = name
	}
	if d.digits[t.Digit] {
		n.key("cl:digit").problem("It was taken off the second.", "Two tags have the key %s.", t.Digit)
		t.Digit = ""
	}
	d.digits[t.Digit] = t.Digit != ""
	d.keepTag(t)
}

// within reads a whole number from 0 to most.
func (d *w3cReader) within(n *node, most int) int {
	i, _ := n.number()
	if i < 0 || i > most {
		n.problem("", "%d is not between 0 and %d.", i, most)
		return 0
	}
	return i
}

func (d *w3cReader) attribute(n *node) {
	if !n.object() {
		return
	}
	a := &annotation.Attribute{ID: annotation.AttributeID(d.id(n.key("id"))), Name: n.key("cl:name").label(), Rank: d.within(n.key("cl:rank"), annotation.MaxRank)}
	if a.Name == "" {
		a.Name = "Attribute " + string(a.ID)[:8]
		n.key("cl:name").problem("It was called “"+a.Name+"”.", "An attribute has no name.")
	}
	for _, c := range n.key("cl:choices").few() {
		d.choice(c, a)
	}
	for _, t := range n.key("cl:tags").few() {
		id := annotation.TagID(d.id(t))
		if d.tags[id] == nil || slices.Contains(a.Tags, id) {
			t.problem("It was left out.", "The attribute “%s” is asked for a tag that is not in the codebook, or twice.", a.Name)
			continue
		}
		a.Tags = append(a.Tags, id)
	}
	if d.attributes[a.ID] != nil {
		n.key("id").problem("The first one was kept.", "The attribute “%s” has the same id as another.", a.Name)
		return
	}
	if name := d.freeAttributeName(a.Name); name != a.Name {
		n.key("cl:name").problem("One was renamed to “"+annotation.Clip(name)+"”.", "Two attributes are called “%s”.", annotation.Clip(a.Name))
		a.Name = name
	}
	d.keepAttribute(a)
}

// choice reads one of the choices of an attribute.
func (d *w3cReader) choice(n *node, a *annotation.Attribute) {
	c := annotation.Choice{ID: n.key("cl:key").text(), Name: n.key("cl:name").label()}
	if !annotation.ValidID(c.ID) {
		n.key("cl:key").problem("", "The choice “%s” of “%s” has no UUID; one was made from its name.", c.Name, a.Name)
		c.ID = derive("choice:" + string(a.ID) + ":" + c.Name)
	}
	taken := slices.ContainsFunc(a.Choices, func(o annotation.Choice) bool {
		return o.ID == c.ID || annotation.Fold(o.Name) == annotation.Fold(c.Name)
	})
	if taken || c.Name == "" {
		n.problem("It was left out.", "A choice of “%s” has no name, or the name or key of another.", a.Name)
		return
	}
	a.Choices = append(a.Choices, c)
}

// tagOf reads the tag of a body: by our id, or else by its name.
func (d *w3cReader) tagOf(n *node, name *node) (annotation.TagID, bool) {
	ref := n.key("cl:tag")
	if ref.there() {
		if id := annotation.TagID(d.id(ref)); d.tags[id] != nil {
			return id, true
		}
	}
	label := name.label()
	if label == "" {
		name.problem("", "A tag without a name was left out.")
		return "", false
	}
	if ref.there() {
		ref.problem("The tag of that name was taken or added.", "The tag “%s” is not in the codebook of the file.", annotation.Clip(label))
	}
	return d.tagNamed(label), true
}

// values reads what an annotation says for attributes.
func (d *w3cReader) values(n *node) (values []annotation.Value) {
	for _, v := range n.few() {
		id, value := annotation.AttributeID(d.id(v.key("cl:attribute"))), v.key("cl:value").text()
		asked := d.attributes[id]
		said := slices.ContainsFunc(values, func(o annotation.Value) bool { return o.Attribute == id })
		switch {
		case asked == nil:
			v.key("cl:attribute").problem("What it says was left out: "+annotation.Clip(value), "The attribute is not in the codebook of the file.")
		case said || value == "":
			v.problem("", "An attribute has no value here, or a second one; it was left out.")
		case !asked.Takes(value):
			v.key("cl:value").problem("It was left out.", "“%s” is not one of the choices of “%s”.", annotation.Clip(value), annotation.Clip(asked.Name))
		default:
			values = append(values, annotation.Value{Attribute: id, Value: value})
		}
	}
	slices.SortFunc(values, func(a, b annotation.Value) int { return strings.Compare(string(a.Attribute), string(b.Attribute)) })
	return values
}

// creator reads who made an annotation. The people of our own files stand in
// the collection; others are met here.
func (d *w3cReader) creator(n *node) annotation.PersonID {
	list := n.all()
	if len(list) == 0 {
		return ""
	}
	who := list[0]
	if iri, ok := who.value.(string); ok {
		return d.meet(annotation.PersonID(idOf(iri)), "", "")
	}
	if !who.object() {
		return ""
	}
	name, nickname := who.key("name").text(), who.key("nickname").text()
	if !who.key("id").there() {
		if name+nickname == "" {
			return ""
		}
		return d.personNamed(name + nickname)
	}
	return d.meet(annotation.PersonID(d.id(who.key("id"))), name, nickname)
}

func (d *w3cReader) meet(id annotation.PersonID, name, nickname string) annotation.PersonID {
	if d.people[id] == nil {
		d.people[id] = &annotation.Person{ID: id, Name: name, Nickname: nickname}
	}
	return id
}
