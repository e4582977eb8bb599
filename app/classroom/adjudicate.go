package classroom

import (
	"slices"

	"github.com/google/uuid"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// Proposal is a place that would be settled as most students marked it.
type Proposal struct {
	Place *Place
	Span  span.Span
	// Tag is the lesson's; "" where most gave none, or one that a student made.
	Tag annotation.TagID
	// Backed is how many students marked just that, but for slight differences of
	// the edges.
	Backed int
}

// Agreed lists the open places that at least so many students marked alike, in
// the order of the text. It is what AcceptAgreed would settle.
func (d *Disputes) Agreed(least int) []Proposal {
	return d.proposals(func(p *Place, backed int) bool { return backed >= max(least, 1) })
}

// Slight lists the open places where nothing differs but punctuation, or two
// words.
func (d *Disputes) Slight() []Proposal {
	return d.proposals(func(p *Place, _ int) bool { return p.Slight })
}

func (d *Disputes) proposals(wanted func(p *Place, backed int) bool) (out []Proposal) {
	for _, p := range d.Places {
		if p.Settled != nil {
			continue
		}
		if backed := p.Backed(); wanted(p, backed) {
			at, tag := p.Suggested()
			if d.lesson.Tag(tag) == nil {
				tag = ""
			}
			out = append(out, Proposal{p, at, tag, backed})
		}
	}
	slices.SortFunc(out, func(a, b Proposal) int { return inText(a.Place, b.Place) })
	return out
}

// AcceptAgreed settles the places of proposals, all in one change.
func AcceptAgreed(p project.Project, proposals []Proposal, s project.Stamp) (project.Diff, error) {
	var records []*project.ClassRecord
	for _, prop := range proposals {
		var tags []annotation.TagID
		if prop.Tag != "" {
			tags = append(tags, prop.Tag)
		}
		settled, err := decide(p, prop.Place, true, []span.Span{prop.Span}, tags, s)
		if err != nil {
			return project.Diff{}, err
		}
		records = append(records, record(KindSettled, settled.ID, settled))
	}
	return project.PutClass(p, records...), nil
}

// Keep settles a place as a mark with these edges and tags. A decision that was
// there before is replaced. The errors are *problem.Error with the codes
// "no-such-article", "no-such-tag" and "span".
func Keep(p project.Project, at *Place, spans []span.Span, tags []annotation.TagID, s project.Stamp) (project.Diff, error) {
	settled, err := decide(p, at, true, spans, tags, s)
	if err != nil {
		return project.Diff{}, err
	}
	return project.PutClass(p, record(KindSettled, settled.ID, settled)), nil
}

// Reject settles a place as nothing to mark.
func Reject(p project.Project, at *Place, s project.Stamp) (project.Diff, error) {
	settled, err := decide(p, at, false, nil, nil, s)
	if err != nil {
		return project.Diff{}, err
	}
	return project.PutClass(p, record(KindSettled, settled.ID, settled)), nil
}

// Reopen takes back what was decided on a place.
func Reopen(p project.Project, at *Place) project.Diff {
	if at.Settled == nil {
		return project.Diff{}
	}
	return project.DropClass(p, KindSettled, at.Settled.ID)
}

// IntoKey makes the place a mark of the key, with these edges and tags; where the
// key has one there already, they are right too, besides its own. reason is what
// students read who missed it. The place is settled as that, since what is in the
// key is decided.
func IntoKey(p project.Project, at *Place, spans []span.Span, tags []annotation.TagID, reason string, s project.Stamp) (project.Diff, error) {
	settled, err := decide(p, at, true, spans, tags, s)
	if err != nil {
		return project.Diff{}, err
	}
	d := project.PutClass(p, record(KindSettled, settled.ID, settled))
	e, err := settled.intoKey(p, reason)
	return d.Then(e), err
}

// intoKey makes what was kept a mark of the key, or another way of the one that is
// there.
func (s Settled) intoKey(p project.Project, reason string) (project.Diff, error) {
	key, err := KeyOf(p)
	if err != nil {
		key = nil // there is none yet
	}
	if there := keyAt(key, s.Article, s.At.Span); there >= 0 {
		return AcceptWay(p, key[there].ID, Mark{Pieces: s.Pieces, Tags: s.Tags})
	}
	return PutKey(p, s.keyMark(reason)), nil
}

// keyMark is what was kept as a mark of the key.
func (s Settled) keyMark(reason string) KeyMark {
	return KeyMark{ID: s.ID, Article: s.Article, Ways: [][]annotation.Piece{s.Pieces}, Tags: s.Tags, Reason: reason}
}

// keyAt is which mark of a key is most like a place, -1 if none is.
func keyAt(key []KeyMark, on article.ID, at span.Span) (which int) {
	which = -1
	most := half
	for i := range key {
		if key[i].Article != on {
			continue
		}
		for _, way := range key[i].Ways {
			for k := range way {
				if share := alike(way[k].Span, at); share >= most {
					which, most = i, share
				}
			}
		}
	}
	return which
}

// KeyMarkAt is the mark that a key has at a place, nil if it has none: what is put
// into the key there is right besides it (IntoKey).
func KeyMarkAt(key []KeyMark, p *Place) *KeyMark {
	if at := keyAt(key, p.Article, p.At); at >= 0 {
		return &key[at]
	}
	return nil
}

// decide makes the decision on a place, under the ID of one that stands.
func decide(p project.Project, at *Place, kept bool, spans []span.Span, tags []annotation.TagID, s project.Stamp) (Settled, error) {
	on := p.Article(at.Article)
	if on == nil {
		return Settled{}, problem.Newf("no-such-article", "It may have been removed just now, perhaps in another tab.", "This article is not in the project.")
	}
	out := Settled{Article: on.ID, At: annotation.Piece{Span: at.At, Quote: on.Slice(at.At.Start, at.At.End)}, Kept: kept}
	if kept {
		if err := mustKnow(p, tags); err != nil {
			return Settled{}, err
		}
		for _, part := range spans {
			if part.Empty() || part.Start < 0 || part.End > on.Len() {
				return Settled{}, problem.Newf("span", "Select text inside the article.", "The passage lies outside the article’s text.")
			}
		}
		if out.Pieces, out.Tags = annotation.Pieces(on, spans...), tags; len(out.Pieces) == 0 {
			return Settled{}, problem.Newf("span", "Select the passage, or settle the place as rejected.", "A place that is kept needs a passage.")
		}
	}
	if out.ID = s.Mint(); at.Settled != nil {
		out.ID = at.Settled.ID
	}
	return out, nil
}

// mustKnow refuses tags that the codebook does not have: a student's own, for one.
func mustKnow(p project.Project, tags []annotation.TagID) error {
	for _, id := range tags {
		if p.Tag(id) == nil {
			return problem.Newf("no-such-tag", "Choose one of the lesson’s tags.", "This tag is not in the codebook.")
		}
	}
	return nil
}

// Adjudicated is what was settled, as a project like any other: the lesson's
// articles and codebook, and the places that were kept as annotations of the
// teacher. It can be exported, and used as a key. Decisions have no time of
// their own, so that the marks have that of the project.
func Adjudicated(p project.Project) project.Project {
	info := *p.Info()
	info.ID = uuid.NewSHA1(uuid.Nil, []byte("adjudicated "+info.ID)).String()
	info.Name += " (adjudicated)"
	out := project.Project{Articles: p.Articles, Tags: p.Tags, Attributes: p.Attributes}
	var marks []*annotation.Annotation
	for _, s := range SettledIn(p) {
		if !s.Kept {
			continue
		}
		marks = append(marks, &annotation.Annotation{ID: annotation.ID(s.ID), Article: s.Article, Pieces: s.Pieces, Tags: known(p, s.Tags),
			Creator: info.Annotator, Created: info.Created, Modified: info.Created})
	}
	out.Annotations = project.TableOf(marks...)
	out.Infos = project.TableOf(&info)
	if who := p.Person(info.Annotator); who != nil {
		out.People = project.TableOf(who)
	} else if info.Annotator != "" {
		out.People = project.TableOf(&annotation.Person{ID: info.Annotator})
	}
	out.Readings = adjudicatedReadings(marks, info)
	return out
}

// adjudicatedReadings says that the articles with marks are done.
func adjudicatedReadings(marks []*annotation.Annotation, info project.Info) project.Table[*project.Reading] {
	var readings []*project.Reading
	seen := map[article.ID]bool{}
	for _, m := range marks {
		if !seen[m.Article] {
			seen[m.Article] = true
			readings = append(readings, &project.Reading{Article: m.Article, State: project.Done, Opened: info.Created})
		}
	}
	return project.TableOf(readings...)
}
