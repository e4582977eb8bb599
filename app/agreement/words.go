package agreement

import (
	"fmt"
	"math"
)

// Percent is a share, from 0 to 1, as people say it. Nearly all is not all, and
// hardly anything is not nothing.
func Percent(share float64) string {
	const little = 1e-9 // sums of fractions do not always come out exactly
	said := fmt.Sprintf("%.0f%%", share*100)
	switch {
	case said == "100%" && share < 1-little:
		return "over 99%"
	case said == "0%" && share > little:
		return "under 1%"
	}
	return said
}

// sprintPercent puts a share into a sentence.
func sprintPercent(sentence string, share float64) string {
	return fmt.Sprintf(sentence, Percent(share))
}

// number is a number with its noun.
func number(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// saysKappa puts agreement corrected for chance into words.
func saysKappa(value, observed, expected float64) string {
	base := fmt.Sprintf("They agree in %s of the cases; with the same labels given out at random it would be %s.", Percent(observed), Percent(expected))
	switch {
	case value >= nearOne:
		return base + " That is full agreement."
	case value < 0:
		return base + " That is less than chance would give."
	}
	return base + fmt.Sprintf(" Of the way from chance to full agreement, that is %s.", Percent(value))
}

// saysAlpha puts a value of alpha into words. The bounds are those of
// Krippendorff 2004, p. 241.
func saysAlpha(value float64) string {
	switch {
	case value >= nearOne:
		return "There is no disagreement at all."
	case value < 0:
		return "They disagree more than if all had marked at random: somebody does it systematically in another way."
	}
	base := fmt.Sprintf("There is %s less disagreement than if all had marked at random", Percent(value))
	switch {
	case value >= 0.8:
		return base + ", which is enough to rely on."
	case value >= 0.667:
		return base + ", which is enough for tentative conclusions."
	}
	return base + ", which is too little to rely on."
}

// saysMatch puts a pairwise F1 of marks into words.
func saysMatch(value float64, how string) string {
	if value >= nearOne {
		return "Any two annotators marked exactly the same."
	}
	return fmt.Sprintf("Of the marks of any two annotators, %s match on average%s.", Percent(value), how)
}

// leftOut says which pairs a mean does without.
func leftOut(rests Basis) string {
	if rests.LeftOut == 0 {
		return ""
	}
	return " Not counted: " + number(rests.LeftOut, "pair") + " for which it is not defined."
}

// saysScore puts an F1 against a key into words. What is not a number is not
// said.
func saysScore(precision, recall float64) string {
	const found, right = "%s of what is in the key was found", "%s of what was marked is in the key"
	switch {
	case math.IsNaN(precision):
		return "Nothing was marked, and there was something to find."
	case math.IsNaN(recall):
		return "The key is empty, and something was marked."
	}
	return fmt.Sprintf(found+"; "+right+".", Percent(recall), Percent(precision))
}

// The reasons that several measures have for not being defined.
const (
	reasonNoSharedItem    = "No item was rated by two annotators, so there is nothing to compare."
	reasonNoSharedArticle = "No article was opened by two annotators, so there is nothing to compare."
	reasonNothingMarked   = "Nobody marked anything, so there is nothing to compare."
	reasonOneValue        = "Everybody always said the same, so that chance could not have given disagreement, and there is nothing to correct for."
	reasonAllMarked       = "Everybody marked everything, so that chance could not have given disagreement, and there is nothing to correct for."
	reasonManyLabels      = "There are more than 1000 different labels, which is more than any codebook has."
	reasonNothingToFind   = "There was nothing to find, and nothing was marked."
)
