package store

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"claimlight/app/problem"
	"claimlight/app/project"
)

// collected is a project with what n students handed in, of about so many bytes
// each.
func collected(t testing.TB, n, bytes int) project.Project {
	t.Helper()
	w := rand.New(rand.NewPCG(uint64(n), uint64(bytes)))
	records := make([]*project.ClassRecord, n)
	for i := range records {
		var marks []any
		for size := 0; size < bytes; size += 250 {
			marks = append(marks, map[string]any{
				"id": fmt.Sprintf("%08x-%04x", w.Uint32(), i), "article": fmt.Sprintf("%064x", w.IntN(5)), "start": w.IntN(9000), "end": 9000 + w.IntN(50),
				"quote": "“It is so”, said the mayor <b>& others</b>.", "tags": []string{"fact", "मस्ते"}, "note": fmt.Sprint(w.Uint64()),
			})
		}
		r, err := project.NewClassRecord("hand-in", fmt.Sprintf("%064x", w.Uint64()), map[string]any{"student": fmt.Sprint("Student ", i), "marks": marks})
		if err != nil {
			t.Fatal(err)
		}
		records[i] = r
	}
	return project.Project{Infos: project.TableOf(&project.Info{ID: "a", Name: "A class"}), Class: project.TableOf(records...)}
}

// again is the store.Part that the browser has: each part is in the memory of the
// one before.
func (k *kept) again() Part {
	var buf []byte
	return func(i int) ([]byte, error) {
		data, err := k.part(i)
		clear(buf)
		buf = append(buf[:0], data...)
		return buf, err
	}
}

// rewritten is the class with every other hand-in another, every fifth gone, and
// some that no file holds.
func rewritten(t *testing.T, p project.Project) project.Project {
	t.Helper()
	i := 0
	for r := range p.Class.All() {
		to := *r
		to.Private, to.Body = true, json.RawMessage(fmt.Sprintf(`{"was":%s}`, r.Body))
		d := project.PutClass(p, &to)
		if i%5 == 0 {
			d = project.DropClass(p, r.Kind, r.ID)
		}
		if i%2 == 0 || i%5 == 0 {
			var err error
			p, err = p.Apply(d)
			ok(t, err)
		}
		i++
	}
	return p
}

// Hand-ins come back from their parts as they were, from those of a project and
// from those of a change, whichever way it goes.
func TestClassRoundTrip(t *testing.T) {
	p := collected(t, 30, 70_000)
	small, _ := p.Apply(project.PutClass(p, &project.ClassRecord{Kind: "nothing", ID: "0"}, &project.ClassRecord{Kind: "no JSON", ID: "0", Body: []byte("\xff\x00")}))
	for name, p := range map[string]project.Project{
		"large": p, "small among them": small, "rewritten": rewritten(t, p), "many": collected(t, 2*partRecords+1, 300), "very large": collected(t, 2, 4*partBodies),
	} {
		k := snapshotOf(t, p)
		bounded(t, k, p)
		back, err := DecodeSnapshot(k.row, 3, k.again(), nil)
		ok(t, err)
		if !back.Equal(p) || !p.Equal(back) {
			t.Fatalf("%s: what comes back is not what was put there", name)
		}
	}
	q := rewritten(t, p)
	for _, d := range []project.Diff{project.Between(p, q), project.Between(q, p), project.Between(project.Project{}, p), project.Between(p, project.Project{})} {
		tx := project.Tx{Seq: 7, Label: "Collected", When: noon, Diff: d}
		var k kept
		row, err := EncodeChange(tx, k.put, nil)
		ok(t, err)
		back, err := DecodeChange(row, 7, k.again(), nil)
		ok(t, err)
		if !back.Equal(tx) {
			t.Fatal("what comes back is not what was put there")
		}
		if len(row) > 20_000 {
			t.Fatalf("a row of %d bytes", len(row))
		}
	}
}

// bounded checks that no part is larger than it may be.
func bounded(t *testing.T, k *kept, p project.Project) {
	t.Helper()
	largest := 0
	for r := range p.Class.Unordered() {
		largest = max(largest, len(r.Body))
	}
	for i, part := range k.parts {
		if len(part) > partBodies+largest+partRecords*200 {
			t.Errorf("part %d has %d bytes", i, len(part))
		}
	}
	if len(k.parts) == 0 || len(k.row) > 20_000 {
		t.Errorf("%d parts and a row of %d bytes", len(k.parts), len(k.row))
	}
}

// Where the classroom keeps little, it stands in the row; where it keeps nothing,
// nobody reads of it.
func TestSmallClass(t *testing.T) {
	for _, p := range []project.Project{collected(t, 0, 0), collected(t, 3, 2000), odd(t, 10), odd(t, 1000)} {
		k := snapshotOf(t, p)
		var change kept
		row, err := EncodeChange(project.Tx{Diff: project.Between(project.Project{}, p)}, change.put, nil)
		ok(t, err)
		for _, row := range []string{k.row, row} {
			if strings.Contains(row, `"class"`) != (p.Class.Len() > 0) || strings.Contains(row, `"kind":"class"`) {
				t.Errorf("%d records of the class, and a row of %d bytes:\n%.300s", p.Class.Len(), len(row), row)
			}
		}
		if p.Class.Len() > 0 && len(k.parts)+len(change.parts) > 0 {
			t.Errorf("%d parts for what is small", len(k.parts)+len(change.parts))
		}
	}
}

// A part with hand-ins that is damaged, missing or in the place of another is
// noticed.
func TestDamagedClass(t *testing.T) {
	k := snapshotOf(t, collected(t, 12, 70_000))
	w := rand.New(rand.NewPCG(3, 4))
	refused := func(what string, parts [][]byte) {
		t.Helper()
		p, err := DecodeSnapshot(k.row, 3, (&kept{parts: parts}).part, nil)
		if problem.Code(err) != "damaged" || p.Class.Len() > 0 {
			t.Fatalf("%s: error %v", what, err)
		}
	}
	for i := range k.parts {
		for range 20 {
			parts := slices.Clone(k.parts)
			parts[i] = slices.Clone(parts[i])
			parts[i][w.IntN(len(parts[i]))] ^= 1 << w.IntN(8)
			refused("a bit", parts)
		}
		withoutPart(k, i, refused)
	}
}

// The browser has its turn between any two parts.
func TestPaceOfClass(t *testing.T) {
	p := collected(t, 50, 70_000)
	told := 0
	pace := func(done, total int) error {
		if told++; done > total {
			t.Errorf("%d of %d", done, total)
		}
		return nil
	}
	k := &kept{}
	put := func(data []byte) error {
		if told != len(k.parts) {
			t.Errorf("told %d times after %d parts", told, len(k.parts))
		}
		return k.put(data)
	}
	row, err := EncodeSnapshot(p, put, pace)
	ok(t, err)
	told = 0
	_, err = DecodeSnapshot(row, 3, k.part, pace)
	if err != nil || told < len(k.parts) || len(k.parts) < 10 {
		t.Errorf("told %d times with %d parts, error %v", told, len(k.parts), err)
	}
}

// What a program of schema 4 wrote as one piece of JSON is read, however large
// it is.
func TestLargeClassOfSchema4(t *testing.T) {
	p := collected(t, 5, 70_000)
	tx := project.Tx{Seq: 5, Label: "Collected", When: noon, Diff: project.Between(project.Project{}, p)}
	snapshot, err := json.Marshal(row[project.Project]{4, &p, nil})
	ok(t, err)
	change, err := json.Marshal(row[project.Tx]{4, &tx, nil})
	ok(t, err)
	q, err := DecodeSnapshot(string(snapshot), 3, nil, nil)
	ok(t, err)
	want(t, "equal", q.Equal(p), true)
	back, err := DecodeChange(string(change), 5, nil, nil)
	ok(t, err)
	want(t, "equal", back.Equal(tx), true)
}

// BenchmarkClass shows what writing and reading the hand-ins of 200 students
// costs.
func BenchmarkClass(b *testing.B) {
	p := collected(b, 200, 70_000)
	tx := project.Tx{Seq: 1, Label: "Collected", When: noon, Diff: project.Between(project.Project{}, p)}
	k := snapshotOf(b, p)
	var change kept
	row, err := EncodeChange(tx, change.put, nil)
	if err != nil {
		b.Fatal(err)
	}
	size := int64(0)
	for r := range p.Class.Unordered() {
		size += int64(len(r.Body))
	}
	for name, f := range map[string]func() error{
		"change/encode": func() error {
			_, err := EncodeChange(tx, func([]byte) error { return nil }, nil)
			return err
		},
		"change/decode": func() error {
			_, err := DecodeChange(row, 1, change.part, nil)
			return err
		},
		"snapshot/encode": func() error {
			_, err := EncodeSnapshot(p, func([]byte) error { return nil }, nil)
			return err
		},
		"snapshot/decode": func() error {
			_, err := DecodeSnapshot(k.row, 1, k.part, nil)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(size)
			for b.Loop() {
				if err := f(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
