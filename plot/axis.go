package plot

import (
	"math"
	"strconv"
)

// Tick is a labelled place on an axis.
type Tick struct {
	At    float64
	Label string
}

// ticks returns round places from lo to hi, at most n+1 of them: multiples of
// 1, 2 or 5 times a power of ten.
func ticks(lo, hi float64, n int) []float64 {
	if !(hi > lo) || n < 1 {
		return []float64{lo}
	}
	step := roundUp((hi - lo) / float64(n))
	var out []float64
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi+1e-9*step; i++ {
		out = append(out, i*step)
	}
	return out
}

// roundUp returns the smallest of 1, 2, 5 times a power of ten that is not
// below v, which must be positive.
func roundUp(v float64) float64 {
	e := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if m*e >= v*(1-1e-9) {
			return m * e
		}
	}
	return 10 * e
}

// labels writes ticks with the digits their step needs.
func labels(at []float64, percent bool) []Tick {
	step := 1.0
	if len(at) > 1 {
		step = at[1] - at[0]
	}
	if percent {
		step *= 100
	}
	digits := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	out := make([]Tick, len(at))
	for i, v := range at {
		out[i].At = v
		if percent {
			v *= 100
		}
		out[i].Label = strconv.FormatFloat(math.Abs(v), 'f', digits, 64)
		if v < 0 {
			out[i].Label = "−" + out[i].Label
		}
		if percent {
			out[i].Label += " %"
		}
	}
	return out
}
