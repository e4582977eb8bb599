//go:build !page

package exchange

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"claimlight/app/article"
	"claimlight/app/span"
)

// labelstudioTexts are those of the data of a task that may be its text.
type labelstudioTexts struct {
	keys  []string
	found map[string]*labelstudioText
	chose map[string]string // by object and source: the key that was found for it
}

// labelstudioText is one of them.
type labelstudioText struct {
	raw   string
	url   bool
	turns []span.Span // of a dialogue: where each is in raw, without who speaks
	doc   *Doc        // nil until it is one
}

// labelstudioOwn are keys of a record of JSON-MIN that are no data.
var labelstudioOwn = []string{"id", "annotation_id", "annotator", "created_at", "updated_at", "lead_time"}

// labelstudioAddress tells addresses from texts: data may say where the text is.
var labelstudioAddress = regexp.MustCompile(`^(?i:https?://|s3://|gs://|azure-blob://|/data/)\S+$`)

// labelstudioMarkup is what makes a text HTML.
var labelstudioMarkup = regexp.MustCompile(`<[A-Za-z/!][^>]*>|&[A-Za-z]+;|&#\w+;`)

// read looks at the data of a task.
func (ts *labelstudioTexts) read(data *node) {
	ts.found, ts.chose = map[string]*labelstudioText{}, map[string]string{}
	object, _ := data.value.(map[string]any)
	minimal := data.key("annotation_id").there()
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if minimal && slices.Contains(labelstudioOwn, key) {
			continue
		}
		text := &labelstudioText{}
		switch v := object[key].(type) {
		case string:
			text.raw, text.url = v, labelstudioAddress.MatchString(v)
		case []any:
			text.raw, text.turns = labelstudioTurns(data.key(key))
		}
		if strings.TrimSpace(text.raw) != "" {
			ts.found[key], ts.keys = text, append(ts.keys, key)
		}
	}
}

// labelstudioTurns makes a text of a dialogue, each turn on a line behind who
// speaks; "" if it is none.
func labelstudioTurns(n *node) (raw string, turns []span.Span) {
	var b strings.Builder
	at := 0
	for i, turn := range n.value.([]any) {
		object, _ := turn.(map[string]any)
		said, ok := object["text"].(string)
		if !ok || object["start"] != nil {
			return "", nil
		}
		line, who := "", ""
		if who, _ = object["author"].(string); who != "" {
			line = article.Clean(who) + ": "
		}
		if i > 0 {
			line = "\n" + line
		}
		said = article.Clean(said)
		start := at + utf8.RuneCountInString(line)
		at = start + utf8.RuneCountInString(said)
		turns = append(turns, span.Span{Start: start, End: at})
		b.WriteString(line + said)
	}
	return b.String(), turns
}

// choose finds the text that a region is on: what the result names, what was it
// in the tasks before, what is called text, the only one, the longest; and of
// these rather one that has the quote.
func (t *labelstudioTask) choose(r *labelstudioRegion) string {
	about := r.source + "\x00" + r.to
	if key, ok := t.texts.chose[about]; ok {
		return key
	}
	var likely []string
	for _, key := range []string{r.source, r.to, t.usual[about], "text"} {
		if t.texts.found[key] != nil {
			likely = append(likely, key)
		}
	}
	likely = append(likely, t.texts.bySize()...)
	if len(likely) == 0 {
		return ""
	}
	best := likely[0]
	if quote := escapeLabelStudio(article.Clean(r.mark.Quote)); quote != "" && !r.html && !r.turns {
		for _, key := range likely {
			if strings.Contains(escapeLabelStudio(article.Clean(t.texts.found[key].raw)), quote) {
				best = key
				break
			}
		}
	}
	if r.mark.Quote != "" || len(t.texts.keys) == 1 {
		t.texts.chose[about], t.usual[about] = best, best
	}
	return best
}

// bySize are the texts, the longest first; addresses come last.
func (ts *labelstudioTexts) bySize() []string {
	keys := slices.Clone(ts.keys)
	slices.SortStableFunc(keys, func(a, b string) int {
		v, w := ts.found[a], ts.found[b]
		switch {
		case v.url != w.url && v.url:
			return 1
		case v.url != w.url:
			return -1
		}
		return len(w.raw) - len(v.raw)
	})
	return keys
}
