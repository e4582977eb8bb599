package porter

import (
	"bytes"

	"claimlight/app/classroom"
	"claimlight/app/classview"
	"claimlight/app/exchange"
	"claimlight/app/parcel"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// take puts what students handed in into the project, as a change that the page
// is to make.
func (a *action) take(names []parcel.File, bodies [][]byte) error {
	var files []classroom.File
	for i, f := range names {
		if i < len(bodies) {
			files = append(files, HandedIn(f.Name, bodies[i], a.project)...)
		}
	}
	stamp := project.Stamp{Who: a.project.Info().Annotator, When: a.env.Now, Mint: a.env.Mint}
	d, notes, err := classroom.CollectAt(a.project, files, stamp, a.env.Pace)
	if err != nil {
		return err
	}
	a.at.Files = notes
	if len(notes) > 0 {
		a.at.Tab = classview.TabFiles
	}
	if d.Empty() {
		a.reply.Says = "No new hand-in was among these files."
		return nil
	}
	return a.change("Collected "+problem.Count(d.Size(), "hand-in"), d)
}

// HandedIn makes what the classroom can collect of a file: an archive is
// unpacked, and a whole project, which somebody saved instead of handing in, is
// read.
func HandedIn(name string, data []byte, lesson project.Project) (out []classroom.File) {
	if !exchange.IsZip(data) {
		return append(out, handedIn(name, data, lesson))
	}
	files, problems, err := exchange.Unpack(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return append(out, classroom.File{Name: name, Err: err})
	}
	for _, f := range files {
		data, err := f.Bytes()
		if err != nil {
			out = append(out, classroom.File{Name: f.Name, Err: err})
			continue
		}
		out = append(out, handedIn(f.Name, data, lesson))
	}
	for _, p := range problems {
		out = append(out, classroom.File{Name: name, Err: problem.Newf("archive", p.Hint, "%s", p.Message)})
	}
	return out
}

func handedIn(name string, data []byte, lesson project.Project) classroom.File {
	f := classroom.File{Name: name, Data: data}
	if classroom.IsHandIn(data) {
		return f
	}
	format, ok := exchange.Native.Detect(data)
	if !ok {
		return f
	}
	p, _, err := format.Decode(exchange.Bytes(data), exchange.EnvOf(lesson, lesson.Info().Created, nil, name))
	if err != nil {
		return classroom.File{Name: name, Err: err}
	}
	return classroom.File{Name: name, Project: &p}
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
	_, err = exchange.W3C.Encode(&file, classroom.HandOut(p, key), exchange.Env{Pace: env.Pace})
	return file.Bytes(), err
}
