//go:build !page

package exchange

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"

	"claimlight/app/annotation"
)

// HTML is a report to read and to print: one page that holds all it needs. No
// script can run in it, whatever the articles and notes hold: all text is
// escaped, and its Content-Security-Policy allows nothing but its style sheet,
// by its hash.
var HTML = Format{
	ID: "html", Name: "Report to read and print (HTML)", Ext: ".html", MIME: "text/html;charset=utf-8",
	About:   "One page with every article, its marks numbered, what they say, and the tags; for any browser and for paper.",
	Lacking: "times of day, keys of tags",
	Losses:  sheetLosses, Encode: encodeHTML,
}

//go:embed html.css
var htmlSheet string

// htmlStyle is the style sheet with the palette, without what only its authors
// need.
var htmlStyle = sync.OnceValue(func() string {
	var b strings.Builder
	for line := range strings.Lines(htmlComment(htmlSheet)) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(line + "\n")
		}
	}
	b.WriteString(":root{" + htmlColors(paletteLight) + "}\n@media screen and (prefers-color-scheme:dark){:root{" + htmlColors(paletteDark) + "}}\n")
	for i := range annotation.Colors + 1 {
		name, color := fmt.Sprint(i), fmt.Sprintf("var(--p%d)", i)
		if i == annotation.Colors {
			name, color = "x", "var(--ink-3)"
		}
		for _, c := range [...][2]string{{"t-", "c"}, {"a", "a"}, {"b", "b"}, {"c", "c2"}} {
			fmt.Fprintf(&b, ".%s%s{--%s:%s}", c[0], name, c[1], color)
		}
	}
	return b.String()
})

// htmlComment leaves out the comments of a style sheet.
func htmlComment(css string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(css, "/*")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, css, _ = strings.Cut(rest, "*/")
	}
}

func htmlColors(palette [annotation.Colors]string) string {
	var b strings.Builder
	for i, color := range palette {
		fmt.Fprintf(&b, "--p%d:%s;", i, color)
	}
	return b.String()
}

// htmlPolicy is the Content-Security-Policy of the page (CSP Level 3): no
// script, no picture, no request, no form, and only its own style sheet.
var htmlPolicy = sync.OnceValue(func() string {
	sum := sha256.Sum256([]byte(htmlStyle()))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
})
