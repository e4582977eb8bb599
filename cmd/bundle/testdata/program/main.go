// Program does what needs the tables of functions while it runs: panics that
// are recovered through every kind of call, deep stacks that grow and are
// looked through for pointers, and goroutines.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

type closer interface{ done() }

type value struct{ n int }

func (v value) done() { fmt.Println("recovered", recover(), v.n) }

// through defers a method that, for a pointer, the compiler has to wrap.
func through(c closer) {
	defer c.done()
	panic("through an interface")
}

func caught() any { return recover() }

// helper is inlined into whoever defers it, and one call too far from the panic.
func helper() { fmt.Println("helper caught", caught()) }

func nested() (outer any) {
	defer func() { outer = recover() }()
	func() {
		defer helper()
		panic("nested")
	}()
	return nil
}

func at(list []int, i int) (err error) {
	defer func() { err, _ = recover().(runtime.Error) }()
	fmt.Println(list[i])
	return nil
}

func deep(n int, kept *[]string) int {
	var frame [64]int
	text := strings.Repeat("x", n%7)
	*kept = append(*kept, text)
	if n == 0 {
		runtime.GC()
		return len(text)
	}
	frame[n%64] = deep(n-1, kept)
	return frame[n%64] + len(text)
}

func main() {
	through(value{1})
	through(&value{2})
	fmt.Println("outer", nested())
	fmt.Println(at([]int{1}, 5))
	sums := make(chan int)
	for g := range 4 {
		go func() {
			var kept []string
			sums <- deep(1000+g, &kept) + len(kept)
		}()
	}
	fmt.Println(<-sums + <-sums + <-sums + <-sums)
	pc, _, _, _ := runtime.Caller(0)
	fmt.Println(runtime.FuncForPC(pc).Name())
}
