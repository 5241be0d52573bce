package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	composite := make([]bool, n+1)
	for p := 2; p*p <= n; p++ {
		if !composite[p] {
			for i := p * p; i <= n; i += p {
				composite[i] = true
			}
		}
	}
	count, sum := 0, 0
	for p := 2; p <= n; p++ {
		if !composite[p] {
			count++
			sum += p
		}
	}
	fmt.Println(count, sum)
}
