//go:build !js

// Command app is Claimlight in the browser. It runs only there.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "This is the part of Claimlight that runs in a browser. Build it with “make build”, or start everything with “make run”.")
	os.Exit(2)
}
