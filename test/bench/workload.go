package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// Size is how much text there is, and how many marks are on it.
type Size struct {
	Name         string
	Words, Marks int
}

// Sizes are those that are compared.
var Sizes = []Size{{"s", 1_000, 50}, {"m", 10_000, 1_000}, {"l", 100_000, 10_000}}

// first is the name of the article that our program opens with, which has no
// marks yet.
const first = "first"

// sizeOf returns the size with the name.
func sizeOf(name string) Size {
	i := slices.IndexFunc(Sizes, func(s Size) bool { return s.Name == name })
	return Sizes[i]
}

// Mark is a stretch of a Doc under one tag. Offsets count UTF-16 units, which
// in this text are code points as well.
type Mark struct {
	ID    string `json:"id"`
	Para  int    `json:"para"`
	From  int    `json:"from"`  // in its paragraph
	To    int    `json:"to"`    // exclusive
	Start int    `json:"start"` // in the whole text, paragraphs joined by line feeds
	End   int    `json:"end"`
	Tag   int    `json:"tag"` // index into the Doc's Tags
	Quote string `json:"quote"`
}

// Doc is an article with marks, the same for everyone who is measured.
type Doc struct {
	Size  string   `json:"size"`
	Paras []string `json:"paras"`
	Tags  []string `json:"tags"`
	Marks []Mark   `json:"marks"`
	// Extra are marks that are not there yet, clear of all others and near
	// the middle paragraph: what is added while the clock runs.
	Extra  []Mark `json:"extra"`
	Middle int    `json:"middle"`
}

// Text is the whole text.
func (d *Doc) Text() string { return strings.Join(d.Paras, "\n") }

var tagNames = []string{"Fact", "Claim", "Number", "Forecast", "Opinion", "Quotation"}

// extras is how many marks there are to add.
const extras = 12

// paragraphWords is how long paragraphs are.
const paragraphWords = 90

// maker makes a Doc from a seed.
type maker struct {
	*rand.Rand
	doc    Doc
	starts []int   // of the paragraphs, in the whole text
	free   [][]gap // what no mark covers, by paragraph, in words
}

// gap is a run of words.
type gap struct{ from, to int }

// NewDoc makes the article of a size. It is the same each time.
func NewDoc(s Size) *Doc {
	m := &maker{Rand: rand.New(rand.NewPCG(uint64(s.Words), 7)), doc: Doc{Size: s.Name, Tags: tagNames}}
	m.write(s.Words)
	base := s.Marks * 4 / 5
	n := len(m.doc.Paras)
	over := s.Marks - base
	for i := range n {
		m.mark(i, share(base, n, i), share(over, n, i))
	}
	m.doc.Middle = n / 2
	m.extra()
	return &m.doc
}

// share is what the i-th of n gets of a number dealt out evenly.
func share(all, n, i int) int { return all*(i+1)/n - all*i/n }

func (m *maker) pick(list []string) string { return list[m.IntN(len(list))] }

// write makes paragraphs with exactly so many words.
func (m *maker) write(words int) {
	at := 0
	for left := words; left > 0; {
		goal := min(left, paragraphWords)
		if left-goal < paragraphWords/3 {
			goal = left
		}
		var list []string
		for len(list) < goal {
			list = append(list, strings.Fields(m.sentence())...)
		}
		list = list[:goal]
		list[goal-1] = strings.TrimRight(list[goal-1], ".,") + "."
		text := strings.Join(list, " ")
		m.doc.Paras = append(m.doc.Paras, text)
		m.starts = append(m.starts, at)
		at += len([]rune(text)) + 1
		left -= goal
	}
}

// length of a mark in words: three to thirty, mostly short.
func (m *maker) length() int { return min(3+int(m.ExpFloat64()*2), 30) }

// mark puts marks on a paragraph: base apart from each other, and over that
// each lie partly on one of those.
func (m *maker) mark(para, base, over int) {
	words := strings.Count(m.doc.Paras[para], " ") + 1
	lengths := make([]int, base)
	total := 0
	for i := range lengths {
		lengths[i] = m.length()
		total += lengths[i]
	}
	for i := 0; total > words*3/4; i = (i + 1) % base { // too much for the paragraph
		if lengths[i] > 3 {
			lengths[i]--
			total--
		}
	}
	at, slack := 0, words-total
	var spans []gap
	for i, n := range lengths {
		skip := m.IntN(2*slack/(base-i+1) + 1)
		skip = min(skip, slack)
		slack -= skip
		m.leave(para, gap{at, at + skip})
		spans = append(spans, gap{at + skip, at + skip + n})
		at += skip + n
	}
	m.leave(para, gap{at, words})
	for _, s := range spans {
		m.add(para, s)
	}
	for i := range over {
		s := spans[i*len(spans)/over]
		end := words
		if next := slices.Index(spans, s) + 1; next < len(spans) {
			end = spans[next].from
		}
		m.add(para, gap{s.from + 1, min(s.to+m.IntN(4), end)}) // depth two at the most
	}
}

func (m *maker) leave(para int, g gap) {
	for len(m.free) <= para {
		m.free = append(m.free, nil)
	}
	m.free[para] = append(m.free[para], g)
}

func (m *maker) add(para int, g gap) {
	m.doc.Marks = append(m.doc.Marks, m.markOn(para, g, fmt.Sprintf("a%d", len(m.doc.Marks)+1)))
}

func (m *maker) markOn(para int, g gap, id string) Mark {
	from, to := letters(m.doc.Paras[para], g)
	quote := string([]rune(m.doc.Paras[para])[from:to])
	start := m.starts[para]
	return Mark{ID: id, Para: para, From: from, To: to, Start: start + from, End: start + to, Tag: m.IntN(len(tagNames)), Quote: quote}
}

// letters turns words of a paragraph into code points.
func letters(text string, g gap) (from, to int) {
	at := 0
	for i, w := range strings.Split(text, " ") {
		if i == g.from {
			from = at
		}
		at += len([]rune(w))
		if i == g.to-1 {
			return from, at
		}
		at++
	}
	return from, at
}

// extra finds places for further marks near the middle: three words within
// one run that nothing covers.
func (m *maker) extra() {
	for far := 0; far < len(m.free) && len(m.doc.Extra) < extras; far++ {
		for _, para := range []int{m.doc.Middle - far, m.doc.Middle + far} {
			if para < 0 || para >= len(m.free) || far == 0 && para != m.doc.Middle {
				continue
			}
			for _, g := range m.free[para] {
				// A word is left free before and behind it: a new mark must not touch another.
				if g.to-g.from >= 5 && len(m.doc.Extra) < extras {
					m.doc.Extra = append(m.doc.Extra, m.markOn(para, gap{g.from + 1, g.from + 4}, fmt.Sprintf("x%d", len(m.doc.Extra)+1)))
				}
			}
			if far == 0 {
				break
			}
		}
	}
}

var (
	people  = []string{"Ines Marchetti", "Olu Bankole", "Greta Sandvik", "Rafael Duarte", "Mei Tanaka", "Jonas Weber", "Farah Haddad", "Piotr Zielinski"}
	posts   = []string{"finance minister", "harbor master", "school director", "chief engineer", "union leader", "state auditor", "health adviser"}
	bodies  = []string{"the water board", "the national bank", "the rail company", "the city assembly", "the weather service", "the teachers’ league"}
	towns   = []string{"Almere", "Bergamo", "Lublin", "Tampere", "Malmö", "Szeged", "Braga", "Kilkenny"}
	plans   = []string{"the new timetable", "a second bridge", "the school lunches", "the tax on parking", "the flood wall", "a cheaper ticket", "the night buses"}
	deeds   = []string{"put off", "praised", "turned down", "agreed to", "looked into", "announced", "gave up"}
	sayings = []string{"nobody had been asked beforehand", "prices would fall within a year", "the numbers were wrong from the start", "work could begin in spring", "there was no money left for it", "the danger was over"}
	moments = []string{"after a long night of talks", "shortly before the vote", "during a visit to the works", "in spite of the rain", "a week after the storm"}
	amounts = []string{"14", "23", "37", "52", "68", "190", "260", "415", "730"}
	things  = []string{"households", "pupils", "tickets", "hectares", "jobs", "trucks", "million euros"}
)

// sentence is one of news prose, with what annotators look for in it.
func (m *maker) sentence() string {
	who, post, body, town := m.pick(people), m.pick(posts), m.pick(bodies), m.pick(towns)
	plan, deed, said, when := m.pick(plans), m.pick(deeds), m.pick(sayings), m.pick(moments)
	n, thing := m.pick(amounts), m.pick(things)
	switch m.IntN(7) {
	case 0:
		return who + ", the " + post + ", " + deed + " " + plan + " " + when + "."
	case 1:
		return "In " + town + " " + body + " " + deed + " " + plan + ", which concerns about " + n + " " + thing + "."
	case 2:
		return "“We were told that " + said + ",” said " + who + " in " + town + "."
	case 3:
		return "According to " + body + ", " + n + " " + thing + " were counted in " + town + " last year, " + m.pick(amounts) + " more than expected."
	case 4:
		return "A spokesman for " + body + " said " + when + " that " + said + ", and " + who + " did not answer."
	case 5:
		return "Few people in " + town + " believe that " + said + " or that " + plan + " will cost only " + n + " million."
	}
	return "It is the second time that the " + post + " of " + town + " has " + deed + " " + plan + "."
}
