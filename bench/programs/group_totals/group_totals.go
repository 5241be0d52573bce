package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	totals, order, most := map[int]int{}, []string{}, 0
	for i, x := 0, 1; i < n; i, x = i+1, x*16807%2147483647 {
		if _, known := totals[x%1000]; !known {
			order = append(order, strconv.Itoa(x%1000))
		}
		totals[x%1000] += x
	}
	for _, total := range totals {
		if total > most {
			most = total
		}
	}
	fmt.Printf("%d %d [%s]\n", len(totals), most, strings.Join(order[:5], ","))
}
