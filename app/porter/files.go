package porter

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"claimlight/app/exchange"
	"claimlight/app/reader"
)

// unpacked returns the file, or those in it if it is an archive of files.
func (j *job) unpacked(name string, data []byte) []exchange.File {
	whole := []exchange.File{exchange.InMemory(name, data)}
	if !exchange.IsZip(data) || reader.IsDocument(data) {
		return whole
	}
	files, problems, err := exchange.Unpack(name, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		j.failed(name, err)
		return nil
	}
	for _, p := range problems {
		j.reply.Problems = append(j.reply.Problems, p.String())
	}
	return files
}

// together is what several files are called: the archive they came in, the
// folder that holds all of them, or else the first and how many more; "" of one.
func together(files []exchange.File) string {
	if len(files) < 2 {
		return ""
	}
	first, said := files[0].Name, fmt.Sprintf("%d files", len(files))
	inside := func(place string) bool {
		return !slices.ContainsFunc(files, func(f exchange.File) bool { return !strings.HasPrefix(f.Name, place) })
	}
	if archive := exchange.Outermost(first); inside(archive + exchange.InArchive) {
		return archive + " (" + said + ")"
	}
	for folder := path.Dir(first); folder != "." && folder != "/"; folder = path.Dir(folder) {
		if inside(folder + "/") {
			return folder + " (" + said + ")"
		}
	}
	if len(files) == 2 {
		return path.Base(first) + " and " + path.Base(files[1].Name)
	}
	return fmt.Sprintf("%s and %d more files", path.Base(first), len(files)-1)
}
