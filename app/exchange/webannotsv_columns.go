//go:build !page

package exchange

import "strings"

// webannotsvLayer is a layer that the header of a file names.
type webannotsvLayer struct {
	kind    string // T_SP, T_CH or T_RL
	typ     string
	columns []webannotsvColumn
}

// webannotsvColumn is what a column holds.
type webannotsvColumn struct {
	at      int // among the columns of layers
	kind    webannotsvKind
	feature string
	target  string // the type that a reference is to
}

type webannotsvKind int

const (
	webannotsvBare   webannotsvKind = iota // nothing but that there is an annotation
	webannotsvPlain                        // the value of a feature
	webannotsvRole                         // the roles of slots
	webannotsvSlot                         // what the slots lead to
	webannotsvSource                       // where a relation comes from
)

// webannotsvHeader reads a line of the header: a layer and its features; nil if
// it is none. at is how many columns stand before.
func webannotsvHeader(line string, at int) *webannotsvLayer {
	kind, rest, ok := strings.Cut(line, "=")
	if !ok || kind != "#T_SP" && kind != "#T_CH" && kind != "#T_RL" {
		return nil
	}
	fields := strings.Split(rest, "|")
	l := &webannotsvLayer{kind: kind[1:], typ: fields[0]}
	for _, field := range fields[1:] {
		if field == "" {
			continue
		}
		c := webannotsvColumn{at: at + len(l.columns), kind: webannotsvPlain, feature: field}
		switch last := len(l.columns) - 1; {
		case l.kind == "T_SP" && strings.HasPrefix(field, "ROLE_"):
			c.kind, c.feature = webannotsvRole, webannotsvRoleName(field)
		case l.kind == "T_SP" && last >= 0 && l.columns[last].kind == webannotsvRole:
			c.kind, c.feature, c.target = webannotsvSlot, l.columns[last].feature, field
		case l.kind == "T_RL" && strings.HasPrefix(field, "BT_"):
			c.kind, c.target = webannotsvSource, strings.TrimPrefix(field, "BT_")
		}
		l.columns = append(l.columns, c)
	}
	if len(l.columns) == 0 {
		l.columns = []webannotsvColumn{{at: at}}
	}
	return l
}

// webannotsvRoleName is the feature of ROLE_type:feature_linktype.
func webannotsvRoleName(field string) string {
	name := strings.TrimPrefix(field, "ROLE_")
	if _, after, ok := strings.Cut(name, ":"); ok {
		name = after
	}
	before, _, _ := strings.Cut(name, "_")
	return before
}

// webannotsvSplit parts a cell at a character that has no backslash before it.
func webannotsvSplit(cell string, at byte) (parts []string) {
	start := 0
	for i := 0; i < len(cell); i++ {
		switch cell[i] {
		case '\\':
			i++
		case at:
			parts = append(parts, cell[start:i])
			start = i + 1
		}
	}
	return append(parts, cell[start:])
}

// webannotsvBracket takes off what stands in brackets at the end of a value,
// [12] or [0_1]; "" if nothing does.
func webannotsvBracket(value string) (rest, inside string) {
	i := strings.LastIndexByte(value, '[')
	if i < 0 || !strings.HasSuffix(value, "]") || strings.Trim(value[i+1:len(value)-1], "0123456789_") != "" {
		return value, ""
	}
	if before := value[:i]; (len(before)-len(strings.TrimRight(before, `\`)))%2 == 0 {
		return before, value[i+1 : len(value)-1]
	}
	return value, ""
}

// webannotsvChain takes off the place in a chain, ->1-2.
func webannotsvChain(value string) (rest, link string) {
	i := strings.LastIndex(value, "->")
	if i < 0 || i > 0 && value[i-1] == '\\' || strings.Trim(value[i+2:], "0123456789-") != "" {
		return value, ""
	}
	return value[:i], value[i+2:]
}

// webannotsvValue is what a value says; "" if it says nothing.
func webannotsvValue(value string) string {
	if value == "*" || value == "_" {
		return ""
	}
	values, _ := webannotsvCodes()
	return values.unescape.Replace(value)
}
