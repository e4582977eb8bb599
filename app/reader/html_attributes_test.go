package reader

import (
	"fmt"
	"strings"
	"testing"

	"claimlight/app/problem"
)

// A tag with very many attributes, and very many tables, are refused before a
// parser takes them apart; as many as anybody writes are read.
func TestAttributesAndTablesAreBounded(t *testing.T) {
	attributes := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, " a%d=x", i)
		}
		return b.String()
	}
	page := "<h1>Head</h1><p%s>" + strings.Repeat("Some words of a page. ", 20) + "</p>"
	table := "|a|b|\n|-|-|\n|x|y|\n\n"
	for _, c := range []struct{ name, text, want string }{
		{"many.html", fmt.Sprintf(page, attributes(2*maxAttributes)), "too-large"},
		{"few.html", fmt.Sprintf(page, attributes(maxAttributes/2)), ""},
		{"slashes.html", fmt.Sprintf(page, strings.Repeat("/a", 2*maxAttributes)), "too-large"},
		{"quoted.html", fmt.Sprintf(page, " title=\""+strings.Repeat("word ", 2*maxAttributes)+"\""), ""},
		{"apostrophes.html", fmt.Sprintf(page, " title=it's") + strings.Repeat("<p>It's so.</p>", 100), ""},
		{"block.md", "<p" + attributes(2*maxAttributes) + ">Some words.</p>\n", "too-large"},
		{"inline.md", "Some <b" + attributes(2*maxAttributes) + ">words</b>.\n", "too-large"},
		{"smaller.md", "If a <b then " + strings.Repeat("many words ", maxAttributes/4) + "\n", ""},
		{"book.md", "If a <b then " + strings.Repeat("many words of a paragraph\n\n", maxAttributes) + "\n", ""},
		{"tables.md", strings.Repeat(table, 60_000), "text"},
		{"table.md", "|a|b|\n|-|-|\n" + strings.Repeat("|x|y|\n", 60_000), ""},
		{"some.md", strings.Repeat(table, 5_000), ""},
	} {
		sources, err := Read(c.name, []byte(c.text), Options{Decode: legacy})
		if err == nil && sources[0].Err != nil {
			err = sources[0].Err
		}
		if problem.Code(err) != c.want {
			t.Errorf("%s: %v, want the code %q", c.name, err, c.want)
		}
	}
}
