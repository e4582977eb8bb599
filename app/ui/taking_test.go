package ui

import (
	"strings"
	"testing"
)

func TestFileName(t *testing.T) {
	for name, want := range map[string]string{
		"Five reports, one event": "five-reports-one-event", "  --  ": "claimlight", "": "claimlight",
		"Alaska, دورة ١ <b>": "alaska-دورة-١-b", "../../etc": "etc", "हिन्दी में": "हिन्दी-में", "Cafe\u0301!": "cafe\u0301",
		"✈\uFE0F Trip": "trip", "\u0301": "claimlight", "سَلَام": "سَلَام",
		"CON": "con-project", "nul": "nul-project", "Aux.": "aux-project", "prn": "prn-project", "COM1": "com1-project", "lpt9": "lpt9-project",
		"console": "console", "con 2": "con-2", "com10": "com10", "com": "com",
		strings.Repeat("ab ", 40): strings.TrimSuffix(strings.Repeat("ab-", 20), "-"),
	} {
		if got := fileName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

// A file that is called like one of a format, and is none, is no article.
func TestUnknownFilesAreNoArticles(t *testing.T) {
	for name, texts := range map[string]int{"a.txt": 1, "a": 1, "a.md": 1, "a.json": 0, "A.JSONLD": 0, "a.csv": 0, "a.tsv": 0} {
		var took intake
		(&Model{}).readData(&took, name, []byte("Nothing but words."), nil)
		if len(took.articles) != texts || len(took.failed) != 1-texts {
			t.Errorf("%s: %d articles, %v", name, len(took.articles), took.failed)
		}
	}
}
