package exchange

import "testing"

func FuzzBrat(f *testing.F) {
	for _, one := range seedFolders(f, "brat", ".ann", ".txt") {
		f.Add(one[0], one[1])
	}
	f.Add([]byte("T1\tX 4 8\t=1+1\n"), []byte(""))
	f.Fuzz(func(t *testing.T, ann, text []byte) {
		files := []File{InMemory("x.ann", ann), InMemory("x.txt", text)}
		if len(text) == 0 {
			files = files[:1]
		}
		survivesFiles(t, Brat, files...)
	})
}
