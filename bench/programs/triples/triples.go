package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	count, sum := 0, 0
	for x := 1; x < n; x++ {
		for y := x + 1; y < n; y++ {
			for z := y + 1; z < n; z++ {
				if x*x+y*y == z*z {
					count++
					sum += x + y + z
				}
			}
		}
	}
	fmt.Println(count, sum)
}
