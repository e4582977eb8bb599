package main

import (
	"reflect"
	"strings"
	"testing"
)

func TestDocsAreAsPromised(t *testing.T) {
	for _, s := range Sizes {
		d := NewDoc(s)
		if n := len(strings.Fields(d.Text())); n != s.Words {
			t.Errorf("%s has %d words", s.Name, n)
		}
		if len(d.Marks) != s.Marks || len(d.Extra) != extras {
			t.Errorf("%s has %d marks and %d to add", s.Name, len(d.Marks), len(d.Extra))
		}
		if over := overlapping(d); over < s.Marks/6 || over > s.Marks/4 {
			t.Errorf("%s: %d of %d marks lie on an earlier one, want a fifth", s.Name, over, s.Marks)
		}
	}
}

// overlapping counts the marks that lie partly on one before them.
func overlapping(d *Doc) (n int) {
	for i, m := range d.Marks {
		for _, k := range d.Marks[:i] {
			if k.Para == m.Para && k.Start < m.End && m.Start < k.End {
				n++
				break
			}
		}
	}
	return n
}

func TestMarksStandOnTheirQuotes(t *testing.T) {
	d := NewDoc(Sizes[1])
	text := []rune(d.Text())
	for _, m := range append(d.Marks, d.Extra...) {
		if got := string(text[m.Start:m.End]); got != m.Quote {
			t.Fatalf("%s: %q in the text, %q in the mark", m.ID, got, m.Quote)
		}
		if got := string([]rune(d.Paras[m.Para])[m.From:m.To]); got != m.Quote {
			t.Fatalf("%s: %q in the paragraph, %q in the mark", m.ID, got, m.Quote)
		}
		if n := len(strings.Fields(m.Quote)); n < 2 || n > 33 {
			t.Errorf("%s has %d words", m.ID, n)
		}
	}
	for _, x := range d.Extra {
		for _, m := range d.Marks {
			if m.Start <= x.End && x.Start <= m.End {
				t.Errorf("%s touches %s", x.ID, m.ID)
			}
		}
	}
}

func TestDocsAreTheSameEachTime(t *testing.T) {
	if !reflect.DeepEqual(NewDoc(Sizes[0]), NewDoc(Sizes[0])) {
		t.Error("two different ones")
	}
}
