package porter

import (
	"bytes"
	"fmt"
	"strings"

	"claimlight/app/classroom"
	"claimlight/app/classview"
	"claimlight/app/exchange"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// take puts what students handed in into the project, as a change that the page
// is to make.
func (a *action) take(o parcel.Order, bodies [][]byte) error {
	var files []classroom.File
	for i, f := range o.Files {
		if i < len(bodies) {
			files = append(files, a.handedIn(f.Name, bodies[i])...)
		}
	}
	stamp := project.Stamp{Who: a.project.Info().Annotator, When: a.env.Now, Mint: a.env.Mint}
	d, notes, class, err := a.class.Collect(files, stamp, a.env.Pace)
	if err != nil {
		return err
	}
	if len(notes) > 0 {
		a.at.Tab = classview.TabFiles
	}
	if d.Empty() {
		a.notTaken = append(notes, a.notTaken...)
		a.at.Files = a.said()
		a.reply.Says = "No new hand-in was among " + fates(len(files), d, notes) + "."
		return nil
	}
	label := "Collected " + fates(len(files), d, notes)
	return a.change(label, o.Class.Next, class.KeepNotes(d, notes, stamp), class)
}

// fates says what became of files that make a change, so that it adds up.
func fates(files int, d project.Diff, notes []classroom.FileNote) string {
	kinds, rest := map[classroom.NoteKind]int{}, files
	for _, n := range notes {
		if n.File != "" { // else it is said of the whole class
			kinds[n.Kind]++
		}
	}
	var parts []string
	tell := func(n int, words string) {
		if n > 0 {
			parts, rest = append(parts, words), rest-n
		}
	}
	students := len(d.Class) - kinds[classroom.NoteOlder]
	tell(students, problem.Count(students, "student"))
	tell(kinds[classroom.NoteOlder], problem.Count(kinds[classroom.NoteOlder], "older hand-in"))
	for _, one := range []struct {
		kind  classroom.NoteKind
		words string
	}{{classroom.NoteSame, "the same again"}, {classroom.NoteForeign, "of another class"}, {classroom.NoteDamaged, "damaged"}} {
		tell(kinds[one.kind], fmt.Sprint(kinds[one.kind], " ", one.words))
	}
	tell(rest, fmt.Sprint(rest, " not taken"))
	return problem.Count(files, "file") + ": " + strings.Join(parts, ", ")
}

// handedIn is what the classroom can collect of a file: an archive is unpacked,
// one file after the other when it is its turn.
func (a *action) handedIn(name string, data []byte) (out []classroom.File) {
	if !exchange.IsZip(data) {
		return append(out, Brought(exchange.InMemory(name, data), a.env))
	}
	files, problems, err := exchange.Unpack(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return append(out, classroom.File{Name: name, Err: err})
	}
	for _, f := range files {
		out = append(out, Brought(f, a.env))
	}
	for _, p := range problems {
		out = append(out, classroom.File{Name: name, Err: problem.Newf("archive", p.Hint, "%s", p.Message)})
	}
	return out
}

// lesson makes the lesson that is handed out of a project, with its key: sealed
// with a passphrase, or open if there is none.
func lesson(p project.Project, passphrase string, env Env) ([]byte, error) {
	marks, err := classroom.KeyOf(p)
	if err != nil {
		return nil, err
	}
	key := &classroom.SealedKey{Open: marks}
	if passphrase != "" {
		if key, err = classroom.Seal(marks, passphrase, env.Random); err != nil {
			return nil, err
		}
	}
	var file bytes.Buffer
	_, err = exchange.W3C.Encode(&file, classroom.HandOutAt(p, key, env.Now), exchange.Env{Pace: env.Pace})
	return file.Bytes(), err
}
