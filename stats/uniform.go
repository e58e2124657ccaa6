package stats

import (
	"math"
	"sort"
)

// KolmogorovUniform compares values with the uniform distribution on [0, 1]: the
// test of whether p values under a null are what they say. It returns the
// greatest distance between the two distribution functions and its p value,
//
//	2 Σ (-1)^(j-1) exp(-2j²λ²),  λ = D(√n + 0.12 + 0.11/√n)
//
// (Kolmogorov 1933; the correction for small n of Stephens 1970, doi
// 10.1111/j.2517-6161.1970.tb00821.x). A p value that takes few values, as of
// ranks or counts, is not uniform and fails here with right.
func KolmogorovUniform(x []float64) (distance, p float64) {
	if len(x) == 0 || !allFinite(x) {
		panic("stats: KolmogorovUniform needs finite values")
	}
	v := append([]float64(nil), x...)
	sort.Float64s(v)
	n := float64(len(v))
	for i, u := range v {
		distance = max(distance, float64(i+1)/n-u, u-float64(i)/n)
	}
	return distance, kolmogorovUpper(distance * (math.Sqrt(n) + 0.12 + 0.11/math.Sqrt(n)))
}

// kolmogorovUpper returns P(√n·D > λ) for many values. Below 1 the series in
// 1/λ converges where the other does not.
func kolmogorovUpper(lambda float64) float64 {
	if lambda < 0.1 {
		return 1
	}
	sum := 0.0
	if lambda < 1 {
		for j := 1.0; j < 40; j += 2 {
			sum += math.Exp(-j * j * math.Pi * math.Pi / (8 * lambda * lambda))
		}
		return 1 - math.Sqrt(2*math.Pi)/lambda*sum
	}
	sign := 1.0
	for j := 1.0; j < 20; j++ {
		sum += sign * math.Exp(-2*j*j*lambda*lambda)
		sign = -sign
	}
	return max(0, min(1, 2*sum))
}
