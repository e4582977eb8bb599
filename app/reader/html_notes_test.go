package reader

import (
	"strings"
	"testing"
)

// sentences is enough text for an article.
const sentences = "The bridge was closed on Monday after a crack was found in it, the city said. Work on it begins next week, and it may take a year until it is open again. "

// The signs of footnotes are left out and counted, what only looks like one
// stays: there, something else would be glued to a word, or missing.
func TestFootnoteSigns(t *testing.T) {
	for html, want := range map[string]struct{ text, said string }{
		`word<sup><a href="#fn1">1</a></sup> next`:                         {"word next", "1 sign of a footnote was left out."},
		`word<a href="#fn1"><sup>1</sup></a> next`:                         {"word next", "1 sign of a footnote was left out."},
		`word<sup class="reference"><a href="#cite_note-1">[1]</a></sup>.`: {"word.", "1 sign of a footnote was left out."},
		`word<a role="doc-noteref" href="notes.html#n">*</a>.`:             {"word.", "1 sign of a footnote was left out."},
		`10<sup>2</sup> meters`:                                            {"102 meters", ""},
		`see <a href="#part-two">7</a> next`:                               {"see 7 next", ""},
		`the <sup><a href="https://example.org/#x">1</a></sup> stays`:      {"the 1 stays", ""},
		`a long <sup><a href="#more">read more of this</a></sup> link`:     {"a long read more of this link", ""},
		`m<sup>2 <a href="#fn1">1</a></sup> and`:                           {"m2 1 and", ""},
	} {
		s := read(t, "a.html", []byte("<title>Bridge</title><article><h1>Bridge</h1><p>"+sentences+"</p><p>"+html+"</p></article>"), Options{})
		if text := s.Articles[0].Text; !strings.HasSuffix(strings.TrimSpace(text), "\n"+want.text) {
			t.Errorf("%s is read as %q, want %q", html, text[strings.LastIndex(strings.TrimSpace(text), "\n")+1:], want.text)
		}
		if said := strings.Join(s.LeftOut, " "); said != want.said {
			t.Errorf("%s: said %q, want %q", html, said, want.said)
		}
	}
}

// A page that shows its text only with a script, or only without, has it all
// the same.
func TestTextBehindScripts(t *testing.T) {
	body := strings.Repeat("<p>"+sentences+"</p>", 3)
	for name, c := range map[string]struct{ html, note string }{
		"without scripts": {`<body><div id="root"></div><noscript><h1>Bridge</h1>` + body + `</noscript>`, "only for browsers without scripts"},
		"body hidden":     {`<body style="visibility: hidden"><article><h1>Bridge</h1>` + body + `</article>`, ""},
		"article hidden":  {`<body><nav>Home</nav><article hidden><h1>Bridge</h1>` + body + `</article>`, ""},
		"text hidden":     {`<body><p>Wait.</p><div id="story" style="display:none"><h1>Bridge</h1>` + body + `</div>`, ""},
	} {
		s := read(t, "a.html", []byte("<html><head><title>Bridge</title></head>"+c.html), Options{})
		if text := s.Articles[0].Text; strings.Count(text, "Work on it begins") != 3 {
			t.Errorf("%s: %q", name, text)
		}
		if said := strings.Join(s.Notes, " "); !strings.Contains(said, c.note) || (c.note == "") != (said == "") {
			t.Errorf("%s: said %q", name, said)
		}
	}
}

// What is hidden beside an article, and what a page says to browsers without
// scripts, stays out.
func TestHiddenBesideTheText(t *testing.T) {
	s := read(t, "a.html", []byte(`<body><article><h1>Bridge</h1><p>`+strings.Repeat(sentences, 3)+`</p></article><div hidden><p>`+sentences+`</p>Buried.</div><noscript>Turn on JavaScript, please.</noscript>`), Options{})
	if text := s.Articles[0].Text; strings.Contains(text, "Buried") || strings.Contains(text, "JavaScript") {
		t.Errorf("%q", text)
	}
	if _, err := Read("a.html", []byte(`<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>`), Options{}); err == nil {
		t.Error("a word on scripts was taken for an article")
	}
}
