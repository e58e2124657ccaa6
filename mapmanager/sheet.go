package mapmanager

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// sheet is a table of a stackdb or line file: a line of key=value; pairs,
// possibly more header lines, a line of column names, then rows. Commas are
// never quoted and end every line.
type sheet struct {
	path    string
	header  map[string]string
	columns map[string]int
	rows    [][]string
	first   int // line number of row 0
}

// readSheet reads a table whose header line says in numHeaderRow how many
// lines, beside the one of their column names, stand before the names.
func readSheet(path string, need ...string) (sheet, error) {
	lines, err := readLines(path)
	if err != nil {
		return sheet{}, err
	}
	s := sheet{path: path, header: parseHeader(lines[0]), columns: make(map[string]int)}
	names := 1
	if text, ok := s.header["numHeaderRow"]; ok {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n >= len(lines)-2 {
			return sheet{}, fmt.Errorf("%s: line 1: numHeaderRow=%s in a file of %d lines", path, text, len(lines))
		}
		names += n + 1
	}
	if names >= len(lines) {
		return sheet{}, fmt.Errorf("%s: no line of column names", path)
	}
	header := strings.Split(lines[names], ",")
	for i, name := range header {
		if name != "" {
			s.columns[name] = i
		}
	}
	for _, name := range need {
		if _, ok := s.columns[name]; !ok {
			return sheet{}, fmt.Errorf("%s: line %d: no column %q", path, names+1, name)
		}
	}
	s.first = names + 2
	for i, line := range lines[names+1:] {
		row := strings.Split(line, ",")
		if len(row) != len(header) {
			return sheet{}, fmt.Errorf("%s: line %d: %d cells, the names are %d\nhint: a note may hold a comma; take it out in MapManager", path, s.first+i, len(row), len(header))
		}
		s.rows = append(s.rows, row)
	}
	return s, nil
}

// parseHeader reads a line key=value;key=value;
func parseHeader(line string) map[string]string {
	h := make(map[string]string)
	for pair := range strings.SplitSeq(line, ";") {
		if key, value, ok := strings.Cut(pair, "="); ok {
			h[key] = value
		}
	}
	return h
}

// text returns a cell; the column must be one that readSheet was asked for.
func (s sheet) text(row int, column string) string {
	return strings.TrimSpace(s.rows[row][s.columns[column]])
}

// float returns a cell as a number, NaN where it is empty.
func (s sheet) float(row int, column string) (float64, error) {
	text := s.text(row, column)
	if text == "" {
		return math.NaN(), nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, s.errorf(row, "%s %q is not a number", column, text)
	}
	return v, nil
}

// int returns a cell that must hold a whole number, perhaps written 3.000.
func (s sheet) int(row int, column string) (int, error) {
	v, err := s.float(row, column)
	if err != nil {
		return 0, err
	}
	if v != math.Trunc(v) || math.Abs(v) > math.MaxInt32 {
		return 0, s.errorf(row, "%s %q is not a whole number", column, s.text(row, column))
	}
	return int(v), nil
}

// point returns three cells as a place; none may be missing.
func (s sheet) point(row int, columns [3]string) (Point, error) {
	var p [3]float64
	for i, column := range columns {
		v, err := s.float(row, column)
		if err != nil {
			return Point{}, err
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return Point{}, s.errorf(row, "%s is missing", column)
		}
		p[i] = v
	}
	return Point{p[0], p[1], p[2]}, nil
}

// errorf returns an error that names the line of a row.
func (s sheet) errorf(row int, format string, args ...any) error {
	return fmt.Errorf("%s: line %d: %s", s.path, s.first+row, fmt.Sprintf(format, args...))
}
