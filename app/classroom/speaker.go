package classroom

import (
	"cmp"
	"slices"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/project"
)

// SpeakerOf is the attribute that says who is speaking: the one of the starter
// codebook, whatever it is called now, or else one called “Speaker”; nil if the
// codebook has none.
func SpeakerOf(p project.Project) *annotation.Attribute {
	if a := p.Attribute(annotation.StarterSpeaker); a != nil {
		return a
	}
	var found *annotation.Attribute
	for a := range p.Attributes.Unordered() {
		if annotation.Fold(a.Name) == "speaker" && (found == nil || a.ID < found.ID) {
			found = a
		}
	}
	return found
}

// Unspoken are the marks of the project's own annotator that are not finished,
// because the lesson asks who is speaking and they do not say it: in one article,
// in the order of its text, or in all, in no order, if no article is named.
func Unspoken(p project.Project, in article.ID) (out []*annotation.Annotation) {
	l, speaker, who := LessonOf(p), SpeakerOf(p), p.Info().Annotator
	if l == nil || !l.Speaker || speaker == nil {
		return nil
	}
	for an := range p.Annotations.Unordered() {
		if isOf(who, an) && (in == "" || an.Article == in) && speaker.AskedOf(an.Tags) && an.Value(speaker.ID) == "" {
			out = append(out, an)
		}
	}
	slices.SortFunc(out, func(a, b *annotation.Annotation) int { return cmp.Or(a.Start()-b.Start(), cmp.Compare(a.ID, b.ID)) })
	return out
}
