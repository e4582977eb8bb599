package exchange

import (
	"encoding/hex"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"claimlight/app/annotation"
	"claimlight/app/article"
)

const (
	uuidIRI = "urn:uuid:"
	// textIRI names an article by the SHA-256 of its text in hexadecimal.
	textIRI = "urn:sha256:"
	// otherIRI names what has an ID of another form than it should have.
	otherIRI = "https://claimlight.org/id/"
)

// iriOf returns the absolute IRI of an ID; idOf turns it back.
func iriOf(id string) string {
	if annotation.ValidID(id) {
		return uuidIRI + id
	}
	return otherIRI + url.PathEscape(id)
}

// idOf returns the ID of an IRI, always a UUID. That of a foreign one is made
// from it, so that the same file read twice gives the same IDs.
func idOf(iri string) string {
	if rest, ok := strings.CutPrefix(iri, uuidIRI); ok {
		if u, err := uuid.Parse(rest); err == nil {
			return u.String()
		}
	}
	if u, err := uuid.Parse(iri); err == nil {
		return u.String() // a bare UUID, as some programs write
	}
	return derive(iri)
}

// derive returns the UUID (version 5) that always stands for the name.
func derive(name string) string { return uuid.NewSHA1(uuid.NameSpaceURL, []byte(name)).String() }

// sourceOf returns the IRI of an article's text.
func sourceOf(id article.ID) string {
	if isHash(string(id)) {
		return textIRI + string(id)
	}
	return otherIRI + url.PathEscape(string(id))
}

// articleID turns sourceOf back; what is no IRI of ours stays as it is.
func articleID(iri string) article.ID {
	if rest, ok := strings.CutPrefix(iri, textIRI); ok {
		return article.ID(strings.ToLower(rest))
	}
	return article.ID(iri)
}

func isHash(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && strings.ToLower(s) == s
}

// stamp writes a time as xsd:dateTime in UTC with Z (Web Annotation Data
// Model, 3.3.1); the zero time, which means unknown, as "".
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// unstamp reads a time with any zone; ok is false if it is none.
func unstamp(s string) (t time.Time, ok bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	return annotation.Time(t), err == nil
}
