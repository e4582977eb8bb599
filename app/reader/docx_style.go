package reader

import (
	"encoding/xml"
	"strconv"
	"strings"

	"claimlight/app/article"
)

// style is a paragraph style. The name is Word's own, in English and lower case
// whatever language Word speaks; the outline level is counted from 1, 0 is text.
type style struct {
	name  string
	level int
	based string
}

// readStyles reads the paragraph styles by their IDs.
func readStyles(a *archive, part string) (map[string]style, error) {
	type value struct {
		Val string `xml:"val,attr"`
	}
	var all struct {
		Style []struct {
			ID      string `xml:"styleId,attr"`
			Type    string `xml:"type,attr"`
			Name    value  `xml:"name"`
			BasedOn value  `xml:"basedOn"`
			Level   *value `xml:"pPr>outlineLvl"`
		} `xml:"style"`
	}
	if err := a.unmarshal(part, &all); err != nil {
		return nil, err
	}
	out := make(map[string]style, len(all.Style))
	for _, s := range all.Style {
		if s.Type != "" && s.Type != "paragraph" {
			continue
		}
		one := style{name: strings.ToLower(s.Name.Val), based: s.BasedOn.Val}
		if s.Level != nil {
			one.level = outlineLevel(s.Level.Val)
		}
		out[s.ID] = one
	}
	return out, nil
}

// outlineLevel turns an outline level as Word counts, from 0 with 9 for text, into
// ours.
func outlineLevel(val string) int {
	if n, err := strconv.Atoi(val); err == nil && n >= 0 && n < 9 {
		return n + 1
	}
	return 0
}

// maxBased is how many styles may be based on one another; some files go round
// in circles.
const maxBased = 20

// levelOf is the level of headings in a style: what it, or a style that it is
// based on, says by its name or its outline level.
func (w *word) levelOf(id string) int {
	for range maxBased {
		s, ok := w.styles[id]
		if !ok {
			return 0
		}
		if s.name == "title" {
			return 1
		}
		if n, ok := strings.CutPrefix(s.name, "heading "); ok {
			if level, err := strconv.Atoi(n); err == nil && level >= 1 && level <= 9 {
				return level
			}
		}
		if s.level > 0 {
			return s.level
		}
		id = s.based
	}
	return 0
}

// looks are the properties of a paragraph that mean something for its text.
type looks struct {
	style string
	level int  // outline level set by hand, counted from 1
	gone  bool // its end was deleted
}

// kindOf is what a paragraph is by its looks; "" if they do not say.
func (w *word) kindOf(look looks) article.Kind {
	level := look.level
	if level == 0 {
		level = w.levelOf(look.style)
	}
	name := w.styles[look.style].name
	switch {
	case strings.Contains(name, "byline") || strings.Contains(name, "author"):
		return article.Byline
	case level > 0 && !strings.HasPrefix(name, "toc"):
		return w.heading(level)
	}
	return ""
}

// looks reads the properties of a paragraph.
func (w *word) looks() (looks, error) {
	var out looks
	err := w.properties(func(path []string, e xml.StartElement) {
		switch strings.Join(path, "/") {
		case "pStyle":
			out.style = val(e, "val")
		case "outlineLvl":
			out.level = outlineLevel(val(e, "val"))
		case "rPr/del", "rPr/moveFrom":
			out.gone = true
		}
	})
	return out, err
}

// vanishes reads the properties of a run.
func (w *word) vanishes() (vanish bool, err error) {
	err = w.properties(func(path []string, e xml.StartElement) {
		if len(path) == 1 && path[0] == "vanish" {
			v := val(e, "val")
			vanish = v != "0" && v != "false" && v != "off"
		}
	})
	return vanish, err
}

// properties calls each for the elements inside of the one at work, up to its
// end, with the names on the way to them.
func (w *word) properties(each func(path []string, e xml.StartElement)) error {
	var path []string
	for {
		t, err := w.d.Token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			path = append(path, t.Name.Local)
			each(path, t)
		case xml.EndElement:
			if len(path) == 0 {
				return nil
			}
			path = path[:len(path)-1]
		}
	}
}
