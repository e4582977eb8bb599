package classview

import (
	"fmt"
	"strings"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/span"
)

// Choice is how a place is to be settled. It is what DoKeep and DoIntoKey have
// in data-arg.
type Choice struct {
	Place string // its ID
	Span  span.Span
	Tag   annotation.TagID // "" for none
}

// String is the choice as it stands in data-arg.
func (c Choice) String() string {
	return strings.TrimSuffix(fmt.Sprintf("%s %s %s", c.Place, edgeValue(c.Span), c.Tag), " ")
}

// ParseChoice reads what String wrote. The error is a *problem.Error with the
// code "choice".
func ParseChoice(s string) (c Choice, err error) {
	parts := strings.Split(s, " ")
	if len(parts) == 2 {
		parts = append(parts, "")
	}
	if len(parts) != 3 {
		return c, badChoice(s)
	}
	if _, err := fmt.Sscanf(parts[1], "%d-%d", &c.Span.Start, &c.Span.End); err != nil || edgeValue(c.Span) != parts[1] {
		return c, badChoice(s)
	}
	c.Place, c.Tag = parts[0], annotation.TagID(parts[2])
	return c, nil
}

func badChoice(s string) error {
	return problem.Newf("choice", "Open the place again and choose once more.", "“%s” is not a choice for a place.", annotation.Clip(s))
}

// edgeValue is how edges stand in a field.
func edgeValue(s span.Span) string { return fmt.Sprintf("%d-%d", s.Start, s.End) }
