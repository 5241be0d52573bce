package main

import (
	"fmt"
	"os"
	"strconv"
)

func step(g [][]int) [][]int {
	n := len(g)
	next := make([][]int, n)
	for i := range g {
		p, q, r, row := g[(i+n-1)%n], g[i], g[(i+1)%n], make([]int, n)
		for j := range row {
			left, right := j-1, j+1
			if left < 0 {
				left = n - 1
			}
			if right == n {
				right = 0
			}
			near := p[left] + p[j] + p[right] + q[left] + q[j] + q[right] + r[left] + r[j] + r[right]
			if near == 3 || near == 4 && q[j] == 1 {
				row[j] = 1
			}
		}
		next[i] = row
	}
	return next
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	g, x, alive := make([][]int, n), 1, 0
	for i := range g {
		g[i] = make([]int, n)
		for j := range g[i] {
			g[i][j] = x % 3 / 2
			x = x * 16807 % 2147483647
		}
	}
	for k := 0; k < 100; k++ {
		g = step(g)
	}
	for _, row := range g {
		for _, cell := range row {
			alive += cell
		}
	}
	fmt.Println(alive)
}
