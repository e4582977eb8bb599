//go:build !js

package ui

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"claimlight/app/article"
	"claimlight/app/exchange"
	"claimlight/app/project"
	"claimlight/app/store"
)

// lessonOf is a lesson and its file.
func lessonOf(t *testing.T) (project.Project, []byte) {
	t.Helper()
	a, err := article.New(article.Meta{Title: "Ducks"}, "The mayor said so.\n", []article.Block{{Kind: article.Paragraph, End: 18}})
	if err != nil {
		t.Fatal(err)
	}
	p := project.New("Lesson", []*article.Article{a}, project.Stamp{Who: "teacher", When: time.Now(), Mint: uuid.NewString})
	var file bytes.Buffer
	if _, err := exchange.W3C.Encode(&file, p, exchange.Env{}); err != nil {
		t.Fatal(err)
	}
	return p, file.Bytes()
}

// opener is a model of a page that carries a project, before it is drawn.
func opener(l store.Library, id string, read func(context.Context) ([]byte, error)) *Model {
	return NewModel(Ports{
		Paper: &sheetOfPaper{}, Prefs: noPrefs{}, Page: onlyPage{}, Library: l, Now: time.Now, Mint: uuid.NewString,
		Tabs: func(string) Tabs { return noTabs{} }, Enclosed: &Enclosed{Project: id, Read: read},
	})
}

type onlyPage struct{ noPage }

func (onlyPage) Hash() string         { return "" }
func (onlyPage) SetText(_, _ string)  {}
func (onlyPage) SetRoot(_, _ string)  {}
func (onlyPage) CloseDialog(_ string) {}

type noTabs struct{ Tabs }

func (noTabs) OnAnnounce(func(int64)) {}
func (noTabs) Announce(int64)         {}
func (noTabs) Close()                 {}

// The project that a page carries comes in once, with somebody new at work, and
// is what was made of it from then on, whatever else is open last.
func TestPageOpensWhatItCarries(t *testing.T) {
	lesson, file := lessonOf(t)
	ctx, library, asked := context.Background(), store.NewMemory(), 0
	read := func(context.Context) ([]byte, error) { asked++; return file, nil }
	m := opener(library, lesson.Info().ID, read)
	m.openLast(ctx, "")
	if m.ws == nil {
		t.Fatalf("nothing was opened: %v", m.trouble)
	}
	info := m.project().Info()
	if info.ID != lesson.Info().ID || info.Name != "Lesson" || info.Annotator == "teacher" || m.project().Articles.Len() != 1 {
		t.Errorf("opened %+v", info)
	}
	if err := m.ws.Do(project.User, "Renamed", project.Place{}, func(p project.Project, s project.Stamp) (project.Diff, error) {
		return project.Rename(p, "Mine", s)
	}); err != nil {
		t.Fatal(err)
	}
	if err := m.ws.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	m.ws.Close()

	m = opener(library, lesson.Info().ID, read)
	m.openLast(ctx, "")
	defer m.ws.Close()
	if name := m.project().Info().Name; name != "Mine" || m.project().Info().Annotator != info.Annotator {
		t.Errorf("the second time %q is open, of %s", name, m.project().Info().Annotator)
	}
	if asked != 1 {
		t.Errorf("the file in the page was read %d times", asked)
	}
}

// What is wrong with the file is said, and other projects are left alone.
func TestPageWithADamagedLesson(t *testing.T) {
	lesson, file := lessonOf(t)
	broken := errors.New("broken")
	for name, read := range map[string]func(context.Context) ([]byte, error){
		"cut off": func(context.Context) ([]byte, error) { return file[:len(file)/2], nil },
		"missing": func(context.Context) ([]byte, error) { return nil, broken },
	} {
		library := store.NewMemory()
		m := opener(library, lesson.Info().ID, read)
		m.openLast(context.Background(), "")
		entries, err := library.List(context.Background())
		if m.ws != nil || m.trouble == nil || err != nil || len(entries) > 0 {
			t.Errorf("%s: %v, %d projects, %v", name, m.trouble, len(entries), err)
		}
	}
}
