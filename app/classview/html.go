package classview

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"claimlight/app/agreement"
	"claimlight/app/paint"
)

// page gathers HTML.
type page struct{ strings.Builder }

// raw writes HTML as it is.
func (h *page) raw(html string) { h.WriteString(html) }

// put writes HTML; what is put in for the verbs is escaped as it is written,
// unless it is a number, or true or false.
func (h *page) put(format string, args ...any) {
	for i, a := range args {
		switch a := a.(type) {
		case int, float64, bool:
		default:
			args[i] = paint.Text(fmt.Sprint(a))
		}
	}
	fmt.Fprintf(h, format, args...)
}

// button writes a control.
func (h *page) button(class, do string, arg any, label string) {
	h.put(`<button type="button" class="%s" data-do="%s" data-arg="%v">%s</button>`, class, do, arg, label)
}

// heir is where the focus goes when a control is gone after it was pressed: a
// selector, or several in the order in which they are tried.
type heir string

// lasting writes a control with an ID, which it has whatever it is about, and says
// where the focus goes when it is gone.
func (h *page) lasting(id string, to heir, class, do string, arg any, label string) {
	h.put(`<button type="button" id="%s" data-heir="%s" class="%s" data-do="%s" data-arg="%v">%s</button>`, id, to, class, do, arg, label)
}

// toggle writes a control that is on or off.
func (h *page) toggle(class, do string, on bool, label string) {
	h.put(`<button type="button" class="%s" data-do="%s" data-arg="%t" aria-pressed="%t">%s</button>`, class, do, !on, on, label)
}

// option writes one choice of a field.
func (h *page) option(value string, chosen bool, label string) {
	selected := ""
	if chosen {
		selected = " selected"
	}
	h.put(`<option value="%s"`, value)
	h.raw(selected)
	h.put(`>%s</option>`, label)
}

// check writes a box to tick.
func (h *page) check(do string, on bool, label string) {
	checked := ""
	if on {
		checked = " checked"
	}
	h.put(`<label class="tick"><input type="checkbox" data-do="%s"`, do)
	h.raw(checked)
	h.put(`> %s</label>`, label)
}

// allButNone is how close to all, or to nothing, a share counts as that: shares
// are sums of fractions, and do not always come out exactly.
const allButNone = 1e-9

// percent is a share as people read it.
func percent(share float64) string { return agreement.Percent(share) }

// part is a share of the disagreement, of which places have little each. Something
// is never nothing, and not quite all is never all.
func part(share float64) string {
	switch said := fmt.Sprintf("%.1f%%", 100*share); {
	case said == "0.0%" && share > allButNone:
		return "under 0.1%"
	case said == "100.0%" && share < 1-allButNone:
		return "over 99.9%"
	default:
		return said
	}
}

// apportion divides a whole number among shares, so that what each gets adds up to
// it and is next to its part (by the largest remainders).
func apportion(whole int, shares ...float64) []int {
	out, order, sum := make([]int, len(shares)), make([]int, len(shares)), 0.0
	for i, share := range shares {
		order[i] = i
		sum += share
	}
	if sum == 0 {
		return out
	}
	rest, over := whole, make([]float64, len(shares))
	for i, share := range shares {
		exact := float64(whole) * share / sum
		out[i] = int(exact + allButNone)
		over[i] = exact - float64(out[i])
		rest -= out[i]
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(over[j], over[i]) })
	for _, i := range order[:min(max(rest, 0), len(order))] {
		out[i]++
	}
	return out
}

// tenths is a number of tenths of a percent. What is none of them is less than one.
func tenths(n int) string {
	if n == 0 {
		return "under 0.1%"
	}
	return fmt.Sprintf("%d.%d%%", n/10, n%10)
}

// figure is a number with so many decimals. What is not 0 or 1 is not shown as
// that.
func figure(value float64, decimals int) string {
	step := math.Pow10(-decimals)
	if whole := math.Round(value); math.Abs(value-whole) > allButNone && math.Abs(value-whole) < step/2 {
		return fmt.Sprintf("%.*f", decimals, whole+math.Copysign(step, value-whole))
	}
	return fmt.Sprintf("%.*f", decimals, value)
}

// mostWords is how much of a passage stands in a list, in code points.
const mostWords = 90

// short is a passage for a list: its beginning where it is long, to the end of a
// word. White space at its ends and line ends tell nothing there.
func short(passage string) string {
	text := strings.Join(strings.Fields(strings.ToValidUTF8(passage, "�")), " ")
	runes := []rune(text)
	if len(runes) <= mostWords {
		return text
	}
	text = string(runes[:mostWords])
	if at := strings.LastIndexByte(text, ' '); at > len(text)/2 {
		text = text[:at]
	}
	return strings.TrimRight(text, " ,;:") + "\u00a0…"
}

// tenth is a share as a class from 0 to 10, for the style sheet; what is more
// than nothing is 1 at least.
func tenth(part, whole int) int {
	if whole == 0 || part == 0 {
		return 0
	}
	return min(max((part*10+whole/2)/whole, 1), 10)
}

// list is names in a sentence, some of them if they are many.
func list(names []string, most int) string {
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}
