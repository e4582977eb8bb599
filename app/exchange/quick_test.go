package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"claimlight/app/anchor"
	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// The types below are an annotation as encoding/json writes it: what the hand
// of itemWriter is compared with.
type (
	w3cAnnotation struct {
		ID         string     `json:"id"`
		Type       string     `json:"type"`
		Motivation string     `json:"motivation"`
		Creator    *w3cAgent  `json:"creator,omitempty"`
		Created    string     `json:"created,omitempty"`
		Modified   string     `json:"modified,omitempty"`
		Body       []w3cBody  `json:"body,omitempty"`
		Values     []w3cValue `json:"cl:values,omitempty"`
		Target     any        `json:"target"` // one w3cTarget or several
	}
	w3cBody struct {
		Type    string `json:"type"`
		Purpose string `json:"purpose"`
		Value   string `json:"value"`
		Format  string `json:"format"`
		Tag     string `json:"cl:tag,omitempty"`
	}
	w3cValue struct {
		Attribute string `json:"cl:attribute"`
		Value     string `json:"cl:value"`
	}
	w3cTarget struct {
		Type     string `json:"type"`
		Source   string `json:"source"`
		Selector [2]any `json:"selector"` // w3cQuote and w3cPosition
	}
	w3cQuote struct {
		Type   string `json:"type"`
		Exact  string `json:"exact"`
		Prefix string `json:"prefix"`
		Suffix string `json:"suffix"`
	}
	w3cPosition struct {
		Type  string `json:"type"`
		Start int    `json:"start"`
		End   int    `json:"end"`
	}
)

func describeAnnotation(p project.Project, a *annotation.Annotation) any {
	out := w3cAnnotation{
		ID: iriOf(string(a.ID)), Type: "Annotation", Motivation: motivationOf(a),
		Created: stamp(a.Created), Modified: stamp(a.Modified),
	}
	for _, id := range a.Tags {
		name := string(id)
		if t := p.Tag(id); t != nil {
			name = t.Name
		}
		out.Body = append(out.Body, w3cBody{"TextualBody", "tagging", name, "text/plain", iriOf(string(id))})
	}
	if a.Note != "" {
		out.Body = append(out.Body, w3cBody{"TextualBody", "commenting", a.Note, "text/plain", ""})
	}
	if a.Creator != "" {
		agent := w3cAgent{ID: iriOf(string(a.Creator)), Type: "Person"}
		if who := p.Person(a.Creator); who != nil {
			agent.Name, agent.Nickname = who.Name, who.Nickname
		}
		out.Creator = &agent
	}
	for _, v := range a.Values {
		out.Values = append(out.Values, w3cValue{iriOf(string(v.Attribute)), v.Value})
	}
	targets := each(a.Pieces, func(piece annotation.Piece) any { return targetOf(p.Article(a.Article), a.Article, piece) })
	if out.Target = targets; len(targets) == 1 {
		out.Target = targets[0]
	}
	return out
}

func targetOf(a *article.Article, id article.ID, piece annotation.Piece) w3cTarget {
	sel := anchor.Selectors{Start: piece.Start, End: piece.End}
	if a != nil {
		sel = anchor.Describe(a, piece.Span)
	}
	return w3cTarget{"SpecificResource", sourceOf(id), [2]any{
		w3cQuote{"TextQuoteSelector", piece.Quote, sel.Prefix, sel.Suffix},
		w3cPosition{"TextPositionSelector", piece.Start, piece.End},
	}}
}

// What is written by hand is what encoding/json writes, byte by byte.
func TestItemsAreThoseOfEncodingJSON(t *testing.T) {
	for range 40 {
		p := newGenerator(t).project(t)
		item := itemWriter{p: p}
		for a := range p.Annotations.Unordered() {
			b := *a
			b.Note += "\x01\x1f\"\\\b\f\n\r\t\u2028\u2029\x7f<&>\xff\u0085 é 👩🏽‍🚒"
			var want bytes.Buffer
			w := bufio.NewWriter(&want)
			o := objectWriter{w: w, depth: 3}
			o.value(describeAnnotation(p, &b))
			w.Flush()
			if got := item.annotation(&b, 3); string(got) != want.String() {
				t.Fatalf("got\n%s\nwant\n%s", got, want.Bytes())
			}
		}
	}
}

// slowly decodes a file without the quick way.
func slowly(data []byte, env Env) (project.Project, []problem.Problem, error) {
	// A term of nobody's in each annotation, which is not for the quick way.
	data = bytes.ReplaceAll(data, []byte(`"type": "Annotation",`), []byte(`"type": "Annotation", "x": 0,`))
	return W3C.Decode(bytes.NewReader(data), env)
}

// The quick way reads what the slow one reads, and takes all that we write
// ourselves.
func TestQuickIsLikeSlow(t *testing.T) {
	for range 40 {
		g := newGenerator(t)
		data := encoded(t, W3C, g.project(t))
		quick, problems, err := W3C.Decode(bytes.NewReader(data), Env{})
		if err != nil {
			t.Fatal(err)
		}
		slow, other, err := slowly(data, Env{})
		if err != nil || !quick.Equal(slow) || !reflect.DeepEqual(problems, other) {
			t.Fatalf("%v, %d problems, and %d the slow way\n%s", err, len(problems), len(other), data)
		}
	}
}

// The same for files that were spoilt: one byte is another, or gone.
func TestQuickIsLikeSlowForWhatIsNotSound(t *testing.T) {
	g := newGenerator(t)
	w := rand.New(rand.NewPCG(1, 2))
	data := encoded(t, W3C, g.project(t))
	items := bytes.Index(data, []byte(`"items"`))
	if items < 0 {
		t.Skip("the project has no marks")
	}
	differing := 0
	for range 3000 {
		spoilt := bytes.Clone(data)
		at := items + w.IntN(len(spoilt)-items)
		switch w.IntN(3) {
		case 0:
			spoilt[at] = `0123456789abcdef"{}[],:\u `[w.IntN(26)]
		case 1:
			spoilt = append(spoilt[:at], spoilt[at+1:]...)
		default:
			spoilt = append(spoilt[:at], append([]byte(`\u0000`), spoilt[at:]...)...)
		}
		quick, problems, err := W3C.Decode(bytes.NewReader(spoilt), Env{})
		slow, other, slowErr := slowly(spoilt, Env{})
		if (err == nil) != (slowErr == nil) {
			if bytes.Count(spoilt, []byte(`"type": "Annotation",`)) != bytes.Count(data, []byte(`"type": "Annotation",`)) {
				continue // what makes it slow did not get in everywhere
			}
			t.Fatalf("%v, and the slow way %v", err, slowErr)
		}
		if len(problems) > 0 {
			differing++
		}
		if err == nil && (!quick.Equal(slow) || !reflect.DeepEqual(problems, other)) {
			t.Fatalf("%v, and the slow way %v\n%s", problems, other, spoilt[max(at-200, 0):min(at+200, len(spoilt))])
		}
	}
	if differing == 0 {
		t.Fatal("nothing was spoilt")
	}
}

// The scanner takes what encoding/json takes.
func FuzzScan(f *testing.F) {
	for _, s := range []string{`{"a":[1,-0.5e+3,true,null,"\ud83d\ude00\n"]}`, `[01]`, `"\u12"`, `-`, `1.`, `1e`, `{"a":}`, `[1,]`, `{,}`, `nul`, "\"\x01\"", ` 1 2`, `[[]`, `{"a" 1}`, `""`, "\"\xff\"", `"\x"`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := scanJSON(data, &report{}, nil)
		if problem.Code(err) == "too-deep" {
			return
		}
		if valid := json.Valid(data); valid != (err == nil) {
			t.Fatalf("%q: valid is %v, the scanner says %v", data, valid, err)
		}
		if err == nil && string(v.raw) != string(bytes.Trim(data, " \t\r\n")) {
			t.Fatalf("%q is not all of %q", v.raw, data)
		}
	})
}

// Reading and writing end where the pace wants it, with its error, and go on
// from 0 to the end where it does not.
func TestPaceOfFiles(t *testing.T) {
	p := long(t, 1<<20, 3000)
	enough := errors.New("enough")
	for _, f := range Native {
		data := encoded(t, f, p)
		for _, limit := range []int{0, 1, 5, 50, 1 << 30} {
			calls, last := 0, -1
			env := EnvOf(p, anyTime, nil, "")
			env.Pace = func(done, total int) error {
				if done < last || done > total {
					t.Fatalf("%s: %d of %d after %d", f.ID, done, total, last)
				}
				if calls, last = calls+1, done; calls > limit {
					return enough
				}
				return nil
			}
			var b strings.Builder
			_, err := f.Encode(&b, p, env)
			wrote := calls
			calls, last = 0, -1
			q, _, err2 := f.Decode(Bytes(data), env)
			if limit == 1<<30 {
				if err != nil || err2 != nil || b.String() != string(data) || q.Annotations.Len() != 3000 || wrote < 50 || calls < 50 {
					t.Fatalf("%s: %v, %v, %d and %d calls", f.ID, err, err2, wrote, calls)
				}
				continue
			}
			if !errors.Is(err, enough) || !errors.Is(err2, enough) || q.Annotations.Len() > 0 {
				t.Fatalf("%s: %v, %v", f.ID, err, err2)
			}
		}
	}
}

func ExampleBytes() {
	p, problems, err := W3C.Decode(Bytes([]byte(`{"type": "AnnotationPage", "items": []}`)), Env{})
	fmt.Println(p.Annotations.Len(), problems, err)
	// Output: 0 [] <nil>
}
