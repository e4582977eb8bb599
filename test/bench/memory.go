package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// memory is what the page holds after garbage collection, in MiB: the private
// memory of its process, which counts WebAssembly. It is nothing where there is
// no /proc to read that from.
func (b *Browser) memory() (private []float64, err error) {
	if err := b.collectGarbage(); err != nil {
		return nil, err
	}
	time.Sleep(300 * time.Millisecond) // the process gives pages back a little later
	if most := b.private(); most > 0 {
		private = append(private, most)
	}
	return private, nil
}

// private is the private memory of the largest renderer of the browser, in
// MiB; 0 where it cannot be told.
func (b *Browser) private() (most float64) {
	tree := map[string]string{} // process -> parent
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		data, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
		tree[filepath.Base(filepath.Dir(path))] = fields[1]
	}
	for pid := range tree {
		if b.owns(tree, pid) && isRenderer(pid) {
			most = max(most, privateOf(pid))
		}
	}
	return most
}

func (b *Browser) owns(tree map[string]string, pid string) bool {
	for ; pid != "" && pid != "0"; pid = tree[pid] {
		if pid == strconv.Itoa(b.cmd.Process.Pid) {
			return true
		}
	}
	return false
}

func isRenderer(pid string) bool {
	line, err := os.ReadFile(fmt.Sprintf("/proc/%s/cmdline", pid))
	return err == nil && bytes.Contains(line, []byte("--type=renderer"))
}

// privateOf adds up what only this process has and has written to.
func privateOf(pid string) (mib float64) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%s/smaps_rollup", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(data)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "Private_Dirty:" {
			kb, _ := strconv.ParseFloat(fields[1], 64)
			mib += kb / 1024
		}
	}
	return mib
}
