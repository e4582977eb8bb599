package main

import (
	"claimlight/app/classroom"
	"claimlight/app/project"
)

// classReport is what claimlight class --json prints. The names of its fields
// are described in README.md and stay as they are; new ones may be added.
type classReport struct {
	Format    string          `json:"format"` // "claimlight-class"
	Version   int             `json:"version"`
	Lesson    lessonReport    `json:"lesson"`
	Headline  string          `json:"headline"`
	Agreement classAgreement  `json:"agreement"`
	Key       *keyReport      `json:"key"` // null without a key
	Students  []studentReport `json:"students"`
	Files     []fileReport    `json:"files"`
}

// scoreReport is what claimlight score --json prints.
type scoreReport struct {
	Format   string          `json:"format"` // "claimlight-score"
	Version  int             `json:"version"`
	Lesson   lessonReport    `json:"lesson"`
	Key      *keyReport      `json:"key"`
	Students []studentReport `json:"students"`
	Files    []fileReport    `json:"files"`
}

type lessonReport struct {
	ID          string           `json:"id"`
	Name        string           `json:"name"`
	Fingerprint string           `json:"fingerprint"`
	Articles    []articleReport  `json:"articles"`
	Questions   []questionReport `json:"questions"`
}

type questionReport struct {
	Number   int    `json:"number"` // from 1
	ID       string `json:"id"`
	Text     string `json:"text"`
	Marks    int    `json:"marks"`    // that an answer needs
	Sources  int    `json:"sources"`  // articles that these must be from
	Answered int    `json:"answered"` // students who answered it so
}

type articleReport struct {
	Number int    `json:"number"` // from 1
	ID     string `json:"id"`
	Title  string `json:"title"`
	Length int    `json:"length"` // code points
	Opened int    `json:"opened"` // students
	Done   int    `json:"done"`   // students
	Marks  int    `json:"marks"`
}

// classAgreement is how far the class agrees.
type classAgreement struct {
	Students int         `json:"students"`
	Articles int         `json:"articles"` // shared by two students or more
	Same     figure      `json:"pairwise_span_f1"`
	Places   figure      `json:"pairwise_places_f1"` // whatever the tag
	Tag      shareReport `json:"same_tag"`           // of what two marked alike
	Chars    figure      `json:"character_alpha"`
}

type keyReport struct {
	Marks   int               `json:"marks"`
	Weights classroom.Weights `json:"weights"`
	Notes   []string          `json:"notes"`
	MixedUp *mixedReport      `json:"mixed_up"` // null if no two tags were, three times or more
	Found   []keyMarkReport   `json:"found"`
}

// mixedReport is the two tags that were taken for each other most.
type mixedReport struct {
	Tags     [2]string `json:"tags"`     // their names
	Times    int       `json:"times"`    // that one was given where the key has the other
	Students int       `json:"students"` // who did so
}

// keyMarkReport is how many students found a mark of the key.
type keyMarkReport struct {
	ID      string `json:"id"`
	Article int    `json:"article"` // its number
	Start   int    `json:"start"`   // code points
	End     int    `json:"end"`
	Quote   string `json:"quote"`
	Found   int    `json:"found"`
	Opened  int    `json:"opened"`
}

type studentReport struct {
	ID        string         `json:"id"`
	Nickname  string         `json:"nickname"`
	File      string         `json:"file"`
	Made      string         `json:"handed_in"` // RFC 3339, "" if not known
	Late      bool           `json:"late"`
	Partial   bool           `json:"partial"` // only the beginning of the file could be read
	Older     int            `json:"older"`   // hand-ins of the same student that do not count
	Opened    int            `json:"opened"`
	Done      int            `json:"done"`
	Marks     int            `json:"marks"`     // that count
	Uncounted int            `json:"uncounted"` // marks on an article in which the file broke off
	Unplaced  int            `json:"unplaced"`  // marks without a place, which do not count
	Agreement *figure        `json:"agreement,omitempty"`
	Articles  []cellReport   `json:"articles"`
	Answers   []answerReport `json:"answers"`
	Notes     []string       `json:"notes"`
	Score     *studentScore  `json:"score"` // null without a key
}

type cellReport struct {
	Number    int    `json:"number"`
	State     string `json:"state"` // "not opened", "in work" or "done"
	Marks     int    `json:"marks"` // that count
	Uncounted int    `json:"uncounted"`
	Unplaced  int    `json:"unplaced"`
}

// answerReport is what a student answered to a question.
type answerReport struct {
	Question int              `json:"question"` // its number; 0 if the lesson does not ask it now
	ID       string           `json:"id"`       // of the question
	Text     string           `json:"text"`
	Full     bool             `json:"answered"` // as it was asked
	Lacks    string           `json:"lacks"`    // "" if nothing
	Sources  int              `json:"sources"`  // articles that the marks are from
	Marks    []attachedReport `json:"marks"`
}

// attachedReport is a mark that bears out an answer.
type attachedReport struct {
	ID      string        `json:"id"`
	Article int           `json:"article"` // its number; 0 if it is not known
	Placed  bool          `json:"placed"`  // whether it has a place in the article
	Quote   string        `json:"quote"`
	Values  []valueReport `json:"values"`
}

// valueReport is what a mark says, such as who is speaking.
type valueReport struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// studentScore is how a student compares with the key.
type studentScore struct {
	Articles int              `json:"articles"` // opened, with marks or a key
	Found    shareReport      `json:"found"`
	OnTarget shareReport      `json:"on_target"`
	RightTag shareReport      `json:"right_tag"`
	Cases    map[string]int   `json:"cases"` // how many of each kind
	Confused []confusedReport `json:"confused"`
	Habits   []string         `json:"habits"`
	Marks    []caseReport     `json:"marks,omitempty"` // of claimlight score only
}

// shareReport is a figure: so much of so many.
type shareReport struct {
	Value  *float64 `json:"value"` // null: not defined
	Sum    float64  `json:"sum"`
	Of     float64  `json:"of"`
	Reason string   `json:"reason,omitempty"`
}

type confusedReport struct {
	Key   string `json:"key"`   // the tag of the key
	Given string `json:"given"` // "" if none was
	Times int    `json:"times"`
	Of    int    `json:"of"`
}

// caseReport is what became of a mark.
type caseReport struct {
	Kind    string   `json:"kind"`
	Article int      `json:"article"`
	Start   int      `json:"start"`
	End     int      `json:"end"`
	Quote   string   `json:"quote"`
	Key     string   `json:"key"` // the ID of the key's mark, "" if it is none
	Marks   []string `json:"marks"`
	Credit  float64  `json:"credit"`
	Tags    float64  `json:"tags"` // the share of its tags that are right
	Says    string   `json:"says"`
}

type fileReport struct {
	File    string `json:"file"`
	Student string `json:"student"`
	Kind    string `json:"kind"`
	Taken   bool   `json:"taken"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

func shareOf(s classroom.Share) shareReport {
	r := shareReport{Sum: s.Sum, Of: s.Of, Reason: s.Reason}
	if v, ok := s.Value(); ok {
		r.Value = &v
	}
	return r
}

// stateName is a state in JSON.
func stateName(s project.State) string {
	if s == project.NotStarted {
		return "not opened"
	}
	return string(s)
}
