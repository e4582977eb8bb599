package ingest

import (
	"testing"

	"claimlight/app/article"
	"claimlight/app/problem"
)

func TestLinesOfASourceWithStructure(t *testing.T) {
	a, err := Lines([]Line{
		{article.Headline, "The mill turns again"}, {"", "By Ada Stone"}, {"", " \n "}, {"", "The mill by the river has turned since Monday."},
		{"", "Short line"}, {article.Subheading, "At night"}, {"", "It is dark.\r\nAnd loud."},
	}, article.Meta{File: "mill.html"})
	if err != nil {
		t.Fatal(err)
	}
	want := "h The mill turns again\nb By Ada Stone\np The mill by the river ha\np Short line\ns At night\np It is dark.\np And loud.\n"
	if got := outline(a); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if a.Meta.Title != "The mill turns again" || a.Meta.TitleMade || a.Meta.Byline != "Ada Stone" || a.Meta.File != "mill.html" {
		t.Errorf("%+v", a.Meta)
	}
}

// Without headings of its own, a source is understood by the form of its lines,
// as plain text is.
func TestLinesWithoutStructureAreUnderstoodAsText(t *testing.T) {
	text := "High water\n\nBy Ada Stone\nThe river rose on Monday, and it rose on Tuesday.\nWhat comes now\nIt will rise on Wednesday.\nReuters"
	a, err := Lines([]Line{{"", text}}, article.Meta{Title: "Given"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := outline(a), outline(ingest(t, text)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if a.Meta.Title != "Given" || a.Meta.Source != "Reuters" {
		t.Errorf("%+v", a.Meta)
	}
	if _, err := Lines([]Line{{"", "  "}}, article.Meta{}); problem.Code(err) != "empty" {
		t.Error(err)
	}
}
