package project

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"claimlight/app/annotation"
	"claimlight/test/dice"
)

func person(key string, n int) *annotation.Person {
	return &annotation.Person{ID: annotation.PersonID(key), Name: fmt.Sprint(n)}
}

// people is a table next to a map that holds the same.
type people struct {
	table Table[*annotation.Person]
	plain map[string]*annotation.Person
}

// agree fails unless table and map hold the same, and the trie is sound.
func (p *people) agree(t *testing.T) {
	t.Helper()
	if p.table.Len() != len(p.plain) {
		t.Fatalf("%d records, want %d", p.table.Len(), len(p.plain))
	}
	for key, want := range p.plain {
		if p.table.Get(key) != want {
			t.Fatalf("%q is not what was put there", key)
		}
	}
	byKey := func(a, b *annotation.Person) int { return cmp.Compare(a.ID, b.ID) }
	all := slices.Collect(p.table.All())
	if !slices.Equal(all, slices.SortedFunc(maps.Values(p.plain), byKey)) || !slices.Equal(all, slices.SortedFunc(p.table.Unordered(), byKey)) {
		t.Fatal("the records come in another order, or others come")
	}
	shaped(t, p.table.root)
}

// shaped fails where a node miscounts, is empty, or should be of the other
// sort.
func shaped[T Record[T]](t *testing.T, n *node[T]) {
	t.Helper()
	switch {
	case n == nil:
	case n.kids == nil && (n.n != len(n.leaf) || n.n == 0 || n.n > full):
		t.Fatalf("a leaf of %d counts %d", len(n.leaf), n.n)
	case n.kids != nil:
		sum := 0
		for _, kid := range n.kids {
			shaped(t, kid)
			sum += kid.len()
		}
		if sum != n.n || sum <= sparse || len(n.leaf) > 0 {
			t.Fatalf("a node over %d records counts %d and has %d of its own", sum, n.n, len(n.leaf))
		}
	}
}

// TestTableIsAMap makes random edits of every size, from nothing to thousands
// of records and back, and compares each step with a map; no older table may
// change.
func TestTableIsAMap(t *testing.T) {
	w := rand.New(rand.NewPCG(dice.Seed(t), 1))
	now := people{plain: map[string]*annotation.Person{}}
	type moment struct {
		people
		json []byte
	}
	var past []moment
	for step := range 120 {
		c := Changes[*annotation.Person]{}
		growing := step < 70
		for range 1 + w.IntN(1<<w.IntN(10)) {
			key := fmt.Sprint("person ", w.IntN(3000))
			from, to := now.plain[key], person(key, w.IntN(5))
			if w.IntN(5) > 0 != growing {
				to = nil
			}
			if from != nil || to != nil {
				c[key] = Delta[*annotation.Person]{from, to}
			}
		}
		table, err := now.table.edit(c, true, "person", nil)
		if err != nil {
			t.Fatal(err)
		}
		next := people{table, maps.Clone(now.plain)}
		for key, d := range c {
			if d.To == nil {
				delete(next.plain, key)
			} else {
				next.plain[key] = d.To
			}
		}
		next.agree(t)
		back := next.table.with(table.changes(now.table))
		if len(back.changes(now.table))+len(now.table.changes(back)) > 0 {
			t.Fatal("the difference does not lead back")
		}
		if step%10 == 0 {
			past = append(past, moment{now, asJSON(t, now.table)})
		}
		now = next
	}
	for _, p := range past {
		p.agree(t)
		if string(asJSON(t, p.table)) != string(p.json) {
			t.Fatal("a table has changed")
		}
	}
}

// An edit shares what it does not touch, and so finds it by its address.
func TestTablesShare(t *testing.T) {
	var records []*annotation.Person
	for i := range 5000 {
		records = append(records, person(fmt.Sprint(i), i))
	}
	a := TableOf(records...)
	b := a.with(Changes[*annotation.Person]{"17": {a.Get("17"), person("17", -1)}})
	if a == b || a != a.with(nil) {
		t.Fatal("tables that differ are the same, or the other way round")
	}
	copied := 0
	var count func(n, o *node[*annotation.Person])
	count = func(n, o *node[*annotation.Person]) {
		if n == o || n == nil || o == nil {
			return
		}
		copied++
		for i := range n.kids {
			count(n.kids[i], o.kids[i])
		}
	}
	if count(a.root, b.root); copied > 5 {
		t.Fatalf("one edit among 5,000 records copied %d nodes", copied)
	}
}

// What does not fit is named, and nothing is changed.
func TestTableRefuses(t *testing.T) {
	a := TableOf(person("a", 1), person("b", 2))
	for name, c := range map[string]Changes[*annotation.Person]{
		"another record":  {"a": {person("a", 7), nil}},
		"none was there":  {"c": {person("c", 7), nil}},
		"one was there":   {"a": {nil, person("a", 7)}},
		"not of that key": {"c": {nil, person("d", 7)}},
	} {
		b, err := a.edit(c, true, "person", nil)
		if bad, ok := errors.AsType[*MismatchError](err); !ok || bad.Table != "person" || c[bad.Key] == (Delta[*annotation.Person]{}) || a != b {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// Work that is stopped by its pace has changed nothing.
func TestPaceStops(t *testing.T) {
	enough := errors.New("enough")
	for limit := range 12 {
		calls, last := 0, 0
		pace := Pace(func(done, total int) error {
			if calls++; done < last || done > total {
				t.Fatalf("%d of %d after %d", done, total, last)
			}
			if last = done; calls > limit {
				return enough
			}
			return nil
		})
		var records []*annotation.Person
		for i := range 4000 {
			records = append(records, person(fmt.Sprint(i), i))
		}
		made, err := TableFrom(records, pace)
		if err == nil && made.Len() == 4000 && calls >= 4 {
			return // long enough for all
		}
		if !errors.Is(err, enough) {
			t.Fatalf("after %d calls: error %v, %d records", calls, err, made.Len())
		}
		if p, err := (Project{}).ApplyAt(Between(Project{}, Project{People: TableOf(records...)}), func(int, int) error { return enough }); err != enough || p != (Project{}) {
			t.Fatalf("error %v, %d records", err, p.People.Len())
		}
	}
	t.Fatal("the pace was called over and over")
}

var sizes = []int{1_000, 10_000, 100_000, 1_000_000}

func benchRecords(n int) []*annotation.Person {
	records := make([]*annotation.Person, n)
	for i := range records {
		records[i] = person(fmt.Sprintf("00000000-0000-4000-8000-%012x", i), i)
	}
	return records
}

// BenchmarkTable shows what a table costs at four sizes: only building it may
// grow with the size.
func BenchmarkTable(b *testing.B) {
	for _, n := range sizes {
		records := benchRecords(n)
		t := TableOf(records...)
		one := Changes[*annotation.Person]{records[n/2].Key(): {records[n/2], person(records[n/2].Key(), -1)}}
		edited := t.with(one)
		bulk := Changes[*annotation.Person]{}
		for i := range min(n, 10_000) {
			r := records[i*(n/min(n, 10_000))]
			bulk[r.Key()] = Delta[*annotation.Person]{r, person(r.Key(), -1)}
		}
		for _, c := range []struct {
			name string
			f    func(i int)
		}{
			{"build", func(int) { TableOf(records...) }},
			{"get", func(i int) { t.Get(records[i*7919%n].Key()) }},
			{"edit", func(int) { _, _ = t.edit(one, true, "", nil) }},
			{"edit-10000", func(int) { _, _ = t.edit(bulk, true, "", nil) }},
			{"between", func(int) { t.changes(edited) }},
		} {
			b.Run(fmt.Sprintf("%s/n=%d", c.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					c.f(i)
				}
			})
		}
	}
}
