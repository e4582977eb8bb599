package ui

import (
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// line is one entry of a list: words, with a name before them, and what stands
// over it and those that follow.
type line struct{ Over, Head, Text string }

// lineList is a list of which the first lines are shown, and more when somebody
// asks for them: what is long can be read to its end, and never all has to be
// drawn at once.
type lineList struct {
	app.Compo
	Class  string
	First  int // how many are shown to begin with
	Lines  []line
	Texts  []string // in the place of Lines: lines of words alone
	Beyond int      // how many there are that are not among the lines
	What   string   // what they are: "marks"

	more int // how many are shown besides the first
}

// linesMore is how many come with each asking.
const linesMore = 200

// Render draws the list.
func (v *lineList) Render() app.UI {
	all := max(len(v.Lines), len(v.Texts))
	n := min(all, v.First+v.more)
	left := all - n
	return app.Div().Class(v.Class).Body(
		app.Ul().Body(app.Range(make([]struct{}, n)).Slice(func(i int) app.UI {
			l := v.line(i)
			return app.Li().Dir("auto").Body(
				app.Small().Class("over").Dir("auto").Hidden(l.Over == "").Text(l.Over),
				app.B().Hidden(l.Head == "").Text(l.Head),
				app.Text(dashed(l)),
			)
		})),
		app.Button().Class("link", "more").Hidden(left == 0).Text(offerMore(left, v.Beyond)).OnClick(v.onMore),
		app.P().Class("hint").Hidden(left > 0 || v.Beyond <= 0).Text("… and "+itoa(v.Beyond)+" more "+v.What+"."),
	)
}

func (v *lineList) line(i int) line {
	if v.Lines == nil {
		return line{Text: v.Texts[i]}
	}
	return v.Lines[i]
}

// dashed is the text of a line, behind its name if it has one.
func dashed(l line) string {
	if l.Head == "" {
		return l.Text
	}
	return " – " + l.Text
}

// offerMore says what a press would show of what is left, and how much there is
// with what cannot be shown.
func offerMore(left, beyond int) string {
	next := min(left, linesMore)
	if rest := left + beyond; rest > next {
		return "Show " + itoa(next) + " more of " + itoa(rest)
	}
	return "Show " + itoa(next) + " more"
}

func (v *lineList) onMore(app.Context, app.Event) { v.more += linesMore }
