package main

import (
	"fmt"
	"os"
	"sort"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	v, x, sum := make([]int, n), 1, 0
	for i := range v {
		v[i] = x
		x = x * 16807 % 2147483647
	}
	sort.Ints(v)
	for i := 0; i < n; i += 1000 {
		sum += v[i]
	}
	fmt.Println(sum)
}
