package score

import (
	"cmp"
	"slices"
	"strings"

	"respine/table"
)

// Moments compares two tables of things that have a number for their place, such
// as the onset of a bout or the position of a spine: within every group of the
// columns of, a measured one and a true one match when they lie within some
// distance, one to one and as many as possible.
func Moments(measured, truth *table.Table, at string, within float64, of ...string) Counts {
	var c Counts
	theirs := map[string][]float64{}
	for _, g := range truth.GroupBy(of...) {
		theirs[strings.Join(g.Key, "\x00")] = rising64(g.Rows.Floats(at))
		c.FN += g.Rows.Len()
	}
	for _, g := range measured.GroupBy(of...) {
		n := matches(rising64(g.Rows.Floats(at)), theirs[strings.Join(g.Key, "\x00")], within)
		c.TP, c.FP, c.FN = c.TP+n, c.FP+g.Rows.Len()-n, c.FN-n
	}
	return c.rated()
}

func rising64(x []float64) []float64 {
	return slices.SortedFunc(slices.Values(x), cmp.Compare[float64])
}

// matches is the most pairs within a distance that two rising lists have: of two
// that lie too far apart, the lower can match nothing later.
func matches(a, b []float64, within float64) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]-within:
			i++
		case b[j] < a[i]-within:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// Sum adds counts up.
func Sum(all ...Counts) Counts {
	var out Counts
	for _, c := range all {
		out = out.plus(c)
	}
	return out.rated()
}
