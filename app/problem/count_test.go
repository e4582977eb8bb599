package problem

import "testing"

func TestCountVerb(t *testing.T) {
	for n, want := range map[int]string{0: "0 marks are", 1: "1 mark is", 2: "2 marks are"} {
		if got := CountVerb(n, "mark", "is", "are"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
