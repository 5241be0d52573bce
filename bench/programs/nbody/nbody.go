package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

type body struct{ x, y, z, u, v, w, m float64 }

func soft(i, j, k float64) float64 { return i*i + j*j + k*k + 0.01 }

func pull(p, q *body) {
	i, j, k := q.x-p.x, q.y-p.y, q.z-p.z
	s := soft(i, j, k)
	f := 0.001 * q.m / (s * math.Sqrt(s))
	p.u += f * i
	p.v += f * j
	p.w += f * k
}

func step(bodies []body) {
	for i := range bodies {
		for j := range bodies {
			pull(&bodies[i], &bodies[j])
		}
	}
	for i := range bodies {
		p := &bodies[i]
		p.x += 0.001 * p.u
		p.y += 0.001 * p.v
		p.z += 0.001 * p.w
	}
}

func energy(bodies []body) float64 {
	kinetic, potential := 0.0, 0.0
	for i, p := range bodies {
		kinetic += p.m * (p.u*p.u + p.v*p.v + p.w*p.w) / 2
		for _, q := range bodies[i+1:] {
			potential += p.m * q.m / math.Sqrt(soft(q.x-p.x, q.y-p.y, q.z-p.z))
		}
	}
	return kinetic - potential
}

func main() {
	bodies := []body{
		{0, 0, 0, 0, 0, 0, 39.47},
		{4.84, -1.16, -0.10, 0.61, 2.81, -0.02, 0.037},
		{8.34, 4.12, -0.4, -1.01, 1.82, 0.008, 0.011},
		{12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017},
		{15.37, -25.9, 0.179, 0.979, 0.594, -0.034, 0.002},
	}
	n, _ := strconv.Atoi(os.Args[1])
	for ; n > 0; n-- {
		step(bodies)
	}
	fmt.Printf("%.9f\n", energy(bodies))
}
