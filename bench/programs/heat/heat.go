package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	u, next, sum := make([]float64, n), make([]float64, n), 0.0
	u[0], u[n-1] = 100, 50
	for k := 0; k < 1000; k++ {
		next[0], next[n-1] = u[0], u[n-1]
		for i := 1; i < n-1; i++ {
			next[i] = u[i-1]*0.25 + u[i]*0.5 + u[i+1]*0.25
		}
		u, next = next, u
	}
	for _, x := range u {
		sum += x
	}
	fmt.Printf("%.6f %.6f\n", u[9], sum)
}
