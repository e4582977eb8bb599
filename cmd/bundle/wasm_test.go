package main

import (
	"bytes"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/andybalholm/brotli"
)

// built returns a small program in Go, as it comes from the linker.
func built(t *testing.T) []byte {
	t.Helper()
	file, err := build()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

var build = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "bundle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "program.wasm")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-trimpath", "-ldflags=-w", "-o", name, "./testdata/program")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if msg, err := cmd.CombinedOutput(); err != nil {
		return nil, errors.New(string(msg))
	}
	return os.ReadFile(name)
})

func packed(t *testing.T, file []byte, edit func([]byte) error) module {
	t.Helper()
	out, err := pack(file, edit)
	if err != nil {
		t.Fatal(err)
	}
	return parsed(t, out)
}

func parsed(t *testing.T, file []byte) module {
	t.Helper()
	m, err := parse(file)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func imageOf(t *testing.T, m module) []byte {
	t.Helper()
	segments, err := segmentsOf(m.find(dataSection).content)
	if err != nil {
		t.Fatal(err)
	}
	return memory(segments)
}

func TestPackedProgramIsTheSameProgram(t *testing.T) {
	before := parsed(t, built(t))
	after := packed(t, built(t), nil)
	if !bytes.Equal(imageOf(t, before), imageOf(t, after)) {
		t.Error("it starts with other memory")
	}
	var want, got []section
	for _, s := range before {
		if s.id != dataSection && !bytes.HasPrefix(s.content, []byte("\x04name")) {
			want = append(want, s)
		}
	}
	for _, s := range after {
		if s.id != dataSection {
			got = append(got, s)
		}
	}
	if len(got) != len(want) || len(got) == len(before)-1 {
		t.Fatalf("%d sections but for data, want %d of %d", len(got), len(want), len(before))
	}
	for i := range got {
		if got[i].id != want[i].id || !bytes.Equal(got[i].content, want[i].content) {
			t.Errorf("section %d was changed", want[i].id)
		}
	}
}

func TestNumbersAreWrittenAsTheyAreRead(t *testing.T) {
	for _, n := range []int64{0, 1, 63, 64, 127, 128, 8191, 8192, 1 << 30, -1, -64, -65, math.MaxInt64, math.MinInt64} {
		r := reader{all: appendInt(nil, n)}
		if got := r.int(); got != n || r.failed || r.at != len(r.all) {
			t.Errorf("%d was read as %d, %d of %d bytes", n, got, r.at, len(r.all))
		}
	}
}

func TestBrokenFilesAreErrors(t *testing.T) {
	file := built(t)
	for _, n := range []int{0, 7, 9, len(file) / 2, len(file) - 1} {
		if _, err := pack(file[:n], strip); err == nil {
			t.Errorf("%d of %d bytes were packed", n, len(file))
		}
	}
}

// What the runtime reads while a program runs must be there to the last byte:
// how deep the stack is, where the pointers are, what to do at a panic.
func TestStrippedProgramKeepsWhatItRunsOn(t *testing.T) {
	if !strings.HasPrefix(runtime.Version(), "go1.26") {
		t.Skip("strip knows the tables of Go 1.26 only")
	}
	before, after := imageOf(t, parsed(t, built(t))), imageOf(t, packed(t, built(t), strip))
	was, is := recordsOf(t, before), recordsOf(t, after)
	for i := range was {
		for n, offset := range was[i].stepTables() {
			end, _ := was[i].t.walk(int(offset))
			now := is[i].stepTables()[n]
			if gone := n == 1+stepInlined && was[i].bytes[recordKind] == 0 && now == 0; gone {
				continue
			}
			if start := was[i].t.steps + int(offset); now != offset || !bytes.Equal(before[start:end], after[start:end]) {
				t.Fatalf("function %d: step table %d was changed", i, n)
			}
		}
	}
	tables, _ := findTables(before)
	if !bytes.Equal(before[:tables.header], after[:tables.header]) || !bytes.Equal(before[tables.lists:], after[tables.lists:]) {
		t.Error("memory outside the tables was changed")
	}
	want, err := packages(before, len(was))
	got, err2 := packages(after, len(was))
	if err != nil || err2 != nil || strings.Join(got, " ") != strings.Join(want, " ") {
		t.Error("the functions lost their packages:", err, err2)
	}
	whole, short := false, false
	for i := range was {
		whole = whole || is[i].name() == "main.main"
		short = short || is[i].name() == "fmt."
		if old, now := was[i].name(), is[i].name(); !strings.HasPrefix(old, now) {
			t.Fatalf("%s is called %s", old, now)
		}
	}
	if !whole || !short {
		t.Error("the program's own functions have no names, or those of others have")
	}
}

func recordsOf(t *testing.T, image []byte) []record {
	t.Helper()
	tables, found := findTables(image)
	if !found {
		t.Fatal("no tables of functions")
	}
	all, err := tables.records()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestStrippedProgramRuns(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node to run it in; the end-to-end tests run the whole program in a browser")
	}
	dir := t.TempDir()
	says := func(name string, file []byte) string {
		name = filepath.Join(dir, name)
		save(t, name, string(file))
		out, err := exec.Command(node, filepath.Join(runtime.GOROOT(), "lib", "wasm", "wasm_exec_node.js"), name).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	out, err := pack(built(t), strip)
	if err != nil {
		t.Fatal(err)
	}
	want, got := says("before.wasm", built(t)), says("after.wasm", out)
	if got != want || !strings.Contains(got, "recovered through an interface 2\nhelper caught <nil>\nouter nested\n") {
		t.Errorf("it says\n%s\ninstead of\n%s", got, want)
	}
}

func TestOtherTablesAreLeftAlone(t *testing.T) {
	image := imageOf(t, parsed(t, built(t)))
	tables, _ := findTables(image)
	image[tables.funcs+8*tables.count/2+4]++ // where a record is
	before := bytes.Clone(image)
	if err := strip(image); !errors.Is(err, errTables) || !bytes.Equal(image, before) {
		t.Errorf("stripped all the same: %v", err)
	}
}

func TestSharesAddUpToTheCopy(t *testing.T) {
	program, err := pack(built(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	w := brotli.NewWriterLevel(&copied, 5)
	w.Write(program)
	w.Close()
	list, err := shares(program, copied.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	raw, wire, named := 0, 0.0, map[string]share{}
	for _, s := range list {
		raw, wire, named[s.name] = raw+s.raw, wire+s.wire, s
	}
	if raw != len(program) || math.Abs(wire-float64(copied.Len())) > 16 {
		t.Errorf("%d and %.0f bytes, want %d and %d", raw, wire, len(program), copied.Len())
	}
	for _, name := range []string{"main", "runtime", "fmt", "(variables)", "(functions: records, names, lines)"} {
		if named[name].wire < 100 {
			t.Errorf("%s: %+v", name, named[name])
		}
	}
	if _, err := shares(program, copied.Bytes()[:copied.Len()/2]); err == nil {
		t.Error("half a copy was counted")
	}
}

func TestPackagesByTheNamesOfTheirFunctions(t *testing.T) {
	for function, want := range map[string]string{
		"main.main": "main",
		"github.com/maxence-charriere/go-app/v10/pkg/app.(*engineX).Start": "github.com/maxence-charriere/go-app/v10/pkg/app",
		"gopkg.in/yaml%2ev3.Marshal":                                       "gopkg.in/yaml.v3",
		"slices.SortFunc[go.shape.[]claimlight/app/span.Run]":              "slices",
		"type:.eq.net/url.URL":                                             "(made by the compiler)",
		"wasm_pc_f_loop":                                                   "runtime",
	} {
		if got := packageOf(function); got != want {
			t.Errorf("%s: %q, want %q", function, got, want)
		}
	}
}
