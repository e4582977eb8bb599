package main

import (
	"claimlight/app/agreement"
	"claimlight/app/classroom"
)

// study is what annotators of some files marked, for the report.
type study struct {
	articles []agreement.Article
	names    []string // the annotators, as they are called
	notes    []string // what was taken how
}

// studyOf gathers the annotators of files.
func studyOf(files []*input) *study {
	var sources []classroom.Source
	for _, in := range files {
		if in.err == nil {
			sources = append(sources, classroom.Source{Name: in.name, Project: in.project, HandIn: in.handIn})
		}
	}
	s := classroom.NewStudy(sources)
	return &study{s.Articles, s.Names, s.Notes}
}
