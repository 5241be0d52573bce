package main

import (
	"fmt"
	"os"
	"strconv"
)

var most, sum int

func flips(p, q []int) int {
	copy(q, p)
	k := 0
	for ; q[0] != 0; k++ {
		for i, j := 0, q[0]; i < j; i, j = i+1, j-1 {
			q[i], q[j] = q[j], q[i]
		}
	}
	return k
}

func visit(p, q []int, k int) {
	if k == 1 {
		f := flips(p, q)
		sum += f
		if f > most {
			most = f
		}
		return
	}
	for i := 0; i < k; i++ {
		visit(p, q, k-1)
		first := p[0]
		copy(p, p[1:k])
		p[k-1] = first
	}
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	p := make([]int, n)
	for i := range p {
		p[i] = i
	}
	visit(p, make([]int, n), n)
	fmt.Println(most, sum)
}
