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

const shell = `<!doctype html><head><title>Claimlight</title><meta name="claimlight-lesson" content=""></head><body><script>run()</script><!-- what this page carries --></body>`

// pageOf puts a page together and returns it.
func pageOf(t *testing.T, p Page, lesson string, program []byte) string {
	t.Helper()
	var out bytes.Buffer
	p.Shell = []byte(shell)
	p.Part = parts(packed(t, lesson), packed(t, shell), iotest.HalfReader(bytes.NewReader(program)))
	if err := Write(&out, p); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func parts(lesson, shell, program io.Reader) func(string) io.Reader {
	return func(name string) io.Reader {
		return map[string]io.Reader{LessonName: lesson, ShellName: shell, ProgramName: program}[name]
	}
}

func packed(t *testing.T, data string) io.Reader {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return &b
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
		p := Page{Project: `urn:"><script>`, Title: "</title><script>alert(1)</script> & co"}
		lesson := "</script><!-- <script>" + carriedPlace
		got := pageOf(t, p, lesson, program)
		if !bytes.Equal(carried(t, got, ProgramName), program) {
			t.Errorf("a program of %d bytes is another one in the page", size)
		}
		if was := unpacked(t, carried(t, got, LessonName)); was != lesson {
			t.Errorf("the lesson became %q", was)
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

// A page made of what a page carries is that page.
func TestPageMadeOfAPage(t *testing.T) {
	p := Page{Project: "a", Title: "b"}
	first := pageOf(t, p, "c", []byte("program"))
	p.Shell = []byte(unpacked(t, carried(t, first, ShellName)))
	p.Part = func(name string) io.Reader { return bytes.NewReader(carried(t, first, name)) }
	var again bytes.Buffer
	if err := Write(&again, p); err != nil || again.String() != first {
		t.Errorf("another page came out (%v):\n%s\n%s", err, first, &again)
	}
}

// Parts that make no page are refused before anything is written, and what goes
// wrong on the way comes back.
func TestPageThatCannotBeMade(t *testing.T) {
	for name, p := range map[string]Page{
		"no project": {Shell: []byte(shell)},
		"no shell":   {Project: "a"},
		"no title":   {Project: "a", Shell: []byte(strings.Replace(shell, "<title>", "<b>", 1))},
		"no lesson":  {Project: "a", Shell: []byte(strings.Replace(shell, "<meta", "<b", 1))},
	} {
		var out bytes.Buffer
		if err := Write(&out, p); problem.Code(err) != "page-parts" || out.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, out.Len())
		}
	}
	broken := errors.New("broken")
	p := Page{Project: "a", Shell: []byte(shell), Part: parts(packed(t, ""), packed(t, ""), iotest.ErrReader(broken))}
	if err := Write(io.Discard, p); !errors.Is(err, broken) {
		t.Errorf("a program that cannot be read: %v", err)
	}
	full, room := io.Pipe()
	full.CloseWithError(broken)
	if err := Write(room, p); !errors.Is(err, broken) {
		t.Errorf("a disk that is full: %v", err)
	}
}
