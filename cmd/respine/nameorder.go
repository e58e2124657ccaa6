package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// againstOrder looks at the numbers in file names (s2, day04, 2024-02-01) for
// one that rises with the order of the names. When there is none, but one that
// falls somewhere, ok is true and a, b are two names it falls between.
func againstOrder(names []string) (a, b int, ok bool) {
	if len(names) < 2 {
		return 0, 0, false
	}
	numbers := make([]map[string]number, len(names))
	for i, n := range names {
		numbers[i] = numbersIn(n)
	}
	for label := range numbers[0] {
		at, changes := fall(numbers, label, func(n number) float64 { return n.plain })
		signed, _ := fall(numbers, label, func(n number) float64 { return n.signed })
		switch {
		case !changes:
		case at < 0 || signed < 0:
			return 0, 0, false
		case !ok || at < a:
			a, b, ok = at, at+1, true
		}
	}
	return a, b, ok
}

// number is a number in a name, and the same with a hyphen between a word and it
// taken for a sign: day-3.
type number struct{ plain, signed float64 }

// numbersIn returns the numbers in a name by what stands before them.
func numbersIn(name string) map[string]number {
	out := map[string]number{}
	for _, m := range regexp.MustCompile(`([A-Za-z]*)([ _.-]*)([0-9]+)`).FindAllStringSubmatch(name, -1) {
		v, err := strconv.ParseFloat(m[3], 64)
		if err != nil {
			continue
		}
		n := number{v, v}
		if m[1] != "" && m[2] == "-" {
			n.signed = -v
		}
		label := strings.ToLower(m[1])
		for i := 1; ; i++ { // several may follow the same word, or none
			if _, taken := out[fmt.Sprint(label, i)]; !taken {
				out[fmt.Sprint(label, i)] = n
				break
			}
		}
	}
	return out
}

// fall returns the first name after which the number of a label falls, -1 if it
// never does or some name lacks it, and whether it changes at all.
func fall(numbers []map[string]number, label string, read func(number) float64) (at int, changes bool) {
	at = -1
	var last float64
	for i, n := range numbers {
		v, ok := n[label]
		if !ok {
			return -1, false
		}
		x := read(v)
		if i > 0 {
			changes = changes || x != last
			if x < last && at < 0 {
				at = i - 1
			}
		}
		last = x
	}
	return at, changes
}
