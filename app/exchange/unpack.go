//go:build !page

package exchange

import (
	"archive/zip"
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

// Bounds on archives from outside.
const (
	maxPacked   = 100_000   // files in one archive, and in those inside of it
	maxUnpacked = 4 << 30   // bytes of all of them
	maxInner    = 256 << 20 // bytes of an archive inside of another: it is in memory while it is read
	maxRatio    = 1000      // times its packed size, for a file of more than plentyOf bytes
	plentyOf    = 16 << 20
)

// IsZip reports whether data starts as a ZIP archive does.
func IsZip(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06"))
}

// Unpack returns the files of a ZIP archive, sorted by name, which is that of
// the archive, InArchive and that in it. What systems put beside them (folders,
// __MACOSX, .DS_Store) is left out. An archive in the archive is unpacked too, as
// projects of INCEpTION have one for each person; one inside of that is a problem,
// and left out. The errors are *problem.Error with the codes "zip" (damaged, or
// encrypted) and "too-large" (more than may be unpacked, or so well packed that it
// was made to fill a disk; what is in inner archives counts too). A file whose name
// leads out of the archive, and an inner archive that cannot be unpacked, is a
// problem and left out. A file that is damaged is the error "zip" of whoever reads
// it to its end.
func Unpack(name string, r io.ReaderAt, size int64) ([]File, []problem.Problem, error) {
	u := unpacking{rep: report{file: name}, outer: name, inner: &innerArchive{}, seen: map[string]bool{}}
	if err := u.archive(name, r, size); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(u.files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return u.files, u.rep.problems(), nil
}

// unpacking is an archive that is unpacked, with those inside of it.
type unpacking struct {
	outer string
	inner *innerArchive
	files []File
	seen  map[string]bool // names
	rep   report
	count int    // of entries
	total uint64 // bytes
}

// archive takes in the files of the outer or of an inner archive.
func (u *unpacking) archive(name string, r io.ReaderAt, size int64) error {
	archive, err := zip.NewReader(r, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return &problem.Error{Code: "zip", Message: fmt.Sprintf("The archive %s is damaged.", quoted(name)), Hint: "Get it again, or unpack it and bring in the files.", Cause: err}
	}
	if u.count += len(archive.File); u.count > maxPacked {
		return problem.Newf("too-large", "Unpack it and bring in fewer files at a time.", "The archive %s holds more than %d files.", quoted(u.outer), maxPacked)
	}
	for _, f := range archive.File {
		base := path.Base(f.Name)
		if f.FileInfo().IsDir() || strings.HasPrefix(f.Name, "__MACOSX/") || base == ".DS_Store" || base == "Thumbs.db" {
			continue
		}
		if err := u.file(name, f); err != nil {
			return err
		}
	}
	return nil
}

// file takes in a file of an archive.
func (u *unpacking) file(archive string, f *zip.File) error {
	if !insideOf(f.Name) {
		u.rep.add(problem.Problem{File: archive, Message: fmt.Sprintf("The name %s leads out of the archive.", quoted(f.Name)), Hint: "The file was left out."})
		return nil
	}
	if f.Flags&1 != 0 {
		return problem.Newf("zip", "Unpack it with its password and bring in the files.", "The archive %s is encrypted.", quoted(archive))
	}
	u.total += f.UncompressedSize64
	if f.UncompressedSize64 > plentyOf && f.UncompressedSize64/maxRatio > f.CompressedSize64 || u.total > maxUnpacked {
		return problem.Newf("too-large", "", "The archive %s would fill %d MB and more when it is unpacked.", quoted(u.outer), u.total>>20)
	}
	one := File{Name: archive + InArchive + f.Name, Open: opener(archive, f)}
	if u.seen[one.Name] {
		u.rep.add(problem.Problem{File: one.Name, Message: "The archive has two files of this name.", Hint: "The first was read."})
		return nil
	}
	u.seen[one.Name] = true
	switch {
	case archive != u.outer:
		if one.zipped() {
			u.rep.add(problem.Problem{File: one.Name, Message: fmt.Sprintf("The archive %s lies in an archive that lies in another.", quoted(f.Name)), Hint: "It was left out. Unpack it and bring it in by itself."})
			return nil
		}
		one.Open = func() (io.ReadCloser, error) { return u.inner.member(archive, f.Name) }
	case one.zipped():
		return u.within(one, f)
	}
	u.files = append(u.files, one)
	return nil
}

// zipped reports whether a file is an archive, and not a document that happens to
// be one: it is called so, and begins so.
func (f File) zipped() bool {
	if !strings.EqualFold(path.Ext(f.Name), ".zip") {
		return false
	}
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	head := make([]byte, 4)
	n, _ := io.ReadFull(r, head)
	return IsZip(head[:n])
}

// within takes in the files of an archive in the archive. What is wrong with it
// is a problem, unless it is that all are too large.
func (u *unpacking) within(one File, f *zip.File) error {
	if f.UncompressedSize64 > maxInner {
		u.rep.add(problem.Problem{File: one.Name, Message: fmt.Sprintf("The archive %s, which lies in another, is larger than %d MB.", quoted(f.Name), maxInner>>20), Hint: "It was left out. Unpack it and bring it in by itself."})
		return nil
	}
	data, err := u.inner.bytes(one)
	if err == nil {
		err = u.archive(one.Name, bytes.NewReader(data), int64(len(data)))
	}
	if own, ok := errors.AsType[*problem.Error](err); ok && own.Code == "zip" {
		u.rep.add(problem.Problem{File: one.Name, Message: own.Message, Hint: "It was left out. " + own.Hint})
		return nil
	}
	return err
}

// innerArchive holds the one archive inside of another that was read last: the
// files of each are read one after the other, and all of them together may be
// more than there is memory.
type innerArchive struct {
	outer map[string]File // by name
	name  string
	data  []byte
	zip   *zip.Reader
}

// bytes are those of an inner archive.
func (in *innerArchive) bytes(f File) ([]byte, error) {
	if in.name == f.Name {
		return in.data, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, unreadable(err)
	}
	if in.outer == nil {
		in.outer = map[string]File{}
	}
	in.outer[f.Name] = f
	in.name, in.data, in.zip = f.Name, data, nil
	return data, nil
}

// member opens a file of an inner archive that was taken in.
func (in *innerArchive) member(archive, name string) (io.ReadCloser, error) {
	data, err := in.bytes(in.outer[archive])
	if err != nil {
		return nil, err
	}
	if in.zip == nil {
		if in.zip, err = zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil && !errors.Is(err, zip.ErrInsecurePath) {
			return nil, damaged(archive, name, err)
		}
	}
	for _, f := range in.zip.File {
		if f.Name == name {
			return opener(archive, f)()
		}
	}
	return nil, damaged(archive, name, io.ErrUnexpectedEOF)
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
