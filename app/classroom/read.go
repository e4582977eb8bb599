package classroom

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"
	"unicode/utf8"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// Bounds of a hand-in, many times what anybody makes of a lesson, so that no
// file can hold the program.
const (
	maxBytes   = 16 << 20
	maxObjects = 200_000   // of JSON
	maxParts   = 1_000_000 // of all objects and lists together
	maxDepth   = 32
	maxMarks   = 20_000
	maxWorks   = 2_000
)

// ReadHandIn reads a hand-in. What it can it repairs, and says so, a sentence
// for each thing; what the marks stand on is looked at by NewClass, which has
// the texts.
//
// The error is a *problem.Error with a sentence that begins with the name of
// the file. Its code is "zip", "project" (a project file: HandInFrom makes a
// hand-in of what it holds), "other", "newer", "truncated", "damaged",
// "too-large" or "too-many-marks".
func ReadHandIn(name string, data []byte) (*HandIn, []string, error) {
	said := quotedFile(name)
	if len(data) > maxBytes {
		return nil, nil, problem.Newf("too-large", "A hand-in is much smaller. Ask the student for the file again.", "%s is larger than %d MB.", said, maxBytes>>20)
	}
	r := &handInReader{h: &HandIn{}, said: said}
	if bytes.HasPrefix(data, []byte("\uFEFF")) {
		data = data[len("\uFEFF"):]
	}
	if !utf8.Valid(data) {
		r.repair("Some characters of the file were not UTF-8 and cannot be read any more.")
		data = bytes.ToValidUTF8(data, []byte("\uFFFD"))
	}
	if err := r.decode(data); err != nil {
		return nil, nil, err
	}
	whole := r.intact(data)
	r.mend()
	if last := len(r.h.Articles) - 1; r.within && last >= 0 {
		r.h.Articles[last].State = project.NotStarted // it counts nowhere: nobody knows what else was marked in it
	}
	if !whole || len(r.repaired) > 0 {
		r.h.Check = r.h.sum()
	}
	return r.h, r.repaired, nil
}

// IsHandIn reports whether a file that starts with the data says that it is a
// hand-in. One that does not say so may still be one that ReadHandIn repairs.
func IsHandIn(data []byte) bool {
	head := bytes.TrimPrefix(data[:min(len(data), 4096)], []byte("\uFEFF"))
	tight := bytes.Join(bytes.Fields(head), nil)
	return bytes.HasPrefix(tight, []byte("{")) && bytes.Contains(tight, []byte(`"claimlight":"`+handInSign+`"`))
}

// NoText is the error, a *problem.Error, where a hand-in is brought as if it were a
// text, and more of them with it.
func NoText(name string, more ...string) error {
	const hint = "A teacher drops it on the Class screen, in the project that the lesson was made of; a student, on the lesson."
	if len(more) == 0 {
		return problem.Newf("hand-in", hint, "%s is what a student handed in, and no text.", quotedFile(name))
	}
	return problem.Newf("hand-in", strings.Replace(hint, " it ", " them ", 1), "%s and %s are what students handed in, and no texts.", quotedFile(name), problem.Count(len(more), "more file"))
}

// handInReader reads one file.
type handInReader struct {
	h        *HandIn
	within   bool   // the file breaks off in the midst of its last article
	said     string // the name of the file, for sentences
	repaired []string
	derived  int // pieces of which half of the position could be read
}

func (r *handInReader) repair(format string, args ...any) {
	r.repaired = append(r.repaired, fmt.Sprintf(format, args...))
}

func (r *handInReader) refuse(code, hint, format string, args ...any) error {
	return problem.Newf(code, hint, "%s "+format, append([]any{r.said}, args...)...)
}

const hintAgain = "Ask the student to hand in again: with “Hand in” above the articles."

// known finds out whether the file is a hand-in at all, and says what else it
// is. The file is not so large that it could not be decoded.
func (r *handInReader) known(data []byte) error {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return r.refuse("damaged", hintAgain, "is empty.")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return r.refuse("zip", "Unpack it first, and bring the files that are in it.", "is a ZIP archive.")
	case bytes.TrimSpace(data)[0] != '{':
		return r.refuse("other", hintOther, "is no hand-in: it is not written as Claimlight writes one.")
	}
	var top map[string]json.RawMessage
	if err := json.Unmarshal(data, &top); err != nil {
		return r.broken(data, err)
	}
	var sign string
	_ = json.Unmarshal(top["claimlight"], &sign) // what is no text is no sign
	_, context := top["@context"]
	_, student := top["student"]
	_, works := top["articles"]
	switch {
	case context:
		return r.refuse("project", "The student may have saved the whole project instead of handing in.", "is a project, and no hand-in.")
	case sign != handInSign && !(student && works):
		return r.refuse("other", hintOther, "is JSON, but no hand-in.")
	}
	return nil
}

const hintOther = "Is it a file for something else? Hand-ins are saved by “Hand in”, and end in " + HandInExt + "."

// bounded refuses what is too deep, or has too many parts, to be decoded.
func (r *handInReader) bounded(data []byte) error {
	depth, objects, parts := shape(data, maxDepth)
	if depth > maxDepth {
		return r.refuse("damaged", hintAgain, "is nested %d deep, which no hand-in is.", depth)
	}
	if objects > maxObjects || parts > maxParts {
		return r.refuse("too-many-marks", "Ask the student what happened; a hand-in has some hundred marks.", "has more parts than any hand-in.")
	}
	return nil
}

// Parts is how many parts there are in JSON, sound or not: objects, lists, and what
// stands behind a comma. Each takes some memory when it is read.
func Parts(data []byte) int {
	_, objects, commas := shape(data, math.MaxInt)
	return objects + commas
}

// shape counts the objects and lists, and the commas, of JSON, sound or not. depth
// is how deep they stand in one another where it ends: at the first that is deeper
// than most. All of each file passes here, so it is outsideTexts without the calls.
func shape(data []byte, most int) (depth, objects, commas int) {
	text := false
	for i := 0; i < len(data) && depth <= most; i++ {
		c := data[i]
		if text {
			if c == '\\' {
				i++
			} else if c == '"' {
				text = false
			}
			continue
		}
		switch c {
		case '"':
			text = true
		case '{', '[':
			depth++
			objects++
		case '}', ']':
			depth--
		case ',':
			commas++
		}
	}
	return depth, objects, commas
}

// outsideTexts yields the bytes of JSON that are not within its strings, and where
// they are.
func outsideTexts(data []byte) iter.Seq2[int, byte] {
	return func(yield func(int, byte) bool) {
		text := false
		for i := 0; i < len(data); i++ {
			switch c := data[i]; {
			case text && c == '\\':
				i++
			case c == '"':
				text = !text
			case !text && !yield(i, c):
				return
			}
		}
	}
}

// broken says why the file is not JSON.
func (r *handInReader) broken(data []byte, err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		if syntax.Offset >= int64(len(data)) {
			return r.refuse("truncated", "It was probably cut off on its way. "+hintAgain, "breaks off before its end.")
		}
		line := 1 + bytes.Count(data[:syntax.Offset], []byte("\n"))
		return r.refuse("damaged", hintAgain, "is damaged in line %d, about %d%% of the way through, and nothing before that could be used.", line, 100*syntax.Offset/int64(max(len(data), 1)))
	}
	return r.refuse("damaged", hintAgain, "is damaged.")
}

// decode reads the fields: quickly where they are as they should be, and else
// one by one, so that one that is wrong costs no other.
func (r *handInReader) decode(data []byte) error {
	if err := r.bounded(data); err != nil {
		return err
	}
	if !r.quickly(data) {
		if sound := numbered(data); sound != nil {
			data = sound
		}
		switch err := r.known(data); {
		case err == nil:
			if err := r.loosely(data); err != nil {
				return err
			}
		case !r.begins(data, err):
			return err
		}
	}
	if r.h.Version > HandInVersion {
		return r.refuse("newer", "Reload this page to get the new version, and bring the file again.", "was made by a newer version of Claimlight.")
	}
	return r.fewEnough(len(r.h.Articles), r.h.count().Marks)
}

// fewEnough refuses more articles and marks than are read.
func (r *handInReader) fewEnough(works, marks int) error {
	if marks > maxMarks {
		return r.refuse("too-many-marks", "Ask the student what happened; a hand-in has some hundred marks.", "has %d marks; no more than %d are read.", marks, maxMarks)
	}
	if works > maxWorks {
		return r.refuse("too-many-marks", hintAgain, "is on %d articles; no more than %d are read.", works, maxWorks)
	}
	return nil
}

// quickly reads a file that is as it should be, or else reports false.
func (r *handInReader) quickly(data []byte) bool {
	var all Received
	if !quickly(data, &all) || all.Claimlight != handInSign || all.File != "" {
		return false
	}
	*r.h = all.HandIn
	return true
}

// begins reads the beginning of a file that is no JSON as a whole, for the error
// that was met. It reports whether there is somebody's work in it.
func (r *handInReader) begins(data []byte, err error) bool {
	if code := problem.Code(err); code != "truncated" && code != "damaged" {
		return false
	}
	whole := len(data)
	if syntax, ok := errors.AsType[*json.SyntaxError](json.Unmarshal(data, new(json.RawMessage))); ok {
		data = data[:min(int(syntax.Offset), len(data))]
	}
	start, within := salvage(data)
	if start == nil || r.known(start) != nil {
		return false
	}
	if !r.quickly(start) && r.loosely(start) != nil {
		return false
	}
	if c := r.h.count(); c.Opened > 0 && (r.h.Student.ID != "" || r.h.Student.Nickname != "") {
		r.h.partial = true
		cut := ""
		if r.within = within; within {
			cut = " The last article is cut off, and is not counted."
			if c.Opened == 1 {
				cut = " The article is cut off, and is not counted."
			}
		}
		r.repair("%s What could be read was taken: %s on %s.%s Ask for the file again.", readable(len(data), whole), problem.Count(c.Marks, "mark"), problem.Count(c.Opened, "article"), cut)
		return true
	}
	return false
}

// readable says how much of a file could be read, of so many bytes. How much is
// missing of one that only breaks off nobody can tell.
func readable(read, whole int) string {
	if read >= whole {
		return "The end of the file is missing."
	}
	return fmt.Sprintf("Only the first %d%% of the file could be read.", max(100*read/whole, 1))
}

// intact reports whether the file is as it was made, by its check.
func (r *handInReader) intact(data []byte) bool {
	stated := r.h.Check
	if r.h.partial {
		return false // which was told
	}
	if stated == "" {
		r.repair("The file has no check, so nobody can tell whether it is as it was made.")
		return false
	}
	if sumsTo(bytes.TrimSpace(data), stated) {
		return true
	}
	var tight bytes.Buffer
	if json.Compact(&tight, data) == nil && sumsTo(tight.Bytes(), stated) {
		return true
	}
	r.repair("The file was changed since it was made, by a person or a program; what it says now counts.")
	return false
}

// IsIntact reports whether a file is a hand-in that nobody changed since it was
// made: its check is right.
func IsIntact(data []byte) bool {
	var all Received
	return len(data) <= maxBytes && quickly(data, &all) && sumsTo(bytes.TrimSpace(data), all.Check)
}

// sumsTo reports whether the check of a file without white space is the one
// that it states. Within strings the field would stand with other signs around
// it.
func sumsTo(data []byte, stated string) bool {
	field := []byte(`"check":"` + stated + `"`)
	at := bytes.LastIndex(data, field)
	if at < 0 {
		return false
	}
	sum := sha256.New()
	sum.Write(data[:at])
	sum.Write([]byte(`"check":""`))
	sum.Write(data[at+len(field):])
	return hex.EncodeToString(sum.Sum(nil)) == stated
}
