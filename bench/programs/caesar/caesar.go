package main

import (
	"bufio"
	"os"
)

func move(c byte) byte {
	switch {
	case 'a' <= c && c <= 'z':
		return 'a' + (c-'a'+3)%26
	case 'A' <= c && c <= 'Z':
		return 'A' + (c-'A'+3)%26
	}
	return c
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		line := lines.Bytes()
		for i := len(line) - 1; i >= 0; i-- {
			out.WriteByte(move(line[i]))
		}
		out.WriteByte('\n')
	}
}
