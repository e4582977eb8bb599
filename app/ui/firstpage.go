//go:build !js

package ui

import (
	"context"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/project"
	"claimlight/app/store"
	"claimlight/app/workspace"
)

// FirstPage is the first screen of a first visit as HTML: the reading room
// with the first of the articles, as the program will draw it. The page has it
// from the start, so that there is something to read while the program loads,
// and without it. It is for the build, and made by drawing the real screen, so
// that nothing moves when the program takes over.
func FirstPage(articles []*article.Article) (string, error) {
	n := 0
	mint := func() string { n++; return "first-" + itoa(n) }
	now := func() time.Time { return time.Time{} }
	paper := &sheetOfPaper{}
	m := NewModel(Ports{Paper: paper, Prefs: noPrefs{}, Page: noPage{}, Now: now, Mint: mint})
	m.still = true
	p := project.New(firstProject, articles, project.Stamp{Mint: mint, When: now()})
	ctx := context.Background()
	st, err := store.NewMemory().Create(ctx, p)
	if err != nil {
		return "", err
	}
	if m.ws, err = workspace.Open(ctx, st, workspace.Env{Now: now, Mint: mint}); err != nil {
		return "", err
	}
	defer m.ws.Close()
	m.route = m.destination("")
	m.enter()
	opened(m.ws, m.article())
	page := tidy(app.HTMLString(NewRoot(m)))
	return paperEnd.ReplaceAllStringFunc(page, func(tag string) string { return tag + string(paper.html) }), nil
}

// paperEnd is the start tag of the element that the article is written into.
var paperEnd = regexp.MustCompile(`<article [^>]*id="paper"[^>]*>`)

// sheetOfPaper takes down what is written onto the paper.
type sheetOfPaper struct {
	Paper // for the rest: nothing of it is asked for while nobody is there
	html  []byte
}

func (p *sheetOfPaper) Article() *article.Article { return nil }

func (p *sheetOfPaper) Show(a *article.Article, inside func(i int) []byte, _ []int) {
	for i, b := range a.Blocks {
		p.html = paint.AppendBlock(p.html, b.Kind, false, inside(i))
	}
}

type noPrefs struct{}

func (noPrefs) Get(string) string       { return "" }
func (noPrefs) Set(string, string) bool { return false }

type noPage struct{ Page }

func (noPage) SetTitle(string) {}

// tidy makes plain HTML of what go-app prints: without the line breaks and the
// indentation that are not in the screen it draws, with attributes in order, so
// that the same page is the same file, and quoted as HTML wants it.
func tidy(s string) string {
	s = startTag.ReplaceAllStringFunc(s, func(tag string) string {
		parts := startTag.FindStringSubmatch(tag)
		attributes := oneAttribute.FindAllString(parts[2], -1)
		slices.Sort(attributes)
		for i, a := range attributes {
			attributes[i] = quoted(a)
		}
		return "<" + parts[1] + strings.Join(attributes, "") + ">"
	})
	return breakBefore.ReplaceAllString(breakAfter.ReplaceAllString(s, ">"), "<")
}

var (
	startTag     = regexp.MustCompile(`<([a-z][a-z0-9]*)((?: [a-z-]+(?:="(?:[^"\\]|\\.)*")?)*)>`)
	oneAttribute = regexp.MustCompile(` [a-z-]+(?:="(?:[^"\\]|\\.)*")?`)
	breakAfter   = regexp.MustCompile(`>\n *`)
	breakBefore  = regexp.MustCompile(`\n *<`)
)

// switches are attributes that are on whatever their value.
var switches = []string{"checked", "disabled", "hidden", "open", "selected"}

// quoted is an attribute with the space before it, as HTML has it.
func quoted(attribute string) string {
	name, value, found := strings.Cut(attribute, "=")
	if !found {
		if strings.HasPrefix(name, " aria-") {
			return name + `="true"` // the word matters there
		}
		return name
	}
	if text, err := strconv.Unquote(value); err == nil {
		value = text
	}
	if value == "false" && slices.Contains(switches, strings.TrimSpace(name)) {
		return "" // whose being there is what counts
	}
	return name + `="` + html.EscapeString(value) + `"`
}
