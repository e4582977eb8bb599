package article

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// ending says what a period after a word may be.
type ending int

const (
	plain    ending = iota // the end of a sentence
	title                  // never: "Mr.", "e.g."
	numbered               // only if no digit follows: "No. 5", "Jan. 6"
	timed                  // only if no day or time zone follows: "a.m. Friday"
	soft                   // perhaps: "U.S.", "Inc.", "John F."
)

// abbreviations are those of English news prose. Capitals count: "no." ends a
// sentence, "No. 5" does not. The table is made when first asked for, not while
// the program starts.
var abbreviations = sync.OnceValue(func() map[string]ending {
	out := map[string]ending{}
	for kind, list := range abbreviationLists {
		for _, word := range strings.Fields(list) {
			out[word] = ending(kind)
		}
	}
	return out
})

// abbreviationLists are the words of each kind, without their periods.
var abbreviationLists = [...]string{
	title: "Mr Mrs Ms Dr Prof Gen Sen Sens Rep Reps Gov Govs Lt Col Capt Cmdr Maj Sgt Cpl Pvt Adm Brig Rev Fr Hon Pres Amb Supt Insp " +
		"Msgr Messrs Mme Mlle St Ste Mt Ft vs v al cf viz ca approx incl esp Atty Asst Assoc Gens Cols Drs",
	numbered: "No Nos no nos p pp vol Vol Fig fig Figs Art Sec sec Ch ch Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec",
	soft:     "Inc Corp Co Cos Ltd Bros Jr Sr Esq etc Ave Blvd Rd Dept dept est Univ Calif Fla Ariz Mass Conn Penn Wash Tenn Okla Minn Mich Wis Ill Ont",
}

// endingOf classifies the word before a period, given without the period.
func endingOf(word string) ending {
	switch word {
	case "a.m", "p.m", "A.M", "P.M":
		return timed
	case "e.g", "i.e":
		return title
	}
	if kind, ok := abbreviations()[word]; ok {
		return kind
	}
	if dotted(word) || utf8.RuneCountInString(word) == 1 && unicode.IsUpper([]rune(word)[0]) {
		return soft
	}
	return plain
}

// dotted reports whether a word is letters with periods between them: "U.S",
// "Ph.D", "a.m".
func dotted(word string) bool {
	parts := strings.Split(word, ".")
	for _, part := range parts {
		if n := len(part); n < 1 || n > 2 || !unicode.IsLetter(rune(part[0])) || !unicode.IsLetter(rune(part[n-1])) {
			return false
		}
	}
	return len(parts) > 1
}

// ownsPeriod reports whether the period between word and rest belongs to the
// word. An initial does not count: "Plan B." is no abbreviation.
func ownsPeriod(word, rest string) bool {
	if len(word) > 12 {
		return false
	}
	switch endingOf(word) {
	case plain:
		return false
	case numbered:
		return startsWithDigit(rest)
	case soft:
		return len(word) > 1
	}
	return true
}

func startsWithDigit(s string) bool {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	return s != "" && s[0] >= '0' && s[0] <= '9'
}

// wordSet answers whether a word is in a list. The set is made when first asked:
// nobody waits for it while the program starts.
func wordSet(list string) func(word string) bool {
	words := sync.OnceValue(func() map[string]bool {
		out := map[string]bool{}
		for _, word := range strings.Fields(list) {
			out[word] = true
		}
		return out
	})
	return func(word string) bool { return words()[word] }
}

// starters are words that begin a sentence when they are capitalized; after
// "U.S." they tell "U.S. President" from "U.S. The".
var starters = wordSet(`The A An He She It They We I You This That These Those But And Or So However In On At For When While After Before As If There
	Here His Her Its Their Our My Your Not Some Many Most Much More Few Both Each All Any Every Neither Either What Who Why How Where Which Whether
	Yet Still Also Once Since Although Though Despite With Without By From To Of Until During Under Over Meanwhile Instead Then Now Today
	Yesterday Tomorrow Nor Because Even Only Perhaps Maybe Later Earlier Last Next Such Among Between Through According Asked Speaking Ultimately`)

// times follow "a.m." and "p.m." within a sentence.
var times = wordSet(`Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thurs Fri Sat Sun January February March April May June
	July August September October November December ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST Eastern Central Mountain Pacific
	Alaska Moscow Kyiv London local`)

// sayings are the verbs that name the speaker after a quotation.
var sayings = wordSet(`said says asked asks replied added told wrote joked quipped answered continued demanded insisted shouted exclaimed wondered
	cried yelled declared remarked noted tweeted posted warned recalled explained responded concluded`)
