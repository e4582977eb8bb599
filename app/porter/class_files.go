package porter

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"

	"claimlight/app/agreement"
	"claimlight/app/annotation"
	"claimlight/app/classroom"
	"claimlight/app/classview"
	"claimlight/app/exchange"
	"claimlight/app/problem"
)

// files makes the files that a teacher gives away or keeps.
func (a *action) files(verb string, student annotation.PersonID) error {
	var file bytes.Buffer
	switch verb {
	case classview.DoSheet:
		err := classview.Sheet(&file, *a.at)
		a.save("discussion.html", "text/html", file.Bytes())
		return err
	case classview.DoGradebook:
		err := classview.Gradebook(&file, *a.at)
		a.save("gradebook.csv", "text/csv", file.Bytes())
		return err
	}
	if verb == classview.DoAdjudicated {
		p := classroom.Adjudicated(a.project)
		_, err := exchange.W3C.Encode(&file, p, exchange.Env{})
		a.save(annotation.FileName(p.Info().Name, "claimlight")+exchange.W3C.Ext, exchange.W3C.MIME, file.Bytes())
		return err
	}
	by := classroom.NewFeedbacks(a.class, a.disputes, a.scores)
	if i := slices.IndexFunc(a.class.Students, func(s *classroom.Pupil) bool { return s.ID == student }); i >= 0 {
		err := classview.Feedback(&file, *a.at, by, i)
		a.save(feedbackName(a.class.Students[i], map[string]bool{}), "text/html", file.Bytes())
		return err
	}
	if err := a.allFeedback(&file, by); err != nil {
		return err
	}
	a.save("feedback.zip", "application/zip", file.Bytes())
	a.reply.Says = "Saved the feedback of " + problem.Count(len(a.class.Students), "student") + ", one page each, in feedback.zip."
	return nil
}

// allFeedback writes everybody's page into one archive.
func (a *action) allFeedback(w io.Writer, by *classroom.Feedbacks) error {
	archive, taken := zip.NewWriter(w), map[string]bool{}
	for i, s := range a.class.Students {
		if err := a.env.Pace.At(i, len(a.class.Students)); err != nil {
			return err
		}
		file, err := archive.CreateHeader(&zip.FileHeader{Name: feedbackName(s, taken), Method: zip.Deflate, Modified: a.env.Now})
		if err != nil {
			return err
		}
		if err := classview.Feedback(file, *a.at, by, i); err != nil {
			return err
		}
	}
	return archive.Close()
}

// feedbackName is a name of a file that no other student has.
func feedbackName(s *classroom.Pupil, taken map[string]bool) string {
	base := annotation.FileName(s.Nickname, "student")
	name := base
	for n := 2; taken[annotation.Fold(name)]; n++ {
		name = fmt.Sprintf("%s-%d", base, n)
	}
	taken[annotation.Fold(name)] = true
	return name + ".feedback.html"
}

// gamma reckons gamma, at the pace of the order, which somebody can stop.
func (a *action) gamma() error {
	whole, _ := agreement.Concat(agreement.Shared(a.class.Articles()))
	r, err := agreement.Gamma(agreement.ContinuumOf(whole), agreement.Usual, agreement.GammaOptions{Seed: 1, Length: whole.Length, Pace: agreement.Pace(a.env.Pace)})
	if err != nil {
		return err
	}
	a.gammaIs, a.at.Gamma = &r, &r
	return nil
}
