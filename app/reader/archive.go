package reader

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"claimlight/app/ingest"
	"claimlight/app/problem"
)

// Bounds on archives from outside.
const (
	maxPacked   = 10_000    // files in one archive
	maxUnpacked = 512 << 20 // bytes of all of them that are read
	maxRatio    = 1000      // times its packed size, for a file of more than plentyOf bytes
	plentyOf    = 4 << 20
)

func isZIP(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06"))
}

// archive is a ZIP archive of which parts are read by name.
type archive struct {
	name  string // of the archive
	files map[string]*zip.File
	order []string
	left  int64 // bytes that may still be unpacked
	// strays are names that lead out of the archive.
	strays []string
}

// openZIP reads the directory of an archive. Nothing is unpacked yet.
func openZIP(name string, data []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &problem.Error{Code: "zip", Message: subject(name) + " is damaged.", Hint: "Get it again; it may have been cut off while it was copied or sent.", Cause: err}
	}
	if len(z.File) > maxPacked {
		return nil, problem.Newf("too-large", "Unpack it and bring in fewer files at a time.", "%s holds more than %d files.", subject(name), maxPacked)
	}
	a := &archive{name: name, files: make(map[string]*zip.File, len(z.File)), left: maxUnpacked}
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		if !insideOf(f.Name) {
			a.strays = append(a.strays, f.Name)
			continue
		}
		if _, twice := a.files[f.Name]; !twice {
			a.order = append(a.order, f.Name)
		}
		a.files[f.Name] = f
	}
	return a, nil
}

// insideOf reports whether a name stays in the folder that it is unpacked to.
func insideOf(name string) bool {
	if name == "" || strings.ContainsAny(name, "\\\x00") || strings.HasPrefix(name, "/") || !utf8.ValidString(name) {
		return false
	}
	return !slices.Contains(strings.Split(name, "/"), "..")
}

func (a *archive) has(name string) bool { return a.files[name] != nil }

// read unpacks a part. However well it is packed, not more is unpacked than the
// archive's directory says, than one file may have, and than is left for all.
func (a *archive) read(name string) ([]byte, error) {
	f := a.files[name]
	if f == nil {
		return nil, problem.Newf("zip", "Open it in its own program and save it again.", "In %s the part “%s” is missing.", within(a.name), name)
	}
	if f.Flags&1 != 0 {
		return nil, problem.Newf("encrypted", "Unpack it with its password and bring in the files.", "%s is locked with a password.", subject(a.name))
	}
	size := f.UncompressedSize64
	if size > ingest.MaxBytes || size > plentyOf && size/maxRatio > f.CompressedSize64 || int64(size) > a.left {
		return nil, problem.Newf("too-large", "", "%s would fill too much room when it is unpacked: “%s” alone is %d MB.", subject(a.name), name, size>>20)
	}
	r, err := f.Open()
	if err != nil {
		return nil, a.damaged(name, err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, int64(size)+1))
	if err != nil || uint64(len(data)) > size {
		return nil, a.damaged(name, err)
	}
	a.left -= int64(len(data))
	return data, nil
}

func (a *archive) damaged(name string, cause error) error {
	return &problem.Error{Code: "zip", Message: subject(a.name) + " is damaged: “" + name + "” cannot be unpacked.", Hint: "Get it again; it may have been cut off while it was copied or sent.", Cause: cause}
}

// zipped tells what a ZIP archive is by what is in it.
func zipped(name string, data []byte) (string, error) {
	a, err := openZIP(name, data)
	if err != nil {
		return "", err
	}
	switch {
	case a.has("word/document.xml"), a.has("[Content_Types].xml") && wordMain(a) != "":
		return DOCX, nil
	case a.has("META-INF/container.xml"):
		return EPUB, nil
	case a.has("xl/workbook.xml"):
		return "", problem.Newf("binary", "Save its sheet as CSV and bring that in.", "%s is an Excel file, which cannot be read.", subject(name))
	case a.has("ppt/presentation.xml"):
		return "", problem.Newf("binary", "Copy the text of its slides and paste it here.", "%s is a PowerPoint file, which cannot be read.", subject(name))
	case a.has("content.xml") && a.has("mimetype"):
		return "", problem.Newf("binary", "Save it as Word (.docx) and bring that in.", "%s is an OpenDocument file, which cannot be read.", subject(name))
	case a.has("Index/Document.iwa"):
		return "", problem.Newf("binary", "Export it as Word (.docx) and bring that in.", "%s is a Pages file, which cannot be read.", subject(name))
	}
	return ZIP, nil
}

// readZIP reads the articles in an archive, each as if it had come by itself.
// What systems put beside files is passed over.
func readZIP(name string, data []byte, o Options) ([]Source, error) {
	a, err := openZIP(name, data)
	if err != nil {
		return nil, err
	}
	inner := o
	inner.Kind, inner.Pace = "", nil
	var out []Source
	for _, stray := range a.strays {
		out = append(out, Source{Name: stray, Err: problem.Newf("zip", "", "The name “%s” leads out of the archive; it was not read.", stray)})
	}
	for i, member := range a.order {
		if err := o.at(i, len(a.order)); err != nil {
			return nil, err
		}
		if base := path.Base(member); strings.HasPrefix(member, "__MACOSX/") || strings.HasPrefix(base, ".") || base == "Thumbs.db" {
			continue
		}
		out = append(out, a.member(member, inner))
	}
	if len(out) == 0 {
		return nil, problem.Newf("empty", "", "%s holds no files.", subject(name))
	}
	return out, nil
}

// member reads one file of an archive; what is wrong with it stays with it.
func (a *archive) member(name string, o Options) Source {
	fail := func(err error) Source {
		e, ok := errors.AsType[*problem.Error](err)
		if !ok {
			e = &problem.Error{Code: "zip", Message: subject(name) + " cannot be read.", Cause: err}
		}
		return Source{Name: name, Err: e}
	}
	data, err := a.read(name)
	if err != nil {
		return fail(err)
	}
	if len(data) == 0 {
		return fail(errEmpty(name))
	}
	kind, err := kindOf(name, data, "")
	if err == nil && kind == ZIP {
		err = problem.Newf("zip", "Unpack it and bring it in by itself.", "%s is an archive inside of an archive.", subject(name))
	}
	if err != nil {
		return fail(err)
	}
	s, err := readOne(kind, name, data, o)
	if err != nil {
		return fail(err)
	}
	return *s
}

// IsDocument reports whether an archive is one document, such as those of Word
// and e-books, and not files that somebody has put together; also if it is a
// document that cannot be read, which Read says in words.
func IsDocument(data []byte) bool {
	kind, err := zipped("", data)
	return err == nil && kind != ZIP || problem.Code(err) == "binary"
}
