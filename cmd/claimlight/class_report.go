package main

import (
	"time"

	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/project"
)

// report is the class for programs.
func (r *room) report() classReport {
	f := r.class.Figures()
	out := classReport{Format: "claimlight-class", Version: 1, Lesson: r.lessonReport(), Headline: f.Headline(), Key: r.keyReport(), Files: r.fileReports(),
		Agreement: classAgreement{Students: f.Students, Articles: f.Shared, Same: figureOf("pairwise_span_f1", f.Same),
			Places: figureOf("pairwise_places_f1", f.Places), Tag: shareOf(f.Tag), Chars: figureOf("character_alpha", f.Chars)}}
	for i := range r.class.Students {
		s := r.student(i, f.Rows[i])
		with := figureOf("pairwise_span_f1", f.Each[i])
		s.Agreement = &with
		out.Students = append(out.Students, s)
	}
	return out
}

// scored is the scores for programs, with what became of each mark.
func (r *room) scored() scoreReport {
	out := scoreReport{Format: "claimlight-score", Version: 1, Lesson: r.lessonReport(), Key: r.keyReport(), Files: r.fileReports()}
	for i, row := range r.class.Rows() {
		s := r.student(i, row)
		s.Score.Marks = r.cases(r.scores.Told(i).Cases)
		out.Students = append(out.Students, s)
	}
	return out
}

func (r *room) lessonReport() lessonReport {
	out := lessonReport{ID: r.lesson.Info().ID, Name: r.lesson.Info().Name, Fingerprint: classroom.Fingerprint(r.lesson), Articles: []articleReport{}, Questions: r.questionReports()}
	for i, a := range r.lesson.Listed() {
		row := articleReport{Number: i + 1, ID: string(a.ID), Title: a.Meta.Title, Length: a.Len()}
		for _, s := range r.class.Opened(a.ID) {
			row.Opened++
			row.Marks += len(s.Works[a.ID].Marks)
			if s.Works[a.ID].State == project.Done {
				row.Done++
			}
		}
		out.Articles = append(out.Articles, row)
	}
	return out
}

// numbers are the articles by their numbers in the list.
func (r *room) numbers() map[article.ID]int {
	out := map[article.ID]int{}
	for i, a := range r.lesson.Listed() {
		out[a.ID] = i + 1
	}
	return out
}

func (r *room) keyReport() *keyReport {
	if r.scores == nil {
		return nil
	}
	out := &keyReport{Marks: len(r.key), Weights: r.scores.Weights, Notes: append([]string{}, r.keyNotes...), Found: []keyMarkReport{}}
	if m, found := r.scores.MixedUp(r.class); found {
		out.MixedUp = &mixedReport{[2]string{r.class.Tag(m.One), r.class.Tag(m.Other)}, m.Times, m.Students}
	}
	number, hits := r.numbers(), r.scores.Hits()
	for _, k := range r.key {
		way := k.Ways[0]
		out.Found = append(out.Found, keyMarkReport{k.ID, number[k.Article], way[0].Start, way[len(way)-1].End, way[0].Quote, hits[k.ID], len(r.class.Opened(k.Article))})
	}
	return out
}

// student is one of the class, without the agreement.
func (r *room) student(i int, row classroom.Row) studentReport {
	s := r.class.Students[i]
	out := studentReport{ID: string(s.ID), Nickname: s.Nickname, File: s.File, Late: s.Late, Partial: s.Partial, Older: s.Renewed, Opened: row.Opened, Done: row.Done,
		Marks: row.Marks, Uncounted: row.Uncounted, Unplaced: len(s.Unplaced), Notes: append([]string{}, s.Notes...), Articles: []cellReport{}}
	out.Answers = r.answerReports(s)
	if !s.Made.IsZero() {
		out.Made = s.Made.Format(time.RFC3339)
	}
	for n, c := range row.Cells {
		out.Articles = append(out.Articles, cellReport{n + 1, stateName(c.State), c.Marks, c.Uncounted, c.Unplaced})
	}
	if r.scores != nil {
		out.Score = r.score(r.scores.Students[i])
	}
	return out
}

func (r *room) score(s *classroom.Score) *studentScore {
	out := &studentScore{Articles: s.Articles, Found: shareOf(s.Found), OnTarget: shareOf(s.OnTarget), RightTag: shareOf(s.RightTag),
		Cases: map[string]int{}, Confused: []confusedReport{}, Habits: append([]string{}, r.scores.Habits(r.class, s)...)}
	for _, kind := range classroom.CaseKinds {
		out.Cases[string(kind)] = s.Count(kind)
	}
	for _, c := range r.scores.Confused(r.class, s) {
		one := confusedReport{Key: r.class.Tag(c.Key), Times: c.Times, Of: c.Of}
		if c.Given != "" {
			one.Given = r.class.Tag(c.Given)
		}
		out.Confused = append(out.Confused, one)
	}
	return out
}

func (r *room) cases(cases []classroom.Case) []caseReport {
	number := r.numbers()
	out := []caseReport{}
	for _, c := range cases {
		one := caseReport{Kind: string(c.Kind), Article: number[c.Article], Start: c.At[0].Start, End: c.At[len(c.At)-1].End, Quote: c.At[0].Quote,
			Key: c.Key, Marks: []string{}, Credit: c.Credit, Tags: c.Tags, Says: c.Says}
		for _, id := range c.Marks {
			one.Marks = append(one.Marks, string(id))
		}
		out = append(out, one)
	}
	return out
}

func (r *room) fileReports() []fileReport {
	out := []fileReport{}
	for _, n := range r.files {
		out = append(out, fileReport{n.File, n.Student, string(n.Kind), n.Taken(), n.Message, n.Hint})
	}
	return out
}
