//go:build !page

package exchange

import (
	"path"
	"slices"
	"strings"
)

// What the layers of UIMA programs are called, and where INCEpTION puts the
// names of documents and people.

// uimaLayer is the layer of the marks that we write.
const uimaLayer = "webanno.custom.Claimlight"

// uimaShort is the name of a type without its package.
func uimaShort(typ string) string { return typ[strings.LastIndexByte(typ, '.')+1:] }

// uimaStructural reports whether structures of a type are how the text was cut
// or what the program notes for itself, and nothing that somebody said.
func uimaStructural(typ string) bool {
	if strings.HasPrefix(typ, "uima.cas.") || strings.HasSuffix(typ, "[]") {
		return true
	}
	switch uimaShort(typ) {
	case "Token", "Sentence", "DocumentAnnotation", "DocumentMetaData", "MetaDataStringField", "TagsetDescription",
		"TagDescription", "CASMetadata", "LayerDefinition", "FeatureDefinition":
		return true
	}
	return false
}

// uimaSay gives a mark what an annotation of a layer says: as its tag the
// feature called label or value, else the name of the layer; as its note the
// feature called note; the others as answers to attributes.
func uimaSay(m *Mark, typ string, values []Value) {
	at := uimaLabelAt(values)
	for i, v := range values {
		switch {
		case v.Value == "":
		case i == at:
			m.Tags = append(m.Tags, v.Value)
		case strings.EqualFold(v.Name, "note") && m.Note == "":
			m.Note = v.Value
		case at >= 0 && v.Name == values[at].Name:
			m.Tags = append(m.Tags, v.Value) // a feature of several values
		default:
			m.Values = append(m.Values, v)
		}
	}
	if len(m.Tags) == 0 && typ != uimaLayer {
		m.Tags = []string{uimaLayerName(typ)}
	}
}

// uimaLabelAt is which of the values is the label, -1 if none.
func uimaLabelAt(values []Value) int {
	for _, name := range []string{"label", "value", "referenceType"} {
		if at := slices.IndexFunc(values, func(v Value) bool { return strings.EqualFold(v.Name, name) && v.Value != "" }); at >= 0 {
			return at
		}
	}
	return -1
}

// uimaLayerName is what a layer is called where an annotation says nothing: the
// links of a chain are annotations, and their layer is the chain.
func uimaLayerName(typ string) string {
	short := uimaShort(typ)
	if chain := strings.TrimSuffix(short, "Link"); chain != "" {
		return chain
	}
	return short
}

// uimaRelation is the name of a relation: the feature called label or value,
// else the only one there is, else the name of the layer. The rest are the
// names of the other features.
func uimaRelation(typ string, values []Value) (name string, rest []string) {
	said := slices.DeleteFunc(slices.Clone(values), func(v Value) bool { return v.Value == "" || v.Name == "flavor" })
	at := uimaLabelAt(said)
	if at < 0 && len(said) == 1 {
		at = 0
	}
	for i, v := range said {
		if i != at {
			rest = append(rest, v.Name)
		}
	}
	if at < 0 {
		return uimaShort(typ), rest
	}
	return said[at].Value, rest
}

// uimaChainName is what a link of a chain says of the next one.
func uimaChainName(relation, typ string) string {
	if relation != "" {
		return relation
	}
	return uimaLayerName(typ)
}

// uimaTake takes a feature out of what is said.
func uimaTake(values []Value, feature string) (value string, rest []Value) {
	for _, v := range values {
		if v.Name != feature {
			rest = append(rest, v)
		} else if value == "" {
			value = v.Value
		}
	}
	return value, rest
}

// uimaNames knows what the names of files mean: INCEpTION writes a folder for
// each document, and in it a file for each person.
type uimaNames struct {
	people map[string]bool // stems of files that are in several folders
}

func uimaNamesOf(files []File) uimaNames {
	n := uimaNames{people: map[string]bool{}}
	first := map[string]string{}
	for _, f := range files {
		bare := uimaBare(f.Name)
		name, folder := withoutEnd(path.Base(bare)), path.Dir(bare)
		if was, ok := first[name]; ok && was != folder {
			n.people[name] = true
		}
		first[name] = folder
	}
	return n
}

// uimaBare is the name of a file inside its archive. In the export of a project,
// what a person marked is an archive of its own, called by the person, in the
// folder of the document.
func uimaBare(name string) string {
	archive := archiveOf(name)
	if archive == "" {
		return name
	}
	bare, outer := name[len(archive)+len(InArchive):], archiveOf(archive)
	if outer == "" {
		return bare
	}
	own := archive[len(outer)+len(InArchive):]
	switch path.Base(path.Dir(path.Dir(own))) {
	case "annotation", "curation":
		return withoutEnd(own) + path.Ext(bare)
	}
	return path.Join(path.Dir(own), bare)
}

// of is the document that a file is on, and its author, "" if the name does not
// say.
func (n uimaNames) of(file string) (document, author string) {
	bare := uimaBare(file)
	base := withoutEnd(path.Base(bare))
	folder := path.Base(path.Dir(bare))
	if folder == "." || folder == "/" {
		return base, ""
	}
	switch above := path.Base(path.Dir(path.Dir(bare))); {
	case above == "annotation", above == "curation", n.people[base], uimaAuthor(base) != base, uimaDocument(folder):
		return folder, uimaAuthor(base)
	}
	return base, ""
}

// uimaDocument reports whether a folder is called as a document is.
func uimaDocument(folder string) bool {
	switch strings.ToLower(path.Ext(folder)) {
	case ".txt", ".text", ".md", ".html", ".htm", ".xml", ".xmi", ".pdf", ".json", ".tsv", ".conll":
		return true
	}
	return false
}

// uimaAuthor is the name of the person that a file is by: what was agreed upon
// is nobody's, and what nobody has marked yet has no author.
func uimaAuthor(name string) string {
	switch name {
	case "CURATION_USER":
		return "Curation"
	case "INITIAL_CAS":
		return ""
	}
	return name
}
