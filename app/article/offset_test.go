package article

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"claimlight/app/problem"
	"claimlight/test/dice"
)

func TestOffsetsAgreeWithTheNaiveWay(t *testing.T) {
	r := rand.New(rand.NewPCG(dice.Seed(t), 2))
	texts := []string{"", "plain ASCII", strings.Repeat("é", 200), strings.Repeat("👍🏽", 100), strings.Repeat("x", 63) + "é" + strings.Repeat("👍", 65)}
	for range 2000 {
		texts = append(texts, strings.Repeat(randomText(r), r.IntN(4)))
	}
	for _, text := range texts {
		checkOffsets(t, lines(t, text))
		if t.Failed() {
			t.Fatalf("text %q", text)
		}
	}
}

// checkOffsets goes through all code points, and through all offsets inside
// them.
func checkOffsets(t *testing.T, a *Article) {
	t.Helper()
	b, u, point := Byte(0), UTF16(0), 0
	for _, r := range a.Text {
		expectPoint(t, a, point, b, u)
		for i := range Byte(len(string(r))) {
			if got := a.FromByte(b + i); got != point {
				t.Errorf("FromByte(%d) = %d, want %d", b+i, got, point)
			}
		}
		for i := range UTF16(len(utf16.Encode([]rune{r}))) {
			if got := a.FromUTF16(u + i); got != point {
				t.Errorf("FromUTF16(%d) = %d, want %d", u+i, got, point)
			}
		}
		b += Byte(len(string(r)))
		u += UTF16(len(utf16.Encode([]rune{r})))
		point++
	}
	expectPoint(t, a, point, b, u)
	if a.Len() != point || a.UTF16Of(point) != u {
		t.Errorf("lengths %d, %d, want %d, %d", a.Len(), a.UTF16Of(point), point, u)
	}
	expectPoint(t, a, point, a.ByteOf(point+5), a.UTF16Of(point+5))
	expectPoint(t, a, 0, a.ByteOf(-5), a.UTF16Of(-5))
	if a.FromByte(-3) != 0 || a.FromUTF16(-3) != 0 || a.FromByte(b+3) != point || a.FromUTF16(u+3) != point {
		t.Error("offsets outside the text are not taken as its ends")
	}
}

func expectPoint(t *testing.T, a *Article, point int, b Byte, u UTF16) {
	t.Helper()
	if a.ByteOf(point) != b || a.UTF16Of(point) != u || a.FromByte(b) != point || a.FromUTF16(u) != point {
		t.Errorf("point %d: bytes %d (want %d), UTF-16 %d (want %d), back %d and %d",
			point, a.ByteOf(point), b, a.UTF16Of(point), u, a.FromByte(b), a.FromUTF16(u))
	}
}

func TestSliceEqualsTheRunes(t *testing.T) {
	text := "a👍🏽é\u0301क्षि\nх"
	a, rs := lines(t, text), []rune(text)
	for s := range len(rs) + 1 {
		for e := range len(rs) + 1 {
			want := ""
			if s < e {
				want = string(rs[s:e])
			}
			if got := a.Slice(s, e); got != want {
				t.Errorf("Slice(%d, %d) = %q, want %q", s, e, got, want)
			}
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		text   string
		blocks []Block
	}{
		{"\uFEFFx", nil}, {"a\r\nb", nil}, {"a\x00", nil}, {"a\xffb", nil}, {"\xed\xa0\x80", nil},
		{"abc", []Block{{Paragraph, 0, 4}}}, {"abc", []Block{{Paragraph, 2, 1}}}, {"abc", []Block{{Paragraph, -1, 1}}},
		{"abc", []Block{{Paragraph, 0, 2}, {Paragraph, 1, 3}}},
	} {
		if _, err := New(Meta{}, c.text, c.blocks); problem.Code(err) != "text" {
			t.Errorf("%q %v: error %v", c.text, c.blocks, err)
		}
	}
	if _, err := New(Meta{}, "a \uFFFD is a character too", nil); err != nil {
		t.Error(err)
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"\uFEFFa\r\nb\rc\n": "a\nb\nc\n", "\uFEFF\uFEFFa": "a", "a\uFEFF": "a\uFEFF", "\r\r\n\n": "\n\n\n", "e\u0301": "e\u0301", "": "",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestJSONRoundTrip(t *testing.T) {
	a := lines(t, "A <b>“headline”</b>\u2028 👍🏽\n\nText").WithMeta(Meta{Title: "T", TitleMade: true, Rank: 3, File: "<f>"})
	data, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var b Article
	if err := json.Unmarshal(data, &b); err != nil {
		t.Fatal(err)
	}
	if !a.Equal(&b) || a.Text != b.Text {
		t.Errorf("%+v came back as %+v", a, b)
	}
	if b.NextWord(0) != a.NextWord(0) {
		t.Error("the article that came back has no words")
	}
}

func TestBlockAt(t *testing.T) {
	a := must(t, "\nab\n\ncd", []Block{{Headline, 1, 3}, {Paragraph, 5, 7}})
	for p, want := range []int{-1, 0, 0, 0, 0, 1, 1, 1} {
		if got := a.BlockAt(p); got != want {
			t.Errorf("BlockAt(%d) = %d, want %d", p, got, want)
		}
	}
}

func BenchmarkUTF16Of(b *testing.B) {
	a := wrapped(b, big())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a.UTF16Of(i * 7919 % a.Len())
	}
}

func BenchmarkFromUTF16(b *testing.B) {
	a := wrapped(b, big())
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a.FromUTF16(UTF16(i * 7919 % a.Len()))
	}
}
