package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	numbers := make([]string, n)
	for i := range numbers {
		numbers[i] = strconv.Itoa(i + 1)
	}
	s := strings.Join(numbers, " ")
	words := strings.Split(s, " ")
	sum := 0
	for _, word := range words {
		number, _ := strconv.Atoi(word)
		sum += number
	}
	for i, j := 0, n-1; i < j; i, j = i+1, j-1 {
		words[i], words[j] = words[j], words[i]
	}
	turned := strings.Join(words, "; ")
	if len(turned) > 40 {
		turned = turned[len(turned)-40:]
	}
	fmt.Println(len(s), sum, turned)
}
