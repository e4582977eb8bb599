package web

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"testing"
)

// rgb is a color as parts from 0 to 1, not linear.
type rgb [3]float64

func parseColor(t *testing.T, hex string) (c rgb) {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	for i := range c {
		c[i] = float64(n>>(16-8*i)&0xff) / 255
	}
	return c
}

// mix is color-mix(in srgb, a share, b), as the style sheet mixes.
func mix(a, b rgb, share float64) (c rgb) {
	for i := range c {
		c[i] = a[i]*share + b[i]*(1-share)
	}
	return c
}

func (c rgb) linear() (l rgb) {
	for i, v := range c {
		if l[i] = v / 12.92; v > 0.04045 {
			l[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return l
}

func (c rgb) luminance() float64 {
	l := c.linear()
	return 0.2126*l[0] + 0.7152*l[1] + 0.0722*l[2]
}

// contrast is the contrast ratio of WCAG 2.2.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// lab is CIE L*a*b* for D65, in which distances follow the eye.
func lab(linear rgb) [3]float64 {
	x := (0.4124*linear[0] + 0.3576*linear[1] + 0.1805*linear[2]) / 0.95047
	y := 0.2126*linear[0] + 0.7152*linear[1] + 0.0722*linear[2]
	z := (0.0193*linear[0] + 0.1192*linear[1] + 0.9505*linear[2]) / 1.08883
	f := func(v float64) float64 {
		if v > 0.008856 {
			return math.Cbrt(v)
		}
		return 7.787*v + 16.0/116
	}
	return [3]float64{116*f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))}
}

// sights are how colors look to eyes that lack a kind of cone: the matrices of
// Machado, Oliveira and Fernandes (2009) for full strength, on linear colors.
var sights = map[string][3]rgb{
	"all cones":    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

func seen(c rgb, by [3]rgb) (out rgb) {
	l := c.linear()
	for i, row := range by {
		out[i] = min(max(row[0]*l[0]+row[1]*l[1]+row[2]*l[2], 0), 1)
	}
	return out
}

func distance(a, b [3]float64) float64 {
	return math.Sqrt(math.Pow(a[0]-b[0], 2) + math.Pow(a[1]-b[1], 2) + math.Pow(a[2]-b[2], 2))
}

// looks reads the tokens of the light and the dark look from the style sheet.
func looks(t *testing.T) map[string]map[string]rgb {
	t.Helper()
	css, err := os.ReadFile("text.css")
	if err != nil {
		t.Fatal(err)
	}
	dark := regexp.MustCompile(`(?s)data-theme=(?:dark\]|light\]\)) \{\s*(color-scheme: dark;.*?)\}`).FindAllSubmatch(css, -1)
	space := regexp.MustCompile(`\s+`)
	if len(dark) != 2 || space.ReplaceAllString(string(dark[0][1]), " ") != space.ReplaceAllString(string(dark[1][1]), " ") {
		t.Error("the dark look that is chosen and the one of the device differ")
	}
	out := map[string]map[string]rgb{}
	for name, block := range map[string]string{"light": `(?s):root \{(.*?)\n\}`, "dark": `(?s):root\[data-theme=dark\] \{(.*?)\n\}`} {
		body := regexp.MustCompile(block).FindSubmatch(css)
		if body == nil {
			t.Fatalf("no %s look in text.css", name)
		}
		out[name] = map[string]rgb{}
		for _, m := range regexp.MustCompile(`--([\w-]+): #([0-9a-f]{6})`).FindAllSubmatch(body[1], -1) {
			out[name][string(m[1])] = parseColor(t, string(m[2]))
		}
	}
	return out
}

const colors = 12

// TestTextStaysReadable checks the contrast of text, of text under marks, and
// of what the marks are told apart by (WCAG 2.2: 1.4.3 and 1.4.11).
func TestTextStaysReadable(t *testing.T) {
	for name, look := range looks(t) {
		need := func(what string, a, b rgb, least float64) {
			t.Helper()
			if c := contrast(a, b); c < least {
				t.Errorf("%s: %s has a contrast of %.2f, wants %.1f", name, what, c, least)
			}
		}
		for _, ink := range []string{"ink", "ink-2", "ink-3", "accent", "good", "bad", "warn"} {
			for _, ground := range []string{"paper", "page", "raised"} {
				need(ink+" on "+ground, look[ink], look[ground], 4.5)
			}
		}
		tint := map[string]float64{"light": .20, "dark": .28}[name]
		for i := range colors {
			c := look[fmt.Sprintf("p%d", i)]
			marked := mix(c, look["paper"], tint)
			twice := mix(c, marked, tint)
			need(fmt.Sprintf("text under color %d", i), look["ink"], marked, 7)
			need(fmt.Sprintf("text under color %d twice", i), look["ink"], twice, 4.5)
			need(fmt.Sprintf("the line of color %d", i), c, look["paper"], 3)
			need(fmt.Sprintf("the letter of color %d", i), mix(c, look["ink"], .82), marked, 3.9)
			need(fmt.Sprintf("the name of a tag in color %d", i), mix(c, look["ink"], .78), look["paper"], 4.5)
		}
	}
}

// TestColorsAreToldApart checks that the colors of the starter codebook that
// share a line differ for every kind of sight. Tags with different lines and
// letters need not.
func TestColorsAreToldApart(t *testing.T) {
	for name, look := range looks(t) {
		for kind, sight := range sights {
			for _, pair := range [][2]int{{0, 5}, {1, 6}} { // solid: Fact and Opinion; dashed: Attributed and Background
				a, b := look[fmt.Sprintf("p%d", pair[0])], look[fmt.Sprintf("p%d", pair[1])]
				if d := distance(lab(seen(a, sight)), lab(seen(b, sight))); d < 20 {
					t.Errorf("%s, %s: colors %d and %d are only %.0f apart, want 20", name, kind, pair[0], pair[1], d)
				}
			}
		}
	}
}
