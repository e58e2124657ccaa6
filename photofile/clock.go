package photofile

import (
	"fmt"
	"math"
	"sort"
)

// Rates a photometry file may have, samples a second of one channel or of all
// lights by turns.
const slowestHz, fastestHz = 4, 25000

// seconds turns times into seconds. Where the unit is not stated it is the one
// that makes the rate possible: a median step of 0.0333 is seconds, of 33.3
// milliseconds.
func seconds(t []float64, stated string) (sec []float64, unit string, err error) {
	step := medianStep(t)
	if !(step > 0) {
		return nil, "", fmt.Errorf("the times do not rise: the median step is %g\nhint: sort the file by time", step)
	}
	scale := map[string]float64{"s": 1, "ms": 1e-3}
	unit = stated
	if stated == "" {
		switch asSec, asMs := 1/step, 1000/step; {
		case asSec >= slowestHz && asSec <= fastestHz && !(asMs >= slowestHz && asMs <= 400):
			unit = "s"
		case asMs >= slowestHz && asMs <= fastestHz:
			unit = "ms"
		default:
			return nil, "", fmt.Errorf("a step of %g between samples is no rate of photometry, neither in s nor in ms", step)
		}
	}
	sec = make([]float64, len(t))
	for i, v := range t {
		sec[i] = v * scale[unit]
	}
	if stated == "" {
		unit += fmt.Sprintf(", inferred from a step of %.4g", step)
	}
	return sec, unit, nil
}

func medianStep(t []float64) float64 {
	var d []float64
	for i := 1; i < len(t); i++ {
		if v := t[i] - t[i-1]; !math.IsNaN(v) {
			d = append(d, v)
		}
	}
	if len(d) == 0 {
		return math.NaN()
	}
	sort.Float64s(d)
	return d[len(d)/2]
}

// rising refuses times that go back; line tells where sample i stands.
func rising(sec []float64, line func(i int) int) error {
	for i := range sec {
		if math.IsNaN(sec[i]) {
			return fmt.Errorf("line %d has no time", line(i))
		}
		if i > 0 && sec[i] <= sec[i-1] {
			return fmt.Errorf("line %d, at %.6g s, does not come after the line before, at %.6g s\nhint: were rows sorted by another column, or two sessions joined?", line(i), sec[i], sec[i-1])
		}
	}
	return nil
}
