package main

import (
	"fmt"
	"os"
	"strconv"
)

type tree struct {
	left, right *tree
	item        int
}

func newTree(item, depth int) *tree {
	if depth == 0 {
		return nil
	}
	return &tree{newTree(2*item-1, depth-1), newTree(2*item, depth-1), item}
}

func (t *tree) check() int {
	if t == nil {
		return 0
	}
	return t.left.check() + t.item - t.right.check()
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	for depth := 4; depth <= n; depth += 2 {
		sum := 0
		for i := 1; i <= 1<<(n-depth+4); i++ {
			sum += newTree(i, depth).check()
		}
		if depth > 4 {
			fmt.Print(" ")
		}
		fmt.Print(sum)
	}
	fmt.Println()
}
