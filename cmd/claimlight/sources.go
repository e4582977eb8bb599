package main

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"claimlight/app/exchange"
	"claimlight/app/ingest"
	"claimlight/app/porter"
	"claimlight/app/problem"
	"claimlight/app/reader"
)

// found is a file that was named, was in a folder, or was in an archive.
type found struct {
	exchange.File
	problems []problem.Problem // of the archive, at its first file
	err      error             // it cannot be read
	archive  io.Closer         // the open archive, at its first file
}

// gather finds the files behind the names: those in folders and archives one by
// one. None of them is in memory. forget closes the archives and removes what
// was put away.
func gather(names []string, term stdio) (all []found, forget func()) {
	var spooled []string
	var archives []io.Closer
	keep := func(files []found) {
		for _, f := range files {
			if f.archive != nil {
				archives = append(archives, f.archive)
			}
		}
		all = append(all, files...)
	}
	for _, name := range names {
		if name == "-" {
			kept, err := spool(term.in)
			if err != nil {
				all = append(all, found{File: exchange.File{Name: "stdin"}, err: err})
				continue
			}
			spooled = append(spooled, kept)
			keep(opened("stdin", kept))
			continue
		}
		keep(within(name, term.err))
	}
	return all, func() {
		for _, a := range archives { // before what they were read from goes
			a.Close()
		}
		for _, name := range spooled {
			os.Remove(name)
		}
	}
}

// spool puts standard input on the disk, since files are read more than once.
func spool(in io.Reader) (name string, err error) {
	f, err := os.CreateTemp("", "claimlight-*")
	if err != nil {
		return "", err
	}
	if _, err = io.Copy(f, in); err != nil {
		f.Close()
		os.Remove(f.Name())
		return "", err
	}
	if err = f.Close(); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// within returns a file, or the files of a folder and of those in it. What
// begins with a dot is left out. Links are not followed, since they may lead in
// circles, and what is no file, such as a pipe, may never end: these are named on
// said.
func within(name string, said io.Writer) (all []found) {
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		return opened(name, name)
	}
	err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(d.Name(), ".") && path != name {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		switch {
		case d.Type().IsRegular():
			all = append(all, opened(path, path)...)
		case !d.IsDir():
			printLine(said, problem.Problem{File: filepath.ToSlash(path), Message: "It is no file and was left out.", Hint: whatElse(d.Type())}.String())
		}
		return nil
	})
	if err != nil {
		all = append(all, found{File: exchange.File{Name: name}, err: err})
	}
	return all
}

// whatElse says what something in a folder is that is neither file nor folder,
// and how to have it read.
func whatElse(t fs.FileMode) string {
	if t&fs.ModeSymlink != 0 {
		return "It is a link to another place; name that place, or the link itself, to have it read."
	}
	return "It is a pipe or a device; what comes from one is read as standard input, named -."
}

// opened returns the file on a path, or what is in it if it is an archive of
// files.
func opened(name, path string) []found {
	whole := exchange.File{Name: filepath.ToSlash(name), Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	f, err := os.Open(path)
	if err != nil {
		return []found{{File: whole, err: err}}
	}
	head := make([]byte, 4)
	n, _ := io.ReadFull(f, head)
	info, err := f.Stat()
	if err != nil || !exchange.IsZip(head[:n]) || isDocument(path, info.Size()) {
		f.Close()
		return []found{{File: whole, err: err}}
	}
	// The archive stays open as long as its files are read from it.
	inside, problems, err := exchange.Unpack(whole.Name, f, info.Size())
	if err != nil {
		f.Close()
		return []found{{File: whole, err: err}}
	}
	all := make([]found, len(inside))
	for i, one := range inside {
		all[i] = found{File: one}
	}
	if len(all) == 0 {
		f.Close()
		return []found{{File: whole, problems: problems, err: problem.Newf("empty", "", "Nothing in the archive %s can be read.", whole.Name)}}
	}
	all[0].problems, all[0].archive = problems, f
	return all
}

// isDocument reports whether an archive is one text. What is larger than any
// text that is read is none.
func isDocument(path string, size int64) bool {
	if size > ingest.MaxBytes {
		return false
	}
	data, err := os.ReadFile(path)
	return err == nil && reader.IsDocument(data)
}

// inputsOf sorts files into what is read together.
func inputsOf(all []found, from string) (out []*input) {
	var files []exchange.File
	var odd []problem.Problem
	for _, f := range all {
		odd = append(odd, f.problems...)
		if f.err != nil {
			out = append(out, &input{name: f.Name, err: f.err})
			continue
		}
		if from == "auto" && porter.IsHandIn(f.File, handInEnv()) {
			out = append(out, &input{name: f.Name, handed: true, files: []exchange.File{f.File}})
			continue
		}
		files = append(files, f.File)
	}
	groups, rest, unread := sorted(files, from)
	odd = append(odd, unread...)
	for _, g := range groups {
		if g.Format.Read != nil {
			out = append(out, &input{name: groupName(g.Files), format: g.Format, files: g.Files})
			continue
		}
		for _, f := range g.Files {
			out = append(out, &input{name: f.Name, format: g.Format, files: []exchange.File{f}})
		}
	}
	for _, f := range rest {
		out = append(out, &input{name: f.Name, files: []exchange.File{f}, text: true})
	}
	if len(out) > 0 {
		out[0].problems = append(out[0].problems, odd...)
	}
	return out
}

// sorted finds out what goes together; of a format that is named, all files are
// taken to be.
func sorted(files []exchange.File, from string) (groups []exchange.Group, rest []exchange.File, unread []problem.Problem) {
	f, named := exchange.All().ByID(from)
	if !named {
		return exchange.Sort(files, exchange.All())
	}
	groups, rest, unread = exchange.Sort(files, exchange.Formats{f})
	if len(groups) == 0 && len(rest) > 0 {
		return []exchange.Group{{Format: f, Files: rest}}, nil, unread
	}
	return groups, rest, unread
}

// groupName names files that are read together.
func groupName(files []exchange.File) string {
	if len(files) == 1 {
		return files[0].Name
	}
	return fmt.Sprintf("%s and %s", files[0].Name, problem.Count(len(files)-1, "more file"))
}
