package main

import (
	"claimlight/app/annotation"
	"claimlight/app/classroom"
)

// questionReports are the questions of the lesson, and how many answered each.
func (r *room) questionReports() []questionReport {
	out := []questionReport{}
	for i, q := range r.questions {
		out = append(out, questionReport{Number: i + 1, ID: q.ID, Text: q.Text, Marks: q.Marks, Sources: q.Sources})
	}
	for _, s := range r.class.Students {
		asked, _ := r.class.Answers(s, r.questions)
		for i, a := range asked {
			if a.Full() {
				out[i].Answered++
			}
		}
	}
	return out
}

// answerReports are what a student answered, to each question and besides.
func (r *room) answerReports(s *classroom.Pupil) []answerReport {
	out := []answerReport{}
	asked, astray := r.class.Answers(s, r.questions)
	for i, a := range asked {
		out = append(out, r.answerReport(i+1, a))
	}
	for _, a := range astray {
		out = append(out, r.answerReport(0, a))
	}
	return out
}

func (r *room) answerReport(number int, a classroom.Answered) answerReport {
	out := answerReport{Question: number, ID: a.Question.ID, Text: a.Text, Full: a.Full(), Lacks: a.Lacks, Sources: a.Sources(), Marks: []attachedReport{}}
	numbers := r.numbers()
	for _, m := range a.Marks {
		one := attachedReport{ID: string(m.ID), Article: numbers[m.Article], Placed: m.Placed, Quote: (&annotation.Annotation{Pieces: m.Pieces}).Quote(), Values: []valueReport{}}
		for _, said := range r.class.Says(m.Mark) {
			one.Values = append(one.Values, valueReport{said[0], said[1]})
		}
		out.Marks = append(out.Marks, one)
	}
	return out
}
