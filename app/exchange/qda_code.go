//go:build !page

package exchange

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"claimlight/app/annotation"
)

// qdaCode is an entry of a codebook.
type qdaCode struct {
	guid, name, definition, color string
	group                         bool   // only there to hold others
	was                           string // the name in the file, if it cannot be one
	place
}

// check reports a name that cannot be one.
func (c qdaCode) check(in *report) {
	if c.was != "" {
		in.add(c.problem("", "%q cannot be a name; it was read as %q.", annotation.Clip(c.was), annotation.Clip(c.name)))
	}
}

// qdaPath parts the names of codes that stand in one another.
const qdaPath = " / "

// codes calls take for the codes of a codebook, the outer ones first. A code
// in others is called by its path, so that nothing of the order that somebody
// gave them is lost.
func (x *qdaReader) codes(take func(qdaCode)) error {
	return x.each(func(n *qdaNode) error {
		if n.name != "Code" {
			return x.skip()
		}
		if err := x.fill(n); err != nil {
			return err
		}
		n.codes("", func(c qdaCode) {
			if !x.own {
				c.definition = strings.TrimSpace(c.definition)
			}
			take(c)
		})
		return nil
	})
}

func (n *qdaNode) codes(path string, take func(qdaCode)) {
	name, was := nameFrom(n.attr["name"]), ""
	if name == "" {
		name = "Code without a name"
	}
	if name != n.attr["name"] {
		was = cmp.Or(n.attr["name"], " ")
	}
	take(qdaCode{qdaGUID(n.attr["guid"]), path + name, n.description(), n.attr["color"], n.attr["isCodable"] == "false" || n.attr["isCodable"] == "0", was, n.place})
	for _, c := range n.children {
		if c.name == "Code" {
			c.codes(path+name+qdaPath, take)
		}
	}
}

// tag is the tag that a code is read as; n is how many there are before it.
func (c qdaCode) tag(n int) annotation.Tag {
	t := annotation.Tag{Name: c.name, Definition: c.definition, Color: n % annotation.Colors, Cue: annotation.Cues[n%len(annotation.Cues)], Rank: n + 1}
	if annotation.ValidID(c.guid) {
		t.ID = annotation.TagID(c.guid)
	}
	if color, ok := paletteNearest(c.color); ok {
		t.Color = color
	}
	return t
}

// qdaWriteCode writes a code of a codebook.
func qdaWriteCode(w io.Writer, t *annotation.Tag) error {
	_, err := fmt.Fprintf(w, `<Code guid="%s" name="%s" isCodable="true" color="%s"`, t.ID, qdaEscape(t.Name), paletteLight[t.Color])
	switch {
	case err != nil:
	case t.Definition == "":
		_, err = io.WriteString(w, "/>\n")
	default:
		_, err = fmt.Fprintf(w, "><Description>%s</Description></Code>\n", qdaEscape(t.Definition))
	}
	return err
}
