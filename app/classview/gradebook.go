package classview

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"claimlight/app/cells"
	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// Gradebook writes a row for each student as CSV (RFC 4180), with a line of
// headings. Shares are from 0 to 1, and empty where there is none. Cells that a
// spreadsheet would run as formulas are guarded. Real names stand in it as far
// as the teacher typed them; they leave the browser in no other file.
func Gradebook(w io.Writer, s State) error {
	v, err := newView(s)
	if err != nil {
		return err
	}
	questions := v.Class.Questions()
	out := bufio.NewWriter(w)
	names := v.realNames()
	cells.WriteRow(out, v.gradeColumns(names != nil, len(questions) > 0))
	for i := range v.Class.Students {
		row := v.grades(i, questions)
		if names != nil {
			row = append([]string{row[0], names[i]}, row[1:]...)
		}
		cells.WriteRow(out, row)
	}
	return out.Flush()
}

// realNames are those of the students, nil if none is known.
func (v *view) realNames() (names []string) {
	known := false
	for _, s := range v.Class.Students {
		name := v.Class.RealName(s.ID)
		known = known || name != ""
		names = append(names, name)
	}
	if !known {
		return nil
	}
	return names
}

func (v *view) gradeColumns(names, answers bool) []string {
	head := []string{"student"}
	if names {
		head = append(head, "name")
	}
	head = append(head, "handed in", "late", "opened", "done", "marks", "agreement")
	if v.Scores != nil {
		head = append(head, "found", "on target", "right tag")
		for _, kind := range classroom.CaseKinds {
			head = append(head, string(kind))
		}
	}
	if answers {
		head = append(head, "answers")
	}
	return append(head, "note")
}

// grades are the cells of a student, without the real name.
func (v *view) grades(i int, questions []classroom.Question) []string {
	row := append(v.workOf(i), v.scoreOf(i)...)
	if len(questions) > 0 {
		asked, _ := v.Class.Answers(v.Class.Students[i], questions)
		row = append(row, fmt.Sprint(full(asked)))
	}
	note := ""
	if s := v.Class.Students[i]; s.Partial {
		note = onlyBeginning
		if n := s.Uncounted(); n > 0 {
			note += " (" + problem.Count(n, "mark") + " not counted)"
		}
	}
	return append(row, note)
}

// full is how many questions are answered as they were asked.
func full(asked []classroom.Answered) (n int) {
	for _, a := range asked {
		if a.Full() {
			n++
		}
	}
	return n
}

// workOf are the cells on what a student did.
func (v *view) workOf(i int) []string {
	s := v.Class.Students[i]
	done := 0
	for _, w := range s.Works {
		if w.State == project.Done {
			done++
		}
	}
	made := ""
	if !s.Made.IsZero() {
		made = s.Made.UTC().Format(time.RFC3339)
	}
	return []string{s.Nickname, made, map[bool]string{true: "late"}[s.Late], fmt.Sprint(s.Opened()), fmt.Sprint(done), fmt.Sprint(s.Marks()), grade(v.Disputes.Figures.Each[i].Value())}
}

// scoreOf are the cells on how a student compares with the key, none without one.
func (v *view) scoreOf(i int) []string {
	if v.Scores == nil {
		return nil
	}
	score := v.Scores.Students[i]
	row := []string{grade(score.Found.Value()), grade(score.OnTarget.Value()), grade(score.RightTag.Value())}
	for _, kind := range classroom.CaseKinds {
		row = append(row, fmt.Sprint(score.Count(kind)))
	}
	return row
}

// grade is a share for a spreadsheet, "" where there is none.
func grade(value float64, defined bool) string {
	if !defined {
		return ""
	}
	return strings.TrimSuffix(figure(value, 3), ".000")
}
