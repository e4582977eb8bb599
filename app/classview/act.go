package classview

import (
	"strconv"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// Act does what a control asks for, by its data-do and its data-arg: it returns
// the look that follows, and the change to the project, which is empty where
// nothing but the look changes. Whoever applies the change hands State the class
// and the disputes of the project after it (classroom.Disputes.With).
//
// The errors are *problem.Error: "no-such-place" where a place is not there any
// more, those of classroom where something cannot be settled so, and "not-here"
// for what whoever shows the board has to do: what brings, makes and saves files,
// and gamma, which takes long.
func Act(s State, do, arg string, by project.Stamp) (State, project.Diff, error) {
	if look, known := looks[do]; known {
		look(&s, arg)
		return s, project.Diff{}, nil
	}
	settle, known := decisions[do]
	if !known {
		settle, known = teaching[do]
	}
	if !known {
		return s, project.Diff{}, problem.Newf("not-here", "", "“%s” is nothing that the class can do.", annotation.Clip(do))
	}
	if s.Disputes == nil {
		d, err := classroom.DisputesOf(s.Class, nil)
		if err != nil {
			return s, project.Diff{}, err
		}
		s.Disputes = d
	}
	d, err := settle(&s, arg, by)
	return s, d, err
}

// looks are what changes nothing but how the class is looked at.
var looks = map[string]func(s *State, arg string){
	DoArticle:   func(s *State, arg string) { s.Article, s.Place, s.Tab = article.ID(arg), "", textual(s.Tab) },
	DoStudent:   func(s *State, arg string) { s.Student, s.Tab = annotation.PersonID(arg), TabStudent },
	DoPlace:     func(s *State, arg string) { s.open(arg) },
	DoTab:       func(s *State, arg string) { s.Tab = Tab(arg) },
	DoTag:       func(s *State, arg string) { s.Tag = arg },
	DoKind:      func(s *State, arg string) { s.Kind = arg },
	DoEdges:     func(s *State, arg string) { s.Edges = arg },
	DoGive:      func(s *State, arg string) { s.Give = arg },
	DoLeast:     func(s *State, arg string) { s.AtLeast = number(arg) },
	DoAgreed:    func(s *State, arg string) { s.Agreed = number(arg) },
	DoOutline:   func(s *State, arg string) { s.Outline = arg == "true" },
	DoNameless:  func(s *State, arg string) { s.Anonymous = arg == "true" },
	DoProjector: func(s *State, arg string) { s.enlarge(arg) },
}

// enlarge shows the class as on a projector, or as it was; without a word for which,
// the other one.
func (s *State) enlarge(arg string) {
	s.Projector, s.Tab = arg == "true" || arg == "" && !s.Projector, shownToAll(s.Tab)
}

// textual is a tab on which the text is, the same one if it is there.
func textual(t Tab) Tab {
	if t == TabTable {
		return t
	}
	return TabText
}

// shownToAll is a tab that a class may see, the same one if it may.
func shownToAll(t Tab) Tab {
	if t == TabAnswers {
		return t
	}
	return textual(t)
}

// number is what was typed or slid to; what is no number is none.
func number(arg string) int {
	n, err := strconv.Atoi(arg)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// open shows a place, or shuts the one that is shown.
func (s *State) open(id string) {
	if s.Place == id {
		id = ""
	}
	s.Place, s.Edges, s.Give, s.Tab = id, "", "", textual(s.Tab)
}

// decisions are what changes the project, and the way to the next one.
var decisions = map[string]func(s *State, arg string, by project.Stamp) (project.Diff, error){
	DoKeep:    (*State).keep,
	DoIntoKey: (*State).intoKey,
	DoReject: func(s *State, arg string, by project.Stamp) (project.Diff, error) {
		return s.at(arg, func(p *classroom.Place) (project.Diff, error) { return classroom.Reject(s.Class.Lesson, p, by) })
	},
	DoReopen: func(s *State, arg string, _ project.Stamp) (project.Diff, error) {
		return s.at(arg, func(p *classroom.Place) (project.Diff, error) { return classroom.Reopen(s.Class.Lesson, p), nil })
	},
	DoAccept: func(s *State, arg string, by project.Stamp) (project.Diff, error) {
		least := number(arg)
		if least == 0 { // nobody agrees to everything by a slip
			return project.Diff{}, problem.Newf("choice", "Say first how many must agree.", "“%s” is no number of students.", annotation.Clip(arg))
		}
		return classroom.AcceptAgreed(s.Class.Lesson, s.Disputes.Agreed(least), by)
	},
	DoSlight: func(s *State, _ string, by project.Stamp) (project.Diff, error) {
		return classroom.AcceptAgreed(s.Class.Lesson, s.Disputes.Slight(), by)
	},
	DoNext: func(s *State, arg string, _ project.Stamp) (project.Diff, error) {
		if p := s.Disputes.Next(arg, s.Article); p != nil && p.ID != s.Place {
			s.open(p.ID)
			s.Article = p.Article
		}
		return project.Diff{}, nil
	},
}

// at does something with a place.
func (s *State) at(id string, do func(p *classroom.Place) (project.Diff, error)) (project.Diff, error) {
	p := s.Disputes.Find(id)
	if p == nil {
		return project.Diff{}, problem.Newf("no-such-place", "Look at the list of places again.", "This place is not there any more: something was handed in, or settled, meanwhile.")
	}
	return do(p)
}

// settle does something with a place and what was chosen for it.
func (s *State) settle(arg string, do func(p *classroom.Place, spans []span.Span, tags []annotation.TagID) (project.Diff, error)) (project.Diff, error) {
	c, err := ParseChoice(arg)
	if err != nil {
		return project.Diff{}, err
	}
	var tags []annotation.TagID
	if c.Tag != "" {
		tags = append(tags, c.Tag)
	}
	return s.at(c.Place, func(p *classroom.Place) (project.Diff, error) { return do(p, []span.Span{c.Span}, tags) })
}

func (s *State) keep(arg string, by project.Stamp) (project.Diff, error) {
	return s.settle(arg, func(p *classroom.Place, spans []span.Span, tags []annotation.TagID) (project.Diff, error) {
		return classroom.Keep(s.Class.Lesson, p, spans, tags, by)
	})
}

func (s *State) intoKey(arg string, by project.Stamp) (project.Diff, error) {
	return s.settle(arg, func(p *classroom.Place, spans []span.Span, tags []annotation.TagID) (project.Diff, error) {
		return classroom.IntoKey(s.Class.Lesson, p, spans, tags, "", by)
	})
}
