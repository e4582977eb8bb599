//go:build !page

package exchange

import (
	"strconv"
	"strings"

	"claimlight/app/annotation"
)

// The colors of tags as red, green and blue, for files that have no style sheet
// of ours beside them: those of the light look, and of the dark one. A test
// keeps them the same as in web/text.css.
var (
	paletteLight = [annotation.Colors]string{
		"#1f6fb2", "#8a5a00", "#2d7d46", "#a03a86", "#6a55c4", "#b8402a",
		"#5f6b73", "#0b7a80", "#a1274f", "#5a7310", "#3d4fa8", "#7b5236",
	}
	paletteDark = [annotation.Colors]string{
		"#6fb4ee", "#e0b04f", "#79c68f", "#e08fcb", "#ab9cf5", "#f09480",
		"#a5b1b9", "#58c3c9", "#f08fae", "#a9c153", "#96a8f5", "#d2a98a",
	}
)

// paletteNearest is the color of the palette that looks most like #rrggbb;
// false if that is no color. Differences are weighed as the eye does it for
// reds of that strength (the "redmean" approximation of CIELUV).
func paletteNearest(hex string) (int, bool) {
	c, ok := paletteParse(hex)
	if !ok {
		return 0, false
	}
	best, least := 0, 1<<62
	for i, p := range paletteLight {
		q, _ := paletteParse(p)
		red := (c[0] + q[0]) / 2
		r, g, b := c[0]-q[0], c[1]-q[1], c[2]-q[2]
		if d := (512+red)*r*r + 1024*g*g + (767-red)*b*b; d < least {
			best, least = i, d
		}
	}
	return best, true
}

// paletteParse reads #rrggbb, and #rgb, which is short for it.
func paletteParse(hex string) (c [3]int, ok bool) {
	hex, sharp := strings.CutPrefix(strings.TrimSpace(hex), "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if !sharp || err != nil || len(hex) != 6 {
		return c, false
	}
	return [3]int{int(n >> 16), int(n >> 8 & 0xff), int(n & 0xff)}, true
}
