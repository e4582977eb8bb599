//go:build !page

package exchange

import (
	"path"
	"strings"
	"unicode/utf8"

	"claimlight/app/article"
)

// QDPX is a project of REFI-QDA 1.5: an archive with project.qde, and the texts
// in a folder sources. Selections of a text are marks, codes are tags, the
// description of a selection is its note, and links are relations.
//
// Positions are code points from the start of the text file by the standard
// (10.2); what a line end counts it does not say, and the programs differ:
// some write CRLF and count one, some count two for a lone LF. Many give a
// selection the text that it covers as its name, cut off or with line ends
// changed; by that it is decided. Sources: the standard, and the importer of
// QualCoder (refi.py).
//
// We write line feeds, no byte order mark, and the text of marks as names.
var QDPX = Format{
	ID: "qdpx", Name: "REFI-QDA project", Ext: ".qdpx", MIME: "application/zip",
	About: "Texts, marks with notes, and the codebook, for MAXQDA, NVivo, QualCoder and the other programs of qualitative analysis.",
	Also:  []string{".qde", ".zip"},
	Sniff: sniffQDPX, Lead: leadQDPX, With: withQDPX,
	Holds: Holds{Texts: true, Titles: true, Overlap: true, Several: true, Untagged: true, Letters: true, Notes: true,
		Relations: true, Creators: true, Times: true, IDs: true, Codebook: true},
	Counts: []Count{{}, {Lines: EachIsOne}, {Lines: EachIsTwo}, {Unit: UTF16}, {Unit: UTF16, Lines: EachIsOne}, {Unit: UTF16, Lines: EachIsTwo}},
	Same:   sameQDPX, Label: qdaText, Text: qdaText,
	Read: readQDPX, Write: writeQDPX,
}

// qdpxCounts are those of the row, which stands there in full: a row that the
// compiler can lay out costs nothing in a program that does not use it.
func qdpxCounts() []Count {
	return []Count{{}, {Lines: EachIsOne}, {Lines: EachIsTwo}, {Unit: UTF16}, {Unit: UTF16, Lines: EachIsOne}, {Unit: UTF16, Lines: EachIsTwo}}
}

func sniffQDPX(data []byte) bool {
	return qdaRoot(data) == "Project"
}

func leadQDPX(name string, data []byte) bool {
	return strings.EqualFold(path.Ext(name), ".qde") || sniffQDPX(data)
}

// withQDPX takes the files below the folder of the project, all of which it may
// name.
func withQDPX(lead, other string) bool {
	rest, ok := strings.CutPrefix(other, qdpxFolder(lead))
	folder, _, inside := strings.Cut(rest, "/")
	return ok && inside && strings.EqualFold(folder, "sources")
}

// qdpxFolder is the folder that a file is in, with what parts it from others.
func qdpxFolder(name string) string { return name[:strings.LastIndex(name, "/")+1] }

// sameQDPX compares a name with a text. Programs make line ends and runs of
// space into one, or leave them out; they cut a long text and put an ellipsis
// behind it; and XML cannot hold all signs.
func sameQDPX(pieces []string, name string) bool {
	text, name := strings.Join(pieces, " "), article.Clean(name)
	if text == name {
		return true
	}
	start, cut := qdpxCut(name)
	if most := 4*len(name) + 4096; cut && len(text) > most {
		for !utf8.RuneStart(text[most]) {
			most--
		}
		text = text[:most]
	}
	text, start = solid(qdaText(text)), solid(qdaText(start))
	if solid(qdaText(name)) == text {
		return text != ""
	}
	return cut && start != "" && strings.HasPrefix(text, start)
}

// qdpxCut is a name without the ellipsis at its end, if there is one.
func qdpxCut(name string) (string, bool) {
	for _, end := range []string{"…", "...", "[..]", "[…]"} {
		if start, ok := strings.CutSuffix(strings.TrimSpace(name), end); ok {
			return start, true
		}
	}
	return name, false
}
