package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"claimlight/app/problem"
)

// records calls each for the values of a file of JSON: the elements of a list,
// or the values that stand one after the other, as JSON Lines have them. It
// holds one of them in memory. A line that is not JSON is a problem, and the
// next ones are read; elsewhere what is not JSON is an error, since nobody can
// tell where it ends.
//
// The first value tells which it is: one that stands whole on the first line
// makes it JSON Lines.
func (in *Input) records(f File, each func(*node) error) error {
	first, err := in.firstLine(f)
	if err != nil {
		return err
	}
	if first != "" && json.Valid([]byte(first)) && !strings.HasPrefix(strings.TrimSpace(first), "[[") {
		if list := strings.HasPrefix(strings.TrimSpace(first), "["); !list || in.more(f) {
			return in.jsonLines(f, each)
		}
	}
	return in.jsonValues(f, each)
}

// firstLine is the first line that is not blank, as far as one read reaches.
func (in *Input) firstLine(f File) (string, error) {
	found := ""
	err := in.lines(f, func(_ int, line string) error {
		if strings.TrimSpace(line) == "" {
			return nil
		}
		found = line
		return io.EOF
	})
	if err == io.EOF || problem.Code(err) == "too-large" {
		err = nil // one long line is read value by value
	}
	return found, err
}

// more reports whether something stands behind the first line that is not blank.
func (in *Input) more(f File) bool {
	lines := 0
	_ = in.lines(f, func(_ int, line string) error {
		if strings.TrimSpace(line) != "" {
			lines++
		}
		if lines > 1 {
			return io.EOF
		}
		return nil
	})
	return lines > 1
}

func (in *Input) jsonLines(f File, each func(*node) error) error {
	return in.lines(f, func(number int, line string) error {
		if strings.TrimSpace(line) == "" {
			return nil
		}
		at := place{file: f.Name, line: number}
		n, err := in.record(at, "", []byte(line))
		if err != nil {
			what, hint := "The line is not JSON: ", "The line was left out."
			if problem.Code(err) == "too-large" {
				what, hint = "", "It was left out. Divide it into several documents."
			}
			in.problem(at, hint, "%s%v", what, err)
			return nil
		}
		return each(n)
	})
}

// jsonValues reads a list element by element, or values one after the other.
func (in *Input) jsonValues(f File, each func(*node) error) error {
	r, err := f.Open()
	if err != nil {
		return unreadable(err)
	}
	defer r.Close()
	o := &opening{r: r}
	d := json.NewDecoder(o)
	if o.startsList() {
		if _, err := d.Token(); err != nil {
			return notJSON(f, err)
		}
		for i := 0; d.More(); i++ {
			if err := in.next(f, d, "/"+strconv.Itoa(i), each); err != nil {
				return err
			}
			o.from = d.InputOffset()
			if err := pause(in.Env.Pace, i, i+1); err != nil {
				return err
			}
		}
		if _, err := d.Token(); err != nil {
			return notJSON(f, err)
		}
		o.from = math.MaxInt64 // what follows is no document
		// An archive knows only at the end of a file whether it is damaged.
		if _, err := io.Copy(io.Discard, io.LimitReader(o, MaxSize)); err != nil {
			return unreadable(err)
		}
		return nil
	}
	for i := 0; ; i++ {
		err := in.next(f, d, "", each)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		o.from = d.InputOffset()
	}
}

// next reads one value; io.EOF behind the last.
func (in *Input) next(f File, d *json.Decoder, pointer string, each func(*node) error) error {
	var raw json.RawMessage
	if err := d.Decode(&raw); err == io.EOF && pointer == "" {
		return io.EOF
	} else if err != nil {
		return notJSON(f, err)
	}
	n, err := in.record(place{file: f.Name}, pointer, raw)
	if err != nil {
		return err
	}
	return each(n)
}

// maxRecord is how large one document may be in the file, in bytes: as a tree of
// JSON it takes forty times as much, and a book with ten thousand marks is 3 MB.
const maxRecord = 24 << 20

var errLargeRecord = problem.Newf("too-large", "Divide it into several documents.", "One document of the file is larger than %d MB.", maxRecord>>20)

// record parses one value.
func (in *Input) record(at place, pointer string, raw []byte) (*node, error) {
	if len(raw) > maxRecord {
		return nil, errLargeRecord
	}
	if bad := invalid(raw); bad >= 0 {
		return nil, notUTF8(raw, bad)
	}
	said := &report{}
	raw = bytes.Trim(raw, " \t\r\n") // and no other white space: in JSON it is an error
	if err := scanRecord(raw, said); err != nil {
		return nil, err
	}
	for _, p := range said.list {
		in.problem(place{at.file, at.line, pointer}, p.Hint, "%s", p.Message)
	}
	v, err := parse(raw)
	return &node{value: v, name: pointer, report: in.report, from: at}, err
}

func notJSON(f File, err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return &problem.Error{Code: "truncated", Cause: err, Message: fmt.Sprintf("The file %s breaks off.", quoted(f.Name)),
			Hint: "It may have been cut off while it was copied or sent; get it again."}
	}
	if problem.Code(err) != "" {
		return err
	}
	at := ""
	if syntax, ok := err.(*json.SyntaxError); ok {
		at = fmt.Sprintf(" at byte %d", syntax.Offset)
	}
	return &problem.Error{Code: "not-json", Cause: err, Message: fmt.Sprintf("The file %s is not JSON%s: %v.", quoted(f.Name), at, err),
		Hint: "Check that it is the file that was exported, and that nothing changed it since."}
}

// opening is a reader of which the beginning was looked at. It gives no more
// where one document is larger than maxRecord, so that a parser does not hold
// all of it to find that out.
type opening struct {
	r     io.Reader
	start []byte
	given int64 // bytes
	from  int64 // where the document begins that is read now, among them
}

func (o *opening) Read(p []byte) (n int, err error) {
	if o.given-o.from > maxRecord {
		return 0, errLargeRecord
	}
	if len(o.start) > 0 {
		n = copy(p, o.start)
		o.start = o.start[n:]
	} else {
		n, err = o.r.Read(p)
	}
	o.given += int64(n)
	return n, err
}

// startsList looks at the beginning, and drops a byte order mark.
func (o *opening) startsList() bool {
	buf := make([]byte, 4096)
	n, _ := io.ReadFull(o.r, buf)
	o.start = bytes.TrimPrefix(buf[:n], []byte("\uFEFF"))
	return bytes.HasPrefix(bytes.TrimSpace(o.start), []byte("["))
}
