package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

func dot[T int | float64](u, v []T) T {
	var sum T
	for i, e := range u {
		sum += e * v[i]
	}
	return sum
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	k, l, u, v := make([]int, n), make([]int, n), make([]float64, n), make([]float64, n)
	for i := range k {
		k[i] = (i + 1) % 1000
		u[i] = 1 / float64(i+1)
		v[i] = float64(k[i]) / 1000
	}
	for i := range l {
		l[i] = k[n-1-i]
	}
	fmt.Printf("%.9f %d\n", dot(u, v)/math.Sqrt(dot(u, u)*dot(v, v)), dot(k, l))
}
