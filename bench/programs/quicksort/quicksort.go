package main

import (
	"fmt"
	"os"
	"strconv"
)

func quicksort(v []int) {
	if len(v) < 2 {
		return
	}
	pivot, low, high := v[0], 0, len(v)-1
	for low <= high {
		for v[low] < pivot {
			low++
		}
		for v[high] > pivot {
			high--
		}
		if low <= high {
			v[low], v[high] = v[high], v[low]
			low++
			high--
		}
	}
	quicksort(v[:high+1])
	quicksort(v[low:])
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	v, x, sum := make([]int, n), 1, 0
	for i := range v {
		v[i] = x
		x = x * 16807 % 2147483647
	}
	quicksort(v)
	for i := 0; i < n; i += 1000 {
		sum += v[i]
	}
	fmt.Println(sum)
}
