package porter

import (
	"bytes"
	"time"

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
			files = append(files, a.handedIn(f.Name, bodies[i])...)
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

// handedIn makes what the classroom can collect of a file: an archive is
// unpacked.
func (a *action) handedIn(name string, data []byte) (out []classroom.File) {
	if !exchange.IsZip(data) {
		return append(out, Brought(exchange.InMemory(name, data), a.env.Now, a.env.Mint))
	}
	files, problems, err := exchange.Unpack(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return append(out, classroom.File{Name: name, Err: err})
	}
	for _, f := range files {
		out = append(out, Brought(f, a.env.Now, a.env.Mint))
	}
	for _, p := range problems {
		out = append(out, classroom.File{Name: name, Err: problem.Newf("archive", p.Hint, "%s", p.Message)})
	}
	return out
}

// Brought is a file as the classroom collects it: a whole project, which somebody
// saved instead of handing in, is read.
func Brought(f exchange.File, now time.Time, mint func() string) classroom.File {
	out := classroom.File{Name: f.Name}
	if out.Data, out.Err = f.Bytes(); out.Err != nil || !exchange.W3C.Sniff(out.Data) {
		return out
	}
	read, err := exchange.W3C.ReadFiles([]exchange.File{f}, exchange.EnvOf(project.Project{}, now, mint, f.Name))
	if out.Err = err; err == nil {
		out.Project = &read.Project
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
	_, err = exchange.W3C.Encode(&file, classroom.HandOut(p, key), exchange.Env{Pace: env.Pace})
	return file.Bytes(), err
}
