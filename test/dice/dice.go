// Package dice starts the random part of tests.
package dice

import (
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
)

// Seed is what the random part of a test starts from: the number in the
// environment variable CLAIMLIGHT_SEED, a fresh one if that is "new", and else
// the same each time, so that the verdict on a change is about the change. It
// is printed, so that a failure can be had again.
func Seed(t testing.TB) uint64 {
	t.Helper()
	seed := uint64(1)
	switch said := os.Getenv("CLAIMLIGHT_SEED"); said {
	case "":
	case "new":
		seed = rand.Uint64()
	default:
		n, err := strconv.ParseUint(said, 10, 64)
		if err != nil {
			t.Fatalf("CLAIMLIGHT_SEED is neither a number nor new: %v", err)
		}
		seed = n
	}
	t.Logf("CLAIMLIGHT_SEED=%d", seed)
	return seed
}
