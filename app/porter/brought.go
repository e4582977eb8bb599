package porter

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"claimlight/app/classroom"
	"claimlight/app/exchange"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/reader"
)

// Bounds of one file that is brought to a class. Classroom has narrower ones for
// hand-ins; these are for projects that somebody saved instead, so that none of
// them fills the memory.
const (
	maxBrought = 64 << 20  // bytes
	maxParts   = 2_000_000 // of its JSON; each takes some hundred bytes while it is read
)

// Brought is a file as the classroom collects it. It is read when it is its turn:
// in whatever encoding a mail program or an editor has left it, and as a project
// where somebody saved that instead of handing in.
func Brought(f exchange.File, env Env) classroom.File {
	return classroom.File{Name: f.Name, Load: func(pace project.Pace) (classroom.File, error) {
		data, err := within(f, maxBrought)
		return load(f.Name, data, err, maxParts, env, pace)
	}}
}

// Opened is a file that was named as the project to go by, and so may be as large
// as any. An error is that of the pace.
func Opened(f exchange.File, env Env, pace project.Pace) (classroom.File, error) {
	data, err := f.Bytes()
	return load(f.Name, data, err, 0, env, pace)
}

// load makes of a file's bytes what the classroom collects. An error is that of
// the pace.
func load(name string, data []byte, failed error, most int, env Env, pace project.Pace) (classroom.File, error) {
	out := classroom.File{Name: name, Data: data, Err: failed}
	if out.Err == nil && !exchange.IsZip(data) {
		out.Data, out.Notes = unicode(name, data, env)
	}
	if out.Err != nil || !exchange.W3C.Sniff(out.Data) {
		return out, nil
	}
	if most > 0 && classroom.Parts(out.Data) > most {
		out.Err = problem.Newf("too-large", "If it is the lesson, open it by itself. If it is a student’s, ask for the file that “Hand in” saves.", "“%s” has more in it than any student’s copy of a lesson.", name)
		return out, nil
	}
	env0 := exchange.EnvOf(project.Project{}, env.Now, env.Mint, name)
	env0.Pace = pace
	read, err := exchange.W3C.ReadFiles([]exchange.File{exchange.InMemory(name, out.Data)}, env0)
	if err != nil && problem.Code(err) == "" {
		return out, err
	}
	if out.Err = err; err == nil {
		out.Project = &read.Project
	}
	return out, nil
}

// within returns what a file holds, if that is not too much.
func within(f exchange.File, most int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(data)) > most {
		return nil, problem.Newf("too-large", "Nothing that a student hands in is so large. Ask for the file again.", "“%s” is larger than %d MB.", f.Name, most>>20)
	}
	return data, err
}

// unicode makes UTF-8 of a file. Where its encoding has to be guessed, that counts
// in which the check of a hand-in is right; the notes say what was found. What is
// no text, or no JSON, stays as it is, and whoever reads it says what it is.
func unicode(name string, data []byte, env Env) (text []byte, notes []string) {
	if !likeJSON(data) || utf8.Valid(data) && bytes.IndexByte(data, 0) < 0 {
		return data, nil
	}
	o := reader.Options{Decode: env.Decode}
	words, how, err := reader.Decoded(name, data, o)
	if err != nil {
		return data, nil
	}
	sure := !how.Guessed || classroom.IsIntact([]byte(words))
	for _, label := range how.Encodings {
		if sure || len(data) > maxTried {
			break
		}
		o.Encoding = label
		if other, as, err := reader.Decoded(name, data, o); err == nil && classroom.IsIntact([]byte(other)) {
			words, how, sure = other, as, true
		}
	}
	note := fmt.Sprintf("The file came in the encoding %s instead of UTF-8, as programs leave it that have opened it.", how.Encoding)
	if !sure {
		note = fmt.Sprintf("The file is not in UTF-8; its characters were taken for %s, which is a guess.", how.Encoding)
	}
	notes = append(notes, note)
	for _, p := range how.Problems {
		notes = append(notes, p.Message)
	}
	return []byte(words), notes
}

// maxTried is how large a file may be, in bytes, that is tried in one encoding
// after the other. A hand-in has a few hundred thousand.
const maxTried = 2 << 20

// likeJSON reports whether a file begins as JSON does, in whatever encoding.
func likeJSON(data []byte) bool {
	head := bytes.TrimLeftFunc(data[:min(len(data), 4096)], func(r rune) bool {
		return r <= ' ' || r == '\uFEFF' || r == utf8.RuneError // NUL, and the byte order marks of UTF-16, which are no UTF-8
	})
	return len(head) > 0 && (head[0] == '{' || head[0] == '[')
}

// IsHandIn reports whether a file is a hand-in, in whatever encoding: it says so
// where it begins.
func IsHandIn(f exchange.File, env Env) bool {
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	head := make([]byte, 4096)
	n, _ := io.ReadFull(r, head)
	if head = head[:n]; classroom.IsHandIn(head) {
		return true
	}
	text, _ := unicode("", head[:n&^1], env)
	return classroom.IsHandIn(text)
}

// HandIn reads a hand-in in whatever encoding, as classroom.ReadHandIn does.
func HandIn(name string, data []byte, env Env) (*classroom.HandIn, []string, error) {
	data, notes := unicode(name, data, env)
	h, repaired, err := classroom.ReadHandIn(name, data)
	return h, append(notes, repaired...), err
}
