package agreement

import "slices"

// heaps chooses among edges that may cross: heap by heap, where a heap is what
// hangs together by overlaps.
func (p *pairer) heaps() error {
	p.root = p.root[:0]
	for i := range len(p.restA) + len(p.restB) {
		p.root = append(p.root, i)
	}
	for i := range p.edges {
		e := &p.edges[i]
		p.root[p.find(e.a)] = p.find(len(p.restA) + e.b)
	}
	for i := range p.restA {
		p.root[i] = p.find(i)
	}
	heap := p.root[:len(p.restA)]
	slices.SortFunc(p.edges, func(x, y edgeOf) int {
		if heap[x.a] != heap[y.a] {
			return heap[x.a] - heap[y.a]
		}
		if x.a != y.a {
			return x.a - y.a
		}
		return x.b - y.b
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

// find is the root of what a mark hangs together with.
func (p *pairer) find(i int) int {
	for p.root[i] != i {
		p.root[i] = p.root[p.root[i]]
		i = p.root[i]
	}
	return i
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
	edge          []int // row by row
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
		g.edge[(row+1)*(m+1)+column+1] = k
	}
	for row := 1; row <= n; row++ {
		g.add(row, edges)
	}
	for column := 1; column <= m; column++ {
		if row := g.match[column]; row > 0 && g.edge[row*(m+1)+column] >= 0 {
			take(g.edge[row*(m+1)+column])
		}
	}
	return nil
}

// clear makes the grid ready for n rows and m columns, which count from 1.
func (g *grid) clear(n, m int) {
	g.edge = emptied(g.edge, (n+1)*(m+1))
	for i := range g.edge {
		g.edge[i] = -1
	}
	g.u, g.v, g.least = emptied(g.u, n+1), emptied(g.v, m+1), emptied(g.least, m+1)
	g.match, g.way, g.used = emptied(g.match, m+1), emptied(g.way, m+1), emptied(g.used, m+1)
}

// emptied is a list of n that holds nothing, in the memory of another one.
func emptied[T any](list []T, n int) []T {
	list = slices.Grow(list[:0], n)[:n]
	clear(list)
	return list
}

// cost is what a pair lacks: nothing is paired with anything at no cost.
func (g *grid) cost(row, column int, edges []edgeOf) weight {
	if k := g.edge[row*len(g.used)+column]; k >= 0 {
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
