package exchange

import (
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// What a format cannot hold is taken off a document before its writer sees it,
// in one place (reducer.reduce), and counted there. So what is said before an
// export is what the file lacks, for every format.

// Losses that formats have in common.
const (
	lossTexts     = "texts of articles"
	lossTitles    = "titles of articles"
	lossOverlap   = "marks over other marks"
	lossPieces    = "marks whose pieces become marks of their own"
	lossSeveral   = "marks that become one for each of their tags"
	lossUntagged  = "marks without a tag"
	lossLetters   = "marks that are widened to whole words"
	lossSpace     = "marks of which white space is left out or taken in"
	lossValues    = "answers to attributes"
	lossAnswers   = "answers to attributes that are written in another way"
	lossNotes     = "notes"
	lossLines     = "notes that become one line"
	lossRelations = "relations"
	lossClass     = "records of the classroom"
	lossPrivate   = "real names of students"
	lossApart     = "relations between marks of two articles"
	lossAgain     = "relations that stand twice"
	lossCreators  = "marks that do not say who made them"
	lossTimes     = "marks that do not say when they were made"
	lossNames     = "names that are written in another way"
	lossSigns     = "notes, titles and names with signs that the file cannot hold"
	lossCodebook  = "tags of which only the name is written"
	lossExamples  = "tags of which the examples are not written"
	lossLooks     = "lines and keys of tags"
	lossUnused    = "tags that no mark has"
	lossStates    = "states of reading"
	lossVersions  = "which texts are earlier versions of others, and those without marks"
	lossEmpty     = "marks on nothing but white space"
)

// ones are the losses of which one is called by other words than one less "s" at
// the first word.
var ones = map[string]string{
	lossTexts:    "text of an article",
	lossTitles:   "title of an article",
	lossOverlap:  "mark over another mark",
	lossPieces:   "mark of which the pieces become marks of their own",
	lossSeveral:  "mark that becomes one for each of its tags",
	lossLetters:  "mark that is widened to whole words",
	lossValues:   "answer to an attribute",
	lossAnswers:  "answer to an attribute that is written in another way",
	lossLines:    "note that becomes one line",
	lossApart:    "relation between marks of two articles",
	lossAgain:    "relation that stands twice",
	lossCreators: "mark that does not say who made it",
	lossTimes:    "mark that does not say when it was made",
	lossNames:    "name that is written in another way",
	lossSigns:    "note, title or name with signs that the file cannot hold",
	lossLooks:    "line and key of a tag",
	lossStates:   "state of reading",
	lossVersions: "text that is an earlier version of another, or has no marks",
	lossEmpty:    "mark on nothing but white space",

	"annotations that mark no text":                    "annotation that marks no text",
	"definitions of tags":                              "definition of a tag",
	"definitions of attributes":                        "definition of an attribute",
	"records of people":                                "record of a person",
	"names of projects":                                "name of a project",
	"colors and lines of tags":                         "color and line of a tag",
	"closed codebooks":                                 "closed codebook",
	"PDF files":                                        "PDF file",
	"reading states":                                   "reading state",
	"keys of tags":                                     "key of a tag",
	"times of day at which marks were made":            "time of day at which a mark was made",
	"relations that do not say who made them and when": "relation that does not say who made it and when",
}

// singular is what one of a loss is called.
func singular(what string) string {
	if one, ok := ones[what]; ok {
		return one
	}
	first, rest, more := strings.Cut(what, " ")
	first = strings.TrimSuffix(first, "s")
	if !more {
		return first
	}
	return first + " " + rest
}

// losses counts what is left out.
type losses struct {
	count map[string]int
	order []string
}

func (l *losses) add(what string, n int) {
	if n == 0 {
		return
	}
	if l.count == nil {
		l.count = map[string]int{}
	}
	if l.count[what] == 0 {
		l.order = append(l.order, what)
	}
	l.count[what] += n
}

func (l *losses) list() (out []Loss) {
	for _, what := range l.order {
		out = append(out, Loss{what, l.count[what]})
	}
	return out
}

// besides counts what of a project is in no document: all that formats of other
// programs leave out.
func besides(p project.Project, h Holds, lost *losses) {
	lost.add(bare(p).What, bare(p).Count)
	relationsBesides(p, lost)
	used := map[annotation.TagID]bool{}
	for a := range p.Annotations.Unordered() {
		for _, t := range a.Tags {
			used[t] = true
		}
	}
	named, unused, examples, looks := 0, 0, 0, 0
	held := h.Codebook && p.Articles.Len() > 0
	for t := range p.Tags.Unordered() {
		if held {
			looks++
			if t.Example+t.Counterexample != "" {
				examples++
			}
			continue
		}
		switch {
		case !used[t.ID]:
			unused++
		case t.Definition+t.Example+t.Counterexample != "":
			named++
		}
	}
	lost.add(lossCodebook, named)
	lost.add(lossUnused, unused)
	lost.add(lossExamples, examples)
	lost.add(lossLooks, looks)
	lost.add(lossStates, p.Readings.Len())
	lost.add(lossClass, p.Class.Len())
	lost.add(lossVersions, p.Articles.Len()-len(p.Listed()))
}

// relationsBesides counts the relations that are in no document.
func relationsBesides(p project.Project, lost *losses) {
	within, apart := 0, 0
	for _, list := range relationsWithin(p) {
		within += len(list)
	}
	all := relationsOf(p)
	for _, r := range all {
		if p.Annotation(r.From).Article != p.Annotation(r.To).Article {
			apart++
		}
	}
	lost.add(lossRelations, p.Relations.Len()-len(all))
	lost.add(lossApart, apart)
	lost.add(lossAgain, len(all)-within-apart)
}
