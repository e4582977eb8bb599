package paint

import "claimlight/app/annotation"

// Card is what the closed card of a mark says in the margin.
type Card struct {
	ID    annotation.ID
	Color int // of its first tag, -1 without one
	Cue   annotation.Cue
	Tags  string // their names
	Aside string // who made the mark, who speaks
	Quote string
	Note  string // "" for none
}

// AppendCard appends the HTML of a closed card, a list item with one button.
// It is safe to write whatever the card says.
func AppendCard(b []byte, c Card) []byte {
	b = appendColor(append(b, `<section class="card t-`...), c.Color)
	b = append(append(b, " cue-"...), Known(c.Cue)...)
	b = appendEscaped(append(b, `" role="listitem" data-id="`...), string(c.ID))
	b = append(b, `"><button class="pick" type="button"><span class="tagname">`...)
	b = appendEscaped(b, c.Tags)
	b = appendEscaped(append(b, `</span><span class="aside">`...), c.Aside)
	b = appendEscaped(append(b, `</span><span class="quote" dir="auto">`...), c.Quote)
	if c.Note != "" {
		b = appendEscaped(append(b, `</span><span class="said" dir="auto">`...), c.Note)
	}
	return append(b, "</span></button></section>"...)
}
