package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What the browser gets has no server in it, and everything else of go-app.
func TestLeanLeavesTheServerOut(t *testing.T) {
	root, dir := filepath.Join("..", ".."), t.TempDir()
	if err := lean(root, dir); err != nil {
		t.Fatal(err)
	}
	deps := exec.Command("go", "list", "-modfile", filepath.Join(dir, "go.mod"), "-tags", "page", "-deps", "./app")
	deps.Dir, deps.Env = root, append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	out, err := deps.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	in := strings.Fields(string(out))
	has := func(name string) bool { return slices.Contains(in, name) }
	if has("net/http") || has("crypto/tls") {
		t.Error("net/http is still in the program")
	}
	if !has(goApp + "/pkg/app") {
		t.Error("go-app is not in the program")
	}
}
