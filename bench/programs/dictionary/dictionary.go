package main

import (
	"fmt"
	"os"
	"strconv"
)

func key(n int) int { return n * 48271 % 2147483647 }

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	t, sum := map[int]int{}, 0
	for i := 1; i <= n; i++ {
		t[key(i)] = i
	}
	for i := 1; i <= 2*n; i++ {
		sum += t[key(i)]
	}
	fmt.Println(len(t), sum)
}
