package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
)

type expr struct {
	op          byte // '0' is a number, '~' changes the sign
	number      int
	left, right *expr
}

type parser struct {
	text string
	at   int
}

func (p *parser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *parser) sums() *expr {
	e := p.products()
	for op := p.peek(); op == '+' || op == '-'; op = p.peek() {
		p.at++
		e = &expr{op: op, left: e, right: p.products()}
	}
	return e
}

func (p *parser) products() *expr {
	e := p.operand()
	for op := p.peek(); op == '*' || op == '%'; op = p.peek() {
		p.at++
		e = &expr{op: op, left: e, right: p.operand()}
	}
	return e
}

func (p *parser) operand() *expr {
	switch p.peek() {
	case '(':
		p.at++
		e := p.sums()
		p.at++
		return e
	case '-':
		p.at++
		return &expr{op: '~', left: p.operand()}
	}
	start := p.at
	for '0' <= p.peek() && p.peek() <= '9' {
		p.at++
	}
	number, _ := strconv.Atoi(p.text[start:p.at])
	return &expr{op: '0', number: number}
}

func modulo(u, v int) int {
	r := u % v
	if r != 0 && (r < 0) != (v < 0) {
		return r + v
	}
	return r
}

func (e *expr) value() int {
	switch e.op {
	case '0':
		return e.number
	case '~':
		return -e.left.value()
	case '+':
		return e.left.value() + e.right.value()
	case '-':
		return e.left.value() - e.right.value()
	case '*':
		return e.left.value() * e.right.value()
	}
	return modulo(e.left.value(), e.right.value())
}

func main() {
	sum := 0
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		p := parser{text: lines.Text()}
		sum += p.sums().value()
	}
	fmt.Println(sum)
}
