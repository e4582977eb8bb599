package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"claimlight/app/problem"
)

// zipOf packs parts; they come as name, content, name, content.
func zipOf(t testing.TB, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err == nil {
			_, err = io.WriteString(w, parts[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// unpacked are the files of an archive with what they hold, and what is said.
func unpacked(t *testing.T, archive string) (out []string, err error) {
	files, problems, err := Unpack("p.zip", strings.NewReader(archive), int64(len(archive)))
	for range 2 { // each may be opened again, after the others
		out = nil
		for _, f := range files {
			data, err := f.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, f.Name+"="+string(data))
		}
	}
	for _, p := range problems {
		out = append(out, p.String())
	}
	return out, err
}

func TestArchivesInArchives(t *testing.T) {
	deep := zipOf(t, "c.txt", "c")
	inner := zipOf(t, "b.txt", "b", "deep.ZIP", deep, "../out.txt", "x", "a/a.txt", "a")
	got, err := unpacked(t, zipOf(t, "x.zip", inner, "y/x.zip", inner, "only-called.zip", "no archive", "cut.zip", inner[:len(inner)/2], "z.txt", "z"))
	want := []string{
		"p.zip!/only-called.zip=no archive",
		"p.zip!/x.zip!/a/a.txt=a", "p.zip!/x.zip!/b.txt=b", "p.zip!/y/x.zip!/a/a.txt=a", "p.zip!/y/x.zip!/b.txt=b", "p.zip!/z.txt=z",
		"p.zip!/x.zip!/deep.ZIP: The archive “deep.ZIP” lies in an archive that lies in another. It was left out. Unpack it and bring it in by itself.",
		"p.zip!/x.zip: The name “../out.txt” leads out of the archive. The file was left out.",
		"p.zip!/y/x.zip!/deep.ZIP: The archive “deep.ZIP” lies in an archive that lies in another. It was left out. Unpack it and bring it in by itself.",
		"p.zip!/y/x.zip: The name “../out.txt” leads out of the archive. The file was left out.",
		"p.zip!/cut.zip: The archive “p.zip!/cut.zip” is damaged. It was left out. Get it again, or unpack it and bring in the files.",
	}
	if err != nil || strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%v, got\n%s", err, strings.Join(got, "\n"))
	}
}

// The bounds are on all that is in an archive, in whichever level.
func TestArchivesInArchivesAreBoundedTogether(t *testing.T) {
	var many []string
	for i := range maxPacked / 4 {
		many = append(many, fmt.Sprint(i), "")
	}
	quarter := zipOf(t, many...)
	four := []string{"1.zip", quarter, "2.zip", quarter, "3.zip", quarter, "4.zip", quarter}
	bomb := zipOf(t, "zeros", strings.Repeat("\x00", plentyOf+1))
	for name, archive := range map[string]string{"files": zipOf(t, four...), "bomb": zipOf(t, "inner.zip", bomb)} {
		if _, err := unpacked(t, archive); problem.Code(err) != "too-large" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got, err := unpacked(t, zipOf(t, four[:6]...)); err != nil || len(got) != maxPacked/4*3 {
		t.Errorf("%v, %d files", err, len(got))
	}
}

// The export of a project of INCEpTION has an archive for each person and document.
func TestProjectsWithAnArchiveForEachPerson(t *testing.T) {
	archive := zipOf(t, "annotation/flood.txt/ada.zip", zipOf(t, "ada123.xmi", "x", "TypeSystem.xml", "y"), "annotation/flood.txt/bo.zip", zipOf(t, "flood.xmi", "x"))
	files, _, err := Unpack("p.zip", strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	names := uimaNamesOf(files)
	for file, want := range map[string]string{"p.zip!/annotation/flood.txt/ada.zip!/ada123.xmi": "ada", "p.zip!/annotation/flood.txt/bo.zip!/flood.xmi": "bo"} {
		if document, author := names.of(file); document != "flood.txt" || author != want {
			t.Errorf("%s: %q by %q", file, document, author)
		}
	}
}
