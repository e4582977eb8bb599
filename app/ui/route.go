package ui

import (
	"errors"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/problem"
)

// Route is which screen is shown. It stands in the fragment of the address,
// so that one cached page serves all of them.
type Route struct {
	Screen  string     // one of the screens below
	Article article.ID // on the reading screen; "" for the first
}

// The screens there are.
const (
	screenArticles = "articles"
	screenRead     = "read"
	screenTags     = "tags"
	screenFiles    = "files"
	screenClass    = "class"
)

// screens in the order in which they are offered, with the words for them.
var screens = []struct{ id, name string }{
	{screenArticles, "Articles"}, {screenRead, "Read"}, {screenClass, "Class"}, {screenTags, "Tags"}, {screenFiles, "Files"},
}

// parseRoute reads a fragment such as "/read/2f1c…". Nothing at all is the
// reading room, and what it does not know is the list of articles.
func parseRoute(fragment string) Route {
	parts := strings.Split(strings.Trim(fragment, "/"), "/")
	if parts[0] == "" {
		return Route{Screen: screenRead}
	}
	for _, s := range screens {
		if parts[0] == s.id {
			r := Route{Screen: s.id}
			if s.id == screenRead && len(parts) > 1 {
				r.Article = article.ID(parts[1])
			}
			return r
		}
	}
	return Route{Screen: screenArticles}
}

// hash is the fragment of a route, with its sign.
func (r Route) hash() string {
	if r.Article != "" {
		return "#/" + r.Screen + "/" + string(r.Article)
	}
	return "#/" + r.Screen
}

// destination is where a fragment leads in the open project: to the article
// that was read last where it names none, and to the list of articles, from
// which there is a way on, where nothing was asked for and there is nothing to
// read. In the place of an earlier version comes the current one.
func (m *Model) destination(fragment string) Route {
	r := parseRoute(fragment)
	if r.Screen != screenRead || m.ws == nil {
		return r
	}
	p := m.ws.Project()
	if r.Article != "" {
		r.Article = currentID(p, r.Article)
		return r
	}
	if p.Articles.Len() == 0 && strings.Trim(fragment, "/") == "" {
		return Route{Screen: screenArticles}
	}
	last := article.ID(m.ports.Prefs.Get(lastReadKey(p.Info().ID)))
	if !m.live && p.Article(m.shown) != nil {
		last = m.shown // another tab may have gone on since
	}
	if p.Article(last) != nil {
		r.Article = currentID(p, last)
	}
	return r
}

// lastReadKey is the setting that names the article of a project that was read last.
func lastReadKey(project string) string { return "article:" + project }

// goTo shows another screen, as if its address had been opened.
func (m *Model) goTo(r Route) {
	if r != m.route {
		app.Window().Get("location").Set("hash", r.hash())
		m.arrive() // at once: the browser tells of it later, and the next key may come before
	}
}

// arrive is called when the address has changed.
func (m *Model) arrive() {
	if packed, ok := linked(m.ports.Page.Hash()); ok && m.ports.Links != nil {
		m.takeLink(packed)
		return
	}
	r := m.destination(m.ports.Page.Hash())
	if r == m.route {
		return
	}
	m.settle()
	m.stopScrolling()
	m.forget()
	m.route = r
	if m.toast.Here {
		m.toast = Toast{}
	}
	m.enter()
	m.touch()
	if id := scrollers[r.Screen]; id != "" {
		m.whenDrawn(func() { m.ports.Page.Focus(id) }) // for the keys that scroll
	}
}

// noteRead remembers which article of the project is being read, and a moment
// later what is in sight of it: at the start there is other work.
func (m *Model) noteRead() {
	if a := m.article(); m.ws != nil && m.route.Screen == screenRead && a != nil {
		m.ports.Prefs.Set(lastReadKey(m.ws.Project().Info().ID), string(a.ID))
		m.later(m.keepGlance)
	}
}

// words is an error as people may read it.
func words(err error) string {
	if e, ok := errors.AsType[*problem.Error](err); ok {
		return strings.TrimSpace(e.Message + " " + e.Hint)
	}
	return "Something went wrong inside the program. Your work up to here is not lost; save a file to be sure."
}

func itoa(n int) string { return strconv.Itoa(n) }

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return itoa(n) + " " + many
}

// title is what the browser calls the page.
func (m *Model) title() string {
	if a := m.article(); m.route.Screen == screenRead && a != nil {
		return a.Meta.Title + " · Claimlight"
	}
	for _, s := range screens {
		if s.id == m.route.Screen {
			return s.name + " · Claimlight"
		}
	}
	return "Claimlight"
}
