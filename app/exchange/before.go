package exchange

import (
	"claimlight/app/annotation"
)

// before are names of the open codebook by the annotation.Fold of how a format
// writes them: what had to be written in a lesser way is known again when it
// comes back. It is "" where two are written alike.
type before map[string]string

// beforeOf finds the names that a format writes in another way.
func beforeOf(names []string, label func(string) string) before {
	if label == nil {
		return nil
	}
	b, own := before{}, map[string]bool{}
	for _, name := range names {
		own[annotation.Fold(name)] = true
	}
	for _, name := range names {
		written := annotation.Fold(label(name))
		if _, twice := b[written]; twice {
			name = ""
		}
		if !own[written] {
			b[written] = name
		}
	}
	return b
}

// name is what a written name was before, or that name.
func (b before) name(written string) string {
	if name := b[annotation.Fold(written)]; name != "" {
		return name
	}
	return written
}

// label is how the format writes names of a kind; nil: as they are.
func (f Format) label(kind string) func(string) string {
	if kind == "attribute" && f.Feature != nil {
		return f.Feature
	}
	return f.Label
}

// knowBefore notes how the format writes the names that are open.
func (c *collector) knowBefore() {
	var tags, attributes []string
	for _, t := range c.g.env.Tags {
		tags = append(tags, t.Name)
	}
	for _, a := range c.g.env.Attributes {
		attributes = append(attributes, a.Name)
	}
	c.tagsBefore, c.attributesBefore = beforeOf(tags, c.f.label("tag")), beforeOf(attributes, c.f.label("attribute"))
}
