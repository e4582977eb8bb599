package exchange

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// uimaTruth are the annotations of a CAS as this test finds them by itself: it
// takes elements or objects with a begin and an end, and cuts the text in
// UTF-16.
type uimaTruth struct {
	text  []uint16
	spans []uimaSpan
}

type uimaSpan struct {
	typ, value string
	begin, end int
}

// lines are what the reader should make of it. Marks of no length and how the
// text was cut are left out.
func (u uimaTruth) lines() (lines []string) {
	for _, s := range u.spans {
		short := s.typ[strings.LastIndexAny(s.typ, ".:")+1:]
		if s.begin == s.end || slices.Contains([]string{"Token", "Sentence", "DocumentMetaData", "DocumentAnnotation"}, short) {
			continue
		}
		tag := s.value
		if tag == "" {
			tag = short
		}
		start := len([]rune(string(utf16.Decode(u.text[:s.begin]))))
		quote := string(utf16.Decode(u.text[s.begin:s.end]))
		at := span.Span{Start: start, End: start + len([]rune(quote))}
		lines = append(lines, fmt.Sprintf("%v %q %v", []span.Span{at}, quote, []string{tag}))
	}
	slices.Sort(lines)
	return lines
}

func uimaTruthXMI(t *testing.T, path string) (u uimaTruth) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var root struct {
		Elements []struct {
			XMLName xml.Name
			Attrs   []xml.Attr `xml:",any,attr"`
		} `xml:",any"`
	}
	if err := xml.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	for _, e := range root.Elements {
		s, spanned := uimaSpan{typ: e.XMLName.Local}, false
		for _, a := range e.Attrs {
			switch a.Name.Local {
			case "sofaString":
				u.text = utf16.Encode([]rune(a.Value))
			case "begin":
				fmt.Sscan(a.Value, &s.begin)
				spanned = true
			case "end":
				fmt.Sscan(a.Value, &s.end)
			case "value":
				s.value = a.Value
			}
		}
		if spanned {
			u.spans = append(u.spans, s)
		}
	}
	return u
}

func uimaTruthJSON(t *testing.T, path string) (u uimaTruth) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var root struct {
		Structures []struct {
			Type       string `json:"%TYPE"`
			Sofa       string `json:"sofaString"`
			Begin, End *int
			Value      string
		} `json:"%FEATURE_STRUCTURES"`
	}
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	for _, s := range root.Structures {
		if s.Sofa != "" {
			u.text = utf16.Encode([]rune(s.Sofa))
		}
		if s.Begin != nil && s.End != nil {
			u.spans = append(u.spans, uimaSpan{s.Type, s.Value, *s.Begin, *s.End})
		}
	}
	return u
}

func TestUIMAReadsWhatStandsInTheFiles(t *testing.T) {
	for _, c := range []struct {
		f     Format
		truth func(*testing.T, string) uimaTruth
		elem  []string
		marks int
	}{
		{XMI, uimaTruthXMI, []string{"webanno-tsv3", "testSentenceWithEmoji.xmi"}, 1},
		{XMI, uimaTruthXMI, []string{"webanno-tsv3", "testSimpleSlotFeature.xmi"}, 3},
		{XMI, uimaTruthXMI, []string{"webanno-tsv3", "testStackedSubMultiTokenSpanWithFeatureValue.xmi"}, 18},
		{XMI, uimaTruthXMI, []string{"uima-cas-json", "casWithEmojiUnicodeTextAndAnnotations.xmi"}, 9},
		{XMI, uimaTruthXMI, []string{"uima-xmi", "small_cas.xmi"}, 0},
		{XMI, uimaTruthXMI, []string{"uima-xmi", "cas_with_two_sofas.xmi"}, 0},
		{CASJSON, uimaTruthJSON, []string{"uima-cas-json", "casWithEmojiUnicodeTextAndAnnotations.json"}, 9},
		{CASJSON, uimaTruthJSON, []string{"uima-cas-json", "casWithTextAndAnnotations.json"}, 4},
		{CASJSON, uimaTruthJSON, []string{"uima-cas-json", "tsv3-testSimpleSlotFeature.json"}, 3},
	} {
		t.Run(strings.Join(c.elem, "/"), func(t *testing.T) {
			path := uimaFixture(t, c.elem...)
			got, want := uimaLines(uimaRead(t, c.f, path).Project), c.truth(t, path).lines()
			if !slices.Equal(got, want) || len(want) != c.marks {
				t.Errorf("got\n%s\nwant %d:\n%s", strings.Join(got, "\n"), c.marks, strings.Join(want, "\n"))
			}
		})
	}
}

// Of the TSV files that have no XMI, the test says what stands in them.
func TestWebAnnoTSVReadsWhatStandsInTheFiles(t *testing.T) {
	special := "#*'\"`´\t:;{}|[ ]()\\§$%?=&_\n"
	for _, c := range []struct {
		file string
		want []string
	}{
		{"testMultiTokenSpanWithFeatureValue.tsv", []string{`[{0 16}] [PERSON] [] note "" by ""`, "This is a test ."}},
		{"testSentenceWithLineBreak.tsv", []string{`[{0 4}] [Span] [] note "" by ""`, "This is\na test ."}},
		{"testZeroLengthSpansWithoutFeatures.tsv", []string{"This is a test ."}},
		{"testSingleTokenRelationWithMultipleFeatureValues.tsv", []string{"This is a test ."}},
		{"testSimpleChain.tsv", []string{
			"Simple: 0 [Simple] -> 5 [Simple]", "Simple: 5 [Simple] -> 8 [Simple]",
			`[{0 4}] [Simple] [] note "" by ""`, `[{5 7}] [Simple] [] note "" by ""`, `[{8 9}] [Simple] [] note "" by ""`, "This is a test .",
		}},
		{"testTokenBoundedSpanWithSpecialSymbolsValue.tsv", []string{
			fmt.Sprintf(`[{0 4}] %v [] note "" by ""`, []string{special}), fmt.Sprintf(`[{10 14}] %v [] note "" by ""`, []string{special}),
			fmt.Sprintf(`[{15 16}] %v [] note "" by ""`, []string{special}), fmt.Sprintf(`[{5 7}] %v [] note "" by ""`, []string{special}),
			fmt.Sprintf(`[{8 9}] %v [] note "" by ""`, []string{special}), "This is a test .",
		}},
	} {
		t.Run(c.file, func(t *testing.T) {
			got := uimaDocLines(uimaDocOf(t, uimaFixture(t, "webanno-tsv3", c.file)))
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%q\nwant\n%q", got, c.want)
			}
		})
	}
}

// The long example: its marks and relations are counted from the columns.
func TestWebAnnoTSVExample(t *testing.T) {
	path := uimaFixture(t, "webanno-tsv3", "example2.tsv")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d := uimaDocOf(t, path)
	marks, relations := 0, 0
	seen := map[string]bool{}
	for _, line := range strings.Split(string(data), "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) < 7 {
			continue
		}
		for _, cell := range cells[3:5] {
			for _, v := range strings.Split(cell, "|") {
				if v == "_" || seen[v] {
					continue
				}
				seen[v] = strings.Contains(v, "[")
				marks++
			}
		}
		if cells[6] != "_" {
			relations += len(strings.Split(cells[6], "|"))
		}
	}
	if len(d.Marks) != marks || len(d.Relations) != relations || marks != 95 || relations != 86 {
		t.Errorf("%d marks and %d relations were read; the columns have %d and %d", len(d.Marks), len(d.Relations), marks, relations)
	}
	for _, m := range d.Marks {
		s := m.Pieces[0]
		if got := string(utf16.Decode(utf16.Encode([]rune(d.Text))[s.Start:s.End])); got != m.Quote {
			t.Errorf("%v is %q, and not %q", s, got, m.Quote)
		}
	}
}

// Each file under the fixtures is read without a crash into a sound project,
// and what is no file of the format is refused in words.
func TestUIMAReadsEveryFixture(t *testing.T) {
	for _, folder := range []string{"webanno-tsv3", "uima-xmi", "uima-cas-json"} {
		dir := uimaFixture(t, folder)
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, f := range []Format{CASJSON, XMI, WebAnnoTSV} {
				read, err := f.ReadFiles([]File{InMemory(d.Name(), data)}, Env{Now: anyTime})
				if err != nil && problem.Code(err) == "" {
					t.Errorf("%s as %s: %v", path, f.ID, err)
				}
				if found := project.Check(read.Project); len(found) > 0 {
					t.Errorf("%s as %s: %v", path, f.ID, found)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
