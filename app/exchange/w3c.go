package exchange

import (
	"bytes"
	"encoding/json"
)

// W3C is the native format: a W3C Web Annotation AnnotationCollection with one
// embedded AnnotationPage, and everything else of the project as extension
// terms under a context of our own. It carries a project without loss.
var W3C = Format{
	ID: "w3c", Name: "Claimlight project (W3C Web Annotation)", Ext: ".claimlight.json",
	MIME:  `application/ld+json;profile="http://www.w3.org/ns/anno.jsonld"`,
	About: "The whole project, to keep, to hand on and to open here again; other programs that know W3C Web Annotation read it too.",
	Also:  []string{".jsonld", "application/json"},
	Sniff: sniffW3C, Decode: decodeW3C, Losses: lossesW3C, Encode: encodeW3C,
}

// Version is the version of our extension terms. It goes up when a program of
// the version before could no longer read what is written.
const Version = 1

// annoContext names the context of the Web Annotation Data Model.
const annoContext = "http://www.w3.org/ns/anno.jsonld"

// ownContext defines our terms. It stands in the file itself, so that nothing
// needs to be fetched, and as all its names have our prefix it redefines none.
var ownContext = json.RawMessage(`{
	"cl": "https://claimlight.org/ns#",
	"cl:annotator": {"@type": "@id"},
	"cl:article": {"@type": "@id"},
	"cl:attribute": {"@type": "@id"},
	"cl:blocks": {"@container": "@list"},
	"cl:choices": {"@container": "@list"},
	"cl:correctedBy": {"@type": "@id"},
	"cl:from": {"@type": "@id"},
	"cl:opened": {"@type": "xsd:dateTime"},
	"cl:tag": {"@type": "@id"},
	"cl:tags": {"@type": "@id", "@container": "@list"},
	"cl:to": {"@type": "@id"},
	"cl:values": {"@container": "@list"}
}`)

// The types below are the file. Their fields are in the order in which they
// are written; "start", "end", "created" and so on are terms of W3C.
type (
	w3cRef struct {
		ID string `json:"id"`
	}
	w3cAgent struct {
		ID       string `json:"id"`
		Type     string `json:"type"`
		Name     string `json:"name,omitempty"`
		Nickname string `json:"nickname,omitempty"`
	}
	w3cProject struct {
		Type      string `json:"type"`
		Name      string `json:"cl:name"`
		Closed    bool   `json:"cl:closed"`
		Annotator string `json:"cl:annotator,omitempty"`
		Created   string `json:"created,omitempty"`
	}
	w3cArticle struct {
		ID        string `json:"id"`
		Type      string `json:"type"`
		Title     string `json:"cl:title"`
		TitleMade bool   `json:"cl:titleMade,omitempty"`
		Byline    string `json:"cl:byline,omitempty"`
		Source    string `json:"cl:source,omitempty"`
		Date      string `json:"cl:date,omitempty"`
		Language  string `json:"cl:language,omitempty"`
		File      string `json:"cl:file,omitempty"`
		Rank      int    `json:"cl:rank"`
		// CorrectedBy is the article that came after this one.
		CorrectedBy string     `json:"cl:correctedBy,omitempty"`
		SHA256      string     `json:"cl:sha256"`
		Blocks      []w3cBlock `json:"cl:blocks,omitempty"`
		Text        string     `json:"cl:text"`
	}
	w3cBlock struct {
		Kind  string `json:"cl:kind"`
		Start int    `json:"start"`
		End   int    `json:"end"`
	}
	w3cTag struct {
		ID             string `json:"id"`
		Type           string `json:"type"`
		Name           string `json:"cl:name"`
		Definition     string `json:"cl:definition,omitempty"`
		Example        string `json:"cl:example,omitempty"`
		Counterexample string `json:"cl:counterexample,omitempty"`
		Color          int    `json:"cl:color"`
		Cue            string `json:"cl:cue"`
		Digit          string `json:"cl:digit,omitempty"`
		Rank           int    `json:"cl:rank"`
	}
	w3cAttribute struct {
		ID      string      `json:"id"`
		Type    string      `json:"type"`
		Name    string      `json:"cl:name"`
		Choices []w3cChoice `json:"cl:choices,omitempty"`
		Tags    []string    `json:"cl:tags,omitempty"`
		Rank    int         `json:"cl:rank"`
	}
	w3cChoice struct {
		Key  string `json:"cl:key"`
		Name string `json:"cl:name"`
	}
	w3cClass struct {
		Type string `json:"type"`
		Kind string `json:"cl:kind"`
		Key  string `json:"cl:key"`
		// Body is JSON in a string: JSON-LD 1.0 has no word for JSON itself.
		Body string `json:"cl:body"`
	}
	w3cReading struct {
		Type    string `json:"type"`
		Article string `json:"cl:article"`
		State   string `json:"cl:state"`
		Opened  string `json:"cl:opened,omitempty"`
	}
)

// sniffW3C looks for JSON with something of Web Annotation near its start: what
// no other program writes, or a type that a label of another program's file may
// be called too. Lists of annotations are another format's (Recogito), which
// finds the texts they are on.
func sniffW3C(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\uFEFF")), " \t\r\n")
	if len(data) == 0 || data[0] != '{' && data[0] != '[' {
		return false
	}
	head := data[:min(len(data), 64<<10)]
	if bytes.Contains(head, []byte(`"cl:version"`)) {
		return true
	}
	for _, sign := range []string{annoContext, `"AnnotationCollection"`, `"AnnotationPage"`, `"Annotation"`} {
		if bytes.Contains(head, []byte(sign)) {
			found := jsonKeys(head)
			return (found["/type"] || found["/@context"]) && !sniffRecogito(head)
		}
	}
	return false
}
