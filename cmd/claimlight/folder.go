package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"claimlight/app/exchange"
)

// archived reports whether a format has several files for a project, which go into
// an archive together.
func archived(f exchange.Format) bool { return strings.HasSuffix(f.Ext, ".zip") }

// writtenIn writes a file of a format as written does. Where out is a folder and the
// format has several files, these go into it; where they go into an archive that is
// not called so, that is said.
func writtenIn(f exchange.Format, out string, term stdio, write func(io.Writer) error) error {
	info, err := os.Stat(out)
	switch {
	case err == nil && info.IsDir() && archived(f):
		return unpackedInto(out, write)
	case err == nil && info.IsDir():
		return failure("not_written", fmt.Sprintf("%s is a folder, and nothing was written", out), "name a file in it, such as "+filepath.Join(out, "project"+f.Ext))
	}
	if err := written(out, term, write); err != nil {
		return err
	}
	if archived(f) && out != "" && out != "-" && !strings.EqualFold(filepath.Ext(out), ".zip") {
		printLine(term.err, fmt.Sprintf("%s is a ZIP archive with the %s files; -o with a folder that exists writes them into it", out, f.ID))
	}
	return nil
}

// unpackedInto writes the files of an archive into a folder, all of them or none:
// no file that is there is written over.
func unpackedInto(folder string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp("", "claimlight-*.zip")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err := write(f); err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	z, err := zip.NewReader(f, size)
	if err != nil {
		return err
	}
	for _, one := range z.File {
		if _, err := os.Lstat(filepath.Join(folder, one.Name)); !errors.Is(err, fs.ErrNotExist) {
			return failure("not_written", fmt.Sprintf("%s is there already, and nothing was written", filepath.Join(folder, one.Name)), "name an empty folder")
		}
	}
	var made []string
	defer func() {
		for _, name := range made {
			if err != nil {
				os.Remove(name)
			}
		}
	}()
	for _, one := range z.File {
		name := filepath.Join(folder, one.Name)
		made = append(made, name)
		if err = unpackedTo(name, one); err != nil {
			return err
		}
	}
	return nil
}

// unpackedTo writes one file of an archive of our own.
func unpackedTo(name string, one *zip.File) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	r, err := one.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return firstError(err, f.Close())
}
