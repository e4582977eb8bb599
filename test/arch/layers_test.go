package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers, lowest first: a package may import those of lower layers only. They
// are those of docs/design.md.
var layers = [][]string{
	0: {"app/problem"},
	1: {"app/span", "app/article", "app/parcel", "app/cells", "app/onefile"},
	2: {"app/annotation", "app/anchor", "app/ingest", "app/agreement"},
	3: {"app/project", "app/paint", "app/corroborate", "app/reader"},
	4: {"app/exchange", "app/classroom", "app/store", "app/store/storetest"},
	5: {"app/workspace", "app/classview"},
	6: {"app/porter"},
	7: {"app/browser", "app/ui"},
	8: {"app", "cmd/bundle", "cmd/claimlight", "cmd/porter", "test/bench", "test/e2e"},
}

// top is the layer that puts the others together; domain is the last of those
// that know neither the screen nor the system they run on.
var top, domain = len(layers) - 1, 6

// outside are packages that hold files for others, or tests: they may be
// imported by the top layer, and import nothing of the house but each other.
var outside = []string{"web", "test/arch", dice}

// tests is a package of tests for others: it stands beside the package whose
// port it describes, and keeps to the rules of tests.
const tests = "app/store/storetest"

// dice is what every package's tests may import, and nothing else.
const dice = "test/dice"

// never are imports forbidden whatever the layers say.
var never = [][2]string{
	{"app/ui", "app/browser"},
	{"app/browser", "app/ui"},
	{"app/browser", "app/workspace"},
	{"app/exchange", "app/workspace"},
}

// TestDesignPageHasTheseLayers compares the table on the page with the list
// above, and both with the packages that there are.
func TestDesignPageHasTheseLayers(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root(t), "docs", "design.md"))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	everywhere(t, func(_ *testing.T, pkgs []pkg) {
		for _, p := range pkgs {
			there[p.name()] = true
		}
	})
	rows := regexp.MustCompile(`(?m)^\| (\d+) \| (.*) \|$`).FindAllStringSubmatch(string(page), -1)
	if len(rows) != len(layers) {
		t.Fatalf("the page has %d layers, want %d", len(rows), len(layers))
	}
	for n, row := range rows {
		var names []string
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[2], -1) {
			names = append(names, named(m[1])...)
		}
		want := slices.Sorted(slices.Values(layers[n]))
		if slices.Sort(names); row[1] != strconv.Itoa(n) || !slices.Equal(names, want) {
			t.Errorf("layer %d is %v on the page, and %v here", n, names, want)
		}
		for _, name := range layers[n] {
			if !there[name] {
				t.Errorf("%s has a place in the layers and is not there", name)
			}
		}
	}
}

// named are the packages that the design page calls by a name.
func named(name string) []string {
	switch name {
	case "app/main_js.go":
		return []string{"app"}
	case "cmd/*":
		return []string{"cmd/bundle", "cmd/claimlight", "cmd/porter"}
	}
	if strings.HasPrefix(name, "test/") {
		return []string{name}
	}
	return []string{"app/" + name}
}

// layerOf returns the layer of a package of the house, -1 for those outside.
func layerOf(t *testing.T, name string) int {
	t.Helper()
	for n, names := range layers {
		if slices.Contains(names, name) {
			return n
		}
	}
	if !slices.Contains(outside, name) {
		t.Errorf("%s has no place in the layers: give it one in test/arch and in docs/design.md", name)
	}
	return -1
}

func TestEveryPackageImportsOnlyLowerLayers(t *testing.T) {
	everywhere(t, func(t *testing.T, pkgs []pkg) {
		for _, p := range pkgs {
			for _, imported := range p.Imports {
				checkImport(t, p.name(), imported, p.name() == tests)
			}
			for _, imported := range slices.Concat(p.TestImports, p.XTestImports) {
				checkImport(t, p.name(), imported, true)
			}
		}
	})
}

// checkImport checks one import of a package, or of its tests: those may
// import the package itself, and the tests that stand beside it.
func checkImport(t *testing.T, name, importPath string, test bool) {
	t.Helper()
	if !strings.HasPrefix(importPath, module+"/") {
		return
	}
	imported := short(importPath)
	from, to := layerOf(t, name), layerOf(t, imported)
	switch {
	case slices.Contains(never, [2]string{name, imported}):
		t.Errorf("%s must never import %s", name, imported)
	case test && (imported == dice || imported == name || imported == tests || name == tests && imported == path.Dir(tests)):
		return
	case imported == tests || imported == dice:
		t.Errorf("%s imports %s, which is for tests", name, imported)
	case to == -1 && from != top && from != -1:
		t.Errorf("%s (layer %d) imports %s, which is for the top layer", name, from, imported)
	case from == -1 && to != -1:
		t.Errorf("%s holds files for others and may not import %s", name, imported)
	case to == from && from != -1:
		t.Errorf("%s imports %s, which is beside it in layer %d", name, imported, from)
	case to > from:
		t.Errorf("%s (layer %d) imports %s (layer %d)", name, from, imported, to)
	}
}

// system are packages through which a program reaches what it runs on.
var system = []string{"os", "os/exec", "os/signal", "net", "net/http", "syscall"}

// chance are packages that give something else each time.
var chance = []string{"crypto/rand", "math/rand", "math/rand/v2"}

// The tests of a domain package may read files and roll dice; but nothing
// except browser speaks to the browser, and nothing except ui draws with go-app.
func TestImportsFromOutsideTheHouse(t *testing.T) {
	everywhere(t, func(t *testing.T, pkgs []pkg) {
		for _, p := range pkgs {
			n := layerOf(t, p.name())
			for _, imported := range p.Imports {
				if n >= 0 && n <= domain && slices.Contains(slices.Concat(system, chance), imported) {
					t.Errorf("%s (layer %d) imports %s: the domain knows no system and no chance", p.name(), n, imported)
				}
			}
			for _, imported := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
				switch {
				case imported == "syscall/js" && p.name() != "app/browser":
					t.Errorf("%s imports syscall/js: only app/browser speaks to the browser", p.name())
				case strings.HasPrefix(imported, "github.com/evanw/esbuild") && p.name() != "cmd/bundle":
					t.Errorf("%s imports esbuild: it is for the build only", p.name())
				case strings.HasPrefix(imported, goApp) && p.name() != "app/ui" && p.name() != "app":
					t.Errorf("%s imports go-app: only app/ui and app/main_js.go may", p.name())
				}
			}
		}
	})
}

// impure are functions that the domain gets handed in, called or as values.
var impure = map[string][]string{
	"time": {"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"},
	"github.com/google/uuid": {"New", "NewString", "NewRandom", "NewRandomFromReader", "NewUUID", "NewV6", "NewV7",
		"NewDCEGroup", "NewDCEPerson", "NewDCESecurity"},
}

// defaults are the places that have such a function as the default of what is
// handed in: file, function, and what it uses.
var defaults = [][3]string{
	{"app/store/saver.go", "NewSaver", "time.NewTimer"},
}

// The domain gets the time, timers and new ids handed in, so that its tests
// and its replays are exact.
func TestTheDomainReadsNoClockAndMintsNoIDs(t *testing.T) {
	used := map[[3]string]bool{}
	everywhere(t, func(t *testing.T, pkgs []pkg) {
		for _, p := range pkgs {
			if n := layerOf(t, p.name()); n < 0 || n > domain || p.name() == tests {
				continue
			}
			for _, file := range p.GoFiles {
				for _, found := range impurities(t, filepath.Join(p.Dir, file), p.name()+"/"+file) {
					if used[found] = true; !slices.Contains(defaults, found) {
						t.Errorf("%s, %s, says %s: clock, timers and ids are handed in", found[0], found[1], found[2])
					}
				}
			}
		}
	})
	for _, d := range defaults {
		if !used[d] {
			t.Errorf("%v is allowed and not there", d)
		}
	}
}

// impurities finds what of the above a file uses: its name, the function
// around the place, and what is used there.
func impurities(t *testing.T, full, name string) (found [][3]string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), full, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{} // what the file calls a package
	for _, i := range f.Imports {
		importPath, _ := strconv.Unquote(i.Path.Value)
		called := path.Base(importPath)
		if i.Name != nil {
			called = i.Name.Name
		}
		if known[called] = importPath; called == "." && impure[importPath] != nil {
			found = append(found, [3]string{name, "the imports", ". " + importPath})
		}
	}
	for _, d := range f.Decls {
		around := "a declaration"
		if fn, ok := d.(*ast.FuncDecl); ok {
			around = fn.Name.Name
		}
		ast.Inspect(d, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			x, ok := sel.X.(*ast.Ident)
			if ok && slices.Contains(impure[known[x.Name]], sel.Sel.Name) {
				found = append(found, [3]string{name, around, path.Base(known[x.Name]) + "." + sel.Sel.Name})
			}
			return true
		})
	}
	return found
}

// The check above catches what it is there to catch.
func TestImpuritiesAreFound(t *testing.T) {
	full := filepath.Join(t.TempDir(), "a.go")
	source := `package a
import (
	clock "time"
	"github.com/google/uuid"
)
var now = clock.Now
func id() (string, clock.Duration) { return uuid.NewString(), clock.Second }
func later(f func()) { clock.AfterFunc(1, f) }
`
	if err := os.WriteFile(full, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	got := impurities(t, full, "a.go")
	want := [][3]string{{"a.go", "a declaration", "time.Now"}, {"a.go", "id", "uuid.NewString"}, {"a.go", "later", "time.AfterFunc"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
