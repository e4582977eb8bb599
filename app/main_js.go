//go:build js

// Command app is Claimlight in the browser: it puts the rooms together.
package main

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/article"
	"claimlight/app/browser"
	"claimlight/app/ingest"
	"claimlight/app/store"
	"claimlight/app/ui"
)

func main() {
	name := browser.OwnName()
	ports := ui.Ports{
		Paper:    browser.NewPaper(),
		Prefs:    browser.NewPrefs(name),
		Shell:    browser.NewShell(),
		Files:    files{},
		Page:     browser.Page{},
		Tabs:     func(project string) ui.Tabs { return browser.NewTabs(name, project) },
		Articles: ownArticles,
		Now:      time.Now,
		Mint:     uuid.NewString,
		Breathe:  browser.Breathe,
	}
	library, err := browser.OpenLibrary(context.Background(), name)
	if err != nil {
		ports.Library, ports.Trouble = store.NewMemory(), err
	} else {
		ports.Library = library
	}
	model := ui.NewModel(ports)
	browser.NewKeys(func(k browser.Key) bool { return model.Press(ui.Key(k)) })
	browser.OnSight(model.Hidden, model.Shown)
	browser.OnLeave(model.Unsafe)
	// Any path: a sub-path of a server or a file; the screens are in the fragment.
	app.RouteWithRegexp(".*", func() app.Composer { return ui.NewRoot(model) })
	app.RunWhenOnBrowser()
}

// ownArticles loads the articles that the program comes with.
func ownArticles(ctx context.Context) ([]*article.Article, error) {
	index, err := browser.Fetch(ctx, "articles/index.json")
	if err != nil {
		return nil, err
	}
	return ingest.Index(index, func(file string) ([]byte, error) { return browser.Fetch(ctx, "articles/"+file) })
}

// files fits the browser's files to the port of the screens.
type files struct{}

// Create begins a file for the person.
func (files) Create(name, mime string) ui.Download { return browser.NewDownload(name, mime) }

// Pick lets someone choose files.
func (files) Pick(accept string, multiple bool, got func([]ui.File)) {
	browser.Pick(accept, multiple, ui.MaxFile, adapt(got))
}

// OnDrop takes files that are dropped on the page.
func (files) OnDrop(over func(bool), got func([]ui.File)) {
	browser.OnDrop(ui.MaxFile, over, adapt(got))
}

func adapt(got func([]ui.File)) func([]browser.File) {
	return func(list []browser.File) {
		out := make([]ui.File, len(list))
		for i, f := range list {
			out[i] = ui.File(f)
		}
		go got(out) // reading waits for the browser, which waits for this event to end
	}
}
