//go:build !page

package exchange

import (
	"bufio"
	"encoding/json"
	"io"
	"iter"
	"regexp"
	"time"

	"claimlight/app/article"
)

// The types below are the file, their fields in the order in which they are
// written. Work stands before the data, as Label Studio has it, so that the
// beginning of a file tells what it is however long the text.
type (
	labelstudioOut struct {
		ID          int                   `json:"id"`
		Annotations []*labelstudioOutWork `json:"annotations"`
		Predictions []struct{}            `json:"predictions"`
		Data        map[string]string     `json:"data"`
	}
	labelstudioOutWork struct {
		// CompletedBy is by mail address, which is all that the importer takes.
		CompletedBy *labelstudioOutPerson `json:"completed_by,omitempty"`
		// Username is who it was where there is no mail address; the importer
		// does not read it, and gives the work to whoever imports.
		Username string                 `json:"created_username,omitempty"`
		Created  string                 `json:"created_at,omitempty"`
		Updated  string                 `json:"updated_at,omitempty"`
		Result   []labelstudioOutResult `json:"result"`

		created, updated time.Time
	}
	labelstudioOutPerson struct {
		Email string `json:"email"`
	}
	labelstudioOutResult struct {
		ID     string               `json:"id,omitempty"`
		From   string               `json:"from_name,omitempty"`
		To     string               `json:"to_name,omitempty"`
		Type   string               `json:"type"`
		Origin string               `json:"origin,omitempty"`
		Value  *labelstudioOutValue `json:"value,omitempty"`
		Meta   *labelstudioOutMeta  `json:"meta,omitempty"`

		FromID    string   `json:"from_id,omitempty"`
		ToID      string   `json:"to_id,omitempty"`
		Direction string   `json:"direction,omitempty"`
		Labels    []string `json:"labels,omitempty"`
	}
	labelstudioOutValue struct {
		Start   int       `json:"start"`
		End     int       `json:"end"`
		Text    any       `json:"text"` // the quote; of a text area, what was written
		Labels  *[]string `json:"labels,omitempty"`
		Choices []string  `json:"choices,omitempty"`
	}
	labelstudioOutMeta struct {
		Text    []string `json:"text,omitempty"`
		Created string   `json:"created_at,omitempty"`
		Updated string   `json:"updated_at,omitempty"`
	}
)

// labelstudioMail tells the names that are mail addresses.
var labelstudioMail = regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[^\s@]+$`)

// writeLabelStudio writes a task for each document, and in it an annotation for
// each person. The times of a mark stand in the notes of its region where they
// are not those of the annotation.
func writeLabelStudio(w io.Writer, docs iter.Seq2[*Doc, error]) error {
	b := bufio.NewWriterSize(w, 64<<10)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	b.WriteString("[")
	n := 0
	for d, err := range docs {
		if err != nil {
			return err
		}
		if n++; n > 1 {
			b.WriteString(",")
		}
		b.WriteString("\n")
		if err := e.Encode(labelstudioTaskOf(n, d)); err != nil {
			return err
		}
	}
	b.WriteString("]\n")
	return b.Flush()
}

func labelstudioTaskOf(n int, d *Doc) labelstudioOut {
	out := labelstudioOut{ID: n, Annotations: []*labelstudioOutWork{}, Predictions: []struct{}{}, Data: map[string]string{"text": d.Text}}
	if d.Meta.TitleMade {
		d.Meta.Title = ""
	}
	for _, known := range labelstudioMeta {
		if s := *known.of(&d.Meta); s != "" {
			out.Data[known.keys[0]] = s
		}
	}
	by := map[string]*labelstudioOutWork{}
	for _, m := range d.Marks {
		if by[m.Creator] == nil {
			by[m.Creator] = labelstudioWorkOf(m.Creator)
			out.Annotations = append(out.Annotations, by[m.Creator])
		}
		by[m.Creator].span(m)
	}
	for _, work := range out.Annotations {
		work.Created, work.Updated = stamp(work.created), stamp(work.updated)
	}
	ids, of := markIDs(d.Marks), map[string]*labelstudioOutWork{}
	for i, m := range d.Marks {
		by[m.Creator].region(d, ids.each[i], m)
		of[m.Key] = by[m.Creator]
	}
	for _, r := range d.Relations {
		if work := of[r.From]; work != nil {
			work.relation(ids.byKey[r.From], ids.byKey[r.To], r.Name)
		}
	}
	return out
}

// relation writes one in the annotation of the region where it begins.
func (work *labelstudioOutWork) relation(from, to, name string) {
	out := labelstudioOutResult{Type: "relation", FromID: from, ToID: to, Direction: "right"}
	if name != "" {
		out.Labels = []string{name}
	}
	work.Result = append(work.Result, out)
}

func labelstudioWorkOf(creator string) *labelstudioOutWork {
	work := &labelstudioOutWork{Result: []labelstudioOutResult{}}
	if labelstudioMail.MatchString(creator) {
		work.CompletedBy = &labelstudioOutPerson{creator}
	} else {
		work.Username = creator
	}
	return work
}

// span widens the times of an annotation to those of a mark.
func (work *labelstudioOutWork) span(m Mark) {
	if work.created.IsZero() || !m.Created.IsZero() && m.Created.Before(work.created) {
		work.created = m.Created
	}
	if m.Modified.After(work.updated) {
		work.updated = m.Modified
	}
}

// region writes a mark: its labels, and each answer, under one id.
func (work *labelstudioOutWork) region(d *Doc, id string, m Mark) {
	place := labelstudioOutValue{Start: m.Pieces[0].Start, End: m.Pieces[0].End, Text: escapeLabelStudio(article.Clean(m.Quote))}
	result := labelstudioOutResult{ID: id, To: "text", Origin: "manual"}
	tags := m.Tags
	if tags == nil {
		tags = []string{}
	}
	first, value := result, place
	first.From, first.Type, first.Value, first.Meta = "label", "labels", &value, work.meta(m)
	value.Labels = &tags
	work.Result = append(work.Result, first)
	for _, v := range m.Values {
		one, value := result, place
		one.From, one.Type, one.Value = v.Name, "textarea", &value
		if d.Choices[v.Name] {
			one.Type, value.Choices = "choices", []string{v.Value}
		} else {
			value.Text = []string{v.Value}
		}
		work.Result = append(work.Result, one)
	}
}

// meta is the note of a mark, and its times where those of the annotation are
// others; nil if there is nothing to say.
func (work *labelstudioOutWork) meta(m Mark) *labelstudioOutMeta {
	out := &labelstudioOutMeta{}
	if m.Note != "" {
		out.Text = []string{m.Note}
	}
	if s := stamp(m.Created); s != work.Created {
		out.Created = s
	}
	if s := stamp(m.Modified); s != work.Updated {
		out.Updated = s
	}
	if out.Text == nil && out.Created == "" && out.Updated == "" {
		return nil
	}
	return out
}
