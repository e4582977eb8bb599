package reader

import (
	"bytes"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"claimlight/app/problem"
)

// extensions say what a file is where its bytes do not.
var extensions = map[string]string{
	".txt": Text, ".text": Text, ".md": Markdown, ".markdown": Markdown, ".mdown": Markdown, ".mkd": Markdown,
	".html": HTML, ".htm": HTML, ".xhtml": HTML, ".xht": HTML, ".shtml": HTML,
	".docx": DOCX, ".docm": DOCX, ".epub": EPUB, ".json": JSON, ".jsonl": JSONL, ".ndjson": JSONL, ".csv": CSV, ".tsv": CSV, ".tab": CSV,
	".zip": ZIP,
}

// foreign are files that hold text, pictures or tables that are not read, told
// by how they begin, and what a person can do.
var foreign = []struct{ start, what, hint string }{
	{"%PDF-", "a PDF file", "Open it, copy the article's text and paste it here."},
	{`{\rtf`, "a rich text file (RTF)", "Open it in a word processor and save it as Word (.docx) or as plain text."},
	{"\x1f\x8b", "packed with gzip", "Unpack it and bring in what is inside."},
	{"BZh", "packed with bzip2", "Unpack it and bring in what is inside."},
	{"\xfd7zXZ", "packed with xz", "Unpack it and bring in what is inside."},
	{"7z\xbc\xaf", "a 7z archive", "Unpack it and bring in what is inside."},
	{"Rar!", "a RAR archive", "Unpack it and bring in what is inside."},
	{"bplist00", "a web archive of Safari", "Save the page again as “Page Source”, or copy its text and paste it here."},
	{"\x89PNG", "a picture", "A picture of a text cannot be read; type the text or get it as a text."},
	{"\xff\xd8\xff", "a picture", "A picture of a text cannot be read; type the text or get it as a text."},
	{"GIF8", "a picture", "A picture of a text cannot be read; type the text or get it as a text."},
	{"SQLite format 3\x00", "a database", "Export its table as CSV."},
}

// strange are extensions of text files in a form of their own that is not read.
var strange = map[string][2]string{
	".mht":   {"a web archive (MHTML)", "Save the page again as “HTML only”."},
	".mhtml": {"a web archive (MHTML)", "Save the page again as “HTML only”."},
	".eml":   {"a mail", "Copy the text out of the mail and paste it here."},
}

// kindOf finds out what a file is; chosen is the kind a person chose, "" if none.
func kindOf(name string, data []byte, chosen string) (string, error) {
	for _, f := range foreign {
		if bytes.HasPrefix(data, []byte(f.start)) {
			return "", problem.Newf("binary", f.hint, "%s is %s, which cannot be read.", subject(name), f.what)
		}
	}
	ext := strings.ToLower(path.Ext(name))
	switch s, odd := strange[ext]; {
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return "", compound(name, data)
	case isZIP(data):
		return zipped(name, data)
	case odd && chosen == "":
		return "", problem.Newf("binary", s[1], "%s is %s, which cannot be read.", subject(name), s[0])
	case slices.Contains([]string{Text, Markdown, HTML, JSON, JSONL, CSV}, chosen):
		return chosen, nil
	}
	switch kind := extensions[ext]; kind {
	case DOCX, EPUB, ZIP:
		return "", problem.Newf("zip", "Get it again; it may have been cut off while it was copied or sent.", "%s is damaged: it is called %s and does not begin as such a file does.", subject(name), ext)
	case "":
		return sniff(data), nil
	default:
		return kind, nil
	}
}

// compound says what a file of old Microsoft programs is. The names of its
// parts stand in its directory as UTF-16.
func compound(name string, data []byte) error {
	has := func(part string) bool {
		return bytes.Contains(data, []byte(strings.Join(strings.Split(part, ""), "\x00")))
	}
	switch {
	case has("EncryptedPackage"):
		return problem.Newf("encrypted", "Open it in Word with its password, save it without one, and try again.", "%s is locked with a password.", subject(name))
	case has("WordDocument"):
		return problem.Newf("binary", "Open it in Word or LibreOffice and save it as Word (.docx).", "%s is an old Word file (.doc), which cannot be read.", subject(name))
	case has("Workbook"):
		return problem.Newf("binary", "Open it in Excel or LibreOffice and save the sheet as CSV.", "%s is an old Excel file (.xls), which cannot be read.", subject(name))
	}
	return problem.Newf("binary", "Open it in its own program and save it as Word (.docx) or as plain text.", "%s is a file of an old Office program, which cannot be read.", subject(name))
}

// sniff looks at the first lines of a text whose name says nothing.
func sniff(data []byte) string {
	head := strings.TrimSpace(strings.TrimPrefix(string(data[:min(len(data), 1024)]), "\uFEFF"))
	low := strings.ToLower(head)
	for _, start := range []string{"<!doctype html", "<html", "<head", "<body", "<article", "<?xml"} {
		if strings.HasPrefix(low, start) {
			return HTML
		}
	}
	if first, _, _ := bytes.Cut(bytes.TrimSpace(data), []byte("\n")); len(first) > 0 && first[0] == '{' && json.Valid(first) && len(first) < len(bytes.TrimSpace(data)) {
		return JSONL
	}
	if (strings.HasPrefix(head, "{") || strings.HasPrefix(head, "[")) && json.Valid(data) {
		return JSON
	}
	return Text
}
