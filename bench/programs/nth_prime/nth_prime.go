package main

import (
	"fmt"
	"os"
	"strconv"
)

func isPrime(n int) bool {
	for d := 2; d*d <= n; d++ {
		if n%d == 0 {
			return false
		}
	}
	return true
}

func main() {
	left, _ := strconv.Atoi(os.Args[1])
	n := 1
	for left > 0 {
		n++
		if isPrime(n) {
			left--
		}
	}
	fmt.Println(n)
}
