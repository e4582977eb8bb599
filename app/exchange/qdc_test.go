package exchange

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"claimlight/app/annotation"
	"claimlight/app/problem"
	"claimlight/app/project"
)

// A codebook comes back with its IDs, names, definitions, colors and order.
func TestQDCComesBack(t *testing.T) {
	g := newGenerator(t)
	for range 500 {
		p := g.project(t)
		data := encoded(t, QDC, p)
		if f, ok := All().Detect(data); !ok || f.ID != "qdc" {
			t.Fatalf("taken for %q", f.ID)
		}
		q, problems, err := QDC.Decode(bytes.NewReader(data), Env{})
		if err != nil || len(problems) > 0 || len(project.Check(q)) > 0 || q.Annotations.Len()+q.Articles.Len() > 0 {
			t.Fatalf("%v %v %v\n%s", err, problems, project.Check(q), data)
		}
		want, got := qdcTags(p), q.Tags.Sorted(annotation.CompareTags)
		if len(want) != len(got) {
			t.Fatalf("%d tags became %d", len(want), len(got))
		}
		for i, w := range want {
			if a := got[i]; a.ID != w.ID || a.Name != w.Name || a.Definition != w.Definition || a.Color != w.Color || a.Example+a.Counterexample+a.Digit != "" {
				t.Fatalf("got %+v, want %+v\n%s", a, w, data)
			}
		}
	}
}

// What is open is found again, and keeps what the project says of it.
func TestQDCMeetsAProject(t *testing.T) {
	tags, _ := annotation.Starter()
	data := `<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>
		<Code guid="{24C17F0A-6C7F-40B1-AB5E-47C94AB53C05}" name="Fakt" isCodable="true"/>
		<Code guid="11111111-1111-4111-8111-111111111111" name="OPINION or framing" isCodable="true"><Description>Other words.</Description></Code>
		<Code guid="22222222-2222-4222-8222-222222222222" name="New" isCodable="true" color="#00f"/>
	</Codes></CodeBook>`
	p, problems, err := QDC.Decode(bytes.NewReader([]byte(data)), Env{Tags: tags})
	if err != nil || len(problems) != 1 || problems[0].Line != 3 {
		t.Fatalf("%v %v", err, problems)
	}
	if fact := p.Tag(annotation.StarterFact); p.Tags.Len() != 3 || fact == nil || !fact.Equal(tags[0]) {
		t.Errorf("%d tags; %+v", p.Tags.Len(), fact)
	}
	if opinion := p.Tag(annotation.StarterOpinion); opinion == nil || !opinion.Equal(tags[5]) {
		t.Errorf("%+v", opinion)
	}
	if made := p.Tag("22222222-2222-4222-8222-222222222222"); made == nil || made.Color != 10 {
		t.Errorf("%+v", made)
	}
}

// What we write is XML that any parser reads, whatever the project holds.
func TestQDAIsWellFormed(t *testing.T) {
	g := newGenerator(t)
	for range 200 {
		p := g.project(t)
		wellFormed(t, encoded(t, QDC, p))
		var b bytes.Buffer
		if _, err := QDPX.WriteTo(&b, p, Env{}); err != nil {
			t.Fatal(err)
		}
		for _, f := range filesOf(t, "p.qdpx", b.Bytes()) {
			if f.Name == "project.qde" {
				r, _ := f.Open()
				data, err := io.ReadAll(r)
				if err != nil {
					t.Fatal(err)
				}
				wellFormed(t, data)
			}
		}
	}
}

func wellFormed(t *testing.T, data []byte) {
	t.Helper()
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
	}
}

// A codebook is known by its outermost element, a project too.
func TestQDASniffs(t *testing.T) {
	for data, want := range map[string]string{
		`<?xml version="1.0"?>` + "\n<!-- <Project> -->\n<CodeBook xmlns=\"urn:QDA-XML:project:1.0\">": "qdc",
		"\uFEFF<q:Project xmlns:q=\"urn:QDA-XML:project:1.5\"><q:CodeBook>":                            "qdpx",
		`<html><body>urn:QDA-XML:project:1.0 <Project>`:                                                "",
		`urn:QDA-XML:codebook:1.0`: "", `<CodeBook/>`: "", `<`: "", "": "",
	} {
		if f, _ := All().Detect([]byte(data)); f.ID != want {
			t.Errorf("%q is taken for %q, want %q", data, f.ID, want)
		}
	}
}

// One selection that everybody coded, and links and notes between things that
// are all called the same, do not make much of a small file.
func TestQDPXIsBounded(t *testing.T) {
	const guid = "11111111-1111-4111-8111-111111111111"
	var users, codings, links, selections strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&users, `<User guid="u%d" name="U%d"/>`, i, i)
		fmt.Fprintf(&codings, `<Coding guid="c%d" creatingUser="u%d"><CodeRef targetGUID="f"/></Coding>`, i, i)
		fmt.Fprintf(&links, `<Link originGUID="%s" targetGUID="%s" name="l%d"/><Link originGUID="n" targetGUID="%s"/>`, guid, guid, i, guid)
		fmt.Fprintf(&selections, `<PlainTextSelection guid="%s" startPosition="0" endPosition="4"/>`, guid)
	}
	data := `<Project xmlns="urn:QDA-XML:project:1.0"><Users>` + users.String() + `</Users><CodeBook><Codes><Code guid="f" name="Fact"/></Codes></CodeBook>` +
		`<Sources><TextSource guid="t" plainTextPath="internal://t.txt"><PlainTextSelection guid="s" startPosition="0" endPosition="4">` + codings.String() + `</PlainTextSelection>` +
		selections.String() + `</TextSource></Sources><Notes><Note guid="n"><PlainTextContent>A note.</PlainTextContent></Note></Notes><Links>` + links.String() + `</Links></Project>`
	read, err := QDPX.ReadFiles([]File{InMemory("project.qde", []byte(data)), InMemory("sources/t.txt", []byte("word"))}, Env{Now: anyTime})
	if err != nil || len(project.Check(read.Project)) > 0 || len(read.Problems) > maxProblems+1 {
		t.Fatalf("%v, %d problems", err, len(read.Problems))
	}
	marks, related, noted := read.Project.Annotations.Len(), read.Project.Relations.Len(), 0
	for a := range read.Project.Annotations.Unordered() {
		noted += len(a.Note)
	}
	if marks != maxList+1+3000 || related != 3000 || noted > 3001*len("A note.\n\n") {
		t.Errorf("%d marks, %d relations, %d letters of notes", marks, related, noted)
	}
}

// A file of a few KB, unpacked, can be elements without end.
func TestElementsOfQDPXAreBounded(t *testing.T) {
	data := `<Project xmlns="urn:QDA-XML:project:1.0"><Notes>` + strings.Repeat("<Note/>", qdaMost) + `</Notes></Project>`
	read, err := QDPX.ReadFiles([]File{InMemory("project.qde", []byte(data))}, Env{Now: anyTime})
	if problem.Code(err) != "too-large" && !slices.ContainsFunc(read.Problems, func(p problem.Problem) bool { return strings.Contains(p.Message, "more than 1000000 elements") }) {
		t.Errorf("%v, %v", err, read.Problems)
	}
}

func TestCountsOfQDPXStandTwice(t *testing.T) {
	if !slices.Equal(QDPX.Counts, qdpxCounts()) {
		t.Errorf("%v, and %v", QDPX.Counts, qdpxCounts())
	}
}
