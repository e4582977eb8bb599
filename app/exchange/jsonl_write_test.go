package exchange

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"claimlight/app/article"
	"claimlight/app/span"
)

// wordy is a document on which the formats of words and lines differ: an emoji, a
// line end, marks over one another and from one line to the next.
func wordy() *Doc {
	text := "The 😀 minister  said:\n\n“taxes fell”. Nobody"
	mark := func(key, tag, quote string) Mark {
		start := len([]rune(text[:strings.Index(text, quote)]))
		return Mark{Key: key, ID: derive(key), Pieces: []span.Span{{Start: start, End: start + len([]rune(quote))}}, Tags: []string{tag}, Creator: "Ada", Note: "n\nm", Values: []Value{{"Speaker", "x"}}, Created: anyTime, Modified: anyTime}
	}
	return &Doc{
		Key: "wordy", Text: text, ID: article.IDOf(text), Meta: article.Meta{Title: "Made", TitleMade: true, Source: "https://example.org/"},
		Marks:     []Mark{mark("a", "person", "😀 minister"), mark("b", "claim of it", "said:\n\n“taxes fell"), mark("c", "claim of it", "taxes"), mark("d", "person", "Nobody")},
		Relations: []Relation{{Name: "says", From: "a", To: "b"}},
	}
}

// wrote is what a format writes of a document.
func wrote(t *testing.T, f Format, d *Doc) string {
	t.Helper()
	newReducer(f, &losses{}).reduce(d)
	var b bytes.Buffer
	if err := f.Write(&b, func(yield func(*Doc, error) bool) { yield(d, nil) }); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func expectWrote(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("wrote\n%s\nwant\n%s", got, want)
	}
}

// doccano counts UTF-16, and takes one shape a project: that with relations
// wherever there may be some.
func TestDoccanoWrites(t *testing.T) {
	d := wordy()
	d.Relations = nil
	expectWrote(t, wrote(t, Doccano, d), `{"id":1,"label":[[4,15,"person"],[17,35,"claim of it"],[25,30,"claim of it"],[38,44,"person"]],"source":"https://example.org/","text":"The 😀 minister  said:\n\n“taxes fell”. Nobody"}`+"\n")
	expectWrote(t, wrote(t, Doccano, wordy()), `{"entities":[{"id":1,"label":"person","start_offset":4,"end_offset":15},{"id":2,"label":"claim of it","start_offset":17,"end_offset":35},{"id":3,"label":"claim of it","start_offset":25,"end_offset":30},{"id":4,"label":"person","start_offset":38,"end_offset":44}],"id":1,"relations":[{"id":1,"from_id":1,"to_id":2,"type":"says"}],"source":"https://example.org/","text":"The 😀 minister  said:\n\n“taxes fell”. Nobody"}`+"\n")
	d = wordy()
	d.Relations, d.Related = nil, true
	if got := wrote(t, Doccano, d); !strings.Contains(got, `"relations":[]`) || strings.Contains(got, `"label":[[`) {
		t.Errorf("without relations among others with some: %s", got)
	}
}

// The tokens of Prodigy and spaCy are the whole text, and token_end is the last
// token of a span.
func TestProdigyWrites(t *testing.T) {
	var task prodigyTaskOut
	d := wordy()
	if err := json.Unmarshal([]byte(wrote(t, Prodigy, d)), &task); err != nil {
		t.Fatal(err)
	}
	text := []rune(d.Text)
	var b strings.Builder
	for i, one := range task.Tokens {
		if one.ID != i || string(text[one.Start:one.End]) != one.Text {
			t.Errorf("token %d: %+v", i, one)
		}
		b.WriteString(one.Text)
		if one.Space {
			b.WriteByte(' ')
		}
	}
	if b.String() != d.Text {
		t.Errorf("the tokens are %q", b.String())
	}
	if len(task.Spans) != 4 || task.Answer != "accept" || task.Annotator != "Ada" || task.View != "relations" {
		t.Errorf("%+v", task)
	}
	for _, s := range task.Spans {
		if task.Tokens[s.TokenStart].Start != s.Start || task.Tokens[s.TokenEnd].End != s.End || s.Note != "n\nm" || s.Attributes["Speaker"] != "x" {
			t.Errorf("%+v", s)
		}
	}
	r := task.Relations[0]
	if r.HeadSpan.Start != 4 || r.Head != r.HeadSpan.TokenEnd || r.ChildSpan.Start != task.Spans[1].Start || r.Child != r.ChildSpan.TokenEnd || r.HeadSpan.ID != task.Spans[0].ID {
		t.Errorf("%+v", r)
	}
}

// Each who marked a text has a task of their own.
func TestProdigyWritesPeopleApart(t *testing.T) {
	d := wordy()
	d.Relations, d.Marks[3].Creator = nil, ""
	lines := strings.Split(wrote(t, Prodigy, d), "\n")
	if len(lines) != 3 || !strings.Contains(lines[0], `"_annotator_id":"Ada"`) || strings.Contains(lines[1], "_id\":\"Ada") {
		t.Errorf("%q", lines)
	}
}

func TestSpaCyWrites(t *testing.T) {
	expectWrote(t, wrote(t, SpaCy, wordy()), `{"ents":[{"start":4,"end":14,"label":"person"},{"start":16,"end":34,"label":"claim of it"},{"start":37,"end":43,"label":"person"}],`+
		`"spans":{"sc":[{"start":4,"end":14,"label":"person"},{"start":16,"end":34,"label":"claim of it"},{"start":24,"end":29,"label":"claim of it"},{"start":37,"end":43,"label":"person"}]},`+
		`"text":"The 😀 minister  said:\n\n“taxes fell”. Nobody","tokens":[{"id":0,"start":0,"end":3},{"id":1,"start":4,"end":5},{"id":2,"start":6,"end":14},{"id":3,"start":15,"end":16},{"id":4,"start":16,"end":20},`+
		`{"id":5,"start":20,"end":21},{"id":6,"start":21,"end":23},{"id":7,"start":23,"end":24},{"id":8,"start":24,"end":29},{"id":9,"start":30,"end":34},{"id":10,"start":34,"end":35},{"id":11,"start":35,"end":36},{"id":12,"start":37,"end":43}]}`+"\n")
}

// pythonTokens are what spaCy's util.get_words_and_spaces finds for the words of a
// text, written down again from what it does; Doc.from_json insists on them.
func pythonTokens(words []string, text string) (out []string) {
	at := 0
	for _, w := range words {
		if strings.TrimFunc(w, spacyBlank) == "" {
			continue
		}
		gap := strings.Index(text[at:], w)
		if gap > 0 {
			out = append(out, text[at:at+gap])
		}
		out = append(out, w)
		at += gap + len(w)
		if strings.HasPrefix(text[at:], " ") {
			at++
		}
	}
	if at < len(text) {
		out = append(out, text[at:])
	}
	return out
}

func TestSpaCyTokens(t *testing.T) {
	g := newGenerator(t)
	texts := []string{"", " ", "  a", "a ", "a  b", "a\n b \n", "\ta\u00a0b\u2028c", "a \x1c b\x1d", "10\u202f000", "\u202ea \u202e"}
	for range 300 {
		texts = append(texts, g.text(12))
	}
	for _, text := range texts {
		var words []string
		runes := []rune(text)
		for _, one := range spacyTokens(text) {
			words = append(words, string(runes[one.Start:one.End]))
		}
		if again := pythonTokens(words, text); !slices.Equal(words, again) {
			t.Errorf("%q: %q, and spaCy wants %q", text, words, again)
		}
	}
}

func TestGLiNERWrites(t *testing.T) {
	expectWrote(t, wrote(t, GLiNER, wordy()), `[
{"tokenized_text":["The","😀","minister","said",":","“","taxes","fell","”",".","Nobody"],"ner":[[1,2,"person"],[3,7,"claim of it"],[6,6,"claim of it"],[10,10,"person"]],"relations":[[0,1,"says"]]}
]
`)
}

func TestHuggingFaceWrites(t *testing.T) {
	expectWrote(t, wrote(t, HuggingFace, wordy()), `{"id":"0","tokens":["The","😀","minister","said",":","“","taxes","fell","”",".","Nobody"],"ner_tags":["O","B-person","I-person","B-claim of it","I-claim of it","I-claim of it","I-claim of it","I-claim of it","O","O","B-person"]}`+"\n")
}

// A mark that goes on over a line end keeps its lines together; without one, each
// line of the text is a sentence.
func TestCoNLLWrites(t *testing.T) {
	d := wordy()
	expectWrote(t, wrote(t, CoNLL, d), "-DOCSTART- -X- O O\n\nThe\tO\n😀\tB-person\nminister\tI-person\nsaid\tB-claim_of_it\n:\tI-claim_of_it\n“\tI-claim_of_it\ntaxes\tI-claim_of_it\nfell\tI-claim_of_it\n”\tO\n.\tO\nNobody\tB-person\n\n")
	d = wordy()
	d.Marks = d.Marks[2:]
	expectWrote(t, wrote(t, CoNLL, d), "-DOCSTART- -X- O O\n\nThe\tO\n😀\tO\nminister\tO\nsaid\tO\n:\tO\n\n“\tO\ntaxes\tB-claim_of_it\nfell\tO\n”\tO\n.\tO\nNobody\tB-person\n\n")
}

// A text without documents is a file that can be read again.
func TestNothingIsWritten(t *testing.T) {
	for _, f := range []Format{Doccano, Prodigy, SpaCy, GLiNER, HuggingFace, CoNLL} {
		var b bytes.Buffer
		if err := f.Write(&b, func(func(*Doc, error) bool) {}); err != nil {
			t.Fatal(err)
		}
		read, err := f.ReadFiles([]File{InMemory("file"+f.Ext, b.Bytes())}, Env{})
		if err != nil || len(read.Problems) > 0 || read.Project.Articles.Len() > 0 {
			t.Errorf("%s: %v %v", f.ID, err, read.Problems)
		}
	}
}

// Very many spans on one word come to an end, with nothing that grows faster than
// they do.
func TestManySpansOnOneWord(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const many = 50_000
	for _, one := range []struct {
		f                  Format
		before, span, last string
	}{
		{Doccano, `{"text":"word","label":[`, `[0,4,"A"],`, `[0,4,"A"]]}`},
		{Prodigy, `{"text":"word","spans":[`, `{"start":0,"end":4,"label":"A"},`, `{"start":0,"end":4,"label":"A"}]}`},
		{SpaCy, `{"text":"word","spans":{"sc":[`, `{"start":0,"end":4,"label":"A"},`, `{"start":0,"end":4,"label":"A"}]}}`},
		{GLiNER, `{"tokenized_text":["word"],"ner":[`, `[0,0,"A"],`, `[0,0,"A"]]}`},
	} {
		data := one.before + strings.Repeat(one.span, many-1) + one.last
		read, err := one.f.ReadFiles([]File{InMemory("file.jsonl", []byte(data))}, Env{Now: anyTime})
		if err != nil || len(read.Problems) > 0 || read.Project.Annotations.Len() != many {
			t.Errorf("%s: %v %v, %d marks", one.f.ID, err, read.Problems, read.Project.Annotations.Len())
		}
	}
}
