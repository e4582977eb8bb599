package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"claimlight/app/annotation"
	"claimlight/app/article"
	"claimlight/app/problem"
	"claimlight/app/project"
	"claimlight/app/span"
)

// kept is a row with its parts in memory.
type kept struct {
	row   string
	parts [][]byte
}

func (k *kept) put(data []byte) error {
	k.parts = append(k.parts, slices.Clone(data))
	return nil
}

func (k *kept) part(i int) ([]byte, error) {
	if i >= len(k.parts) {
		return nil, nil
	}
	return k.parts[i], nil
}

// odd is a project of n marks with everything a record may hold, and more:
// nobody has checked it.
func odd(t testing.TB, n int) project.Project {
	t.Helper()
	w := rand.New(rand.NewPCG(uint64(n), 7))
	words := []string{"", "a", "é", "👩🏽‍🚒", "“quoted”", "x\x00y", "line\nfeed", strings.Repeat("long ", 100), "\u2028", "मस्ते"}
	word := func() string { return words[w.IntN(len(words))] }
	var articles []*article.Article
	for i := range 1 + n/100 {
		a, err := article.New(article.Meta{Title: word(), Rank: i, TitleMade: i%2 == 0, Language: "en"}, fmt.Sprint(i, "\n", strings.Repeat("wörd ", 1+i%10*40)),
			[]article.Block{{Kind: article.Headline, Start: 0, End: 1}, {Kind: article.Paragraph, Start: 2, End: 4}})
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
	}
	times := []time.Time{{}, time.UnixMilli(1).UTC(), time.Date(2026, 3, 1, 2, 3, 4, 5e6, time.UTC), time.Date(2026, 3, 1, 2, 3, 4, 5, time.UTC),
		time.Date(1955, 3, 1, 2, 3, 4, 0, time.FixedZone("", 3600)), time.Date(9999, 3, 1, 2, 3, 4, 0, time.UTC)}
	marks := make([]*annotation.Annotation, n)
	for i := range marks {
		a := &annotation.Annotation{
			ID: annotation.ID(fmt.Sprintf("mark %d %s", i, word())), Article: articles[w.IntN(len(articles))].ID, Note: word(), Creator: annotation.PersonID(word()),
			Created: times[w.IntN(len(times))], Modified: times[w.IntN(len(times))],
		}
		for range w.IntN(4) {
			start := w.IntN(1000) - 20
			a.Pieces = append(a.Pieces, annotation.Piece{Span: span.Span{Start: start, End: start + w.IntN(50) - 5}, Quote: word()})
			a.Tags = append(a.Tags, annotation.TagID(word()))
			a.Values = append(a.Values, annotation.Value{Attribute: annotation.AttributeID(word()), Value: word()})
		}
		marks[i] = a
	}
	relations := make([]*annotation.Relation, n/2)
	for i := range relations {
		relations[i] = &annotation.Relation{
			ID: annotation.RelationID(fmt.Sprintf("relation %d %s", i, word())), Name: word(), From: marks[w.IntN(n)].ID, To: annotation.ID(word()),
			Creator: annotation.PersonID(word()), Created: times[w.IntN(len(times))], Modified: times[w.IntN(len(times))],
		}
	}
	return project.Project{
		Relations: project.TableOf(relations...),
		Infos:     project.TableOf(&project.Info{ID: "a", Name: "Odd"}), Articles: project.TableOf(articles...), Annotations: project.TableOf(marks...),
		Tags: project.TableOf(&annotation.Tag{ID: "t1", Name: "Fact"}), Readings: project.TableOf(&project.Reading{Article: articles[0].ID, State: project.Done}),
	}
}

func snapshotOf(t testing.TB, p project.Project) *kept {
	t.Helper()
	var k kept
	row, err := EncodeSnapshot(p, k.put, nil)
	if err != nil {
		t.Fatal(err)
	}
	k.row = row
	return &k
}

// A project of any size comes back from its rows as it was.
func TestSnapshotRoundTrip(t *testing.T) {
	for _, n := range []int{0, 1, 255, 256, 511, 512, 513, 3000} {
		p := odd(t, n)
		k := snapshotOf(t, p)
		if n >= partRecords && len(k.parts) < 2 {
			t.Fatalf("%d marks have %d parts", n, len(k.parts))
		}
		q, err := DecodeSnapshot(k.row, 3, k.part, nil)
		ok(t, err)
		if !q.Equal(p) || !p.Equal(q) {
			t.Fatalf("%d marks: what comes back is not what was put there", n)
		}
	}
}

// So does a change of very much, whichever way it goes.
func TestBulkyChangeRoundTrip(t *testing.T) {
	p, q := odd(t, 2000), odd(t, 1200)
	for _, d := range []project.Diff{project.Between(p, q), project.Between(q, p), project.Between(project.Project{}, p), project.Between(p, project.Project{})} {
		tx := project.Tx{Seq: 7, Label: "Much", Origin: project.Import, Who: "p1", When: noon, Diff: d}
		var k kept
		row, err := EncodeChange(tx, k.put, nil)
		ok(t, err)
		if len(k.parts) < 3 || len(row) > 20_000 {
			t.Fatalf("%d parts and a row of %d bytes", len(k.parts), len(row))
		}
		back, err := DecodeChange(row, 7, k.part, nil)
		ok(t, err)
		if !back.Equal(tx) {
			t.Fatal("what comes back is not what was put there")
		}
		_, err = DecodeChange(row, 8, k.part, nil)
		want(t, "code", problem.Code(err), "damaged")
		_, err = DecodeChange(row, 7, (&kept{parts: k.parts[1:]}).part, nil)
		want(t, "code", problem.Code(err), "damaged")
	}
}

// Any byte that is another, and any part that is missing, cut or in the place
// of another, is noticed.
func TestDamagedParts(t *testing.T) {
	k := snapshotOf(t, odd(t, 1500))
	w := rand.New(rand.NewPCG(3, 4))
	refused := func(what string, parts [][]byte) {
		t.Helper()
		_, err := DecodeSnapshot(k.row, 3, (&kept{parts: parts}).part, nil)
		if problem.Code(err) != "damaged" {
			t.Fatalf("%s: error %v", what, err)
		}
	}
	for range 500 {
		parts := slices.Clone(k.parts)
		i := w.IntN(len(parts))
		parts[i] = slices.Clone(parts[i])
		parts[i][w.IntN(len(parts[i]))] ^= 1 << w.IntN(8)
		refused("a bit", parts)
	}
	for i := range k.parts {
		withoutPart(k, i, refused)
	}
}

// withoutPart looks at what is kept with a part cut off, missing, or in the place of
// another.
func withoutPart(k *kept, i int, refused func(what string, parts [][]byte)) {
	parts := slices.Clone(k.parts)
	parts[i] = parts[i][:len(parts[i])-1]
	refused("cut", parts)
	parts[i] = nil
	refused("missing", parts)
	parts[i] = k.parts[(i+1)%len(parts)]
	refused("another", parts)
}

// What is not a part is refused even where its checksum agrees: never a panic,
// and never memory without end.
func TestPartsOfNonsense(t *testing.T) {
	w := rand.New(rand.NewPCG(5, 6))
	sound := append(snapshotOf(t, odd(t, 600)).parts, snapshotOf(t, collected(t, 300, 250)).parts...)
	for n := range 3000 {
		data := make([]byte, w.IntN(300))
		for i := range data {
			data[i] = byte(w.Uint32())
		}
		if n%2 == 0 {
			data = slices.Clone(sound[w.IntN(len(sound))])
			data[w.IntN(len(data))] = byte(w.Uint32())
		}
		for _, kind := range []string{annotationPart, articlePart, relationPart, classPart, "what is to come"} {
			info := partInfo{kind, w.IntN(600), crc32.Checksum(data, castagnoli)}
			_ = readBulk([]partInfo{info}, func(int) ([]byte, error) { return data, nil }, nil, taker{
				func(project.Delta[*article.Article]) {}, func(project.Delta[*annotation.Annotation]) {}, func(project.Delta[*annotation.Relation]) {},
				func(project.Delta[*project.ClassRecord]) {},
			})
		}
	}
}

// Large rows of schema 1 are read record by record, and to the same end.
func TestLargeOldRows(t *testing.T) {
	p := odd(t, 3000)
	for a := range p.Annotations.Unordered() { // JSON knows no such years
		a.Note = strings.ReplaceAll(a.Note, "\x00", "")
	}
	tx := project.Tx{Seq: 5, Label: "Much", When: noon, Diff: project.Between(project.Project{}, p)}
	snapshot, err := json.Marshal(row[project.Project]{1, &p, nil})
	ok(t, err)
	change, err := json.Marshal(row[project.Tx]{1, &tx, nil})
	ok(t, err)
	if !isOld(string(snapshot)) || !isOld(string(change)) {
		t.Fatal("the rows are too short for this test")
	}
	q, err := DecodeSnapshot(string(snapshot), 3, nil, nil)
	ok(t, err)
	want(t, "equal", q.Equal(p), true)
	back, err := DecodeChange(string(change), 5, nil, nil)
	ok(t, err)
	want(t, "equal", back.Equal(tx), true)
	for _, at := range []int{len(snapshot) / 2, len(snapshot) - 1} {
		_, err = DecodeSnapshot(string(snapshot[:at]), 3, nil, nil)
		want(t, "code of what is cut", problem.Code(err), "damaged")
	}
	_, err = DecodeChange(string(change[:len(change)/2]), 5, nil, nil)
	want(t, "code of what is cut", problem.Code(err), "damaged")
	enough := errors.New("enough")
	_, err = DecodeSnapshot(string(snapshot), 3, nil, func(int, int) error { return enough })
	want(t, "error", err, enough)
}

// Writing and reading can be stopped at any part.
func TestPaceOfRows(t *testing.T) {
	p := odd(t, 3000)
	k := snapshotOf(t, p)
	enough := errors.New("enough")
	for limit := range 30 {
		calls := 0
		pace := project.Pace(func(done, total int) error {
			if done > total {
				t.Fatalf("%d of %d", done, total)
			}
			if calls++; calls > limit {
				return enough
			}
			return nil
		})
		_, err := EncodeSnapshot(p, (&kept{}).put, pace)
		wrote := err == nil
		calls = 0
		q, err := DecodeSnapshot(k.row, 3, k.part, pace)
		if wrote && err == nil {
			return
		}
		if err != nil && (!errors.Is(err, enough) || q.Annotations.Len() > 0) {
			t.Fatalf("error %v with %d marks", err, q.Annotations.Len())
		}
	}
	t.Fatal("the pace was called over and over")
}

func TestRaiseEntry(t *testing.T) {
	raised, older := RaiseEntry(`{"schema":1,"body":{"id":"a","name":"A & B"}}`)
	want(t, "older", older, true)
	want(t, "name", DecodeEntry(raised, "a").Name, "A & B")
	if again, older := RaiseEntry(raised); older || again != raised {
		t.Fatalf("raised twice: %s", again)
	}
	if !strings.HasPrefix(raised, fmt.Sprintf(`{"schema":%d,`, project.Schema)) {
		t.Fatal(raised)
	}
	for _, row := range []string{"{", "", `{"schema":9999,"body":{}}`} {
		if same, older := RaiseEntry(row); older || same != row {
			t.Fatalf("%q became %q", row, same)
		}
	}
}

// BenchmarkSnapshot shows what writing and reading a project costs, at four
// sizes and a mark.
func BenchmarkSnapshot(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 50_000, 200_000} {
		p := odd(b, n)
		k := snapshotOf(b, p)
		size := 0
		for _, part := range k.parts {
			size += len(part)
		}
		b.Run(fmt.Sprintf("encode/n=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			for b.Loop() {
				_, _ = EncodeSnapshot(p, func([]byte) error { return nil }, nil)
			}
		})
		b.Run(fmt.Sprintf("decode/n=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(size))
			for b.Loop() {
				_, _ = DecodeSnapshot(k.row, 0, k.part, nil)
			}
		})
	}
}
