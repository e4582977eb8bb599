package reader

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"claimlight/app/problem"
)

// maxDepth is how deep JSON may be nested; what is deeper than maxField is not
// looked at for columns.
const maxDepth, maxField = 200, 5

// readJSON reads records: a list of objects or of texts, an object with such a
// list in it, or one object.
func (s *Source) readJSON(text string, o Options) error {
	data := []byte(text)
	if err := s.checkJSON(data); err != nil {
		return err
	}
	list, ptr := records(data)
	d := json.NewDecoder(bytes.NewReader(list))
	d.UseNumber()
	var rows []row
	if bytes.HasPrefix(bytes.TrimSpace(list), []byte("[")) {
		if _, err := d.Token(); err != nil {
			return s.badJSON(data, err)
		}
		for i := 0; d.More(); i++ {
			if i%64 == 0 {
				if err := o.at(int(d.InputOffset())/2, len(data)); err != nil {
					return err
				}
			}
			var raw json.RawMessage
			if err := d.Decode(&raw); err != nil {
				return s.badJSON(data, err)
			}
			place := ptr + "/" + strconv.Itoa(i)
			r, ok := recordIn(raw)
			if !ok {
				s.rowProblem(problem.Problem{Pointer: place, Message: notRecord, Hint: "It was left out."})
				continue
			}
			r.ptr = place
			if rows = append(rows, r); len(rows) > maxRows {
				return problem.Newf("too-large", "Divide it into parts.", "%s holds more than %d records.", subject(s.Name), maxRows)
			}
		}
	} else {
		r, ok := recordIn(list)
		if !ok {
			return problem.Newf("json", "", "%s: %s", subject(s.Name), notRecord)
		}
		r.ptr = ptr
		rows = append(rows, r)
	}
	s.reportHalves(text, rows)
	return s.takeRows(rows, o)
}

// readJSONL reads a record from each line. A bad line concerns no other.
func (s *Source) readJSONL(text string, o Options) error {
	var rows []row
	number, at := 0, 0
	for line := range strings.SplitAfterSeq(text, "\n") {
		number++
		at += len(line)
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if number%64 == 0 {
			if err := o.at(at/2, len(text)); err != nil {
				return err
			}
		}
		r, err := s.lineRecord(line)
		if err != nil {
			s.rowProblem(problem.Problem{Line: number, Message: "This line was not understood: " + saidBy(err) + ".", Hint: "It was left out."})
			continue
		}
		r.line = number
		if rows = append(rows, r); len(rows) > maxRows {
			return problem.Newf("too-large", "Divide it into parts.", "%s holds more than %d records.", subject(s.Name), maxRows)
		}
	}
	if len(rows) == 0 {
		return problem.Newf("json", "Each line must be a record in braces.", "No line of %s is JSON.", within(s.Name))
	}
	s.reportHalves(text, rows)
	return s.takeRows(rows, o)
}

func (s *Source) lineRecord(line string) (row, error) {
	if err := tooNested([]byte(line)); err != nil {
		return row{}, err
	}
	if !json.Valid([]byte(line)) {
		var v json.RawMessage
		return row{}, json.Unmarshal([]byte(line), &v)
	}
	r, ok := recordIn([]byte(line))
	if !ok {
		return row{}, errNoRecord
	}
	return r, nil
}

// checkJSON refuses what is not JSON, before anything is taken from it.
func (s *Source) checkJSON(data []byte) error {
	if err := tooNested(data); err != nil {
		return problem.Newf("json", "", "%s is nested more than %d deep.", subject(s.Name), maxDepth)
	}
	if json.Valid(data) {
		return nil
	}
	var v json.RawMessage
	return s.badJSON(data, json.Unmarshal(data, &v))
}

var errNested = errors.New("it is nested too deeply")

// tooNested counts brackets outside of strings.
func tooNested(data []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return errNested
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

func (s *Source) badJSON(data []byte, cause error) error {
	line := 1 + bytes.Count(data, []byte("\n"))
	if e, ok := errors.AsType[*json.SyntaxError](cause); ok && e.Offset <= int64(len(data)) {
		line = 1 + bytes.Count(data[:e.Offset], []byte("\n"))
	}
	return &problem.Error{
		Code: "json", Message: fmt.Sprintf("%s is no JSON in line %d: %s.", subject(s.Name), line, saidBy(cause)),
		Hint: "It may have been cut off; get it again. To bring it in as it stands, rename it to end in .txt.", Cause: cause,
	}
}

// saidBy is what is wrong in words for people.
func saidBy(err error) string {
	switch {
	case errors.Is(err, errNested), errors.Is(err, errNoRecord):
		return err.Error()
	case err == nil, errors.Is(err, io.ErrUnexpectedEOF), strings.Contains(err.Error(), "unexpected end"):
		return "it breaks off"
	}
	return "a sign stands there that may not"
}

// records finds the list in an object that has one: the longest of those that
// hold objects or texts. Else it is all there is.
func records(data []byte) (list []byte, ptr string) {
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) != nil {
		return data, ""
	}
	for key, raw := range object {
		first := bytes.TrimSpace(bytes.TrimPrefix(bytes.TrimSpace(raw), []byte("[")))
		if bytes.HasPrefix(raw, []byte("[")) && bytes.HasPrefix(first, []byte("{")) && (len(raw) > len(list) || len(raw) == len(list) && "/"+key < ptr) {
			list, ptr = raw, "/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
		}
	}
	// An article may have a list of keywords or pictures beside its text.
	if len(list)*2 < len(data) {
		return data, ""
	}
	return list, ptr
}

// reportHalves says where half of a character stood, written as an escape: the
// decoder puts U+FFFD in its place.
func (s *Source) reportHalves(text string, rows []row) {
	if strings.Contains(text, "\uFFFD") || strings.Contains(strings.ToLower(text), `\ufffd`) {
		return
	}
	for _, r := range rows {
		for _, f := range r.fields {
			if strings.Contains(f.value, "\uFFFD") {
				s.rowProblem(problem.Problem{Line: r.line, Pointer: r.ptr, Message: "In “" + f.name + "” half of a character is missing; “\uFFFD” stands there."})
				break
			}
		}
	}
}
