package classroom

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/project"
)

// Lesson is what a teacher asks for, besides the articles and the codebook of
// the project it stands in.
type Lesson struct {
	Task string `json:"task"` // what to do, in the teacher's words
	// Due is when it is to be handed in; zero if there is no such time. Who hands
	// in later is marked as late, and counts all the same.
	Due time.Time `json:"due,omitzero"`
	// Speaker asks for the speaker of every mark whose tag has such an attribute.
	Speaker bool `json:"speaker,omitempty"`
	// Shows says when a student sees the key, if the lesson has one.
	Shows     Showing    `json:"shows,omitempty"`
	Questions []Question `json:"questions,omitempty"`
	// ID is that of the project it was handed out from, by which hand-ins find back;
	// "" until then. A student's project may have another: two students on one
	// computer have one each.
	ID string `json:"id,omitempty"`
	// Made is when it was handed out: an older edition does not undo a newer one.
	Made time.Time `json:"made,omitzero"`
	// Out is true in what was handed out, so that a student's project is not taken
	// for the teacher's, nor the other way round.
	Out bool `json:"out,omitempty"`
	// Key is the key, sealed (Seal) or open.
	Key *SealedKey `json:"key,omitempty"`
}

// Showing says who sees what when.
type Showing string

// When the key of a lesson is shown to students.
const (
	ShowNever   Showing = ""        // only in the feedback that the teacher gives
	ShowAtEnd   Showing = "handed"  // after handing in
	ShowOnAsked Showing = "unseals" // to whoever has the passphrase
)

// LessonExt is how the name of a lesson ends.
const LessonExt = ".lesson.claimlight.json"

// Question can only be answered with marks.
type Question struct {
	ID   string `json:"id"` // a UUID
	Text string `json:"text"`
	// Marks and Sources are how many marks an answer needs, and from how many
	// articles; both are 1 at least.
	Marks   int `json:"marks"`
	Sources int `json:"sources"`
}

// Answer is what a student answers to a question: words, and the marks that
// bear them out.
type Answer struct {
	Question string          `json:"question"`
	Text     string          `json:"text,omitempty"`
	Marks    []annotation.ID `json:"marks"`
}

// mostQuestions is how many questions of a lesson are asked.
const mostQuestions = 100

// LessonOf returns the lesson of a project, nil if it has none.
func LessonOf(p project.Project) *Lesson {
	if l, ok := recordOf[Lesson](p, KindLesson, KindLesson); ok {
		l.Questions = l.Questions[:min(len(l.Questions), mostQuestions)] // more are no lesson of anybody
		return &l
	}
	return nil
}

// Fingerprint names what students are asked: it changes with the texts, the
// codebook, the task and the questions, and with nothing else. SHA-256 in
// lower-case hexadecimal.
func Fingerprint(p project.Project) string {
	var asked struct {
		Articles, Tags, Attributes []string
		Closed                     bool
		Task                       string
		Speaker                    bool
		Questions                  []Question
	}
	for a := range p.Articles.Unordered() {
		if a.Meta.CorrectedBy == "" {
			asked.Articles = append(asked.Articles, string(a.ID))
		}
	}
	for t := range p.Tags.Unordered() {
		asked.Tags = append(asked.Tags, string(t.ID)+" "+t.Name)
	}
	for a := range p.Attributes.Unordered() {
		asked.Attributes = append(asked.Attributes, string(a.ID)+" "+a.Name)
	}
	slices.Sort(asked.Articles)
	slices.Sort(asked.Tags)
	slices.Sort(asked.Attributes)
	asked.Closed = p.Info().Closed
	if l := LessonOf(p); l != nil {
		asked.Task, asked.Speaker, asked.Questions = l.Task, l.Speaker, l.Questions
	}
	data, err := json.Marshal(asked)
	if err != nil {
		panic(err) // strings and numbers can always be written
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
