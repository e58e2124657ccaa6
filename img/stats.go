package img

import "math"

// Mean returns the mean of the values, NaN for none.
func Mean(values []float32) float64 {
	var sum float64
	for _, v := range values {
		sum += float64(v)
	}
	return sum / float64(len(values))
}

// Std returns the standard deviation of the values about their mean, dividing
// by their number as numpy.std does; NaN for none.
func Std(values []float32) float64 {
	mean := Mean(values)
	var sum float64
	for _, v := range values {
		d := float64(v) - mean
		sum += float64(d * d)
	}
	return math.Sqrt(sum / float64(len(values)))
}

// MAD returns the median absolute deviation of the values from their median,
// not scaled; for normal values it is the standard deviation divided by 1.4826.
// It is NaN for no values, or if any is NaN.
func MAD(values []float32) float32 {
	center := Median(values)
	deviation := make([]float32, len(values))
	for i, v := range values {
		deviation[i] = float32(math.Abs(float64(v - center)))
	}
	return Median(deviation)
}
