package ui

import (
	"slices"

	"claimlight/app/article"
	"claimlight/app/project"
	"claimlight/app/workspace"
)

// currentID is the current version of an article; itself where the project does
// not have it.
func currentID(p project.Project, id article.ID) article.ID {
	if now := p.Current(id); now != nil {
		return now.ID
	}
	return id
}

// successor is what stands after a change in the place of an article: the same,
// its corrected version or, where a correction was taken back, the one before. It
// is "" where the article has gone.
func successor(before, after project.Project, id article.ID) article.ID {
	if now := after.Current(id); now != nil {
		return now.ID
	}
	if i := slices.IndexFunc(before.Earlier(id), func(a *article.Article) bool { return after.Article(a.ID) != nil }); i >= 0 {
		return currentID(after, before.Earlier(id)[i].ID)
	}
	return ""
}

// keepUp goes on to the text that a change has put in the place of the one that
// is being read, in whichever tab it was made, and lets go of what is selected.
func (m *Model) keepUp(e workspace.Event) {
	if len(e.Tx.Diff.Articles) == 0 {
		return
	}
	if now := successor(e.Before, e.After, m.details); now != "" && (m.sheet == sheetDetails || m.sheet == sheetCorrected) {
		m.details = now
	}
	m.pasted.follow(e)
	shown := m.ports.Paper.Article()
	if m.route.Screen != screenRead || shown == nil {
		return
	}
	now := successor(e.Before, e.After, shown.ID)
	if now == "" || now == shown.ID {
		return
	}
	if m.sheet == sheetRepeats { // of places in the other text
		m.closeSheet()
	}
	m.unwait()
	m.goTo(Route{Screen: screenRead, Article: now})
	switch {
	case !e.Remote:
	case e.After.Article(shown.ID) != nil:
		t := Toast{Text: "The text of this article was corrected in another tab. This is the corrected one."}
		if n := m.ws.Unplaced(now); n > 0 {
			t.Text += " " + plural(n, "mark has", "marks have") + " no place in it yet."
			t.Place = now
		}
		m.tell(t)
	default:
		m.tell(Toast{Text: "The correction of this article was taken back in another tab. This is the text as it was before."})
	}
}
