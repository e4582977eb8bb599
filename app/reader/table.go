package reader

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"claimlight/app/article"
	"claimlight/app/ingest"
	"claimlight/app/problem"
)

// Bounds on tables: how many articles one may hold, and how much is known of
// each.
const maxRows, maxColumns = 20_000, 2_000

// rowsAtOnce is how many articles are made between two calls of the pace.
const rowsAtOnce = 16

// row is one record of a table: its fields in their order.
type row struct {
	line   int // where it begins, from 1; 0 if that means nothing
	ptr    string
	fields []field
}

// field is a value and its name; a name inside of another is written "a.b".
type field struct{ name, value string }

func (r row) get(name string) string {
	for _, f := range r.fields {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

// column is what is known of one of a table's columns.
type column struct {
	name    string
	filled  int // rows that have something there
	letters int // code points of all of it
}

// columnsOf lists the columns in the order in which they come.
func columnsOf(rows []row) []*column {
	var out []*column
	byName := map[string]*column{}
	for _, r := range rows {
		for _, f := range r.fields {
			c := byName[f.name]
			if c == nil {
				c = &column{name: f.name}
				byName[f.name] = c
				out = append(out, c)
			}
			if strings.TrimSpace(f.value) != "" {
				c.filled++
				c.letters += utf8.RuneCountInString(f.value)
			}
		}
	}
	return out
}

// textColumn chooses the column with the texts: of those that are called so
// the best, if texts stand there; else the one with the longest.
func textColumn(columns []*column, rows int) *column {
	var named, longest *column
	for _, c := range columns {
		if c.filled == 0 {
			continue
		}
		if i := better("text", c.name); i >= 0 && 2*c.filled >= rows && (named == nil || i < better("text", named.name)) {
			named = c
		}
		if longest == nil || c.letters > longest.letters {
			longest = c
		}
	}
	// A "content" of one word beside a column of articles is something else.
	if named != nil && longest != nil && named.letters*20 < longest.letters {
		return longest
	}
	if named != nil {
		return named
	}
	return longest
}

// otherColumn chooses the column that says what is asked for, "" if none does.
func otherColumn(what, chosen string, columns []*column, text string) string {
	if chosen != "" {
		return chosen
	}
	best := ""
	for _, c := range columns {
		if i := better(what, c.name); i >= 0 && c.name != text && c.filled > 0 && (best == "" || i < better(what, best)) {
			best = c.name
		}
	}
	return best
}

// takeRows makes an article of each row.
func (s *Source) takeRows(rows []row, o Options) error {
	columns := columnsOf(rows)
	if len(columns) > maxColumns {
		return problem.Newf("table", "If it is no table, rename it to end in .txt.", "%s has more than %d columns.", subject(s.Name), maxColumns)
	}
	for _, c := range columns {
		s.Columns = append(s.Columns, c.name)
	}
	text, err := s.choose(columns, len(rows), o.Column)
	if err != nil {
		return err
	}
	s.Column = text
	title := otherColumn("title", o.TitleColumn, columns, text)
	byline := otherColumn("byline", o.BylineColumn, columns, text)
	source := otherColumn("source", o.SourceColumn, columns, text)
	date := otherColumn("date", o.DateColumn, columns, text)
	lang := otherColumn("language", o.LanguageColumn, columns, text)
	for i, r := range rows {
		if i%rowsAtOnce == 0 {
			if err := o.at(i, len(rows)); err != nil {
				return err
			}
		}
		meta := article.Meta{
			Title: oneLine(r.get(title)), Byline: oneLine(r.get(byline)), Source: oneLine(r.get(source)), Date: day(r.get(date)),
			Language: language(r.get(lang)), File: s.file(),
		}
		s.takeRow(r, r.get(text), meta)
	}
	s.tellColumns(title, byline, source, date, lang)
	s.leftOut(s.left.sentence())
	if len(s.Articles) == 0 {
		return problem.Newf("column", "Choose another column.", "No text was found in the column “%s” of %s.", text, within(s.Name))
	}
	return nil
}

func (s *Source) choose(columns []*column, rows int, chosen string) (string, error) {
	if chosen == "" {
		if c := textColumn(columns, rows); c != nil {
			return c.name, nil
		}
		return "", problem.Newf("table", "", "No text was found in %s.", within(s.Name))
	}
	for _, c := range columns {
		if c.name == chosen {
			return chosen, nil
		}
	}
	return "", problem.Newf("column", "It has: "+strings.Join(s.Columns[:min(len(s.Columns), 12)], ", ")+".", "There is no column “%s” in %s.", chosen, within(s.Name))
}

// takeRow makes an article of a text. What is wrong with one concerns no other.
func (s *Source) takeRow(r row, text string, meta article.Meta) {
	a, err := s.rowArticle(text, meta)
	if err == nil {
		s.Articles = append(s.Articles, a)
		return
	}
	p := problem.Problem{Line: r.line, Pointer: r.ptr, Message: "The text could not be read.", Hint: "It was left out."}
	switch problem.Code(err) {
	case "empty", "html":
		p.Message = "There is no text here."
	case "":
	default:
		p.Message = err.Error()
	}
	s.rowProblem(p)
}

// rowProblem lists a problem of a row; when there are many, they are counted.
func (s *Source) rowProblem(p problem.Problem) {
	if len(s.Problems) == worst {
		s.problem(problem.Problem{Message: "There are more rows like these; they were left out, too."})
	}
	if len(s.Problems) < worst {
		s.problem(p)
	}
}

// rowArticle makes an article of a text, which may be HTML as programs keep it.
func (s *Source) rowArticle(text string, meta article.Meta) (*article.Article, error) {
	if !looksHTML(text) {
		return ingest.Text("", []byte(text), meta)
	}
	root, err := parse("", text)
	if err != nil {
		return nil, err
	}
	p := &page{root: root, sizes: measured(root)}
	p.prune(root, true)
	l := &lines{}
	(&writer{lines: l, left: &p.left}).children(root)
	l.end()
	s.left.join(p.left)
	if note := "Texts in HTML were read without their tags."; len(s.Notes) == 0 {
		s.note("%s", note)
	}
	return ingest.Lines(l.out, meta)
}

// looksHTML reports whether a text is HTML: it has an end tag of a block.
func looksHTML(text string) bool {
	for _, tag := range []string{"</p>", "</div>", "</h1>", "</h2>", "</li>", "<br>", "<br/>", "<br />", "</P>", "<BR>"} {
		if strings.Contains(text, tag) {
			return true
		}
	}
	return false
}

// tellColumns says what was taken from where, and what was not taken.
func (s *Source) tellColumns(title, byline, source, date, lang string) {
	used := map[string]bool{s.Column: true}
	var told []string
	for _, c := range []struct{ what, name string }{{"title", title}, {"byline", byline}, {"source", source}, {"date", date}, {"language", lang}} {
		if c.name != "" {
			used[c.name] = true
			told = append(told, fmt.Sprintf("the %s from “%s”", c.what, c.name))
		}
	}
	told = append([]string{"the text from “" + s.Column + "”"}, told...)
	s.note("%s.", upper(listed(told)+verbTaken(len(told))))
	var rest []string
	for _, name := range s.Columns {
		if !used[name] {
			rest = append(rest, "“"+name+"”")
		}
	}
	if len(rest) > 0 {
		many := len(rest)
		if many > 8 {
			rest = append(rest[:8], fmt.Sprintf("%d more", many-8))
		}
		word := map[bool]string{true: "The column ", false: "The columns "}[many == 1]
		verb := map[bool]string{true: " was left out.", false: " were left out."}[many == 1]
		s.leftOut(word + listed(rest) + verb)
	}
}

func verbTaken(n int) string {
	if n == 1 {
		return " was taken"
	}
	return " were taken"
}
