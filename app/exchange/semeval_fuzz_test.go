package exchange

import "testing"

func FuzzSemEval(f *testing.F) {
	for _, one := range seedFolders(f, "semeval", ".labels", ".txt") {
		f.Add(one[0], one[1])
	}
	f.Fuzz(func(t *testing.T, labels, text []byte) {
		survivesFiles(t, SemEval, InMemory("all.labels", labels), InMemory("article7.txt", text), InMemory("article8.txt", []byte("=1+1")))
	})
}

func FuzzSemEval2021(f *testing.F) {
	for _, end := range []string{".json", ".txt"} {
		for _, one := range seedFolders(f, "semeval21", end) {
			f.Add(one[0])
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { survivesFiles(t, SemEval2021, InMemory("x.json", data)) })
}
