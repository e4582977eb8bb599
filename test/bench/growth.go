package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Growth is a hot path at several sizes of the article.
type Growth struct {
	Name   string    `json:"name"`
	Native []float64 `json:"native"` // ns for each of growthSizes, medians
	Wasm   []float64 `json:"wasm"`   // the same as js/wasm, in Node
	Allocs float64   `json:"allocs"` // an operation, at the largest
}

// growthSizes are in words.
var growthSizes = []int{1_000, 10_000, 100_000, 1_000_000}

var growthLine = regexp.MustCompile(`^BenchmarkGrowth/(\S+)/words=(\d+)\S*\s+\d+\s+([\d.]+) ns/op.*\s(\d+) allocs/op`)

// growth runs the Go benchmark of the hot paths, natively and as js/wasm.
func (r *runner) growth() error {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	inNode := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "go_js_wasm_exec")
	native, allocs, err := r.house.growthOf(nil)
	if err != nil {
		return err
	}
	wasm, _, err := r.house.growthOf([]string{"GOOS=js", "GOARCH=wasm"}, "-exec="+inNode)
	if err != nil {
		return err
	}
	r.results.Growth = nil
	for _, name := range native.names {
		r.results.Growth = append(r.results.Growth, Growth{name, native.medians(name), wasm.medians(name), allocs[name]})
	}
	return nil
}

// timings are the ns of each benchmark, by name and number of words.
type timings struct {
	names []string
	ns    map[string][]float64
}

func (t *timings) medians(name string) (out []float64) {
	for _, words := range growthSizes {
		v := t.ns[name+strconv.Itoa(words)]
		slices.Sort(v)
		out = append(out, median(v))
	}
	return out
}

func (h House) growthOf(env []string, flags ...string) (*timings, map[string]float64, error) {
	args := append([]string{"test", "-run=^$", "-bench=^BenchmarkGrowth$", "-benchtime=100ms", "-count=5"}, flags...)
	cmd := exec.Command("go", append(args, "./app/workspace")...)
	cmd.Dir, cmd.Env = h.root, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		return nil, nil, &failedCommand{err, out}
	}
	t, allocs := &timings{ns: map[string][]float64{}}, map[string]float64{}
	for line := range strings.Lines(string(out)) {
		m := growthLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if !slices.Contains(t.names, m[1]) {
			t.names = append(t.names, m[1])
		}
		ns, _ := strconv.ParseFloat(m[3], 64) // the pattern lets nothing else through
		t.ns[m[1]+m[2]] = append(t.ns[m[1]+m[2]], ns)
		allocs[m[1]], _ = strconv.ParseFloat(m[4], 64)
	}
	for _, name := range append(t.names, "") {
		for _, words := range growthSizes {
			if name != "" && len(t.ns[name+strconv.Itoa(words)]) == 0 || len(t.names) == 0 {
				return nil, nil, fmt.Errorf("no benchmark %s of %d words in %.300s", name, words, out)
			}
		}
	}
	return t, allocs, nil
}

// growthPage says how the hot paths grow with the article.
func (r *Results) growthPage(b *strings.Builder) {
	if len(r.Growth) == 0 {
		return
	}
	b.WriteString("\n## Growth\n\nWhat the hands wait for, in Go alone, over the size of the article: one mark in the middle of it, one paragraph, one\nscreen. There is a mark every ten words. Native, and in brackets as js/wasm in Node.\n\n| |")
	for _, n := range growthSizes {
		fmt.Fprintf(b, " %s words |", thousands(n))
	}
	b.WriteString(" allocations |\n|---|" + strings.Repeat("---|", len(growthSizes)+1) + "\n")
	for _, g := range r.Growth {
		fmt.Fprintf(b, "| %s |", strings.ReplaceAll(g.Name, "-", " "))
		for i := range growthSizes {
			fmt.Fprintf(b, " %s (%s) |", micro(g.Native[i]), micro(g.Wasm[i]))
		}
		fmt.Fprintf(b, " %s |\n", number(g.Allocs))
	}
}

// micro writes nanoseconds as microseconds.
func micro(ns float64) string { return orDash(ns/1000, "%.2f µs") }
