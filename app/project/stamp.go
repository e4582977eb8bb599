package project

import (
	"time"

	"claimlight/app/annotation"
)

// Stamp is what a command may not find out for itself: who acts, when, and
// where new IDs come from. Mint returns a fresh UUID at each call.
type Stamp struct {
	Who  annotation.PersonID
	When time.Time
	Mint func() string
}
