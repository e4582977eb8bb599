//go:build !page

package exchange

import (
	"bufio"
	"fmt"
	"io"
	"regexp"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/paint"
	"claimlight/app/project"
)

func encodeHTML(w io.Writer, p project.Project, env Env) ([]Loss, error) {
	s, err := newSheet(p, env.Pace.Part(0, 2, 10))
	if err != nil {
		return nil, err
	}
	h := htmlWriter{Writer: bufio.NewWriterSize(w, 64<<10), sheet: s}
	h.top()
	writing := env.Pace.Part(2, 10, 10)
	for i, g := range s.pages {
		h.article(g)
		if err := h.notes(g, writing.Part(i, i+1, len(s.pages))); err != nil {
			return nil, err
		}
		h.WriteString("</section>\n")
	}
	h.WriteString("<p class=\"top end\">Made with Claimlight.</p>\n</body>\n</html>\n")
	return sheetLosses(p), h.Flush()
}

// htmlWriter writes a page. Errors are those of the Flush at the end.
type htmlWriter struct {
	*bufio.Writer
	*sheet
	buf    []byte
	layers []htmlLayer
}

// put writes HTML; what is put in for the verbs is escaped as it is written,
// unless it is a number.
func (h *htmlWriter) put(format string, args ...any) {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = paint.Text(s)
		}
	}
	fmt.Fprintf(h, format, args...)
}

func (h *htmlWriter) top() {
	h.put("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"%s\"/>\n", htmlPolicy())
	h.put("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"referrer\" content=\"no-referrer\"/>\n")
	h.put("<meta name=\"generator\" content=\"Claimlight\"/>\n<title>%s</title>\n<style>", h.title)
	h.WriteString(htmlStyle())
	h.put("</style>\n</head>\n<body>\n<header class=\"top\">\n<h1 dir=\"auto\">%s</h1>\n", h.title)
	h.line(sheetCount(len(h.pages), "article"), sheetCount(h.marks, "mark"))
	h.legend()
	h.WriteString("<div class=\"side\">\n")
	h.contents()
	h.questions()
	h.WriteString("</div>\n</header>\n")
}

// contents lists the articles, if there are several.
func (h *htmlWriter) contents() {
	if len(h.pages) > 1 {
		h.WriteString("<ol class=\"contents\" aria-label=\"Articles\">\n")
		for _, g := range h.pages {
			h.put("<li><span class=\"of\">%d</span><a href=\"#a%d\" dir=\"auto\">%s</a><span class=\"of\">%s</span></li>\n", g.number, g.number, g.heading(), sheetCount(len(g.marks), "mark"))
		}
		h.WriteString("</ol>\n")
	}
}

func (h *htmlWriter) line(facts ...string) {
	h.WriteString("<p class=\"facts\">")
	for _, f := range facts {
		h.put("<span><bdi>%s</bdi></span>", f)
	}
	h.WriteString("</p>\n")
}

// htmlEach is for how many articles the legend says how often each has a tag.
const htmlEach = 8

// legend is a table of the tags: what they mean and how often they were given.
func (h *htmlWriter) legend() {
	if len(h.tags) == 0 && h.count[""] == 0 {
		return
	}
	h.WriteString("<table>\n<thead><tr><th scope=\"col\">Tag</th>")
	if h.each() {
		for _, g := range h.pages {
			h.put("<th scope=\"col\" class=\"num each\"><a href=\"#a%d\" title=\"%s\">%d</a></th>", g.number, g.heading(), g.number)
		}
	}
	h.WriteString("<th scope=\"col\" class=\"num\">All</th></tr></thead>\n<tbody>\n")
	for _, t := range h.tags {
		h.put("<tr><th scope=\"row\"><span class=\"tag t-%d cue-%s\"><bdi>%s</bdi></span>", t.Color, string(paint.Known(t.Cue)), t.Name)
		h.define("", t.Definition)
		h.define("For example: ", t.Example)
		h.define("But not: ", t.Counterexample)
		h.tally(t.ID)
	}
	if h.count[""] > 0 {
		h.WriteString("<tr><th scope=\"row\"><span class=\"tag t-x cue-solid\">No tag</span>")
		h.tally("")
	}
	h.WriteString("</tbody>\n</table>\n")
}

// each reports whether the legend has a column for each article.
func (h *htmlWriter) each() bool { return len(h.pages) > 1 && len(h.pages) <= htmlEach }

func (h *htmlWriter) define(what, text string) {
	if text != "" {
		h.put("<p class=\"define\" dir=\"auto\"><i>%s</i>%s</p>", what, text)
	}
}

// tally ends a row of the legend with its numbers.
func (h *htmlWriter) tally(id annotation.TagID) {
	h.WriteString("</th>")
	if h.each() {
		for _, c := range h.counts {
			h.number("num each", c[id])
		}
	}
	h.number("num", h.count[id])
	h.WriteString("</tr>\n")
}

func (h *htmlWriter) number(class string, n int) {
	if n == 0 {
		class += " nil"
	}
	h.put("<td class=\"%s\">%d</td>", class, n)
}

// questions lists what is asked of marks, and what can be answered.
func (h *htmlWriter) questions() {
	if len(h.asked) == 0 {
		return
	}
	h.WriteString("<table>\n<thead><tr><th scope=\"col\">Asked of marks</th></tr></thead>\n<tbody>\n")
	for _, q := range h.asked {
		h.put("<tr><td><b><bdi>%s</bdi></b><p class=\"define\">", q.Name)
		for i, c := range q.Choices {
			if i > 0 {
				h.WriteString(" · ")
			}
			h.put("<bdi>%s</bdi>", c.Name)
		}
		if len(q.Choices) == 0 {
			h.WriteString("In words of one’s own")
		}
		h.WriteString("</p></td></tr>\n")
	}
	h.WriteString("</tbody>\n</table>\n")
}

// htmlLanguage is what may be said to be a language (BCP 47).
var htmlLanguage = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// htmlBlocks are the elements that blocks are, where they are not paragraphs.
var htmlBlocks = map[article.Kind]string{article.Headline: "h2", article.Subheading: "h3"}

// htmlKinds are the classes of blocks that look different.
var htmlKinds = map[article.Kind]string{article.Headline: "b-headline", article.Subheading: "b-subheading", article.Byline: "b-byline"}

// article writes the article itself.
func (h *htmlWriter) article(g *sheetPage) {
	h.put("<section class=\"article\" id=\"a%d\">\n<div class=\"heading\">\n", g.number)
	if !g.headed() {
		h.put("<h2 dir=\"auto\">%s</h2>\n", g.heading())
	}
	h.line(h.facts(g)...)
	h.WriteString("</div>\n<div class=\"text\"")
	if htmlLanguage.MatchString(g.Meta.Language) {
		h.put(" lang=\"%s\"", g.Meta.Language)
	}
	h.WriteString(">\n")
	for i, over := range g.blocks() {
		tag := htmlBlocks[g.Blocks[i].Kind]
		if tag == "" {
			tag = "p"
		}
		h.put("<%s dir=\"auto\"", tag)
		if class := htmlKinds[g.Blocks[i].Kind]; class != "" {
			h.put(" class=\"%s\"", class)
		}
		h.WriteByte('>')
		h.block(g, i, over)
		h.put("</%s>\n", tag)
	}
	h.WriteString("</div>\n")
}

// maker writes who made a mark and when.
func (h *htmlWriter) maker(a *annotation.Annotation) {
	who, day := h.made(a)
	switch {
	case who != "":
		h.put(" <span class=\"of\"><bdi>%s</bdi> %s</span>", who, day)
	case day != "":
		h.put(" <span class=\"of\">%s</span>", day)
	}
}

// notes lists what the marks of an article say.
func (h *htmlWriter) notes(g *sheetPage, pace project.Pace) error {
	if len(g.marks) == 0 {
		return nil
	}
	h.WriteString("<div class=\"notes\">\n<h3>Marks</h3>\n<ol class=\"marks\">\n")
	for i, a := range g.marks {
		if err := pause(pace, i, len(g.marks)); err != nil {
			return err
		}
		h.note(g, i, a)
	}
	h.WriteString("</ol>\n</div>\n")
	return nil
}

// note writes what a mark says, with the way back to it.
func (h *htmlWriter) note(g *sheetPage, i int, a *annotation.Annotation) {
	color, cue := h.look(sheetTags(a)[0])
	h.put("<li id=\"n%d-%d\" class=\"t-%s cue-%s\">\n<p class=\"head\"><a class=\"n\" href=\"#t%d-%d\">%d</a>", g.number, i+1, color, cue, g.number, i+1, i+1)
	for _, t := range sheetTags(a) {
		color, cue := h.look(t)
		h.put(" <span class=\"tag t-%s cue-%s\"><bdi>%s</bdi></span>", color, cue, h.tagName(t))
	}
	h.maker(a)
	h.put("</p>\n<blockquote dir=\"auto\">%s</blockquote>\n", a.Quote())
	if a.Note != "" {
		h.put("<p class=\"said\" dir=\"auto\">%s</p>\n", a.Note)
	}
	if answers := h.answers(a); len(answers) > 0 {
		h.WriteString("<dl>")
		for _, v := range answers {
			h.put("<dt><bdi>%s</bdi></dt><dd dir=\"auto\">%s</dd>", v.question, v.answer)
		}
		h.WriteString("</dl>\n")
	}
	for _, r := range h.related[a.ID] {
		if r.from {
			h.put("<p class=\"rel\">← <a href=\"#n%d-%d\">%d</a>%s <bdi>%s</bdi></p>\n", r.page, r.number, r.number, r.elsewhere(g), r.name)
		} else {
			h.put("<p class=\"rel\">→ <bdi>%s</bdi> <a href=\"#n%d-%d\">%d</a>%s</p>\n", r.name, r.page, r.number, r.number, r.elsewhere(g))
		}
	}
	h.WriteString("</li>\n")
}
