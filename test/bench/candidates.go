package main

import "slices"

// Kind says what a candidate is for.
type Kind string

// The kinds of candidates.
const (
	Ours  Kind = "ours"
	Limit Kind = "limit"
	Peer  Kind = "peer"
)

// Candidate is a page that shows an article and can change its marks.
type Candidate struct {
	ID      string
	Name    string
	Kind    Kind
	Package string // of npm; "" for what is written here
	// Ready made files of the package that the page loads, below it.
	Script, Style string
}

// Candidates in the order in which they run and are listed.
var Candidates = []Candidate{
	{ID: "ours", Name: "Claimlight", Kind: Ours},
	{ID: "limit-static", Name: "limit: static marks, content-visibility", Kind: Limit},
	{ID: "limit-windowed", Name: "limit: windowed marks", Kind: Limit},
	{ID: "plain", Name: "limit: plain page without marks", Kind: Limit},
	{ID: "recogito", Name: "recogito text-annotator", Kind: Peer, Package: "@recogito/text-annotator"},
	{ID: "markjs", Name: "mark.js", Kind: Peer, Package: "mark.js"},
	{ID: "v-annotator", Name: "v-annotator (doccano)", Kind: Peer, Package: "v-annotator"},
	{ID: "label-studio", Name: "Label Studio", Kind: Peer, Package: "label-studio-frontend", Script: "dist/lsf/js/main.js", Style: "dist/lsf/css/main.css"},
}

// candidate returns the one with the ID; it has to be there.
func candidate(id string) *Candidate {
	i := slices.IndexFunc(Candidates, func(c Candidate) bool { return c.ID == id })
	return &Candidates[i]
}
