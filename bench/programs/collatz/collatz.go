package main

import (
	"fmt"
	"os"
	"strconv"
)

func steps(n int) int {
	k := 1
	for ; n != 1; k++ {
		if n%2 != 0 {
			n = 3*n + 1
		} else {
			n /= 2
		}
	}
	return k
}

func main() {
	below, _ := strconv.Atoi(os.Args[1])
	best, most := 0, 0
	for n := 1; n < below; n++ {
		if k := steps(n); k > most {
			best, most = n, k
		}
	}
	fmt.Println(best, most)
}
