package main

import (
	"fmt"
	"os"
	"strconv"
)

func escape(p, q float64) int {
	u, v, k := 0.0, 0.0, 0
	for ; k < 50 && u*u+v*v <= 4; k++ {
		u, v = u*u-v*v+p, 2*u*v+q
	}
	return k
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	size, sum := float64(n), 0
	for j := 0; j < n; j++ {
		for i := 0; i < n; i++ {
			sum += escape(2*float64(i)/size-1.5, 2*float64(j)/size-1)
		}
	}
	fmt.Println(sum)
}
