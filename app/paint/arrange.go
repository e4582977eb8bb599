package paint

// Arrange says where cards of the given heights stand, each as near to the
// top it wants as the others let it, in order and gap apart. The card anchor
// (-1 for none) stands exactly where it wants, or where those before it leave
// it room; those give way upwards, the others downwards. No card stands above
// 0, where nobody could scroll to it, but a first one that is the anchor.
func Arrange(tops, heights []float64, gap float64, anchor int) []float64 {
	out := make([]float64, len(tops))
	if anchor < 0 || anchor >= len(tops) {
		stack(out, tops, heights, gap, 0)
		return out
	}
	out[anchor] = tops[anchor]
	if anchor > 0 {
		out[anchor] = max(tops[anchor], room(heights[:anchor], gap))
	}
	fit(out[:anchor], tops, heights, gap, out[anchor])
	stack(out[anchor+1:], tops[anchor+1:], heights[anchor+1:], gap, out[anchor]+heights[anchor]+gap)
	return out
}

// room is how much cards take with the gap behind each.
func room(heights []float64, gap float64) (sum float64) {
	for _, h := range heights {
		sum += h + gap
	}
	return sum
}

// stack puts cards where they want or, where they would overlap, lower; the
// first no higher than free.
func stack(out, tops, heights []float64, gap, free float64) {
	free = max(free, 0)
	for i := range out {
		out[i] = max(tops[i], free)
		free = out[i] + heights[i] + gap
	}
}

// fit puts the cards before an anchor where they want or, where they would
// overlap, higher. What that drives above 0 comes down again as far as there
// is room before the floor, where the anchor starts.
func fit(out, tops, heights []float64, gap, floor float64) {
	below, packed := floor, floor
	limits := make([]float64, len(out)) // with all the cards from here on packed above the floor
	for i := len(out) - 1; i >= 0; i-- {
		packed -= gap + heights[i]
		limits[i] = packed
		out[i] = min(tops[i], below-gap-heights[i])
		below = out[i]
	}
	free := 0.0
	for i := range out {
		out[i] = min(max(out[i], free), limits[i])
		free = out[i] + heights[i] + gap
	}
}
