package main

import (
	"fmt"
	"os"
	"strconv"
)

func empty(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
	}
	return m
}

func matrix(n, k int) [][]float64 {
	m := empty(n)
	for i := range m {
		for j := range m[i] {
			m[i][j] = float64(i*j%7+k) / 10
		}
	}
	return m
}

func transpose(m [][]float64) [][]float64 {
	t := empty(len(m))
	for i, row := range m {
		for j, e := range row {
			t[j][i] = e
		}
	}
	return t
}

func times(p, q [][]float64) [][]float64 {
	m, t := empty(len(p)), transpose(q)
	for i, row := range p {
		for j, column := range t {
			sum := 0.0
			for k, e := range row {
				sum += e * column[k]
			}
			m[i][j] = sum
		}
	}
	return m
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	trace, total := 0.0, 0.0
	for i, row := range times(matrix(n, 1), matrix(n, 2)) {
		sum := 0.0
		for _, e := range row {
			sum += e
		}
		trace += row[i]
		total += sum
	}
	fmt.Printf("%.6f %.6f\n", trace, total)
}
