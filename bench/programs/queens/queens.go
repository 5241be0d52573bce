package main

import (
	"fmt"
	"os"
	"strconv"
)

func free(q int, qs []int) bool {
	for i, y := range qs {
		d := len(qs) - i
		if y == q || y-q == d || q-y == d {
			return false
		}
	}
	return true
}

func count(n int, qs []int) int {
	if len(qs) == n {
		return 1
	}
	sum := 0
	for q := 1; q <= n; q++ {
		if free(q, qs) {
			sum += count(n, append(qs, q))
		}
	}
	return sum
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	fmt.Println(count(n, nil))
}
