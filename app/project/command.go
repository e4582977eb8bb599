package project

import (
	"strings"
	"unicode"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/span"
)

// clean makes any string one that records may keep: valid UTF-8 without NUL.
func clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}

// line makes a string a name: clean, on one line, single spaces.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// named is line, or an error where nothing is left to see.
func named(s, what string) (string, error) {
	s = line(s)
	if !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }) {
		return "", problem.Newf("name", "Type a name and try again.", "%s needs a name.", what)
	}
	return s, nil
}

const hintGone = "It may have been removed just now, perhaps in another tab."

func (p Project) article(id article.ID) (*article.Article, error) {
	if a := p.Article(id); a != nil {
		return a, nil
	}
	return nil, problem.Newf("no-such-article", hintGone, "This article is not in the project.")
}

// mark returns an annotation and the article it is on.
func (p Project) mark(id annotation.ID) (*annotation.Annotation, *article.Article, error) {
	a := p.Annotation(id)
	if a == nil {
		return nil, nil, problem.Newf("no-such-annotation", hintGone, "This mark is not in the project.")
	}
	on, err := p.article(a.Article)
	return a, on, err
}

func (p Project) relation(id annotation.RelationID) (*annotation.Relation, error) {
	if r := p.Relation(id); r != nil {
		return r, nil
	}
	return nil, problem.Newf("no-such-relation", hintGone, "This relation is not in the project.")
}

func (p Project) tag(id annotation.TagID) (*annotation.Tag, error) {
	if t := p.Tag(id); t != nil {
		return t, nil
	}
	return nil, problem.Newf("no-such-tag", hintGone, "This tag is not in the codebook.")
}

func (p Project) attribute(id annotation.AttributeID) (*annotation.Attribute, error) {
	if a := p.Attribute(id); a != nil {
		return a, nil
	}
	return nil, problem.Newf("no-such-attribute", hintGone, "This attribute is not in the codebook.")
}

// known returns the tags, each once, or an error if one is not in the
// codebook.
func (p Project) known(tags []annotation.TagID) ([]annotation.TagID, error) {
	var out []annotation.TagID
	seen := map[annotation.TagID]bool{}
	for _, id := range tags {
		if _, err := p.tag(id); err != nil {
			return nil, err
		}
		if !seen[id] {
			seen[id], out = true, append(out, id)
		}
	}
	return out, nil
}

// pieces cuts the spans out of the article. Unlike annotation.Pieces it
// refuses what is empty or outside the text.
func pieces(on *article.Article, spans []span.Span) ([]annotation.Piece, error) {
	if len(spans) == 0 {
		return nil, problem.Newf("span", "Select some text first.", "Nothing is selected.")
	}
	for _, s := range spans {
		if s.Empty() {
			return nil, problem.Newf("span", "Select at least one character.", "A mark must cover some text.")
		}
		if s.Start < 0 || s.End > on.Len() {
			return nil, problem.Newf("span", "Select text inside the article.", "The selection lies outside the article’s text.")
		}
	}
	return annotation.Pieces(on, spans...), nil
}

// put adds the change from a to b unless they differ in nothing but the time
// of the last change.
func (d *Diff) put(a, b *annotation.Annotation) {
	c := *b
	c.Modified = a.Modified
	if !a.Equal(&c) {
		set(&d.Annotations, a, b)
	}
}

// author returns who writes, the stamp's or else the project's annotator,
// and adds them to the people if they are not yet among them.
func (p Project) author(d *Diff, s Stamp) annotation.PersonID {
	who := s.Who
	if who == "" {
		who = p.Info().Annotator
	}
	if who != "" && p.Person(who) == nil {
		set(&d.People, nil, &annotation.Person{ID: who})
	}
	return who
}

// info returns the change of the project's Info that edit makes. A project
// without one gets it.
func (p Project) info(s Stamp, edit func(*Info)) Diff {
	var d Diff
	from := p.Infos.Get(infoKey)
	to := &Info{Name: unnamed, Created: annotation.Time(s.When)}
	if from != nil {
		*to = *from
	}
	edit(to)
	if from == nil {
		to.ID = s.Mint()
	}
	if from == nil || !from.Equal(to) {
		set(&d.Infos, from, to)
	}
	return d
}

// rankStep is the distance between the ranks of neighbors, so that most
// moves change the one record that moves and no other.
const rankStep = 1024

// after is the rank that comes after all the others.
func after(last int) int { return min(last+rankStep, annotation.MaxRank) }

// moved says which ranks change when the record at from goes to position to,
// clamped to the list: index in the old order -> new rank. The ranks are
// those of the records in their order.
func moved(ranks []int, from, to int) map[int]int {
	to = min(max(to, 0), len(ranks)-1)
	if from == to {
		return nil
	}
	order := make([]int, 0, len(ranks)) // position -> index in the old order
	for i := range ranks {
		if i != from {
			order = append(order, i)
		}
	}
	low, high := -1, annotation.MaxRank+1
	if to > 0 {
		low = ranks[order[to-1]]
		high = low + 2*rankStep
	}
	if to < len(order) {
		high = ranks[order[to]]
	}
	if high-low >= 2 && high <= annotation.MaxRank {
		return map[int]int{from: low + (high-low)/2}
	}
	return renumbered(ranks, append(order[:to:to], append([]int{from}, order[to:]...)...))
}

// renumbered gives all records ranks rankStep apart, in the order given.
func renumbered(ranks, order []int) map[int]int {
	out := map[int]int{}
	for i, o := range order {
		if rank := (i + 1) * rankStep; ranks[o] != rank {
			out[o] = rank
		}
	}
	return out
}
