package classview

import (
	"bufio"
	"fmt"
	"io"

	"claimlight/app/cells"
	"claimlight/app/classroom"
	"claimlight/app/project"
)

// gradeColumns are those of the table for the gradebook. Shares are percent,
// and empty where there is none.
var gradeColumns = []string{"student", "name", "articles", "opened", "done", "marks", "late", "with others", "found", "on target", "right tag"}

// Gradebook writes a row for each student as CSV (RFC 4180), with a line of
// headings. Cells that a spreadsheet would run as formulas are guarded. The names
// are those that the teacher typed; they never leave the browser but in this file.
func Gradebook(w io.Writer, s State) error {
	v, err := newView(s)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	cells.WriteRow(out, gradeColumns)
	for i, student := range v.Class.Students {
		cells.WriteRow(out, v.grades(i, student))
	}
	return out.Flush()
}

func (v *view) grades(i int, s *classroom.Pupil) []string {
	opened, done, late := 0, 0, ""
	for _, w := range s.Works {
		if w.State != project.NotStarted {
			opened++
		}
		if w.State == project.Done {
			done++
		}
	}
	if s.Late {
		late = "late"
	}
	row := []string{s.Nickname, v.Class.RealName(s.ID), fmt.Sprint(len(v.articles)), fmt.Sprint(opened), fmt.Sprint(done), fmt.Sprint(s.Marks()), late,
		grade(v.Disputes.Figures.Each[i].Value())}
	if v.Scores == nil {
		return append(row, "", "", "")
	}
	score := v.Scores.Students[i]
	return append(row, grade(score.Found.Value()), grade(score.OnTarget.Value()), grade(score.RightTag.Value()))
}

// grade is a share in percent, "" where there is none.
func grade(value float64, defined bool) string {
	if !defined {
		return ""
	}
	return fmt.Sprintf("%.0f", 100*value)
}
