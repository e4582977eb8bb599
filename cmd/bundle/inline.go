package main

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
)

// inlines finds the files that the page asks for with data-inline: it cannot be
// painted without them, and asking for each would cost a way to the server and
// back before there is anything to read.
var inlines = regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)" data-inline>|<script src="([^"]+)" data-inline></script>`)

// addInline puts these files into the page, and what makes sure that they are
// these into its policy (Content Security Policy Level 3, hash-source). They are
// no files of the site any more.
func (s site) addInline() error {
	hashes := map[string]string{}
	var failed error
	page := inlines.ReplaceAllStringFunc(string(s["index.html"]), func(tag string) string {
		found := inlines.FindStringSubmatch(tag)
		name, element, source := found[1], "style", "style-src 'self'"
		if name == "" {
			name, element, source = found[2], "script", "script-src 'self'"
		}
		text := string(s[name])
		if text == "" || strings.Contains(strings.ToLower(text), "</"+element) {
			failed = fmt.Errorf("index.html: %s cannot stand in the page: it is not there, or holds </%s", name, element)
		}
		delete(s, name)
		sum := sha256.Sum256([]byte(text))
		hashes[source] += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		return "<" + element + ">" + text + "</" + element + ">"
	})
	s["index.html"] = []byte(page)
	for source, list := range hashes {
		if err := s.replace("index.html", source, source+list); err != nil {
			return err
		}
	}
	return failed
}
