package ingest

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"claimlight/app/article"
)

// How long the short lines of an article may be, in code points.
const (
	longestHeadline   = 160
	longestSubheading = 80
	longestByline     = 60
)

// classify says of each unit what it is. What is not clearly something else
// is a paragraph.
func classify(units []unit) {
	for i := range units {
		units[i].kind = article.Paragraph
	}
	at := head(units)
	for i := max(at, 1); i+1 < len(units); i++ {
		if subheading(units, i) {
			units[i].kind = article.Subheading
		}
	}
	if last := len(units) - 1; last > at && last > 0 && signs(units[last].text) {
		units[last].kind = article.Byline
	}
}

// head marks the headline and what stands between it and the first paragraph,
// and returns the index of the first unit below.
func head(units []unit) int {
	at := 0
	if headline(units) {
		units[0].kind = article.Headline
		at = 1
	}
	for at < len(units)-1 && at < 4 && (credits(units[at].text) || at > 0 && signs(units[at].text) || at > 0 && dated(units[at].text)) {
		units[at].kind = article.Byline
		at++
	}
	return at
}

// headline reports whether the first unit is one: short, without a final
// stop, and set off by a blank line or a byline. In a text without any blank
// line it is enough that a full sentence follows.
func headline(units []unit) bool {
	if len(units) < 2 {
		return false
	}
	first, next := units[0].text, units[1]
	if !short(first, longestHeadline) || credits(first) || agencies[first] {
		return false
	}
	if units[0].blankAfter || signs(next.text) {
		return true
	}
	for _, u := range units[:len(units)-1] {
		if u.blankAfter {
			return false
		}
	}
	return short(first, longestSubheading) && body(next.text)
}

// short reports whether a text is a heading by its form. A headline may ask.
func short(text string, longest int) bool {
	if utf8.RuneCountInString(text) > longest {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	return (!ends(text) || last == '?') && last != ',' && !unicode.Is(unicode.Pd, last)
}

// body reports whether a text is one of full sentences.
func body(text string) bool {
	return ends(text) || utf8.RuneCountInString(text) > longestHeadline
}

// subheading reports whether a unit stands short and without a stop between
// what is not short. Of several short lines on end, none is: they are a list.
func subheading(units []unit, i int) bool {
	text := units[i].text
	first, _ := utf8.DecodeRuneInString(text)
	if !short(text, longestSubheading) || unicode.IsLower(first) || !strings.ContainsFunc(text, unicode.IsLetter) {
		return false
	}
	if unicode.In(first, unicode.Pd, unicode.So) || first == '*' || first == '•' {
		return false
	}
	above := units[i-1]
	return (above.kind != article.Paragraph || body(above.text)) && body(units[i+1].text)
}

// credits reports whether a line says itself that it is a byline.
func credits(text string) bool {
	word, rest, _ := strings.Cut(text, " ")
	return strings.EqualFold(word, "by") && rest != "" && !ends(text) && utf8.RuneCountInString(text) <= 2*longestByline
}

// signs reports whether a line is a byline: it says so, or is an agency, or
// looks like one or more names.
func signs(text string) bool {
	if credits(text) || agency(text) != "" {
		return true
	}
	return utf8.RuneCountInString(text) <= longestByline && !ends(text) && namesPeople(text)
}

// agencies are sources that stand alone on a line.
var agencies = map[string]bool{
	"Reuters": true, "AP": true, "Associated Press": true, "The Associated Press": true, "AFP": true, "Agence France-Presse": true,
	"dpa": true, "UPI": true, "TASS": true, "Interfax": true, "Xinhua": true, "Bloomberg": true, "Bloomberg News": true, "ANSA": true,
	"EFE": true, "Kyodo": true, "Kyodo News": true, "Yonhap": true, "PTI": true, "ANI": true, "IANS": true, "Ukrinform": true, "PA Media": true,
	"CNN": true, "BBC": true, "BBC News": true, "NPR": true, "The New York Times": true, "The Washington Post": true, "The Guardian": true,
	"Al Jazeera": true, "Deutsche Welle": true, "DW": true, "Euronews": true, "Politico": true, "Axios": true, "The Wall Street Journal": true,
}

// agency returns the source that a line names, "" if it names none.
func agency(text string) string {
	bare := strings.Trim(text, "()[]—–- .")
	for _, prefix := range []string{"Source: ", "With ", "By "} {
		bare = strings.TrimPrefix(bare, prefix)
	}
	if agencies[bare] {
		return bare
	}
	return ""
}

// particles stand in names and between them.
var particles = map[string]bool{
	"and": true, "de": true, "da": true, "del": true, "della": true, "van": true, "von": true, "der": true, "den": true, "bin": true,
	"al": true, "el": true, "la": true, "le": true, "du": true, "di": true, "y": true, "&": true, "in": true, "for": true,
}

// never begin a person's name.
var never = map[string]bool{"The": true, "A": true, "An": true, "In": true, "On": true, "What": true, "Why": true, "How": true, "More": true, "Read": true, "Thank": true, "End": true}

// namesPeople reports whether a line is two to eight words that begin with a
// capital, particles left aside.
func namesPeople(text string) bool {
	words := strings.Fields(text)
	if len(words) < 2 || len(words) > 8 || never[words[0]] || strings.ContainsAny(text, "0123456789:;!?—–\"“”") {
		return false
	}
	names := 0
	for i, word := range words {
		first, _ := utf8.DecodeRuneInString(word)
		switch {
		case unicode.IsUpper(first):
			names++
		case i == 0 || !particles[word]:
			return false
		}
	}
	// Three capitals on end are a name; more without a comma or an "and"
	// between them is a heading in title case.
	return names >= 2 && (names <= 3 || strings.ContainsAny(text, ",&|") || strings.Contains(text, " and "))
}

// date is a line that only says when. It is compiled when first asked for, as
// that takes longer than the rest of the program's packages take to begin.
var date = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(published|updated|posted)?:?\s*((mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?` +
		`((jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d{1,2}|\d{1,2}\.?\s+(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})(,?\s+\d{4})?\b.{0,30}$`)
})

// dated tells whether a line only says when; no such line is without a digit.
func dated(text string) bool {
	return len(text) < 80 && strings.ContainsAny(text, "0123456789") && !ends(text) && date().MatchString(text)
}
