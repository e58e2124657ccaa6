package table

import (
	"math"
	"strconv"
)

// column is a described column and its cells; only the slice of its kind is
// used.
type column struct {
	Column
	strings []string
	ints    []int64
	floats  []float64
	bools   []bool
}

func (c *column) len() int {
	return len(c.strings) + len(c.ints) + len(c.floats) + len(c.bools)
}

// accepts reports whether v may stand in this column.
func (c *column) accepts(v any) bool {
	switch v.(type) {
	case string:
		return c.Kind == KindString
	case int, int64:
		return c.Kind == KindInt
	case float64:
		return c.Kind == KindFloat
	case bool:
		return c.Kind == KindBool
	}
	return false
}

// append adds a value the column accepts.
func (c *column) append(v any) {
	switch v := v.(type) {
	case string:
		c.strings = append(c.strings, v)
	case int:
		c.ints = append(c.ints, int64(v))
	case int64:
		c.ints = append(c.ints, v)
	case float64:
		c.floats = append(c.floats, v)
	case bool:
		c.bools = append(c.bools, v)
	}
}

// cell returns row i as text. A real number is written with the fewest digits
// that read back as the same number; a missing one is empty.
func (c *column) cell(i int) string {
	switch c.Kind {
	case KindInt:
		return strconv.FormatInt(c.ints[i], 10)
	case KindFloat:
		return formatFloat(c.floats[i])
	case KindBool:
		return strconv.FormatBool(c.bools[i])
	}
	return c.strings[i]
}

// written returns row i as CSV has it: as cell, with real numbers rounded.
func (c *column) written(i int) string {
	if c.Kind == KindFloat {
		return formatFloat(rounded(c.floats[i]))
	}
	return c.cell(i)
}

// rounded keeps six significant digits, and of numbers from a thousand up three
// decimals: nanometres of a length in um, a minute of a day.
func rounded(f float64) float64 {
	text := strconv.FormatFloat(f, 'e', 5, 64)
	if math.Abs(f) >= 1000 {
		text = strconv.FormatFloat(f, 'f', 3, 64)
	}
	r, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return f // rounded up beyond the largest number
	}
	return r
}

func formatFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return ""
	case math.IsInf(f, 1):
		return "Inf"
	case math.IsInf(f, -1):
		return "-Inf"
	}
	format := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-4 || a >= 1e15) {
		format = 'e'
	}
	return strconv.FormatFloat(f, format, -1, 64)
}

// take returns a column of the same description with the given rows.
func (c *column) take(rows []int) column {
	return column{
		Column:  c.Column,
		strings: take(c.strings, rows),
		ints:    take(c.ints, rows),
		floats:  take(c.floats, rows),
		bools:   take(c.bools, rows),
	}
}

func take[T any](all []T, rows []int) []T {
	if len(all) == 0 {
		return nil
	}
	some := make([]T, len(rows))
	for i, r := range rows {
		some[i] = all[r]
	}
	return some
}
