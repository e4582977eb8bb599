//go:build !page

package exchange

import (
	"bytes"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"claimlight/app/problem"
	"claimlight/app/span"
)

// WebAnnoTSV is WebAnno TSV 3.3 (and 3.0 to 3.2), which INCEpTION exports and
// reads: a row for each word of the text and for parts of words, and a column
// for each feature of each layer. Offsets are UTF-16 code units, the end
// exclusive. The text is that of the sentences; of what stands between them only
// the length is known. Source: INCEpTION's user guide, "WebAnno TSV 3.3 File
// format", and the reader and writer behind it.
var WebAnnoTSV = Format{
	ID: "webannotsv", Name: "WebAnno TSV 3.3 (INCEpTION)", Ext: ".webannotsv.zip", MIME: "application/zip",
	About:  "Words in rows and layers in columns, which INCEpTION reads into a layer called Claimlight that has these features.",
	Also:   []string{".tsv", "text/tab-separated-values"},
	Sniff:  func(data []byte) bool { return webannotsvSniff(data) || webannotsvOld(data) },
	Holds:  Holds{Texts: true, Overlap: true, Untagged: true, Letters: true, Values: true, Notes: true, Relations: true},
	Counts: []Count{{Unit: UTF16}, {}},
	Same:   webannotsvSame, Feature: webannotsvFeature, Shape: webannotsvShape,
	Read: readWebAnnoTSV, Write: writeWebAnnoTSV,
}

const webannotsvFormat = "#FORMAT=WebAnno TSV "

func webannotsvSniff(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(data, []byte("\uFEFF")), []byte(webannotsvFormat))
}

// webannotsvOld reports whether data is of the versions 1 and 2, which cannot be
// read: sentences have numbers, and rows a word where the positions should be.
func webannotsvOld(data []byte) bool {
	_, after, ok := bytes.Cut(data, []byte("#text="))
	if !ok || !bytes.Contains(data, []byte("#id=")) {
		return false
	}
	_, row, _ := bytes.Cut(after, []byte("\n"))
	number, _, ok := bytes.Cut(row, []byte("\t"))
	return ok && len(number) > 0 && len(bytes.Trim(number, "0123456789-")) == 0
}

// webannotsvSame compares text with the words of the rows: what stands between
// words is not in them, and some programs escape what is in them.
func webannotsvSame(pieces []string, quote string) bool {
	is := strings.Join(pieces, "")
	return webannotsvAlike(is, quote) || strings.Contains(quote, `\`) && webannotsvAlike(is, webannotsvText(quote))
}

// webannotsvAlike compares without white space, but for that at the ends: words
// begin and end with none.
func webannotsvAlike(a, b string) bool {
	return solid(a) == solid(b) && (a == strings.TrimSpace(a)) == (b == strings.TrimSpace(b))
}

// webannotsvShape takes white space off the ends, which no row has.
func webannotsvShape(text string) func([]span.Span) []span.Span {
	clean := cleaned(text)
	return func(pieces []span.Span) (out []span.Span) {
		for _, p := range pieces {
			marked := clean.slice(p)
			solid := strings.TrimLeftFunc(marked, unicode.IsSpace)
			p.Start += utf8.RuneCountInString(marked[:len(marked)-len(solid)])
			p.End = p.Start + utf8.RuneCountInString(strings.TrimRightFunc(solid, unicode.IsSpace))
			if !p.Empty() {
				out = append(out, p)
			}
		}
		return out
	}
}

// webannotsvFeature is a name that a feature can have: INCEpTION takes letters,
// digits and underscores of what a person calls it.
func webannotsvFeature(name string) string {
	clean := strings.Map(func(r rune) rune {
		if r < 0x80 && (worded(r) || r == '_') {
			return r
		}
		return -1
	}, name)
	switch {
	case clean == "" || clean[0] >= '0' && clean[0] <= '9' || clean[0] == '_':
		clean = "f" + clean
	case strings.HasPrefix(clean, "ROLE_"), strings.HasPrefix(clean, "BT_"): // these begin columns of other kinds
		clean = "f" + clean
	}
	switch strings.ToLower(clean) {
	case "label", "value", "note", "begin", "end", "sofa", "referencetype":
		clean += "_"
	}
	return clean
}

// webannotsvCode is how reserved characters are written: in values, and in
// texts, where control characters have a backslash before them.
type webannotsvCode struct{ escape, unescape *strings.Replacer }

var (
	webannotsvOnce             sync.Once
	webannotsvIn, webannotsvOf webannotsvCode // values, texts
)

// webannotsvCodes makes both when they are first needed.
func webannotsvCodes() (values, texts webannotsvCode) {
	webannotsvOnce.Do(func() {
		webannotsvIn = webannotsvCoded([]string{`\`, "[", "]", "|", "_", "->", ";", "*"}, "\t\n\r", "tnr")
		var controls []string
		for c := range ' ' {
			if c < 8 || c > 13 {
				controls = append(controls, string(c))
			}
		}
		webannotsvOf = webannotsvCoded(append(controls, `\`), "\t\n\f\r\b", "tnfrb")
	})
	return webannotsvIn, webannotsvOf
}

// webannotsvCoded puts a backslash before what is reserved, and writes others as
// a backslash with a letter.
func webannotsvCoded(reserved []string, others, letters string) webannotsvCode {
	var to, from []string
	for _, s := range reserved {
		to, from = append(to, s, `\`+s), append(from, `\`+s, s)
	}
	for i := range others {
		to, from = append(to, others[i:i+1], `\`+letters[i:i+1]), append(from, `\`+letters[i:i+1], others[i:i+1])
	}
	return webannotsvCode{strings.NewReplacer(to...), strings.NewReplacer(from...)}
}

func webannotsvText(s string) string {
	_, texts := webannotsvCodes()
	return texts.unescape.Replace(s)
}

// readWebAnnoTSV reads files one by one, each of them a document as one person
// marked it.
func readWebAnnoTSV(in *Input, take func(*Doc) error) error {
	names := uimaNamesOf(in.Files)
	for i, f := range in.Files {
		d, err := webannotsvParse(in, f)
		if err != nil {
			if problem.Code(err) == "" || len(in.Files) == 1 {
				return err
			}
			in.problem(place{file: f.Name}, "The file was left out.", "%v", err)
			continue
		}
		document, author := names.of(f.Name)
		d.Key, d.Meta.File = document, document
		for j := range d.Marks {
			d.Marks[j].Creator = author
		}
		if err := take(d); err != nil {
			return err
		}
		if err := in.Env.Pace.At(i, len(in.Files)); err != nil {
			return err
		}
	}
	return nil
}
