package reader

import (
	"strings"

	"claimlight/app/article"
)

// known are the names that programs give to what is known of a text, in lower
// case, without signs; the first is the best.
var known = map[string][]string{
	"text":     {"text", "fulltext", "articletext", "articlebody", "body", "bodytext", "maintext", "content", "contents", "contentrendered", "rendered", "article", "plaintext", "cleantext", "document", "story", "passage", "paragraphs", "artikel", "volltext", "inhalt", "texte", "contenu", "texto", "contenido", "cuerpo", "testo", "текст"},
	"title":    {"title", "headline", "heading", "articletitle", "titlerendered", "titel", "überschrift", "titre", "título", "titulo", "titolo", "заголовок"},
	"byline":   {"byline", "author", "authors", "authorname", "creator", "writer", "writers", "reporter", "journalist", "autor", "autoren", "verfasser", "auteur", "autores", "autore", "автор"},
	"source":   {"source", "outlet", "publisher", "publication", "newspaper", "sitename", "site", "sourcename", "domain", "publicationname", "quelle", "medium", "zeitung", "fuente", "fonte", "источник"},
	"date":     {"date", "published", "datepublished", "publishdate", "publicationdate", "publishedat", "publishedon", "pubdate", "publishedtime", "created", "createdat", "datecreated", "datum", "fecha", "data", "дата"},
	"language": {"language", "lang", "locale", "sprache", "langue", "idioma", "lingua", "язык"},
}

// better tells how well a name fits: 0 is the best, -1 is not at all. Of a key
// inside of others the whole counts, and then its last part.
func better(what, name string) int {
	last := name[strings.LastIndexByte(name, '.')+1:]
	for _, n := range []string{bare(name), bare(last)} {
		for i, k := range known[what] {
			if k == n {
				return i
			}
		}
	}
	return -1
}

// frontMatter cuts what is known of a text off its beginning: lines of names
// and values between two lines of "---" (YAML) or "+++" (TOML). Of both only
// what people write there is understood, and all of it is taken off.
func frontMatter(source string) (meta article.Meta, body string) {
	fence, rest, _ := strings.Cut(source, "\n")
	fence = strings.TrimRight(fence, " \t")
	if fence != "---" && fence != "+++" {
		return meta, source
	}
	at := 0
	key := ""
	values := map[string]string{}
	for line := range strings.SplitAfterSeq(rest, "\n") {
		at += len(line)
		line = strings.TrimRight(line, " \t\n")
		if line == fence || fence == "---" && line == "..." {
			return frontMeta(values), rest[at:]
		}
		if item, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok && key != "" {
			values[key] = joinedBy(values[key], unquoted(item))
			continue
		}
		name, value, ok := strings.Cut(line, map[string]string{"---": ":", "+++": "="}[fence])
		if !ok && strings.TrimSpace(line) != "" && !strings.HasPrefix(line, "#") && key == "" {
			return article.Meta{}, source // a line across the page, and then text
		}
		if ok && name == strings.TrimLeft(name, " \t") {
			key = strings.TrimSpace(name)
			values[key] = unquoted(value)
		}
	}
	return article.Meta{}, source
}

// frontMeta picks what is known by its names.
func frontMeta(values map[string]string) article.Meta {
	pick := func(what string) string {
		best, found := -1, ""
		for name, value := range values {
			if i := better(what, name); i >= 0 && value != "" && (best < 0 || i < best) {
				best, found = i, value
			}
		}
		return found
	}
	return article.Meta{Title: pick("title"), Byline: pick("byline"), Source: pick("source"), Date: day(pick("date")), Language: language(pick("language"))}
}

// unquoted takes quotation marks and the brackets of lists off a value.
func unquoted(value string) string {
	value = strings.TrimSpace(value)
	if inner, ok := strings.CutPrefix(value, "["); ok && strings.HasSuffix(inner, "]") {
		var all string
		for part := range strings.SplitSeq(inner[:len(inner)-1], ",") {
			all = joinedBy(all, unquoted(part))
		}
		return all
	}
	for _, mark := range []string{`"`, `'`} {
		if len(value) >= 2 && strings.HasPrefix(value, mark) && strings.HasSuffix(value, mark) {
			return oneLine(strings.ReplaceAll(value[1:len(value)-1], `\"`, `"`))
		}
	}
	return oneLine(value)
}

func joinedBy(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}
