//go:build !page

package exchange

import (
	"bufio"
	"fmt"
	"io"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// QDC is a codebook of REFI-QDA 1.5: codes with what they mean and a color. A
// code is a tag; one that stands in others is called by its path. Of the colors
// of other programs, the nearest that we have is taken.
var QDC = Format{
	ID: "qdc", Name: "REFI-QDA codebook", Ext: ".qdc", MIME: "application/xml",
	About:   "The tags alone, what they mean and their colors, for programs of qualitative analysis and for another project here.",
	Lacking: "texts, marks, attributes, examples, lines and keys of tags, states of reading",
	Also:    []string{"text/xml"},
	Sniff:   sniffQDC, Decode: decodeQDC, Losses: lossesQDC, Encode: encodeQDC,
}

// sniffQDC goes by the outermost element, since some programs write the
// namespace of projects.
func sniffQDC(data []byte) bool { return qdaRoot(data) == "CodeBook" }

// decodeQDC reads the tags of a codebook. Of one that is open, by its GUID or
// its name, the definition is taken if it has none.
func decodeQDC(r io.Reader, env Env) (project.Project, []problem.Problem, error) {
	x, root, err := newQDA(env.File, r)
	if err != nil {
		return project.Project{}, nil, err
	}
	if root.name != "CodeBook" {
		return project.Project{}, nil, problem.Newf("not-codebook", "Check that it is the file that was exported.", "The file %s is XML, but no codebook.", quoted(env.File))
	}
	d := qdcReader{gather: newGather(env), guids: map[string]bool{}}
	err = x.each(func(n *qdaNode) error {
		switch n.name {
		case "Codes":
			return x.codes(d.code)
		case "Sets":
			return x.each(func(n *qdaNode) error {
				d.left.add("sets", n.attr["name"])
				return x.skip()
			})
		case "Description":
		default:
			d.left.add("parts of another kind", n.name)
		}
		return x.skip()
	})
	if err != nil {
		return project.Project{}, nil, err
	}
	d.left.say(d.report, place{})
	p, err := d.gather.project(env.Pace)
	return p, d.report.problems(), err
}

// qdcReader is the state of reading a codebook.
type qdcReader struct {
	gather
	guids map[string]bool
	left  qdaLeft
}

// code takes in a code as a tag. One that only holds others is in their names.
func (d *qdcReader) code(c qdaCode) {
	c.place.file = "" // the report has it
	c.check(d.report)
	if c.guid != "" && d.guids[c.guid] {
		d.report.add(c.problem("It is another tag all the same.", "The GUID of the code %s stands twice.", quoted(c.name)))
		c.guid = ""
	}
	d.guids[c.guid] = true
	if c.group {
		return
	}
	if _, twice := d.tagNames[annotation.Fold(c.name)]; twice {
		d.report.add(c.problem("They became one tag.", "Two codes are called %s.", quoted(c.name)))
		return
	}
	t := c.tag(len(d.tags))
	id := d.tagLike(&t)
	switch open := d.tags[id]; {
	case c.definition == "" || open.Definition == c.definition:
	case open.Definition == "":
		defined := *open
		defined.Definition = c.definition
		d.keepTag(&defined)
	default:
		d.report.add(c.problem("The one of the project was kept.", "The tag %s means something else in the project.", quoted(open.Name)))
	}
}

func encodeQDC(w io.Writer, p project.Project, _ Env) ([]Loss, error) {
	out := bufio.NewWriterSize(w, 64<<10)
	fmt.Fprintf(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"%s\" origin=\"Claimlight\">\n<Codes>\n", qdaCodebook)
	for _, t := range qdcTags(p) {
		if err := qdaWriteCode(out, t); err != nil {
			return nil, err
		}
	}
	out.WriteString("</Codes>\n</CodeBook>\n")
	return lossesQDC(p), out.Flush()
}

// qdcTags are the tags as a codebook can hold them, in their order; names that
// would be the same get numbers.
func qdcTags(p project.Project) (tags []*annotation.Tag) {
	taken, next := map[string]bool{}, numbers{}
	for _, t := range p.Tags.Sorted(annotation.CompareTags) {
		written := *t
		written.Name = next.like(qdaText(t.Name), func(fold string) bool { return taken[fold] })
		written.Definition = qdaText(t.Definition)
		taken[annotation.Fold(written.Name)] = true
		tags = append(tags, &written)
	}
	return tags
}

func lossesQDC(p project.Project) []Loss {
	names, signs, examples, closed, marks := 0, 0, 0, 0, p.Annotations.Len()
	for _, written := range qdcTags(p) {
		t := p.Tag(written.ID)
		if written.Name != t.Name {
			names++
		}
		if written.Definition != t.Definition {
			signs++
		}
		if t.Example+t.Counterexample != "" {
			examples++
		}
	}
	if p.Info().Closed {
		closed = 1
	}
	unmarked := bare(p)
	return lossesOf(
		Loss{"articles", p.Articles.Len()}, Loss{"marks", marks - unmarked.Count}, Loss{lossNames, names}, Loss{"definitions with signs that the file cannot hold", signs},
		Loss{lossExamples, examples}, Loss{lossLooks, p.Tags.Len()}, Loss{"definitions of attributes", p.Attributes.Len()}, Loss{lossStates, p.Readings.Len()},
		Loss{"records of people", p.People.Len()}, Loss{"names of projects", p.Infos.Len()}, Loss{lossRelations, p.Relations.Len()}, Loss{lossClass, p.Class.Len()}, Loss{"closed codebooks", closed}, unmarked,
	)
}
