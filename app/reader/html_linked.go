package reader

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// ld is what JSON-LD says of an article.
type ld struct {
	headline, author, date, publisher, language, body, free string
}

// deepest is how far objects are looked for inside of others.
const deepest = 6

// read adds what a script says. What cannot be read says nothing: the page
// itself is there.
func (d *ld) read(script string) {
	var v any
	if json.Unmarshal([]byte(strings.TrimSpace(script)), &v) == nil {
		d.find(v, 0)
	}
}

// find looks for articles in what is nested and listed.
func (d *ld) find(v any, depth int) {
	if depth > deepest {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			d.find(one, depth+1)
		}
	case map[string]any:
		if d.headline == "" && d.body == "" && isArticle(v["@type"]) {
			d.take(v)
			return
		}
		for _, key := range []string{"@graph", "mainEntity", "itemListElement", "item"} {
			d.find(v[key], depth+1)
		}
	}
}

// isArticle reports whether a type is one of schema.org's for articles.
func isArticle(t any) bool {
	switch t := t.(type) {
	case string:
		return strings.HasSuffix(t, "Article") || strings.HasSuffix(t, "Posting") || strings.HasSuffix(t, "Report") || strings.HasSuffix(t, "ClaimReview")
	case []any:
		for _, one := range t {
			if isArticle(one) {
				return true
			}
		}
	}
	return false
}

func (d *ld) take(v map[string]any) {
	d.headline = oneLine(words(v["headline"]))
	if d.headline == "" {
		d.headline = oneLine(words(v["name"]))
	}
	d.author = oneLine(words(v["author"]))
	d.date = oneLine(first(words(v["datePublished"]), words(v["dateCreated"])))
	d.publisher = oneLine(words(v["publisher"]))
	d.language = oneLine(words(v["inLanguage"]))
	d.body = words(v["articleBody"])
	switch free := v["isAccessibleForFree"].(type) {
	case bool:
		d.free = map[bool]string{true: "true", false: "false"}[free]
	case string:
		d.free = strings.ToLower(free)
	}
}

// words are the text of a value: a string, the name of a thing, or those of
// several.
func words(v any) string {
	switch v := v.(type) {
	case string:
		return html.UnescapeString(v)
	case []any:
		var all []string
		for _, one := range v {
			if s := words(one); s != "" {
				all = append(all, s)
			}
		}
		return strings.Join(all, ", ")
	case map[string]any:
		for _, key := range []string{"name", "@value", "alternateName"} {
			if s, ok := v[key].(string); ok {
				return html.UnescapeString(s)
			}
		}
	}
	return ""
}
