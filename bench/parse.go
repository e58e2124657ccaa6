package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// benchmark is one line of `go test -bench`.
type benchmark struct {
	Package    string             `json:"package"`
	Name       string             `json:"name"` // without "Benchmark"
	Iterations int                `json:"iterations"`
	Figures    map[string]float64 `json:"figures"` // by unit: ns/op, B/op, allocs/op, MB/s ...
}

// parse reads the text format of Go benchmarks (golang.org/design/14313): lines
// of name, iterations, then pairs of value and unit, under "pkg:" and "cpu:"
// headings. A FAIL line is an error, so that no half set passes for a whole.
func parse(r io.Reader) (all []benchmark, processor string, err error) {
	pkg := ""
	s := bufio.NewScanner(r)
	for s.Scan() {
		line := s.Text()
		key, value, _ := strings.Cut(line, ": ")
		switch {
		case key == "pkg":
			pkg = value
		case key == "cpu":
			processor = value
		case strings.HasPrefix(line, "FAIL"), strings.HasPrefix(line, "--- FAIL"):
			return nil, "", fmt.Errorf("a benchmark failed: %s", line)
		case strings.HasPrefix(line, "Benchmark") && len(strings.Fields(line)) >= 4:
			b, err := parseLine(strings.Fields(line))
			if err != nil {
				return nil, "", fmt.Errorf("%q: %w", line, err)
			}
			b.Package = pkg
			all = append(all, b)
		}
	}
	return all, processor, s.Err()
}

func parseLine(words []string) (benchmark, error) {
	b := benchmark{Name: strings.TrimPrefix(words[0], "Benchmark"), Figures: map[string]float64{}}
	var err error
	if b.Iterations, err = strconv.Atoi(words[1]); err != nil {
		return b, err
	}
	for i := 2; i+1 < len(words); i += 2 {
		v, err := strconv.ParseFloat(words[i], 64)
		if err != nil {
			return b, err
		}
		b.Figures[words[i+1]] = v
	}
	return b, nil
}
