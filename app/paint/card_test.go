package paint

import (
	"strings"
	"testing"

	"claimlight/app/annotation"
)

// Whatever a card says is text: it opens no element and ends no attribute.
func TestCardIsText(t *testing.T) {
	evil := `"><img src=x onerror=alert(1)>&amp;</section>'`
	card := Card{ID: annotation.ID(evil), Color: 3, Cue: annotation.Cue(evil), Tags: evil, Aside: evil, Quote: evil, Note: evil}
	html := string(AppendCard(nil, card))
	if n := strings.Count(html, "<"); n != 12 {
		t.Errorf("%d tags in %s", n, html)
	}
	if n := strings.Count(html, `"`); n%2 != 0 || strings.Contains(html, evil) {
		t.Errorf("an attribute ends early in %s", html)
	}
	if !strings.HasPrefix(html, `<section class="card t-3 cue-solid" `) {
		t.Errorf("an unknown line is %s", html)
	}
	plain := string(AppendCard(nil, Card{ID: "a", Color: -1, Cue: annotation.Wavy, Tags: "Fact", Quote: "“so”"}))
	if !strings.Contains(plain, `class="card t-x cue-wavy"`) || strings.Contains(plain, "said") || !strings.Contains(plain, ">“so”<") {
		t.Errorf("got %s", plain)
	}
}
