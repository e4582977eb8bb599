package classview

import (
	"fmt"
	"strings"

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

// percent is a share as people read it. Something is never nothing, and not
// quite all is never all.
func percent(share float64) string {
	switch n := int(share*100 + 0.5); {
	case n == 0 && share > 0:
		return "under 1%"
	case n == 100 && share < 1-1e-9:
		return "99%"
	default:
		return fmt.Sprintf("%d%%", n)
	}
}

// part is a share of the disagreement, of which places have little each.
func part(share float64) string {
	if share > 0 && share < 0.0005 {
		return "under 0.1%"
	}
	return fmt.Sprintf("%.1f%%", 100*share)
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
