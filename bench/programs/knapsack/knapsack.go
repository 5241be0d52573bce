package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	room, x := 10*n, 1
	next := func() int {
		now := x
		x = x * 16807 % 2147483647
		return now
	}
	best := make([]int, room+1)
	for i := 0; i < n; i++ {
		weight := next()%100 + 1
		value := next() % 1000
		for r := room; r >= weight; r-- {
			if with := best[r-weight] + value; with > best[r] {
				best[r] = with
			}
		}
	}
	fmt.Println(best[room])
}
