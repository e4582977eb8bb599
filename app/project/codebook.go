package project

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/problem"
)

// Codebook is what people mark with: the tags and attributes in their order.
// While it is Closed, none of them can be changed.
type Codebook struct {
	Tags       []*annotation.Tag
	Attributes []*annotation.Attribute
	Closed     bool
}

// Codebook returns the project's codebook, sorted.
func (p Project) Codebook() Codebook {
	return Codebook{
		Tags:       p.Tags.Sorted(annotation.CompareTags),
		Attributes: p.Attributes.Sorted(annotation.CompareAttributes),
		Closed:     p.Info().Closed,
	}
}

// UsesOfTag is the number of annotations that carry the tag. It looks at
// every annotation of the project.
func UsesOfTag(p Project, id annotation.TagID) int {
	n := 0
	for a := range p.Annotations.Unordered() {
		if a.HasTag(id) {
			n++
		}
	}
	return n
}

// SetClosed closes the codebook or opens it again. It is the only change to
// the codebook that a closed one lets through.
func SetClosed(p Project, closed bool, s Stamp) (Diff, error) {
	if p.Info().Closed == closed {
		return Diff{}, nil
	}
	return p.info(s, func(i *Info) { i.Closed = closed }), nil
}

// editable returns the error "codebook-closed" while the codebook is closed.
func (p Project) editable() error {
	if p.Info().Closed {
		return problem.Newf("codebook-closed", "Open the codebook on the Tags screen first.", "The codebook is closed, so its tags and attributes cannot be changed.")
	}
	return nil
}

// tagName checks a tag's name; no tag but self may have it, in whatever case.
func (p Project) tagName(name string, self annotation.TagID) (string, error) {
	name, err := named(name, "A tag")
	for t := range p.Tags.Unordered() {
		if err == nil && t.ID != self && strings.EqualFold(t.Name, name) {
			err = problem.Newf("name", "Choose another name, or merge the two tags.", "There is a tag called “%s” already.", t.Name)
		}
	}
	return name, err
}

// AddTag adds a tag behind the others, with the color and line that are used
// least, and the first digit that is free. The name is trimmed; it must not
// be empty, nor the name of another tag but for upper and lower case. The
// errors are *problem.Error with the codes "codebook-closed" and "name".
func AddTag(p Project, name string, s Stamp) (Diff, annotation.TagID, error) {
	var d Diff
	if err := p.editable(); err != nil {
		return d, "", err
	}
	name, err := p.tagName(name, "")
	if err != nil {
		return d, "", err
	}
	t := &annotation.Tag{ID: annotation.TagID(s.Mint()), Name: name, Digit: p.freeDigit(), Rank: after(p.lastTag())}
	t.Color, t.Cue = p.freeLook()
	set(&d.Tags, nil, t)
	return d, t.ID, nil
}

// lastTag is the highest rank of a tag.
func (p Project) lastTag() int {
	last := 0
	for t := range p.Tags.Unordered() {
		last = max(last, t.Rank)
	}
	return last
}

// freeDigit is the first digit that no tag has, "" if all are taken.
func (p Project) freeDigit() string {
	for n := 1; n <= 9; n++ {
		if d := strconv.Itoa(n); p.tagWithDigit(d, "") == nil {
			return d
		}
	}
	return ""
}

// tagWithDigit returns a tag, but not self, that has the digit; nil if none.
func (p Project) tagWithDigit(digit string, self annotation.TagID) *annotation.Tag {
	for t := range p.Tags.Unordered() {
		if digit != "" && t.Digit == digit && t.ID != self {
			return t
		}
	}
	return nil
}

// freeLook is the pair of color and line that the fewest tags have; among
// those, the one whose color and then whose line the fewest have.
func (p Project) freeLook() (color int, cue annotation.Cue) {
	type look struct {
		color int
		cue   annotation.Cue
	}
	pairs, colors, cues := map[look]int{}, map[int]int{}, map[annotation.Cue]int{}
	for t := range p.Tags.Unordered() {
		pairs[look{t.Color, t.Cue}]++
		colors[t.Color]++
		cues[t.Cue]++
	}
	var all []look
	for c := range annotation.Colors {
		for _, u := range annotation.Cues {
			all = append(all, look{c, u})
		}
	}
	best := slices.MinFunc(all, func(a, b look) int {
		return cmp.Or(pairs[a]-pairs[b], colors[a.color]-colors[b.color], cues[a.cue]-cues[b.cue])
	})
	return best.color, best.cue
}

// EditTag puts t in the place of the tag with its ID. The rank stays (see
// MoveTag). A digit that another tag has moves over to this one. The error
// codes are those of AddTag, and "no-such-tag", "color", "cue" and "digit".
func EditTag(p Project, t annotation.Tag, _ Stamp) (Diff, error) {
	var d Diff
	if err := p.editable(); err != nil {
		return d, err
	}
	from, err := p.tag(t.ID)
	if err != nil {
		return d, err
	}
	if t.Name, err = p.tagName(t.Name, t.ID); err != nil {
		return d, err
	}
	if err := checkLook(t); err != nil {
		return d, err
	}
	t.Definition, t.Example, t.Counterexample, t.Rank = clean(t.Definition), clean(t.Example), clean(t.Counterexample), from.Rank
	if from.Equal(&t) {
		return d, nil
	}
	if other := p.tagWithDigit(t.Digit, t.ID); other != nil {
		loser := *other
		loser.Digit = ""
		set(&d.Tags, other, &loser)
	}
	set(&d.Tags, from, &t)
	return d, nil
}

func checkLook(t annotation.Tag) error {
	switch {
	case t.Color < 0 || t.Color >= annotation.Colors:
		return problem.Newf("color", "Pick one of the colors offered.", "There is no color %d.", t.Color)
	case !slices.Contains(annotation.Cues, t.Cue):
		return problem.Newf("cue", "Pick one of the lines offered.", "There is no line “%s”.", annotation.Clip(string(t.Cue)))
	case !annotation.ValidDigit(t.Digit):
		return problem.Newf("digit", "Pick a digit from 1 to 9, or none.", "“%s” is not a key for a tag.", annotation.Clip(t.Digit))
	}
	return nil
}

// MoveTag puts a tag at a position, counted from 0, in the sorted codebook. A
// position off the list is taken as its end.
func MoveTag(p Project, id annotation.TagID, to int, _ Stamp) (Diff, error) {
	var d Diff
	if err := p.editable(); err != nil {
		return d, err
	}
	if _, err := p.tag(id); err != nil {
		return d, err
	}
	all := p.Codebook().Tags
	ranks := make([]int, len(all))
	for i, t := range all {
		ranks[i] = t.Rank
	}
	from := slices.IndexFunc(all, func(t *annotation.Tag) bool { return t.ID == id })
	for i, rank := range moved(ranks, from, to) {
		t := *all[i]
		t.Rank = rank
		set(&d.Tags, all[i], &t)
	}
	return d, nil
}

// MergeTags makes every annotation and attribute that has the tag from have
// the tag into instead, and removes from.
func MergeTags(p Project, from, into annotation.TagID, s Stamp) (Diff, error) {
	if err := p.editable(); err != nil {
		return Diff{}, err
	}
	if _, err := p.tag(into); err != nil {
		return Diff{}, err
	}
	if from == into {
		return Diff{}, nil
	}
	return p.replaceTag(from, into, s)
}

// RemoveTag removes a tag from the codebook, from the annotations that carry
// it, which stay even if they have no tag left, and from the attributes asked
// for it. An attribute asked for this tag alone is asked for all from then on.
func RemoveTag(p Project, id annotation.TagID, s Stamp) (Diff, error) {
	if err := p.editable(); err != nil {
		return Diff{}, err
	}
	return p.replaceTag(id, "", s)
}

// replaceTag removes the tag from and puts into in its place, unless that is
// "".
func (p Project) replaceTag(from, into annotation.TagID, s Stamp) (Diff, error) {
	var d Diff
	t, err := p.tag(from)
	if err != nil {
		return d, err
	}
	set(&d.Tags, t, nil)
	for a := range p.Annotations.Unordered() {
		if a.HasTag(from) {
			d.put(a, a.WithTags(swapped(a.Tags, from, into), s.When))
		}
	}
	for a := range p.Attributes.Unordered() {
		if slices.Contains(a.Tags, from) {
			b := *a
			b.Tags = swapped(a.Tags, from, into)
			set(&d.Attributes, a, &b)
		}
	}
	return d, nil
}

// swapped returns the tags with into in the place of from, each once.
func swapped(tags []annotation.TagID, from, into annotation.TagID) []annotation.TagID {
	var out []annotation.TagID
	for _, t := range tags {
		if t == from {
			t = into
		}
		if t != "" && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}
