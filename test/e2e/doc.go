// Package e2e drives the built program in a real Chromium, as people use it:
// through mouse, touch and keys, never by calling into the program.
//
// A test starts a server with Start, opens a browser with Site.Browser and
// works on the Tab it gets. The helpers fail the test themselves and wait, by
// asking again and again until a deadline, for what is to come true; no test
// sleeps and hopes. When a test fails, every open tab leaves a screenshot in
// the folder failures.
package e2e
