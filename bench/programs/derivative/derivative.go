package main

import (
	"fmt"
	"os"
	"strconv"
)

type expr interface {
	derive() expr
	value(at int) int
}

type num int
type x struct{}
type sum struct{ p, q expr }
type product struct{ p, q expr }

func is(e expr, n int) bool {
	number, ok := e.(num)
	return ok && int(number) == n
}

func add(p, q expr) expr {
	m, left := p.(num)
	n, right := q.(num)
	switch {
	case is(p, 0):
		return q
	case is(q, 0):
		return p
	case left && right:
		return m + n
	}
	return &sum{p, q}
}

func mul(p, q expr) expr {
	m, left := p.(num)
	n, right := q.(num)
	switch {
	case is(p, 0), is(q, 1):
		return p
	case is(q, 0), is(p, 1):
		return q
	case left && right:
		return m * n
	}
	return &product{p, q}
}

func (e num) derive() expr      { return num(0) }
func (e x) derive() expr        { return num(1) }
func (e *sum) derive() expr     { return add(e.p.derive(), e.q.derive()) }
func (e *product) derive() expr { return add(mul(e.p.derive(), e.q), mul(e.p, e.q.derive())) }

func (e num) value(at int) int      { return int(e) }
func (e x) value(at int) int        { return at }
func (e *sum) value(at int) int     { return e.p.value(at) + e.q.value(at) }
func (e *product) value(at int) int { return e.p.value(at) * e.q.value(at) }

func power(e expr, n int) expr {
	if n == 1 {
		return e
	}
	return &product{e, power(e, n-1)}
}

func start(n int) expr {
	return &product{power(&sum{x{}, num(n)}, 4), power(&sum{&product{x{}, x{}}, num(-n)}, 3)}
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	total := 0
	for i := 1; i <= n; i++ {
		total += start(i % 10).derive().derive().derive().value(i % 7)
	}
	fmt.Println(total)
}
