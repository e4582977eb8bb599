package main

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"claimlight/app/onefile"
)

// inlines finds the files that the page asks for with data-inline: it cannot be
// painted without them, or wants them right after that, and asking for each would
// cost a way to the server and back.
var inlines = regexp.MustCompile(`<link rel="stylesheet" href="([^"]+)" data-inline>|<script src="([^"]+)" data-inline></script>`)

// pages are those of the site: what a browser asks for, and what a page that is
// one file is made of (app/onefile).
var pages = []string{"index.html", onefile.ShellName}

// addInline puts these files into the pages. What no page asks for by itself is
// no file of the site any more.
func (s site) addInline() error {
	inlined := map[string]bool{}
	for _, page := range pages {
		if s[page] == nil {
			continue
		}
		names, err := s.inlineInto(page)
		if err != nil {
			return err
		}
		for _, name := range names {
			inlined[name] = true
		}
	}
	for name := range inlined {
		if !strings.Contains(string(s["index.html"]), `="`+name+`"`) {
			delete(s, name)
		}
	}
	return nil
}

// inlineInto puts the files that a page asks for into it, and what makes sure
// that they are these into its policy (Content Security Policy Level 3,
// hash-source). It returns their names.
func (s site) inlineInto(into string) (names []string, failed error) {
	hashes := map[string]string{}
	before := string(s[into])
	page := inlines.ReplaceAllStringFunc(before, func(tag string) string {
		found := inlines.FindStringSubmatch(tag)
		name, element, kind := found[1], "style", api.LoaderCSS
		if name == "" {
			name, element, kind = found[2], "script", api.LoaderJS
		}
		source := element + "-src"
		if strings.Contains(before, source+" 'self'") {
			source += " 'self'"
		}
		if s[name] == nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %s is not there", into, name))
		}
		text, err := tight(name, kind, s[name])
		failed = errors.Join(failed, err)
		names = append(names, name)
		sum := sha256.Sum256([]byte(text))
		hashes[source] += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		return "<" + element + ">" + text + "</" + element + ">"
	})
	s[into] = []byte(page)
	for source, list := range hashes {
		if err := s.replace(into, source, source+list); err != nil {
			return names, errors.Join(failed, err)
		}
	}
	return names, failed
}

// tight is a script or a style sheet as it stands in a page: without comments
// and indentation, a fifth of what the page would be on the wire, and with
// nothing that ends its element. Names and syntax stay, so that what runs is
// what was written. It refuses what esbuild only warns of, too: of a mistake in
// a style sheet nobody else would tell.
func tight(name string, kind api.Loader, text []byte) (string, error) {
	out := api.Transform(string(text), api.TransformOptions{Sourcefile: name, Loader: kind, MinifyWhitespace: true, Charset: api.CharsetUTF8})
	if bad := append(out.Errors, out.Warnings...); len(bad) > 0 {
		return "", errors.New(strings.Join(api.FormatMessages(bad, api.FormatMessagesOptions{}), ""))
	}
	return strings.TrimSpace(string(out.Code)), nil
}
