package exchange

import (
	"io"
	"path"
	"slices"
	"strings"

	"claimlight/app/problem"
)

// Group is files that are read together: all of one format, or all of one
// format in an archive, with what goes along with them.
type Group struct {
	Format Format
	Files  []File
}

// headSize is how much of a file is looked at to find out what it is, in bytes.
const headSize = 64 << 10

// Sort finds out which of the formats each file is in, by its name and its
// first 64 KB. Files of one format make one group if they are in one place: how
// positions count is found out for all of them together. What is in no format,
// and goes along with none, is the rest: texts, perhaps. The error is that of
// opening a file.
func Sort(files []File, formats Formats) (groups []Group, rest []File, problems []problem.Problem) {
	at := map[string]int{} // by format and place
	led := make([]int, len(files))
	for i, f := range files {
		head, err := headOf(f)
		if err != nil {
			problems = append(problems, problem.Problem{File: f.Name, Message: "The file could not be read.", Hint: "It may be damaged; get it again. It was left out."})
			led[i] = unreadableFile
			continue
		}
		led[i] = -1
		format, ok := formats.ledBy(f.Name, head)
		if !ok {
			continue
		}
		key := format.ID + "\x00" + archiveOf(f.Name)
		if _, there := at[key]; !there {
			at[key] = len(groups)
			groups = append(groups, Group{Format: format})
		}
		led[i] = at[key]
		groups[at[key]].Files = append(groups[at[key]].Files, f)
	}
	leads := make([]leading, len(groups))
	for g := range groups {
		leads[g] = leadingOf(groups[g].Files)
	}
	for i, f := range files {
		if led[i] != -1 {
			continue
		}
		if g := with(groups, leads, f.Name); g >= 0 {
			groups[g].Files = append(groups[g].Files, f)
		} else {
			rest = append(rest, f)
		}
	}
	return groups, rest, problems
}

// unreadableFile stands for the group of a file that is in none.
const unreadableFile = -2

// leading are the names of files that lead a group: by their names without
// ends, and a few of them for what goes along with any.
type leading struct {
	byStem map[string][]string
	some   []string
}

// fewLeads is how many files are asked whether another goes along with them,
// besides those of its own name: there may be ten thousand of both.
const fewLeads = 8

func leadingOf(files []File) leading {
	l := leading{byStem: map[string][]string{}}
	for i, f := range files {
		l.byStem[withoutEnd(f.Name)] = append(l.byStem[withoutEnd(f.Name)], f.Name)
		if i < fewLeads {
			l.some = append(l.some, f.Name)
		}
	}
	return l
}

func withoutEnd(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// with returns the group that a file goes along with, -1 if none.
func with(groups []Group, leads []leading, name string) int {
	for g := range groups {
		f := groups[g].Format
		goes := func(lead string) bool { return archiveOf(lead) == archiveOf(name) && f.With(lead, name) }
		if f.With != nil && (slices.ContainsFunc(leads[g].byStem[withoutEnd(name)], goes) || slices.ContainsFunc(leads[g].some, goes)) {
			return g
		}
	}
	return -1
}

func archiveOf(name string) string {
	if i := strings.LastIndex(name, InArchive); i >= 0 {
		return name[:i]
	}
	return ""
}

func headOf(f File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, unreadable(err)
	}
	defer r.Close()
	head := make([]byte, headSize)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, unreadable(err)
	}
	return head[:n], nil
}

// ledBy is the first of the formats that a file leads.
func (all Formats) ledBy(name string, head []byte) (Format, bool) {
	for _, f := range all {
		if f.Reads() && f.leads(name, head) {
			return f, true
		}
	}
	return Format{}, false
}

// NeedsTexts reports whether files of the format are read behind others, since
// their marks are on the texts of these or find their words in them.
func (f Format) NeedsTexts() bool {
	return f.ID == CSV.ID || f.Read != nil && !(f.Holds.Texts && f.Holds.Letters)
}

// standsAlone reports whether files of the format bring their texts, or at least
// their words.
func (f Format) standsAlone() bool { return f.Read != nil && (f.Holds.Texts || !f.Holds.Letters) }
