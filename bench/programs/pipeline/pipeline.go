package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	sum := 0
	for x := 1; x <= n; x++ {
		if m := x * 7919 % 1009; m%2 == 0 {
			sum += m + 1
		}
	}
	fmt.Println(sum)
}
