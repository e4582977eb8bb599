package ui

import (
	"claimlight/app/article"
	"claimlight/app/project"
)

// other is a file for the porter.
type other struct {
	name string
	data []byte
}

// intake is what was read from files, and what of it comes in.
type intake struct {
	read   []arrival // texts and projects, to be looked at
	others []other
	failed []error

	articles []*article.Article
	projects []project.Project
	problems []string // what is wrong with these
	told     []string // the same, where somebody has seen it
}

// letIn says that something comes in.
func (took *intake) letIn(one arrival) {
	if one.Marks {
		took.projects = append(took.projects, one.project)
	} else {
		took.articles = append(took.articles, one.project.ArticlesInOrder()...)
	}
}

// all lets in everything that was read here, unseen.
func (took intake) all() intake {
	for _, one := range took.read {
		took.letIn(one)
		took.problems = append(took.problems, one.Problems...)
	}
	took.read = nil
	return took
}
