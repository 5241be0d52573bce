package main

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
)

func main() {
	totals := map[string]float64{}
	lines := bufio.NewScanner(os.Stdin)
	lines.Scan()
	for lines.Scan() {
		row := strings.Split(lines.Text(), ",")
		amount, _ := strconv.Atoi(row[3])
		price, _ := strconv.ParseFloat(row[4], 64)
		totals[row[2]] += float64(amount) * price
	}
	regions := make([]string, 0, len(totals))
	for region := range totals {
		regions = append(regions, region)
	}
	sort.Strings(regions)
	for _, region := range regions {
		fmt.Printf("%s %.2f\n", region, totals[region])
	}
}
