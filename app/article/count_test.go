package article

import (
	"math/rand/v2"
	"strings"
	"testing"

	"claimlight/test/dice"
)

// Counting without finding gives what finding gives, on random text made to
// hurt: everything that joins, between everything it may stand between.
func TestCountPlain(t *testing.T) {
	rng := rand.New(rand.NewPCG(dice.Seed(t), 1))
	alphabet := []rune("aZé09  ,;:.'’-/@&‐‑“”—…\n\u00a0£%(x")
	for range 30_000 {
		var b strings.Builder
		for range rng.IntN(14) {
			b.WriteRune(alphabet[rng.IntN(len(alphabet))])
		}
		_, want := findWords(b.String(), 0)
		if got, ok := countPlain(b.String()); !ok || got != want {
			t.Fatalf("%q has %d words, want %d", b.String(), got, want)
		}
	}
	for _, text := range []string{"北京", "ไทย", "naïve\u0301", "½ cup", "👩 here", "a_b"} {
		if _, ok := countPlain(text); ok {
			t.Errorf("%q is not plain", text)
		}
	}
}

func BenchmarkWords(b *testing.B) {
	text := strings.Repeat("The president’s three-hour talks, he said, were “extremely productive”. ", 10_000)
	for b.Loop() {
		a, err := New(Meta{}, text, []Block{{Kind: Paragraph, Start: 0, End: len([]rune(text))}})
		if err != nil || a.Words() == 0 {
			b.Fatal(err)
		}
	}
}
