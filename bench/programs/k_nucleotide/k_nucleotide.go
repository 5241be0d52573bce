package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

func frequencies(s string, k int) {
	counts, most := map[string]int{}, 0
	for i := 0; i+k <= len(s); i++ {
		counts[s[i:i+k]]++
	}
	for _, n := range counts {
		if n > most {
			most = n
		}
	}
	fmt.Println(k, len(counts), most)
}

func main() {
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	for _, k := range []int{1, 2, 3, 4, 6, 12, 18} {
		frequencies(strings.TrimSpace(line), k)
	}
}
