package ui

import (
	"strconv"
	"time"

	"claimlight/app/exchange"
	"claimlight/app/project"
)

// megabytes is a number of bytes as people read it.
func megabytes(n int64) string {
	units := []string{"bytes", "KB", "MB", "GB", "TB"}
	f, u := float64(n), 0
	for f >= 1000 && u < len(units)-1 {
		f, u = f/1000, u+1
	}
	if f >= 10 || u == 0 {
		return strconv.FormatFloat(f, 'f', 0, 64) + " " + units[u]
	}
	return strconv.FormatFloat(f, 'f', 1, 64) + " " + units[u]
}

// ago is how long before now a time lies, in the largest unit that fits.
func ago(then, now time.Time) string {
	d := now.Sub(then)
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return plural(int(d/time.Minute), "minute", "minutes") + " ago"
	case d < 24*time.Hour:
		return plural(int(d/time.Hour), "hour", "hours") + " ago"
	case d < 60*24*time.Hour:
		return plural(int(d/(24*time.Hour)), "day", "days") + " ago"
	}
	return plural(int(d/(30*24*time.Hour)), "month", "months") + " ago"
}

// backupWords says when the project was last saved as a file; kept is what
// the preferences say, in RFC 3339.
func backupWords(kept string, now time.Time) string {
	then, err := time.Parse(time.RFC3339, kept)
	if err != nil {
		return "No file saved yet"
	}
	then = then.In(now.Location())
	return "Last backup " + ago(then, now) + " (" + then.Format("Jan 2, 2006, 15:04") + ")"
}

// leavesOut says what a format does not hold.
func leavesOut(losses []exchange.Loss) string {
	if len(losses) == 0 {
		return "Leaves nothing out."
	}
	return "Leaves out: " + lossWords(losses)
}

// conflictWords says in one sentence on what two projects did not agree.
func conflictWords(c project.Conflict) string {
	s := "A " + c.Kind + " differs. Here: " + c.Ours + ". In the file: " + c.Theirs + ". "
	if c.Kind == "article" || c.Kind == "attribute" {
		s = "An" + s[1:]
	}
	switch c.Kept {
	case "ours":
		return s + "Kept: the one that was here."
	case "theirs":
		return s + "Kept: the one from the file, which is newer."
	}
	return s + "Kept: " + c.Kept + "."
}
