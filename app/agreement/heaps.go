package agreement

import (
	"cmp"
	"slices"
)

// heaps chooses among edges that may cross: heap by heap, where a heap is what
// hangs together by overlaps.
func (p *pairer) heaps() error {
	root := make([]int, len(p.restA)+len(p.restB))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, e := range p.edges {
		root[find(e.a)] = find(len(p.restA) + e.b)
	}
	heap := make([]int, len(p.restA))
	for i := range heap {
		heap[i] = find(i)
	}
	slices.SortFunc(p.edges, func(x, y edgeOf) int {
		return cmp.Or(cmp.Compare(heap[x.a], heap[y.a]), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	for from := 0; from < len(p.edges); {
		to := from + 1
		for to < len(p.edges) && heap[p.edges[to].a] == heap[p.edges[from].a] {
			to++
		}
		if err := p.heap(from, to); err != nil {
			return err
		}
		from = to
	}
	return nil
}

// heap chooses the best of a heap's edges.
func (p *pairer) heap(from, to int) error {
	if steps(p.edges[from:to]) {
		p.climb(from, to)
		return nil
	}
	return p.grid.solve(p.edges[from:to], func(edge int) { p.chosen = append(p.chosen, from+edge) })
}

// steps reports whether the edges go forward in both lists, as they do where
// no list overlaps itself: then no two of them cross.
func steps(edges []edgeOf) bool {
	for k := 1; k < len(edges); k++ {
		if edges[k].b < edges[k-1].b {
			return false
		}
	}
	return true
}

// grid is an assignment of rows to columns by the Hungarian method (Kuhn 1955;
// Munkres 1957), in the form with potentials that adds one row at a time: its
// work is rows * rows * columns. Weights need to be added, subtracted and
// compared and nothing else, so that weights in several steps are exact.
type grid struct {
	rows, columns []int // which marks they are
	edge          [][]int
	u, v, least   []weight
	match, way    []int
	used          []bool
}

// solve finds the edges of the heaviest matching and calls take with each. It
// turns the heap so that there are no more rows than columns.
func (g *grid) solve(edges []edgeOf, take func(edge int)) error {
	g.rows, g.columns = g.rows[:0], g.columns[:0]
	for _, e := range edges {
		g.rows, g.columns = append(g.rows, e.a), append(g.columns, e.b)
	}
	slices.Sort(g.rows)
	slices.Sort(g.columns)
	g.rows, g.columns = slices.Compact(g.rows), slices.Compact(g.columns)
	turned := len(g.rows) > len(g.columns)
	if turned {
		g.rows, g.columns = g.columns, g.rows
	}
	n, m := len(g.rows), len(g.columns)
	if n*m > tooMuchWork/n {
		return errTooMany
	}
	g.clear(n, m)
	for k, e := range edges {
		a, b := e.a, e.b
		if turned {
			a, b = b, a
		}
		row, _ := slices.BinarySearch(g.rows, a)
		column, _ := slices.BinarySearch(g.columns, b)
		g.edge[row+1][column+1] = k
	}
	for row := 1; row <= n; row++ {
		g.add(row, edges)
	}
	for column := 1; column <= m; column++ {
		if row := g.match[column]; row > 0 && g.edge[row][column] >= 0 {
			take(g.edge[row][column])
		}
	}
	return nil
}

// clear makes the grid ready for n rows and m columns, which count from 1.
func (g *grid) clear(n, m int) {
	g.edge = make([][]int, n+1)
	for i := range g.edge {
		g.edge[i] = slices.Repeat([]int{-1}, m+1)
	}
	g.u, g.v, g.least = make([]weight, n+1), make([]weight, m+1), make([]weight, m+1)
	g.match, g.way, g.used = make([]int, m+1), make([]int, m+1), make([]bool, m+1)
}

// cost is what a pair lacks: nothing is paired with anything at no cost.
func (g *grid) cost(row, column int, edges []edgeOf) weight {
	if k := g.edge[row][column]; k >= 0 {
		return weight{}.minus(edges[k].w)
	}
	return weight{}
}

// add assigns one more row along the cheapest path of exchanges.
func (g *grid) add(row int, edges []edgeOf) {
	g.match[0] = row
	clear(g.used)
	fresh := true // least holds nothing yet
	column := 0
	for {
		g.used[column] = true
		next := g.relax(column, fresh, edges)
		fresh = false
		step := g.least[next]
		for j, used := range g.used {
			if used {
				g.u[g.match[j]] = g.u[g.match[j]].plus(step)
				g.v[j] = g.v[j].minus(step)
			} else {
				g.least[j] = g.least[j].minus(step)
			}
		}
		if column = next; g.match[column] == 0 {
			break
		}
	}
	for column != 0 {
		before := g.way[column]
		g.match[column] = g.match[before]
		column = before
	}
}

// relax looks what the row of a column could cost elsewhere, and returns the
// cheapest free column.
func (g *grid) relax(column int, fresh bool, edges []edgeOf) (next int) {
	row := g.match[column]
	for j := 1; j < len(g.used); j++ {
		if g.used[j] {
			continue
		}
		if c := g.cost(row, j, edges).minus(g.u[row]).minus(g.v[j]); fresh || c.less(g.least[j]) {
			g.least[j], g.way[j] = c, column
		}
		if next == 0 || g.least[j].less(g.least[next]) {
			next = j
		}
	}
	return next
}
