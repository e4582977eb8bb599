//go:build !page

package exchange

import (
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"claimlight/app/span"
)

// writeBrat writes the pairs, and last the file that tells brat which types
// there are, so that it opens the folder for work.
func writeBrat(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	z := newPack(w)
	types := bratTypes{map[string]bool{}, map[string]bool{}, map[string]map[string]bool{}}
	for d, err := range docs {
		if err != nil {
			return err
		}
		z.file(d.Key+".txt", d.Text)
		z.file(d.Key+".ann", bratRecords(d, types))
	}
	z.file("annotation.conf", types.conf())
	return z.close()
}

// bratRecords are the records of a document, numbered from 1 in the order of its
// marks.
func bratRecords(d *Doc, types bratTypes) string {
	var b strings.Builder
	clean := cleaned(d.Text)
	ids := map[string]string{}
	attributes, notes := 0, 0
	for i, m := range d.Marks {
		id := fmt.Sprint("T", i+1)
		if m.Key != "" && ids[m.Key] == "" {
			ids[m.Key] = id
		}
		fragments := bratFragments(clean, m.Pieces)
		types.entities[m.Tags[0]] = true
		fmt.Fprintf(&b, "%s\t%s %s\t%s\n", id, m.Tags[0], bratOffsets(fragments), quoteOf(clean, fragments))
		for _, v := range m.Values {
			attributes++
			types.answer(v)
			fmt.Fprintf(&b, "A%d\t%s %s%s\n", attributes, v.Name, id, bratValue(v.Value))
		}
		if m.Note != "" {
			notes++
			fmt.Fprintf(&b, "#%d\tAnnotatorNotes %s\t%s\n", notes, id, m.Note)
		}
	}
	for i, r := range d.Relations {
		types.relations[r.Name] = true
		fmt.Fprintf(&b, "R%d\t%s Arg1:%s Arg2:%s\n", i+1, r.Name, ids[r.From], ids[r.To])
	}
	return b.String()
}

func bratOffsets(fragments []span.Span) string {
	parts := make([]string, len(fragments))
	for i, f := range fragments {
		parts[i] = fmt.Sprint(f.Start, " ", f.End)
	}
	return strings.Join(parts, ";")
}

func bratValue(value string) string {
	if value == bratFlag {
		return ""
	}
	return " " + value
}

// bratTypes are the names in the records, and of attributes the values.
type bratTypes struct {
	entities, relations map[string]bool
	attributes          map[string]map[string]bool
}

// bratValues is how many values of an attribute are listed: one with more takes
// any text, which brat has no list for.
const bratValues = 100

func (t bratTypes) answer(v Value) {
	if t.attributes[v.Name] == nil {
		t.attributes[v.Name] = map[string]bool{}
	}
	if values := t.attributes[v.Name]; len(values) <= bratValues {
		values[v.Value] = true
	}
}

// conf is brat's annotation.conf. It takes names of ASCII letters only and
// values without spaces; others are shown all the same, but cannot be chosen.
func (t bratTypes) conf() string {
	var b strings.Builder
	section := func(name string, names []string, rest func(string) string) {
		fmt.Fprintf(&b, "[%s]\n", name)
		for _, n := range names {
			if strings.ContainsFunc(n, func(r rune) bool { return r > '~' }) || strings.Trim(n, "-") == "" {
				fmt.Fprintf(&b, "# %s\n", n)
				continue
			}
			fmt.Fprintf(&b, "%s%s\n", n, rest(n))
		}
		b.WriteByte('\n')
	}
	section("entities", slices.Sorted(maps.Keys(t.entities)), func(string) string { return "" })
	section("relations", slices.Sorted(maps.Keys(t.relations)), func(string) string { return "\tArg1:<ENTITY>, Arg2:<ENTITY>" })
	b.WriteString("<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n")
	section("events", nil, nil)
	section("attributes", slices.Sorted(maps.Keys(t.attributes)), func(name string) string { return "\tArg:<ENTITY>" + t.values(name) })
	return b.String()
}

// values are those of an attribute that can be listed.
func (t bratTypes) values(name string) string {
	var list []string
	for _, v := range slices.Sorted(maps.Keys(t.attributes[name])) {
		if v != bratFlag && !strings.ContainsFunc(v, bratSpace) && !strings.ContainsAny(v, "|,:<>") {
			list = append(list, v)
		}
	}
	if len(list) == 0 || len(t.attributes[name]) > bratValues {
		return ""
	}
	return ", Value:" + strings.Join(list, "|")
}
