package paint

import "testing"

// A text seen from 100 to 500, so that pulling begins at 140 and at 460.
func TestPull(t *testing.T) {
	for _, x := range []struct {
		name    string
		pressed float64
		through []float64
		aim     float64
		second  float64 // pixels in it
	}{
		{"in the middle", 300, []float64{200, 400}, 400, 0},
		{"into the zone below", 300, []float64{470}, 460, 100},
		{"beyond the edge below", 300, []float64{520}, 460, 600},
		{"far out", 300, []float64{5000}, 460, 2000},
		{"into the zone above", 300, []float64{120}, 140, -200},
		{"out of the window", 300, []float64{-50}, 140, -1900},
		{"and back in", 300, []float64{520, 450}, 450, 0},
		{"pressed in the zone", 490, nil, 490, 0},
		{"pressed in the zone, and aside", 490, []float64{493}, 493, 0},
		{"pressed in the zone, and outwards", 490, []float64{504}, 494, 100},
		{"pressed in the zone, inwards and out again", 490, []float64{450, 470}, 460, 100},
		{"pressed in the zone above, and outwards", 110, []float64{96}, 106, -100},
	} {
		p := NewPull(100, 500, x.pressed)
		for _, y := range x.through {
			p.Move(y)
		}
		second := 0.0
		for range 50 {
			second += p.Step(20)
		}
		if p.Aim() != x.aim || second != x.second || p.Out() != (x.second != 0) {
			t.Errorf("%s: aims at %v and scrolls %v, want %v and %v", x.name, p.Aim(), second, x.aim, x.second)
		}
	}
}

// After a late frame nothing jumps, and a window of a few lines has a middle
// in which nothing is pulled.
func TestPullBounds(t *testing.T) {
	p := NewPull(100, 500, 300)
	p.Move(510)
	if got := p.Step(4000); got != 25 {
		t.Errorf("a late frame scrolls %v", got)
	}
	low := NewPull(0, 60, 30)
	if low.Move(40); low.Out() {
		t.Error("it pulls in the middle of a low window")
	}
}
