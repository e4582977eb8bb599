package e2e

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strconv"
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
		tab.WaitText("#arrival-head", "Bring in 2 marks, 1 article and 2 tags")
		tab.WaitText(".arrivals .check", "semeval.zip (2 files)")
		tab.WaitText(".tags-new", "New tags: Name_Calling,Labeling, Slogans")
		tab.WaitText(".quotes", "Name_Calling,Labeling – “minister”")
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
		tab.WaitText("#export li", "Leaves out or changes:")
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
	tab.WaitText("#arrival-head", "Bring in 2 marks, 3 articles and 2 tags")
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

// epub is a book of one chapter.
func epub(t *testing.T) []byte {
	return zipped(t,
		"mimetype", "application/epub+zip",
		"META-INF/container.xml", `<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
		"book.opf", `<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A book of bridges</dc:title></metadata><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>`,
		"c.xhtml", `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head><body><h1>The first bridge</h1><p>Nobody said that it was safe, and nobody asked.</p></body></html>`)
}

// docx is a letter of two paragraphs.
func docx(t *testing.T) []byte {
	return zipped(t,
		"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>A letter on bridges</w:t></w:r></w:p><w:p><w:r><w:t>The bridge in the north is closed, the mayor wrote.</w:t></w:r></w:p></w:body></w:document>`)
}

// Each kind of article comes in when it is dropped, and shows before that what
// was read and how.
func TestEveryKindOfArticle(t *testing.T) {
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/articles")
	page := `<!doctype html><title>x</title><meta property="og:site_name" content="The Bridge Post"><nav><a href=/>Home</a></nav>` +
		`<article><h1>Bridge is safe</h1><p>The minister said on Monday that the bridge is safe and would open in May, after a year of repairs.</p><script>alert(1)</script></article>`
	old := []byte("\xcc\xe8\xed\xe8\xf1\xf2\xf0 \xf1\xea\xe0\xe7\xe0\xeb, \xf7\xf2\xee \xec\xee\xf1\xf2 \xe1\xe5\xe7\xee\xef\xe0\xf1\xe5\xed.") // windows-1251
	for i, one := range []struct {
		name    string
		data    []byte
		preview string
		text    string
	}{
		{"page.html", []byte(page), "1 menu was left out", "The minister said on Monday"},
		{"note.md", []byte("# A note\n\nThe bridge is *safe*, says [the mayor](https://example.org)."), "A note", "The bridge is safe, says the mayor."},
		{"letter.docx", docx(t), "A letter on bridges", "The bridge in the north is closed"},
		{"book.epub", epub(t), "The first bridge", "Nobody said that it was safe"},
		{"table.csv", []byte("id,body\n1,\"Bridges are long, says the first row of this table.\"\n2,\"Bridges are short, says the second.\"\n"), "2 texts", "Bridges are long"},
		{"lines.jsonl", []byte("{\"id\":1,\"text\":\"A line of JSON says that bridges are old.\"}\n"), "A line of JSON", "A line of JSON says"},
		{"old.txt", old, "windows-1251", "Министр сказал"},
	} {
		part(t, tab, one.name, func(t *testing.T) {
			openList(tab)
			before := tab.Count(".volume")
			tab.DropFiles("#articles", written(t, one.name, one.data))
			tab.WaitFor("#arrival[open]")
			tab.WaitText("#arrival", one.preview)
			if i == 0 {
				tab.Screenshot("arrival-page")
			}
			tab.Click("#arrival-ok")
			wantToast(tab, "Added")
			tab.WaitTrue(`document.querySelectorAll(".volume").length > ` + strconv.Itoa(before))
			tab.WaitText("#articles", one.text)
			// The same again is known.
			tab.DropFiles("#articles", written(t, one.name, one.data))
			tab.WaitFor("#arrival[open]")
			tab.WaitText("#arrival", "here already")
			tab.Click("#arrival-cancel")
			tab.WaitGone("#arrival[open]")
		})
	}
}

// The files of three tools that people come from: shown, brought in as one step,
// seen in the article, and undone.
func TestThreeTools(t *testing.T) {
	tab := Start(t).Browser(t, "")
	tab.OpenReady("#/articles")
	for _, one := range []struct {
		name  string
		data  []byte
		words string // of the mark
	}{
		{"brat.zip", zipped(t, "a.txt", "A 😀 brat text.\nAda wrote it to Bob.\n", "a.ann", "T1\tPerson 16 19\tAda\nT2\tPerson 32 35\tBob\nR1\tWrites Arg1:T1 Arg2:T2\n"), "Ada"},
		{"tasks.json", []byte(`[{"id":1,"data":{"text":"A 😀 studio text. Cy read it."},"annotations":[{"id":7,"completed_by":{"email":"dee@example.org"},"result":[{"id":"r1","from_name":"l","to_name":"t","type":"labels","value":{"start":17,"end":19,"text":"Cy","labels":["Person"]}}]}]}]`), "Cy"},
		{"all.jsonl", []byte("{\"id\":1,\"text\":\"A 😀 doccano text. Eve left.\",\"label\":[[19,22,\"Person\"]]}\n"), "Eve"},
	} {
		part(t, tab, one.name, func(t *testing.T) {
			openList(tab)
			tab.DropFiles("#articles", written(t, one.name, one.data))
			tab.WaitFor("#arrival[open]")
			if n := tab.Count(".arrivals .report-part"); n > 0 {
				t.Errorf("problems: %s", tab.Text(".arrivals"))
			}
			tab.Click("#arrival-ok")
			wantToast(tab, "Added")
			inSight(tab, volume(6))
			tab.Click(volume(6) + " h2 a")
			tab.WaitTrue(`[...document.querySelectorAll("#paper mark")].some(m => m.textContent === ` + quote(one.words) + `)`)
			tab.Key("ctrl+z")
			openList(tab)
			tab.WaitTrue(`document.querySelectorAll(".volume").length === 5`)
		})
	}
}
