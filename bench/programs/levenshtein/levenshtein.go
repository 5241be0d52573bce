package main

import (
	"fmt"
	"os"
	"strconv"
)

func text(seed, n int) []byte {
	s := make([]byte, n)
	for i := range s {
		s[i] = "abcd"[seed%4]
		seed = seed * 16807 % 2147483647
	}
	return s
}

func min(x, y int) int {
	if x < y {
		return x
	}
	return y
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	s, t := text(1, n), text(7, n)
	row, next := make([]int, n+1), make([]int, n+1)
	for j := range row {
		row[j] = j
	}
	for _, c := range s {
		next[0] = row[0] + 1
		for j, d := range t {
			corner := row[j]
			if d != c {
				corner++
			}
			next[j+1] = min(min(next[j], row[j+1])+1, corner)
		}
		row, next = next, row
	}
	fmt.Println(row[n])
}
