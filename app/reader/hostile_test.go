package reader

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"claimlight/app/problem"
)

// hostile are texts made to keep a program busy or to bring it down.
func hostile() map[string]string {
	const n = 100_000
	rep := strings.Repeat
	attributes := func() string {
		var b strings.Builder
		for i := range n / 10 {
			fmt.Fprintf(&b, "<b id=x%d>", i)
		}
		return b.String()
	}()
	return map[string]string{
		"deep.html": rep("<div>", n) + "x", "bold.html": attributes + rep("<p>a</p>", 100), "attr.html": "<p " + rep("a ", n) + ">x</p>",
		"table.html": rep("<table>a<td>", 200) + rep("b<tr>", n), "ads.html": rep("<div class=ad>", 400) + rep("<p>word</p>", n/4) + "x",
		"entity.html": rep("&amp", n), "select.html": rep("<select><option>", n), "formats.html": rep("<a><b><i><p>", 60) + rep("<p>x", n/10),
		"comment.html": "<!--" + rep("-- >", n), "ul.html": rep("<ul><li><a>x</a>", 240), "svg.html": rep("<svg><math><p>", 80),
		"quotes.md": rep(">", n) + "x", "lists.md": rep("- ", n) + "x", "brackets.md": rep("[", n), "brackets2.md": rep("[a](", n/4), "stars.md": rep("*a_ ", n/4),
		"images.md": rep("![", n/4) + rep("](x)", n/4), "ticks.md": rep("`a``", n/8), "refs.md": rep("[a]: x\n", n/8) + rep("[a]", 100),
		"table.md": "|" + rep("a|", 2000) + "\n|" + rep("-|", 2000) + "\n" + rep("|x\n", 2000), "tags.md": rep("<a ", n/4), "front.md": "---\n" + rep("a: b\n", n),
		"nested.md": rep("**a ", n/8) + rep("b**", n/8), "notes.md": rep("[^1]", n/8) + "\n\n[^1]: x\n", "indent.md": rep(" ", n) + "x", "strikes.md": rep("~~a ", n/8),
		"entities.md": rep("&", n) + ";", "paragraph.md": rep("*a_ [b\n", n/4), "lazy.md": rep("> a\n", 5000) + rep("- a\n", 5000),
		"deep.json": rep("[", n) + rep("]", n), "deepobj.json": rep(`{"a":`, n) + "1" + rep("}", n), "keys.json": "[" + rep(`{"a":1},`, n/8) + `{"a":1}]`,
		"wide.json": `{"a":"x"` + func() string {
			var b strings.Builder
			for i := range 5000 {
				fmt.Fprintf(&b, `,"k%d":"v"`, i)
			}
			return b.String()
		}() + "}",
		"bad.jsonl": rep("{\n", n/4), "quotes.csv": rep(`"`, n), "commas.csv": "a,b\n" + rep(",", n) + "\n", "rows.csv": "a,b\n" + rep("x,y\n", 15000),
		"one.csv": rep("\"a\nb\",", n/10), "heads.html": rep("<h1>x</h1>", n), "wide.csv": "a" + rep(",b", n) + "\n" + rep("x\n", 15000), "line.txt": rep("word ", n), "lines.txt": rep("a\n", n),
	}
}

// Whatever comes in ends within a time that a person waits, in a sentence or
// in articles. The bound is wide, so that a busy machine keeps it: what it catches
// takes hours or for ever.
func TestHostileTextsEnd(t *testing.T) {
	for name, text := range hostile() {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			_, err := Read(name, []byte(text), Options{Decode: legacy})
			if err != nil && problem.Code(err) == "" {
				t.Errorf("an error that people may not see: %v", err)
			}
			took := time.Since(begun)
			t.Logf("%s: %v %v", name, took.Round(time.Millisecond), err)
			if took > 2*time.Minute {
				t.Errorf("took %v", took)
			}
		})
	}
}
