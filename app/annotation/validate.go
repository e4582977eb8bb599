package annotation

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"claimlight/app/article"
	"claimlight/app/problem"
)

// ValidID reports whether the string is a UUID in its canonical form: 36
// characters, lower-case (RFC 9562, section 4).
func ValidID(id string) bool {
	if len(id) != 36 {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case (c < '0' || c > '9') && (c < 'a' || c > 'f'):
			return false
		}
	}
	return true
}

// ValidText reports whether the string can be kept and exported: valid UTF-8
// without NUL.
func ValidText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// ValidName reports whether the string can name a tag or an attribute: valid
// text on one line, neither starting nor ending with space, with something
// to see in it.
func ValidName(s string) bool {
	return ValidText(s) && strings.TrimSpace(s) == s && !strings.ContainsAny(s, "\n\r\t") &&
		strings.ContainsFunc(s, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}

// ValidTime reports whether the time is set and can be written as RFC 3339.
func ValidTime(t time.Time) bool { return !t.IsZero() && t.Year() >= 1 && t.Year() <= 9999 }

// MaxRank is the highest rank there may be; the lowest is 0.
const MaxRank = 1 << 30

// Fold returns a key that is the same for two names exactly if they differ in
// upper and lower case only, as strings.EqualFold sees it.
func Fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, name)
}

// found gathers problems below one place.
type found struct {
	at  string
	all []problem.Problem
}

func (f *found) add(ok bool, below, hint, format string, args ...any) {
	if !ok {
		f.all = append(f.all, problem.Problem{Pointer: f.at + below, Hint: hint, Message: fmt.Sprintf(format, args...)})
	}
}

const (
	hintID     = "IDs are UUIDs written in lower case, such as 9f1c3a52-0d7e-4b7a-8c55-2f6f0c1d9e11."
	hintText   = "Remove NUL characters and save the file as UTF-8."
	hintName   = "Give it a name on one line, with something to see in it."
	hintTime   = "Times are written as in 2026-03-01T09:30:00Z."
	hintRank   = "Ranks are whole numbers from 0 up."
	hintPieces = "Mark the passage again, or open the file together with the text it was made on."
)

// CheckTag looks at one tag by itself. Pointers start with at.
func CheckTag(t *Tag, at string) []problem.Problem {
	f := found{at: at}
	f.add(ValidID(string(t.ID)), "/id", hintID, "The ID of the tag “%s” is not a UUID: %q.", t.Name, t.ID)
	f.add(ValidName(t.Name), "/name", hintName, "A tag is called %q, which is not a name.", t.Name)
	for _, s := range []string{t.Definition, t.Example, t.Counterexample} {
		f.add(ValidText(s), "", hintText, "The definition or an example of the tag “%s” is not valid text.", t.Name)
	}
	f.add(t.Color >= 0 && t.Color < Colors, "/color", fmt.Sprintf("Colors are numbered 0 to %d.", Colors-1),
		"The tag “%s” has the color %d, which does not exist.", t.Name, t.Color)
	f.add(slices.Contains(Cues, t.Cue), "/cue", "Lines are solid, dashed, dotted, double or wavy.",
		"The tag “%s” has the line %q, which does not exist.", t.Name, t.Cue)
	f.add(ValidDigit(t.Digit), "/digit", "Keys are the digits 1 to 9.", "The tag “%s” has the key %q, which is not a digit from 1 to 9.", t.Name, t.Digit)
	f.add(t.Rank >= 0 && t.Rank <= MaxRank, "/rank", hintRank, "The tag “%s” has the rank %d.", t.Name, t.Rank)
	return f.all
}

// ValidDigit reports whether the string can be a tag's Digit: "1" to "9", or
// "" for none.
func ValidDigit(d string) bool { return d == "" || len(d) == 1 && d[0] >= '1' && d[0] <= '9' }

// CheckAttribute looks at one attribute by itself. Pointers start with at.
func CheckAttribute(a *Attribute, at string) []problem.Problem {
	f := found{at: at}
	f.add(ValidID(string(a.ID)), "/id", hintID, "The ID of the attribute “%s” is not a UUID: %q.", a.Name, a.ID)
	f.add(ValidName(a.Name), "/name", hintName, "An attribute is called %q, which is not a name.", a.Name)
	f.add(a.Rank >= 0 && a.Rank <= MaxRank, "/rank", hintRank, "The attribute “%s” has the rank %d.", a.Name, a.Rank)
	ids, names := map[string]bool{}, map[string]bool{}
	for i, c := range a.Choices {
		below := fmt.Sprintf("/choices/%d", i)
		f.add(ValidID(c.ID), below+"/id", hintID, "The ID of the choice “%s” of “%s” is not a UUID: %q.", c.Name, a.Name, c.ID)
		f.add(ValidName(c.Name), below+"/name", hintName, "A choice of “%s” is called %q, which is not a name.", a.Name, c.Name)
		f.add(!ids[c.ID], below+"/id", "Give each choice an ID of its own.", "Two choices of “%s” have the same ID.", a.Name)
		f.add(!names[Fold(c.Name)], below+"/name", "Rename one of the two.", "Two choices of “%s” are called “%s”.", a.Name, c.Name)
		ids[c.ID], names[Fold(c.Name)] = true, true
	}
	f.add(!twice(a.Tags), "/tags", "Name each tag once.", "The attribute “%s” names a tag twice.", a.Name)
	return f.all
}

// CheckPerson looks at one person. Pointers start with at.
func CheckPerson(p *Person, at string) []problem.Problem {
	f := found{at: at}
	f.add(ValidID(string(p.ID)), "/id", hintID, "The ID of the person “%s” is not a UUID: %q.", p.Name, p.ID)
	f.add(ValidText(p.Name) && ValidText(p.Nickname), "/name", hintText, "The name of a person is not valid text: %q.", p.Name+" "+p.Nickname)
	return f.all
}

// Check looks at one annotation on its article, which must not be nil;
// whether tags, attributes and people exist is for the project to say.
// Pointers start with at.
func Check(a *Annotation, on *article.Article, at string) []problem.Problem {
	f, name := found{at: at}, Short(a)
	f.add(ValidID(string(a.ID)), "/id", hintID, "The ID of the mark on %s is not a UUID: %q.", name, a.ID)
	f.add(ValidText(a.Note), "/note", hintText, "The note on %s is not valid text.", name)
	f.add(ValidTime(a.Created), "/created", hintTime, "The mark on %s does not say when it was made.", name)
	f.add(ValidTime(a.Modified), "/modified", hintTime, "The mark on %s does not say when it was changed last.", name)
	f.add(!twice(a.Tags), "/tags", "Name each tag once.", "The mark on %s has a tag twice.", name)
	asked := map[AttributeID]bool{}
	for i, v := range a.Values {
		below := fmt.Sprintf("/values/%d", i)
		f.add(v.Value != "" && ValidText(v.Value), below+"/value", hintText, "A value of the mark on %s is empty or not valid text.", name)
		f.add(!asked[v.Attribute], below, "Keep one of the two values.", "The mark on %s has two values for one attribute.", name)
		asked[v.Attribute] = true
	}
	f.pieces(a, on, name)
	return f.all
}

func (f *found) pieces(a *Annotation, on *article.Article, name string) {
	f.add(len(a.Pieces) > 0, "/pieces", hintPieces, "The mark %s covers no text.", a.ID)
	last := -1
	for i, p := range a.Pieces {
		below := fmt.Sprintf("/pieces/%d", i)
		switch {
		case p.Empty():
			f.add(false, below, hintPieces, "A piece of the mark on %s is empty: %d–%d.", name, p.Start, p.End)
		case p.Start < 0 || p.End > on.Len():
			f.add(false, below, hintPieces, "A piece of the mark on %s lies outside the text: %d–%d of %d.", name, p.Start, p.End, on.Len())
		case p.Start <= last:
			f.add(false, below, "Pieces stand in order, with text between them.", "Two pieces of the mark on %s overlap, touch, or are out of order.", name)
		default:
			slice := on.Slice(p.Start, p.End)
			f.add(slice == p.Quote, below+"/quote", hintPieces, "The text at %d–%d is “%s” and not “%s”.", p.Start, p.End, Clip(slice), Clip(p.Quote))
		}
		last = max(last, p.End)
	}
}

// Short is the annotation's quote in quotation marks, cut to what a message
// has room for.
func Short(a *Annotation) string { return "“" + Clip(a.Quote()) + "”" }

// Clip cuts a text to 40 code points for a message, with an ellipsis where
// something is left off.
func Clip(s string) string {
	const most = 40
	n := 0
	for i := range s {
		if n++; n > most {
			return strings.ToValidUTF8(s[:i], "�") + "…"
		}
	}
	return strings.ToValidUTF8(s, "�")
}

func twice(tags []TagID) bool {
	for i, t := range tags {
		if slices.Contains(tags[:i], t) {
			return true
		}
	}
	return false
}
