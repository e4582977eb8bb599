package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// least is the smallest share, in bytes on the wire, that gets a line.
const least = 2000

// printShares prints what each package adds to the program, after the sums for
// our own code, each module and Go itself.
func printShares(o options, program []byte) error {
	copied, err := os.ReadFile(filepath.Join(o.out, "app.wasm.br"))
	if err != nil {
		return fmt.Errorf("shares are counted in the brotli copy: %w", err)
	}
	list, err := shares(program, copied)
	if err != nil {
		return err
	}
	fmt.Println("\nbytes on the wire, brotli, and in the file; functions")
	for _, s := range grouped(list) {
		s.print("")
	}
	fmt.Println("by package")
	var rest share
	for _, s := range list {
		if s.wire < least {
			rest = share{"(smaller ones)", rest.count + s.count, rest.raw + s.raw, rest.wire + s.wire}
			continue
		}
		s.print("  ")
	}
	rest.print("  ")
	return nil
}

func (s share) print(indent string) {
	fmt.Printf("%9.0f %10d %6d  %s%s\n", s.wire, s.raw, s.count, indent, s.name)
}

// grouped adds the packages up by where they come from, the largest first.
func grouped(list []share) []share {
	sum := map[string]share{}
	for _, s := range list {
		g := group(s.name)
		sum[g] = share{g, sum[g].count + s.count, sum[g].raw + s.raw, sum[g].wire + s.wire}
	}
	groups := make([]share, 0, len(sum))
	for _, g := range sum {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b share) int {
		return cmp.Or(cmp.Compare(b.wire, a.wire), strings.Compare(a.name, b.name))
	})
	return groups
}

// group names where a package comes from: a module of our list, or a part of
// Go's library with those that only it needs.
func group(name string) string {
	dir, _, _ := strings.Cut(name, "/")
	switch {
	case strings.HasPrefix(name, "("):
		return "tables and data of all packages"
	case name == "main" || dir == "claimlight":
		return "claimlight"
	case strings.Contains(dir, "."):
		return strings.Join(strings.SplitN(name, "/", 4)[:3], "/")
	}
	for _, g := range library {
		if slices.ContainsFunc(g.prefixes, func(p string) bool { return name == p || strings.HasPrefix(name, p+"/") }) {
			return g.name
		}
	}
	return "go: others"
}

// library sorts Go's own packages by what brings them in.
var library = []struct {
	name     string
	prefixes []string
}{
	{"go: net/http and crypto, through go-app", []string{"net", "crypto", "vendor", "mime", "math/big", "encoding/asn1", "encoding/pem", "compress", "log", "hash/crc32", "internal/poll", "internal/singleflight"}},
	{"go: json", []string{"encoding/json", "encoding/base64"}},
	{"go: regexp", []string{"regexp"}},
	{"go: runtime", []string{"runtime", "internal/runtime", "internal/abi", "internal/bytealg", "internal/sync", "sync", "syscall", "reflect", "internal/reflectlite"}},
}
