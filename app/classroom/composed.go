//go:build !page

package classroom

import "golang.org/x/text/unicode/norm"

// composed writes letters with their accents as one sign each, where there is
// one (NFC, UAX #15).
func composed(s string) string { return norm.NFC.String(s) }
