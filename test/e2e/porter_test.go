package e2e

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// zipped is a ZIP archive of files: name, content, name, content.
func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Files of other programs are shown before they come in, come in as one step,
// and go out again.
func TestFilesOfOtherPrograms(t *testing.T) {
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/articles")
	archive := zipped(t,
		"articles/article7.txt", "A 😀 minister spoke.\nHe said that the bridge is safe, and left.\n",
		"dev.task-FLC.labels", "7\tName_Calling,Labeling\t4\t12\n7\tSlogans\t28\t44\n7\tSlogans\t300\t310\n")
	part(t, tab, "a preview that is left", func(t *testing.T) {
		tab.DropFiles("#articles", written(t, "semeval.zip", archive))
		tab.WaitFor("#arrival[open]")
		tab.WaitText("#arrival-head", "Bring in 2 marks")
		tab.WaitText(".arrivals .report-part h4", "1 problem")
		tab.WaitText(".arrivals .report-part li", "dev.task-FLC.labels:3: Nothing stands at 300–310")
		tab.Click("#arrival-cancel")
		tab.WaitGone("#arrival[open]")
		wantToast(tab, "Nothing was brought in.")
		if n := tab.Count(".volume"); n != 5 {
			t.Errorf("%d articles though nothing was let in", n)
		}
	})
	part(t, tab, "brought in and undone", func(t *testing.T) {
		tab.DropFiles("#articles", written(t, "semeval.zip", archive))
		tab.WaitFor("#arrival[open]")
		tab.Click("#arrival-ok")
		wantToast(tab, "Added 2 marks, 1 article and 2 tags")
		tab.WaitTrue(`document.querySelectorAll(".volume").length === 6`)
		tab.Click("#toast-undo")
		tab.WaitTrue(`document.querySelectorAll(".volume").length === 5`)
	})
	part(t, tab, "taken out", func(t *testing.T) {
		tab.Click(`[href="#/files"]`)
		tab.Click("#export-more")
		tab.WaitFor("#export[open]")
		tab.WaitText("#export li", "Leaves out:")
		data, name := tab.Download(func() { tab.Click("#export-semeval") })
		if len(data) == 0 || name == "" {
			t.Errorf("%q: %d bytes", name, len(data))
		}
		wantToast(tab, "Saved as")
	})
}

// A folder comes in whole, with the texts that belong to files of marks.
func TestFolderDropped(t *testing.T) {
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/articles")
	folder := filepath.Join(t.TempDir(), "task")
	for name, content := range map[string]string{
		"texts/article1.txt": "A bridge is safe.\n", "texts/article2.txt": "Another bridge is not.\n",
		"dev.task-FLC.labels": "1\tSlogans\t2\t8\n2\tDoubt\t8\t14\n", ".hidden": "nothing", "readme.md": "Two bridges.",
	} {
		file := filepath.Join(folder, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(content), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	tab.DropFiles("#articles", folder)
	tab.WaitFor("#arrival[open]")
	tab.WaitText("#arrival-head", "Bring in 1 text and 2 marks")
	tab.Click("#arrival-ok")
	wantToast(tab, "Added 2 marks, 3 articles and 2 tags")
}

// What another program shares is put away by the worker, and shown as what is
// dropped is.
func TestShared(t *testing.T) {
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/articles")
	tab.WaitTrue(`navigator.serviceWorker.controller !== null`)
	tab.Eval(`(async () => {
		const form = new FormData();
		form.append("files", new File(["A shared bridge is safe, they said."], "bridge ü.txt", { type: "text/plain" }));
		form.append("files", new File(["1\\tSlogans\\t2\\t8"], "x.labels"));
		await fetch("share", { method: "POST", body: form });
		return 1;
	})()`, new(int))
	tab.OpenReady("?shared#/articles")
	tab.WaitFor("#arrival[open]")
	tab.WaitText("#arrival", "bridge ü.txt")
	tab.Click("#arrival-ok")
	tab.WaitTrue(`document.querySelectorAll(".volume").length === 6`)
	tab.OpenReady("#/articles")
	tab.WaitTrue(`document.querySelectorAll(".volume").length === 6 && !location.search`)
}
