//go:build !page

package exchange

import (
	"strings"

	"claimlight/app/article"
)

// LabelStudio is the JSON of Label Studio: tasks with their data, and the
// annotations that people made of them. Several results with one id are one
// region: labels, answers to questions, notes. Offsets are code points with CR
// and LF one each; editors before 2022 counted UTF-16. The quote of a region has
// a backslash and an n for each line end. JSON-MIN, which has no regions and no
// relations, is read too. Source: the editor's selection-tools.js and regions,
// label-studio-sdk's converter, and the importer's serializers.
var LabelStudio = Format{
	ID: "labelstudio", Name: "Label Studio", Ext: ".labelstudio.json", MIME: "application/json",
	About: "Texts with labels, answers, notes and relations, as Label Studio exports and imports them.",
	Also:  []string{".jsonl"},
	Sniff: sniffLabelStudio,
	Holds: Holds{
		Texts: true, Titles: true, Overlap: true, Several: true, Untagged: true, Letters: true, Values: true,
		Notes: true, Relations: true, Creators: true, Times: true, IDs: true,
	},
	Counts: []Count{{}, {Unit: UTF16}, {Lines: EachIsOne}, {Unit: UTF16, Lines: EachIsOne}},
	Same:   sameLabelStudio,
	Read:   readLabelStudio, Write: writeLabelStudio,
}

// labelstudioLists are the keys under which work stands in a task.
var labelstudioLists = []string{"annotations", "completions", "predictions"}

// sniffLabelStudio looks for tasks with results, or for records of JSON-MIN.
func sniffLabelStudio(data []byte) bool {
	found := jsonKeys(data)
	for _, list := range labelstudioLists {
		if found["/"+list] && (found["/data"] || found["/"+list+"/result"]) {
			return true
		}
	}
	return found["/annotation_id"] && found["/annotator"]
}

// sameLabelStudio compares a text with a quote in which line ends may be a
// backslash and an n. Both are brought to that form, since a text may have a
// backslash before an n of its own. Of several pieces, which are those of a
// dialogue, white space does not count.
func sameLabelStudio(pieces []string, quote string) bool {
	quote = article.Clean(quote)
	if len(pieces) != 1 {
		return solid(strings.Join(pieces, "")) == solid(unescapeLabelStudio(quote))
	}
	if pieces[0] == quote {
		return true
	}
	text, quote := escapeLabelStudio(pieces[0]), escapeLabelStudio(quote)
	return text == quote || text == strings.ReplaceAll(quote, `\n\n`, `\n`) && strings.Contains(text, `\n`)
}

// escapeLabelStudio writes line ends as the editor does in quotes.
func escapeLabelStudio(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }

// unescapeLabelStudio makes line ends of what may be some.
func unescapeLabelStudio(s string) string { return strings.ReplaceAll(s, `\n`, "\n") }
