package onefile

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"claimlight/app/problem"
	"claimlight/test/dice"
)

const shell = `<!doctype html><head><title>Claimlight</title><meta name="claimlight-lesson" content=""></head><body><script>run()</script>` +
	carriedMark + `</body>`

// page makes the page of a lesson.
func page(t *testing.T, l Lesson, program []byte) string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, l, Parts{Shell: []byte(shell), Program: iotest.HalfReader(bytes.NewReader(program)), Pack: packed}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// packed makes gzip of all of it.
func packed(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// carried is what a page carries under a name, as it is there.
func carried(t *testing.T, page, name string) []byte {
	t.Helper()
	found := regexp.MustCompile(`<script type="application/gzip" id="carried-`+regexp.QuoteMeta(name)+`">([^<]*)</script>`).FindAllStringSubmatch(page, -1)
	if len(found) != 1 {
		t.Fatalf("the page carries %s %d times", name, len(found))
	}
	data, err := base64.StdEncoding.DecodeString(found[0][1])
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return data
}

func unpacked(t *testing.T, data []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// What goes in comes out, whatever is in it, and nothing of it is a part of the
// page.
func TestPageCarriesItsParts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(dice.Seed(t), 1))
	for _, size := range []int{0, 1, 2, 3, chunk - 1, chunk, chunk + 1, 3*chunk + 7} {
		program := make([]byte, size)
		for i := range program {
			program[i] = byte(rnd.IntN(256))
		}
		l := Lesson{Project: `urn:"><script>`, Title: "</title><script>alert(1)</script> & co", File: []byte("</script><!-- <script>" + carriedMark)}
		got := page(t, l, program)
		if !bytes.Equal(carried(t, got, ProgramName), program) {
			t.Errorf("a program of %d bytes is another one in the page", size)
		}
		if lesson := unpacked(t, carried(t, got, LessonName)); lesson != string(l.File) {
			t.Errorf("the lesson became %q", lesson)
		}
		if again := unpacked(t, carried(t, got, ShellName)); again != shell {
			t.Errorf("the shell became %q", again)
		}
		if n := strings.Count(got, "<script"); n != 4 {
			t.Errorf("%d scripts in the page, want that of the shell and three parts", n)
		}
		for _, want := range []string{
			"<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</title>",
			`<meta name="claimlight-lesson" content="urn:&#34;&gt;&lt;script&gt;">`,
		} {
			if !strings.Contains(got, want) {
				t.Errorf("the page lacks %s", want)
			}
		}
	}
}

// A page made from the shell that a page carries is that page.
func TestPageMadeOfAPage(t *testing.T) {
	l := Lesson{Project: "a", Title: "b", File: []byte("c")}
	first := page(t, l, []byte("program"))
	var again bytes.Buffer
	parts := Parts{Shell: []byte(unpacked(t, carried(t, first, ShellName))), Program: bytes.NewReader(carried(t, first, ProgramName)), Pack: packed}
	if err := Write(&again, l, parts); err != nil || again.String() != first {
		t.Errorf("another page came out (%v):\n%s\n%s", err, first, &again)
	}
}

// Parts that make no page are refused before anything is written, and what goes
// wrong on the way comes back.
func TestPageThatCannotBeMade(t *testing.T) {
	broken := errors.New("broken")
	fails := func([]byte) ([]byte, error) { return nil, broken }
	whole := Lesson{Project: "a"}
	for name, c := range map[string]struct {
		l     Lesson
		shell string
		pack  func([]byte) ([]byte, error)
		code  string
	}{
		"no project":    {Lesson{}, shell, packed, "no-id"},
		"no shell":      {whole, "", packed, "page-parts"},
		"two places":    {whole, shell + carriedMark, packed, "page-parts"},
		"no title":      {whole, strings.Replace(shell, "<title>", "<b>", 1), packed, "page-parts"},
		"packing fails": {whole, shell, fails, ""},
	} {
		var out bytes.Buffer
		err := Write(&out, c.l, Parts{Shell: []byte(c.shell), Program: strings.NewReader("p"), Pack: c.pack})
		if err == nil || problem.Code(err) != c.code || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, out.Len())
		}
	}
	err := Write(io.Discard, whole, Parts{Shell: []byte(shell), Program: iotest.ErrReader(broken), Pack: packed})
	if !errors.Is(err, broken) {
		t.Errorf("a program that cannot be read: %v", err)
	}
}
