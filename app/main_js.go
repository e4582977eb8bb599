//go:build js

// Command app is Claimlight in the browser: it puts the rooms together.
package main

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/maxence-charriere/go-app/v10/pkg/app"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/browser"
	"claimlight/app/store"
	"claimlight/app/ui"
)

func main() {
	browser.GiveElbowRoom()
	name := browser.OwnName()
	prefs := browser.NewPrefs(name)
	ports := ui.Ports{
		Paper:    browser.NewPaper(),
		Prefs:    prefs,
		Shell:    browser.NewShell(),
		Files:    files{},
		Page:     browser.Page{},
		Porter:   &browser.Porter{},
		Board:    &browser.Board{},
		Unseal:   browser.Unseal,
		Tabs:     func(project string) ui.Tabs { return browser.NewTabs(name, project) },
		Shown:    shown,
		StandIn:  standIn,
		GiveUp:   browser.GiveUp,
		Alone:    func() func() { return browser.Alone(name+":first", longestWait) },
		Now:      time.Now,
		Mint:     uuid.NewString,
		Breathe:  browser.Breathe,
		MakePage: browser.MakePage,
	}
	if project := browser.Enclosed(); project != "" {
		ports.Enclosed = &ui.Enclosed{Project: project, Read: browser.EnclosedFile}
	} else {
		ports.Links = browser.Links{}
		ports.Articles = ownArticles(prefs.Get("project") == "")
	}
	library, err := browser.OpenLibrary(context.Background(), name)
	if err != nil {
		ports.Library, ports.Trouble = store.NewMemory(), err
	} else {
		ports.Library = library
	}
	model := ui.NewModel(ports)
	browser.NewKeys(func(k browser.Key) bool { return model.Press(ui.Key(k)) })
	browser.FoldAway(".looks")
	browser.OnSight(model.Hidden, model.Shown)
	browser.OnLeave(model.Unsafe)
	model.Prepare(context.Background())
	browser.CollectAtRest()
	// The path we are at, a folder of a server or a file; the screens are in the
	// fragment. (One for any path would compile a regular expression: 5 % of the start.)
	app.Route("/"+strings.TrimPrefix(app.Window().URL().Path, "/"), func() app.Composer { return ui.NewRoot(model) })
	app.RunWhenOnBrowser()
}

// longestWait is how long a tab waits for another one that makes the first project.
const longestWait = 5 * time.Second

// longestDrag is how long the program waits for a hand to let go.
const longestDrag = 10 * time.Second

// shown is what stands in for the reading room.
func shown() (project string, a article.ID) {
	_, project, id := browser.FindStandIn("stage", "paper")
	return project, article.ID(id)
}

// standIn is how the reader left what stood in for the reading room. The screens
// are drawn in the same task, so that no key comes between.
func standIn() ui.StandIn {
	ctx, cancel := context.WithTimeout(context.Background(), longestDrag)
	defer cancel()
	browser.Released(ctx)
	s, project, article := browser.FindStandIn("stage", "paper")
	handed := browser.HandOver()
	if article == "" {
		return ui.StandIn{Lost: handed.Lost}
	}
	out := ui.StandIn{Project: project, Article: article, Lost: handed.Lost, Hash: handed.Hash, Selected: ui.Stretch(handed.Selected), Tapped: handed.Tapped}
	out.Block, out.Offset = s.Sight()
	out.First, out.Texts = s.Texts()
	for _, d := range handed.Deeds {
		out.Deeds = append(out.Deeds, ui.Deed{Key: ui.Key(d.Key), Tag: annotation.TagID(d.Tag), Shift: d.Shift, Selected: ui.Stretch(d.Selected)})
	}
	return out
}

// ownArticles gives the articles that the program comes with. On a first visit
// they are read while the database is being opened.
func ownArticles(first bool) func(context.Context) ([]*article.Article, error) {
	ahead := sync.OnceValues(func() ([]*article.Article, error) { return browser.OwnArticles(context.Background()) })
	if first {
		go ahead()
	}
	return func(ctx context.Context) ([]*article.Article, error) {
		if list, err := ahead(); err == nil {
			return list, nil
		}
		return browser.OwnArticles(ctx) // it may go better this time
	}
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

// OnSent takes files that the system sends.
func (files) OnSent(got func([]ui.File)) { browser.OnSent(ui.MaxFile, adapt(got)) }

func adapt(got func([]ui.File)) func([]browser.File) {
	return func(list []browser.File) {
		out := make([]ui.File, len(list))
		for i, f := range list {
			out[i] = ui.File(f)
		}
		go got(out) // reading waits for the browser, which waits for this event to end
	}
}
