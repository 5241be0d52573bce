package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

func at(i, j int) float64 { return 1 / float64((i+j)*(i+j+1)/2+i+1) }

func times(u, v []float64) {
	for i := range v {
		v[i] = 0
		for j, e := range u {
			v[i] += e * at(i, j)
		}
	}
}

func back(u, v []float64) {
	for i := range v {
		v[i] = 0
		for j, e := range u {
			v[i] += e * at(j, i)
		}
	}
}

func dot(u, v []float64) float64 {
	sum := 0.0
	for i, e := range u {
		sum += e * v[i]
	}
	return sum
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	u, v, w := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range u {
		u[i] = 1
	}
	for k := 0; k < 19; k++ {
		times(u, w)
		back(w, u)
	}
	times(u, w)
	back(w, v)
	fmt.Printf("%.9f\n", math.Sqrt(dot(u, v)/dot(u, u)))
}
