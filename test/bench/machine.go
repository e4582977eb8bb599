package main

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// Machine is on what was measured.
type Machine struct {
	Processor string `json:"processor"`
	Cores     int    `json:"cores"`
	Memory    string `json:"memory"`
	System    string `json:"system"`
	Browser   string `json:"browser"`
	Go        string `json:"go"`
}

func machine() Machine {
	m := Machine{Cores: runtime.NumCPU(), Go: runtime.Version(), System: runtime.GOOS + " " + runtime.GOARCH}
	m.Processor = field("/proc/cpuinfo", "model name")
	m.Memory = field("/proc/meminfo", "MemTotal")
	if path, err := chromium(); err == nil {
		if out, err := exec.Command(path, "--version").Output(); err == nil {
			m.Browser = strings.TrimSpace(string(out))
		}
	}
	return m
}

// field is the first value of a name in a file of the system; "" if there is
// none.
func field(path, name string) string {
	data, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(data)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
