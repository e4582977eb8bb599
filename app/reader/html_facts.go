package reader

import (
	"regexp"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"claimlight/app/article"
)

// facts are what a page says of its article: in JSON-LD (schema.org), in meta
// elements (Open Graph, Dublin Core, Highwire), and in marked elements.
type facts struct {
	tags   map[string]string // of meta elements, the first of each name
	linked ld                // from JSON-LD
	marked map[string]string // itemprop of schema.org, rel=author
	head   string            // the title element
	lang   string
	body   string // articleBody of JSON-LD
	free   string // isAccessibleForFree of JSON-LD: "true", "false", ""
}

// collect reads all of a page's metadata.
func collect(root *html.Node) facts {
	f := facts{tags: map[string]string{}, marked: map[string]string{}}
	for n := range root.Descendants() {
		switch n.DataAtom {
		case atom.Html:
			f.lang = first(f.lang, attr(n, "lang"), attr(n, "xml:lang"))
		case atom.Title:
			if f.head == "" && n.Namespace == "" {
				f.head = oneLine(textOf(n))
			}
		case atom.Meta:
			name := strings.ToLower(first(attr(n, "property"), attr(n, "name"), attr(n, "itemprop"), attr(n, "http-equiv")))
			if _, ok := f.tags[name]; !ok {
				f.tags[name] = oneLine(attr(n, "content"))
			}
		case atom.Script:
			if strings.HasPrefix(strings.ToLower(strings.TrimSpace(attr(n, "type"))), "application/ld+json") && n.FirstChild != nil {
				f.linked.read(n.FirstChild.Data)
			}
		default:
			f.mark(n)
		}
	}
	f.body, f.free = f.linked.body, f.linked.free
	return f
}

// mark takes what an element in the text is marked as.
func (f *facts) mark(n *html.Node) {
	prop := attr(n, "itemprop")
	if attr(n, "rel") == "author" {
		prop = first(prop, "author")
	}
	if n.DataAtom == atom.Time && prop == "" && (hasAttr(n, "pubdate") || f.marked["time"] == "" && attr(n, "datetime") != "") {
		prop = "time"
	}
	if prop != "author" && prop != "datePublished" && prop != "time" && prop != "headline" {
		return
	}
	if f.marked[prop] != "" {
		return
	}
	text := first(attr(n, "datetime"), attr(n, "content"))
	if text == "" {
		text = textOf(n)
	}
	if text = oneLine(text); len(text) <= 200 {
		f.marked[prop] = text
	}
}

// first returns the first that is not empty.
func first(all ...string) string {
	for _, s := range all {
		if s != "" {
			return s
		}
	}
	return ""
}

// named returns the first of the meta elements that are there.
func (f *facts) named(names ...string) string {
	for _, name := range names {
		if f.tags[name] != "" {
			return f.tags[name]
		}
	}
	return ""
}

// title is the article's, without the outlet that pages write behind it.
func (f *facts) title() string {
	title := first(f.linked.headline, f.marked["headline"], f.named("citation_title", "dc.title", "dcterms.title", "parsely-title", "og:title", "twitter:title"), f.head)
	outlet := f.outlet()
	if outlet == "" {
		return title
	}
	for _, between := range []string{" | ", " - ", " – ", " — ", " :: ", " · "} {
		if cut, ok := strings.CutSuffix(title, between+outlet); ok && cut != "" {
			return strings.TrimSpace(cut)
		}
	}
	return title
}

func (f *facts) outlet() string {
	return first(f.named("og:site_name"), f.linked.publisher, f.named("citation_journal_title", "dc.publisher", "dcterms.publisher", "application-name"))
}

// byline are the names of who wrote the article; an address is none.
func (f *facts) byline() string {
	for _, name := range []string{
		f.linked.author, f.named("byl", "author", "article:author", "citation_author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"), f.marked["author"],
	} {
		if name == "" || strings.Contains(name, "://") || len(name) > 200 {
			continue
		}
		if len(name) > 3 && strings.EqualFold(name[:3], "by ") {
			name = strings.TrimSpace(name[3:])
		}
		return name
	}
	return ""
}

func (f *facts) date() string {
	return day(first(f.linked.date, f.named("article:published_time", "og:article:published_time", "datepublished", "citation_publication_date", "citation_date",
		"dc.date", "dcterms.date", "dcterms.created", "date", "parsely-pub-date", "sailthru.date", "publish-date", "pubdate"), f.marked["datePublished"], f.marked["time"]))
}

func (f *facts) language() string {
	return language(first(f.linked.language, f.lang, f.named("content-language", "og:locale", "dc.language")))
}

// meta is what is known of an article; the headline that it shows is its title,
// since the one in the metadata is often made for search engines.
func (f *facts) meta(l *lines) article.Meta {
	return article.Meta{Title: first(l.headline(), f.title()), Byline: f.byline(), Source: f.outlet(), Date: f.date(), Language: f.language()}
}

// day cuts the time of day off a date of ISO 8601, as the publisher wrote it
// and in their time zone; other dates stay as they are.
func day(date string) string {
	date = oneLine(date)
	if iso().MatchString(date) {
		return date[:len("2006-01-02")]
	}
	if len(date) > 60 {
		return ""
	}
	return date
}

var iso = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^\d{4}-\d\d-\d\d([T ]\d\d.*)?$`) })

// language returns a tag of BCP 47, "" for what is none.
func language(tag string) string {
	tag = strings.ReplaceAll(strings.TrimSpace(tag), "_", "-")
	if !bcp47().MatchString(tag) {
		return ""
	}
	return tag
}

var bcp47 = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$`) })
