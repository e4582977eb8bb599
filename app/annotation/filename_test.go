package annotation

import (
	"strings"
	"testing"
)

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"Five reports, one event": "five-reports-one-event", "  --  ": "claimlight", "": "claimlight",
		"Alaska, دورة ١ <b>": "alaska-دورة-١-b", "../../etc": "etc", "हिन्दी में": "हिन्दी-में", "Cafe\u0301!": "cafe\u0301",
		"✈\uFE0F Trip": "trip", "\u0301": "claimlight", "سَلَام": "سَلَام",
		"CON": "con-claimlight", "nul": "nul-claimlight", "Aux.": "aux-claimlight", "prn": "prn-claimlight", "COM1": "com1-claimlight", "lpt9": "lpt9-claimlight",
		"console": "console", "con 2": "con-2", "com10": "com10", "com": "com",
		strings.Repeat("ab ", 40): strings.TrimSuffix(strings.Repeat("ab-", 20), "-"),
	} {
		if got := FileName(name, "claimlight"); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}
