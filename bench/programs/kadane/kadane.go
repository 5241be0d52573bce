package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	best, sum := math.MinInt, 0
	for x := 1; x <= n; x++ {
		v := x*7919%2003 - 1001
		if sum > 0 {
			sum += v
		} else {
			sum = v
		}
		if sum > best {
			best = sum
		}
	}
	fmt.Println(best)
}
