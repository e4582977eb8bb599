package exchange

import "fmt"

// numbers are the numbers that come next for names that would be the same, so
// that ten thousand of one name do not each count from the start.
type numbers map[string]int

// free returns the name, or the first that is like it with a number from 2 on
// and not taken. The key is what names have in common that would be the same.
// What was taken must stay so.
func (n numbers) free(key, name string, taken func(string) bool, like func(name string, number int) string) string {
	if !taken(name) {
		return name
	}
	for i := max(n[key], 2); ; i++ {
		if other := like(name, i); !taken(other) {
			n[key] = i + 1
			return other
		}
	}
}

// another is the ID of the nth of those that have the same in a file, from 2 on:
// the same whenever the file is read.
func another(id string, n int) string {
	if n == 2 {
		return derive("another " + id)
	}
	return derive(fmt.Sprintf("another %d %s", n, id))
}
