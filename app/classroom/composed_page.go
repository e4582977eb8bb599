//go:build page

package classroom

// composed is the name as it is: the page has no class with names to compare,
// and the tables would be a part of what everybody loads.
func composed(s string) string { return s }
