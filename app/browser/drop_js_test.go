package browser

import (
	"context"
	"strings"
	"syscall/js"
	"testing"

	"claimlight/app/problem"
)

// asJS is the value of an expression.
func asJS(expression string) js.Value {
	return js.Global().Get("Function").New("return " + expression).Invoke()
}

// wants reads a file of which there is nothing but a sentence.
func wants(t *testing.T, f File, name, code, sentence string) {
	t.Helper()
	_, err := f.Read(context.Background())
	if f.Name != name || problem.Code(err) != code || !strings.Contains(err.Error(), sentence) {
		t.Errorf("%s: %v, want %s: %s", f.Name, err, name, sentence)
	}
}

// A folder that cannot be listed to its end is among the files, with a sentence.
func TestFolderThatCannotBeListed(t *testing.T) {
	w := walk{limit: 20}
	w.entry(asJS(`{name: "folder", isFile: false, createReader() {
		let told = 0;
		return {readEntries(kept, broken) {
			if (told++) broken(new Error("gone"));
			else kept([{name: "a.txt", fullPath: "/folder/a.txt", isFile: true}, {name: ".hidden", isFile: true}]);
		}};
	}}`))
	files := w.taken()
	if len(files) != 2 || files[0].Name != "folder/a.txt" {
		t.Fatalf("got %d files", len(files))
	}
	wants(t, files[1], "folder", "folder-unreadable", "Not all of the folder folder could be listed.")
}

// More files than are taken at a time are said to have been left out.
func TestTooManyDropped(t *testing.T) {
	w := walk{limit: 20, files: make([]File, maxDropped-1)}
	one := asJS(`{name: "a.txt", fullPath: "/a.txt", isFile: true}`)
	w.entry(one)
	if files := w.taken(); len(files) != maxDropped {
		t.Errorf("%d files are not all", len(files))
	}
	w.entry(one)
	files := w.taken()
	if len(files) != maxDropped+1 {
		t.Fatalf("got %d files", len(files))
	}
	wants(t, files[maxDropped], "More files", "too-many-files", "the first 20000 were taken")
}

// A handle that gives no file is among those of a launch, with a sentence.
func TestLaunchWithBrokenHandles(t *testing.T) {
	files := launched(asJS(`[
		{name: "a.txt", getFile: () => Promise.resolve(new File(["words"], "a.txt"))},
		{name: "b.txt", getFile: () => Promise.reject(new Error("no permission"))},
		{name: "folder"},
	]`), 20)
	if len(files) != 3 {
		t.Fatalf("got %d files", len(files))
	}
	if data, err := files[0].Read(context.Background()); err != nil || string(data) != "words" {
		t.Errorf("read %q, %v", data, err)
	}
	wants(t, files[1], "b.txt", "file-unreadable", "b.txt could not be read.")
	wants(t, files[2], "folder", "file-unreadable", "folder could not be read.")
}
