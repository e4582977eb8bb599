package classview

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"

	"claimlight/app/cells"
	"claimlight/app/classroom"
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
	out := bufio.NewWriter(w)
	names := v.realNames()
	cells.WriteRow(out, v.gradeColumns(names != nil))
	for i := range v.Class.Students {
		row := v.grades(i)
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

func (v *view) gradeColumns(names bool) []string {
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
	return head
}

// grades are the cells of a student, without the real name.
func (v *view) grades(i int) []string {
	s := v.Class.Students[i]
	opened, done := 0, 0
	for _, w := range s.Works {
		if w.State != project.NotStarted {
			opened++
		}
		if w.State == project.Done {
			done++
		}
	}
	made := ""
	if !s.Made.IsZero() {
		made = s.Made.UTC().Format(time.RFC3339)
	}
	row := []string{s.Nickname, made, map[bool]string{true: "late"}[s.Late], fmt.Sprint(opened), fmt.Sprint(done), fmt.Sprint(s.Marks()), grade(v.Disputes.Figures.Each[i].Value())}
	if v.Scores == nil {
		return row
	}
	score := v.Scores.Students[i]
	row = append(row, grade(score.Found.Value()), grade(score.OnTarget.Value()), grade(score.RightTag.Value()))
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
	return strings.TrimSuffix(fmt.Sprintf("%.3f", value), ".000")
}
