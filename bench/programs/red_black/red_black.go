package main

import (
	"fmt"
	"os"
	"strconv"
)

type node struct {
	left, right, parent *node
	key                 int
	red                 bool
}

var root *node

func replace(n, by *node) {
	by.parent = n.parent
	switch {
	case n.parent == nil:
		root = by
	case n == n.parent.left:
		n.parent.left = by
	default:
		n.parent.right = by
	}
	n.parent = by
}

func rotateLeft(n *node) {
	up := n.right
	replace(n, up)
	n.right = up.left
	if up.left != nil {
		up.left.parent = n
	}
	up.left = n
}

func rotateRight(n *node) {
	up := n.left
	replace(n, up)
	n.left = up.right
	if up.right != nil {
		up.right.parent = n
	}
	up.right = n
}

func repair(n *node) {
	for n.parent != nil && n.parent.red {
		parent := n.parent
		grand := parent.parent
		left := parent == grand.left
		uncle := grand.left
		if left {
			uncle = grand.right
		}
		if uncle != nil && uncle.red {
			parent.red, uncle.red, grand.red = false, false, true
			n = grand
			continue
		}
		if left && n == parent.right {
			rotateLeft(parent)
			parent = n
		} else if !left && n == parent.left {
			rotateRight(parent)
			parent = n
		}
		parent.red, grand.red = false, true
		if left {
			rotateRight(grand)
		} else {
			rotateLeft(grand)
		}
		break
	}
	root.red = false
}

func insert(key int) {
	at := &root
	var parent *node
	for *at != nil {
		parent = *at
		switch {
		case key < parent.key:
			at = &parent.left
		case key > parent.key:
			at = &parent.right
		default:
			return
		}
	}
	*at = &node{parent: parent, key: key, red: true}
	repair(*at)
}

func has(key int) bool {
	n := root
	for n != nil && n.key != key {
		if key < n.key {
			n = n.left
		} else {
			n = n.right
		}
	}
	return n != nil
}

func (n *node) size() int {
	if n == nil {
		return 0
	}
	return n.left.size() + 1 + n.right.size()
}

func (n *node) total() int {
	if n == nil {
		return 0
	}
	return n.left.total() + n.key + n.right.total()
}

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	found, x := 0, 1
	for i := 0; i < n; i++ {
		insert(x % (2 * n))
		x = x * 16807 % 2147483647
	}
	for k := 1; k <= n; k++ {
		if has(k) {
			found++
		}
	}
	fmt.Println(root.size(), root.total(), found)
}
