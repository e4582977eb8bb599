package classview

import (
	"fmt"
	"strings"

	"claimlight/app/classroom"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// Label is what a change that Act made of a project is called in the history; ""
// for a verb that changes only the look.
func Label(do string, p project.Project, d project.Diff) string {
	label := labels[do]
	switch {
	case strings.Contains(label, "%s"):
		return fmt.Sprintf(label, problem.Count(len(d.Class), "place"))
	case do == DoIntoKey, do == DoSettledKey:
		return keyed(do, p, d)
	}
	return label
}

// labels are what changes are called, with %s for how many places they settle.
var labels = map[string]string{
	DoKeep: "Settled a place", DoIntoKey: "Put a place into the key", DoReject: "Settled a place: not to be marked",
	DoReopen: "Opened a place again", DoAccept: "Settled %s as most marked them", DoSlight: "Settled %s that differ slightly",
	DoRight: "Took a mark as right", DoSettledKey: "Added what is settled to the key", DoName: "Wrote down a name",
	DoSeen:    "Dropped what was said of files that were not taken",
	DoDiscard: "Took a hand-in out of the class", DoWeight: "Changed how strictly the key is compared",
}

// keyed is what a change is called that puts what is settled into the key, by what
// comes of that.
func keyed(do string, p project.Project, d project.Diff) string {
	added, wider := classroom.KeyGrowth(p, d)
	if do == DoIntoKey {
		switch {
		case wider > 0:
			return "The key takes this as right, too"
		case added == 0:
			return "Settled a place as the key has it already"
		}
		return labels[do]
	}
	label := fmt.Sprintf("%s: %d new", labels[do], added)
	if wider > 0 {
		label += ", and another answer is right, too, at " + fmt.Sprint(wider)
	}
	return label
}

// Reveals is the part of Board that is brought into sight after something was
// pressed, as a CSS selector; "" for none.
func Reveals(do string) string {
	switch do {
	case DoNext, DoKeep, DoReject, DoIntoKey:
		return ".class-place.on"
	case DoTab, DoStudent:
		return ".classroom"
	}
	return ""
}
