package ingest

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"claimlight/app/article"
	"claimlight/app/problem"
)

// outline writes an article as one line per block: kind and how it begins.
func outline(a *article.Article) string {
	var b strings.Builder
	for _, block := range a.Blocks {
		text := []rune(a.Slice(block.Start, block.End))
		fmt.Fprintf(&b, "%c %s\n", block.Kind[0], string(text[:min(len(text), 24)]))
	}
	return b.String()
}

func ingest(t *testing.T, text string) *article.Article {
	t.Helper()
	a, err := Text("", []byte(text), article.Meta{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func articles(t *testing.T) (index []byte, read func(string) ([]byte, error)) {
	t.Helper()
	dir := filepath.Join("..", "..", "web", "articles")
	index, err := os.ReadFile(filepath.Join(dir, "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	return index, func(file string) ([]byte, error) { return os.ReadFile(filepath.Join(dir, file)) }
}

func TestTheFiveArticles(t *testing.T) {
	index, read := articles(t)
	list, err := Index(index, read)
	if err != nil || len(list) != 5 {
		t.Fatalf("%d articles, %v", len(list), err)
	}
	count := func(a *article.Article, kind article.Kind) (texts []string) {
		for _, b := range a.Blocks {
			if b.Kind == kind {
				texts = append(texts, a.Slice(b.Start, b.End))
			}
		}
		return texts
	}
	for i, want := range []struct {
		headline, byline, subheading string
		paragraphs                   int
	}{
		{"", "", "", 9},
		{"", "", "", 17},
		{"", "", "", 9},
		{"", "Reuters", "High-profile start, subdued finish", 13},
		{"Trump and Putin Leave Alaska Summit with Promise of Progress — But No Deal", "Ryder Christ", "", 9},
	} {
		a := list[i]
		if a.Meta.Rank != i || a.Meta.Title == "" || a.Meta.TitleMade != (i < 4) || a.Meta.Date != "" || a.Meta.File != fmt.Sprintf("alaska-%d.txt", i+1) {
			t.Errorf("article %d: %+v", i+1, a.Meta)
		}
		if got := strings.Join(count(a, article.Headline), "|"); got != want.headline {
			t.Errorf("article %d: headline %q", i+1, got)
		}
		if got := strings.Join(count(a, article.Byline), "|"); got != want.byline {
			t.Errorf("article %d: byline %q", i+1, got)
		}
		if got := strings.Join(count(a, article.Subheading), "|"); got != want.subheading {
			t.Errorf("article %d: subheading %q", i+1, got)
		}
		if got := len(count(a, article.Paragraph)); got != want.paragraphs {
			t.Errorf("article %d: %d paragraphs, want %d\n%s", i+1, got, want.paragraphs, outline(a))
		}
	}
	if p := count(list[2], article.Paragraph)[0]; !strings.HasPrefix(p, "Anchorage, Alaska: In a") {
		t.Errorf("the dateline of article 3 left its paragraph: %q", p)
	}
	if p := count(list[4], article.Paragraph)[0]; !strings.HasPrefix(p, "ANCHORAGE, Alaska — President") {
		t.Errorf("the dateline of article 5 left its paragraph: %q", p)
	}
	if list[3].Meta.Source != "Reuters" || list[3].Meta.Byline != "" || list[4].Meta.Byline != "Ryder Christ" {
		t.Errorf("sources: %+v, %+v", list[3].Meta, list[4].Meta)
	}
}

func TestTheFiveArticlesWithoutAnIndex(t *testing.T) {
	_, read := articles(t)
	for i, want := range []article.Meta{
		{Title: "The long-awaited face-to-face", TitleMade: true},
		{Title: "A highly anticipated summit", TitleMade: true},
		{Title: "In a spectacle heavy", TitleMade: true},
		{Title: "An eagerly awaited meeting", TitleMade: true, Source: "Reuters"},
		{Title: "Trump and Putin Leave Alaska Summit with Promise of Progress — But No Deal", Byline: "Ryder Christ"},
	} {
		want.File = fmt.Sprintf("alaska-%d.txt", i+1)
		data, err := read(want.File)
		if err != nil {
			t.Fatal(err)
		}
		a, err := Text(want.File, data, article.Meta{})
		if err != nil {
			t.Fatal(err)
		}
		if a.Meta != want {
			t.Errorf("got %+v\nwant %+v", a.Meta, want)
		}
		if a.Text != strings.ReplaceAll(string(data), "\r\n", "\n") {
			t.Errorf("%s: the text is not that of the file", want.File)
		}
	}
}

const long = "This is a paragraph that is long enough to be one, and it ends as one does. It even has a second sentence, so that nobody could take it for anything else."

// hard is a paragraph wrapped at about 70 columns.
const hard = "This is a paragraph that was wrapped by hand at about seventy columns,\nas mail and wire services do it, with a line feed at the end of each\nline, so that its lines are no paragraphs."

func TestOutline(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"headline, byline":          {"A Deal at Last\nBy Jane Roe\n\n" + long, "h A Deal at Last\nb By Jane Roe\np This is a paragraph that\n"},
		"headline, names":           {"A deal at last\n\nJane Roe and John Doe\n" + long, "h A deal at last\nb Jane Roe and John Doe\np This is a paragraph that\n"},
		"headline, agency":          {"A deal at last\n\nReuters\n" + long, "h A deal at last\nb Reuters\np This is a paragraph that\n"},
		"headline, byline, date":    {"A deal\n\nBy Jane Roe\nAugust 15, 2025\n" + long, "h A deal\nb By Jane Roe\nb August 15, 2025\np This is a paragraph that\n"},
		"headline, no blank line":   {"A deal at last\n" + long + "\n" + long, "h A deal at last\np This is a paragraph that\np This is a paragraph that\n"},
		"headline that asks":        {"A deal at last?\n\n" + long, "h A deal at last?\np This is a paragraph that\n"},
		"no headline":               {"He left.\n\n" + long, "p He left.\np This is a paragraph that\n"},
		"one line":                  {"Just this", "p Just this\n"},
		"blank lines around":        {"\n \n" + long + "\n\t\n", "p This is a paragraph that\n"},
		"subheading":                {long + "\nWhat comes next\n" + long, "p This is a paragraph that\ns What comes next\np This is a paragraph that\n"},
		"a list is no subheading":   {long + "\nApples\nPears\n" + long, "p This is a paragraph that\np Apples\np Pears\np This is a paragraph that\n"},
		"bullets are no subheading": {long + "\n- Apples\n" + long, "p This is a paragraph that\np - Apples\np This is a paragraph that\n"},
		"last byline":               {long + "\n\nJane Roe", "p This is a paragraph that\nb Jane Roe\n"},
		"last line is no byline":    {long + "\n\nThe end", "p This is a paragraph that\np The end\n"},
		"starts with a byline":      {"By Jane Roe\n\n" + long, "b By Jane Roe\np This is a paragraph that\n"},
		"wrapped":                   {hard + "\n\n" + hard, "p This is a paragraph that\np This is a paragraph that\n"},
		"wrapped with head":         {"A Deal at Last\nBy Jane Roe\n\n" + hard + "\n\nWhat comes next\n\n" + hard + "\n\nReuters\n", "h A Deal at Last\nb By Jane Roe\np This is a paragraph that\ns What comes next\np This is a paragraph that\nb Reuters\n"},
		"CRLF":                      {"A deal\r\n\r\n" + strings.ReplaceAll(hard, "\n", "\r\n"), "h A deal\np This is a paragraph that\n"},
		"sentences on lines":        {strings.Repeat("This is a sentence of just about seventy columns that stands alone here.\n", 3), strings.Repeat("p This is a sentence of ju\n", 3)},
		"Chinese":                   {"会谈结束\n\n两国领导人在阿拉斯加会谈三小时，没有达成协议。\n", "h 会谈结束\np 两国领导人在阿拉斯加会谈三小时，没有达成协议。\n"},
	} {
		want := ""
		for _, line := range strings.Split(strings.TrimSuffix(c.want, "\n"), "\n") {
			rs := []rune(line)
			want += string(rs[:min(len(rs), 26)]) + "\n"
		}
		if got := outline(ingest(t, c.text)); got != want {
			t.Errorf("%s:\ngot\n%swant\n%s", name, got, want)
		}
	}
}

func TestAWrappedParagraphKeepsItsLineFeeds(t *testing.T) {
	a := ingest(t, hard+"\n\n"+hard+"\n")
	if b := a.Blocks[1]; a.Slice(b.Start, b.End) != hard {
		t.Errorf("the block is %q", a.Slice(b.Start, b.End))
	}
}

func TestTitles(t *testing.T) {
	for text, want := range map[string]string{
		"He  left, she stayed with him all day long.": "He left, she stayed",
		"MOSCOW (AP) — The war goes on and on.":       "The war goes",
		"Yes.": "Yes",
		"—":    "—",
		"两国领导人在阿拉斯加会谈三小时，没有达成协议。两国领导人在阿拉斯加会谈。":        "两国领导人在阿拉斯加会谈",
		"“There is no deal,” he said in the evening.": "There is no deal",
	} {
		a := ingest(t, text)
		if a.Meta.Title != want || !a.Meta.TitleMade {
			t.Errorf("%q: title %q, want %q", text, a.Meta.Title, want)
		}
	}
	a, err := Text("f.txt", []byte("A headline\n\n"+long), article.Meta{Title: "Given", Byline: "Somebody"})
	if err != nil || a.Meta != (article.Meta{Title: "Given", Byline: "Somebody", File: "f.txt"}) {
		t.Errorf("%+v, %v", a.Meta, err)
	}
}

// as16 writes a text as UTF-16 with a byte order mark.
func as16(text string, little bool) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune("\uFEFF" + text)) {
		if little {
			out = append(out, byte(u), byte(u>>8))
		} else {
			out = append(out, byte(u>>8), byte(u))
		}
	}
	return out
}

func TestEncodings(t *testing.T) {
	want := "He said “no” 👍🏽 क्षि انتهت.\nco\u00ADop\ttab e\u0301"
	for name, data := range map[string][]byte{
		"UTF-8":           []byte(want),
		"UTF-8 with mark": []byte("\uFEFF" + want),
		"CRLF":            []byte(strings.ReplaceAll(want, "\n", "\r\n")),
		"CR":              []byte(strings.ReplaceAll(want, "\n", "\r")),
		"UTF-16 LE":       as16(want, true),
		"UTF-16 BE":       as16(strings.ReplaceAll(want, "\n", "\r\n"), false),
	} {
		a, err := Text("f", data, article.Meta{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a.Text != want || a.ID != article.IDOf(want) {
			t.Errorf("%s: %q", name, a.Text)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		data []byte
		code string
		says string
	}{
		"empty":              {nil, "empty", "is empty"},
		"only white space":   {[]byte(" \r\n\t\n"), "empty", "is empty"},
		"only a mark":        {[]byte("\uFEFF"), "empty", "is empty"},
		"Latin-1":            {[]byte("caf\xe9 au lait"), "encoding", "byte 3"},
		"Latin-1, with mark": {[]byte("\uFEFFcaf\xe9"), "encoding", "byte 6"},
		"NUL":                {[]byte("ab\x00c"), "binary", "byte 2"},
		"PDF":                {[]byte("%PDF-1.7 ..."), "binary", "a PDF"},
		"Word":               {[]byte("PK\x03\x04..."), "binary", "Word"},
		"odd UTF-16":         {append(as16("ab", true), 'c'), "encoding", "byte 6"},
		"half a pair":        {append(as16("ab", true), 0x3D, 0xD8), "encoding", "byte 6"},
		"wrong half":         {append(as16("a", false), 0xDC, 0x00, 0, 'b'), "encoding", "byte 4"},
		"NUL in UTF-16":      {append(as16("a", true), 0, 0), "binary", "byte 4"},
		"UTF-16 of nothing":  {as16("", true), "empty", "is empty"},
		"too large":          {make([]byte, MaxBytes+1), "too-large", "50 MB"},
	} {
		_, err := Text("news.txt", c.data, article.Meta{})
		var e *problem.Error
		if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Message, c.says) || e.Hint == "" || !strings.Contains(e.Message, "news.txt") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestIndexReturnsTheGoodAndTheBad(t *testing.T) {
	index := []byte(`[{"file":"gone.txt"},{"file":"a.txt","title":"","source":"S"},{"file":"b.txt"}]`)
	files := map[string]string{"a.txt": "A text.", "b.txt": "\x00"}
	list, err := Index(index, func(file string) ([]byte, error) {
		if text, ok := files[file]; ok {
			return []byte(text), nil
		}
		return nil, os.ErrNotExist
	})
	if len(list) != 1 || list[0].Meta.Rank != 1 || list[0].Meta.Title != "A text" || list[0].Meta.Source != "S" {
		t.Errorf("got %v", list)
	}
	if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "gone.txt") || !strings.Contains(err.Error(), "b.txt") {
		t.Errorf("error %v", err)
	}
	if _, err := Index([]byte("{"), nil); problem.Code(err) != "index" {
		t.Errorf("error %v", err)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", long, hard, "A\n\nBy B\n\nC.", "\uFEFFa\r\nb\rc", "\xff\xfea\x00", "👍🏽\u200d\n\u0301", "a\xe9", "\n\n\n", "By\n\u2028", "会谈结束\n\n会谈。"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := Text("f", data, article.Meta{})
		if err != nil {
			if e := (*problem.Error)(nil); !errors.As(err, &e) || e.Message == "" {
				t.Fatalf("not an error for people: %v", err)
			}
			return
		}
		checkArticle(t, a, data)
	})
}

// checkArticle checks what holds for every article that Text makes.
func checkArticle(t *testing.T, a *article.Article, data []byte) {
	if byteOrder(data) == nil && a.Text != article.Clean(string(data)) {
		t.Error("the text is not that of the file")
	}
	if a.Meta.Title == "" || len(a.Blocks) == 0 || !utf8.ValidString(a.Meta.Title) {
		t.Errorf("title %q, %d blocks", a.Meta.Title, len(a.Blocks))
	}
	last := 0
	for _, b := range a.Blocks {
		if strings.TrimSpace(a.Slice(last, b.Start)) != "" || strings.TrimSpace(a.Slice(b.Start, b.End)) == "" {
			t.Errorf("text outside the blocks, or a block without text: %v", a.Blocks)
		}
		last = b.End
	}
	if strings.TrimSpace(a.Slice(last, a.Len())) != "" {
		t.Error("text after the last block")
	}
	again, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var b article.Article
	if err := json.Unmarshal(again, &b); err != nil || !a.Equal(&b) {
		t.Errorf("does not come back from JSON: %v", err)
	}
}
