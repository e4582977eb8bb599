package ui

import (
	"context"
	"strings"

	"claimlight/app/exchange"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// linked is the lesson that an address carries in its fragment, packed, if it
// carries one; "" where the link was cut off after the word.
func linked(fragment string) (packed string, ok bool) {
	packed, ok = strings.CutPrefix(strings.TrimLeft(fragment, "/"), "lesson/")
	return strings.TrimRight(packed, "/"), ok
}

// openLink opens the lesson of a link before there is a screen, as it was left
// here or else for somebody who starts on it. Where it cannot, it says why, and
// answers no.
func (m *Model) openLink(ctx context.Context, packed string) bool {
	if m.ports.Links == nil {
		return false
	}
	m.route = Route{Screen: screenArticles}
	p, err := m.readLink(ctx, packed)
	m.dispatch(func() {
		m.leaveLink()
		if err != nil {
			m.fail(err)
		}
	})
	if err != nil {
		return false
	}
	here, err := m.openHere(ctx, p.Info().ID)
	switch {
	case err != nil:
		m.dispatch(func() { m.fail(err) })
	case here:
		m.dispatch(func() { m.renew(p) })
	default:
		m.bear(ctx, project.HandedOut(p, m.stamp()))
	}
	return err == nil
}

// takeLink opens the lesson of a link that was followed while the program is at
// work.
func (m *Model) takeLink(packed string) {
	m.leaveLink()
	ctx, j := m.begin(context.Background(), "Opening the lesson", true)
	m.ctx.Async(func() {
		p, err := m.readLink(ctx, packed)
		m.dispatch(func() {
			if m.ended(j, err, "no lesson was opened") {
				m.openLesson(p)
			}
		})
	})
}

// leaveLink puts the list of articles in the place of the link, which has done
// its work.
func (m *Model) leaveLink() { m.ports.Page.Replace(Route{Screen: screenArticles}.hash()); m.arrive() }

func (m *Model) readLink(ctx context.Context, packed string) (p project.Project, err error) {
	data, err := m.ports.Links.Read(ctx, packed)
	if err != nil {
		return p, err
	}
	p, _, err = exchange.W3C.Decode(exchange.Bytes(data), exchange.EnvOf(p, m.ports.Now(), m.ports.Mint, ""))
	if err == nil && !isLesson(p) {
		err = problem.Newf("link", "Ask for the lesson as a file.", "This link holds no lesson.")
	}
	return p, err
}
