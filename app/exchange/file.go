package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
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

// InArchive is between the name of an archive and that of a file in it.
const InArchive = "!/"

// Outermost is the name of the file that somebody has brought, of one inside of
// it; that of any other file is its own.
func Outermost(name string) string {
	file, _, _ := strings.Cut(name, InArchive)
	return file
}

// InMemory returns a file whose bytes are there.
func InMemory(name string, data []byte) File {
	return File{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// whole returns what a file holds: not more than MaxSize bytes, valid UTF-8,
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
	if len(data) > MaxSize {
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
	case len(data) > MaxSize:
		return nil, errTooLarge
	}
	return data, nil
}
