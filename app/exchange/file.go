package exchange

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"claimlight/app/problem"
)

// File is one of the files that are read together.
type File struct {
	// Name is what the person knows it by, "/" between folders.
	Name string
	// Open returns what the file holds, from its start, as often as it is
	// called.
	Open func() (io.ReadCloser, error)
}

// InMemory returns a file whose bytes are there.
func InMemory(name string, data []byte) File {
	return File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// Bounds on archives from outside.
const (
	maxPacked   = 100_000 // files in one archive
	maxUnpacked = 4 << 30 // bytes of all of them
	maxRatio    = 1000    // times its packed size, for a file of more than plentyOf bytes
	plentyOf    = 16 << 20
)

// IsZip reports whether data starts as a ZIP archive does.
func IsZip(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06"))
}

// InArchive is between the name of an archive and that of a file in it.
const InArchive = "!/"

// Unpack returns the files of a ZIP archive, sorted by name, which is that of
// the archive, InArchive and that in it; what systems put beside them (folders, __MACOSX, .DS_Store) is left out. The errors are
// *problem.Error with the codes "zip" (damaged, or encrypted) and "too-large"
// (more than may be unpacked, or so well packed that it was made to fill a
// disk). A file whose name leads out of the archive is a problem and left out. One
// that is damaged is the error "zip" of whoever reads it to its end.
func Unpack(name string, r io.ReaderAt, size int64) ([]File, []problem.Problem, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, nil, &problem.Error{Code: "zip", Message: fmt.Sprintf("The archive %s is damaged.", quoted(name)), Hint: "Get it again, or unpack it and bring in the files.", Cause: err}
	}
	if len(archive.File) > maxPacked {
		return nil, nil, problem.Newf("too-large", "Unpack it and bring in fewer files at a time.", "The archive %s holds more than %d files.", quoted(name), maxPacked)
	}
	var files []File
	rep := report{file: name}
	total := uint64(0)
	for _, f := range archive.File {
		base := path.Base(f.Name)
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" {
			continue
		}
		if !insideOf(f.Name) {
			rep.add(problem.Problem{Message: fmt.Sprintf("The name %s leads out of the archive.", quoted(f.Name)), Hint: "The file was left out."})
			continue
		}
		if f.Flags&1 != 0 {
			return nil, nil, problem.Newf("zip", "Unpack it with its password and bring in the files.", "The archive %s is encrypted.", quoted(name))
		}
		total += f.UncompressedSize64
		if f.UncompressedSize64 > plentyOf && f.UncompressedSize64/maxRatio > f.CompressedSize64 || total > maxUnpacked {
			return nil, nil, problem.Newf("too-large", "", "The archive %s would fill %d MB and more when it is unpacked.", quoted(name), total>>20)
		}
		files = append(files, File{Name: name + InArchive + f.Name, Open: opener(name, f)})
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, rep.problems(), nil
}

// opener opens a file of an archive. It never gives more bytes than the
// directory of the archive says, and compares its checksum at the end
// (archive/zip does both). What is wrong then is a *problem.Error.
func opener(archive string, f *zip.File) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		r, err := f.Open()
		if err != nil {
			return nil, damaged(archive, f.Name, err)
		}
		return &member{r, archive, f.Name}, nil
	}
}

// member is an open file of an archive.
type member struct {
	io.ReadCloser
	archive, name string
}

func (m *member) Read(p []byte) (int, error) {
	n, err := m.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = damaged(m.archive, m.name, err)
	}
	return n, err
}

func damaged(archive, name string, err error) error {
	message := fmt.Sprintf("The file %s in the archive %s is damaged.", quoted(name), quoted(archive))
	if errors.Is(err, zip.ErrAlgorithm) {
		message = fmt.Sprintf("The file %s in the archive %s is packed in a way that is not known here.", quoted(name), quoted(archive))
	}
	return &problem.Error{Code: "zip", Message: message, Hint: "Get the archive again, or unpack it and bring in the files.", Cause: err}
}

// insideOf reports whether a name stays in the folder that it is unpacked to.
func insideOf(name string) bool {
	if name == "" || strings.ContainsAny(name, "\\\x00:") || strings.HasPrefix(name, "/") || !utf8.ValidString(name) {
		return false
	}
	return !slices.Contains(strings.Split(name, "/"), "..")
}

// whole returns what a file holds: not more than maxSize bytes, valid UTF-8,
// without a byte order mark.
func (in *Input) whole(f File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, unreadable(err)
	}
	defer r.Close()
	return slurp(r, nil)
}

// text is whole with the byte order mark left where it is: some programs count
// it.
func (in *Input) text(f File) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", unreadable(err)
	}
	defer r.Close()
	data, err := readAll(r)
	if err != nil {
		return "", unreadable(err)
	}
	if len(data) > maxSize {
		return "", errTooLarge
	}
	if at := invalid(data); at >= 0 {
		return "", notUTF8(data, at)
	}
	return string(data), nil
}

// maxLine is how long a line of a file may be that is read line by line.
const maxLine = 64 << 20

// lines calls each for the lines of a file, numbered from 1, without their line
// ends; a carriage return before the line feed goes too. It holds one line in
// memory. A byte order mark at the start is left out.
func (in *Input) lines(f File, each func(number int, line string) error) error {
	r, err := f.Open()
	if err != nil {
		return unreadable(err)
	}
	defer r.Close()
	buffered := bufio.NewReaderSize(r, 64<<10)
	for number := 1; ; number++ {
		line, err := readLine(buffered)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if number == 1 {
			line = bytes.TrimPrefix(line, []byte("\uFEFF"))
		}
		if !utf8.Valid(line) {
			return problem.Newf("not-utf8", "Save the file as UTF-8 and try again.", "The file %s is not UTF-8 at line %d.", quoted(f.Name), number)
		}
		if err := each(number, strings.TrimSuffix(string(line), "\r")); err != nil {
			return err
		}
		if number%itemsAtOnce == 0 {
			if err := in.Env.Pace.At(0, 0); err != nil {
				return err
			}
		}
	}
}

// readLine returns the next line without its line feed; io.EOF behind the last.
func readLine(r *bufio.Reader) (line []byte, err error) {
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			return line[:len(line)-1], nil
		case err == io.EOF && len(line) > 0:
			return line, nil
		case err == io.EOF:
			return nil, io.EOF
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, unreadable(err)
		case len(line) > maxLine:
			return nil, problem.Newf("too-large", "", "A line of the file is longer than %d MB.", maxLine>>20)
		}
	}
}

// Bytes returns what a file holds, not more than is read of any.
func (f File) Bytes() ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, unreadable(err)
	}
	defer r.Close()
	data, err := readAll(r)
	switch {
	case err != nil:
		return nil, unreadable(err)
	case len(data) > maxSize:
		return nil, errTooLarge
	}
	return data, nil
}
