package random

import (
	"math"
	"slices"
	"testing"
)

const n = 100_000

// draws are the distributions with their distribution functions.
var draws = map[string]struct {
	draw       func(Key, uint64) float64
	below      func(float64) float64
	mean, vary float64
	fourth     float64 // fourth central moment
}{
	"uniform":     {Key.Uniform, func(x float64) float64 { return x }, 0.5, 1. / 12, 1. / 80},
	"normal":      {Key.Normal, func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }, 0, 1, 3},
	"exponential": {Key.Exponential, func(x float64) float64 { return -math.Expm1(-x) }, 1, 1, 9},
}

// TestDistributions compares 100 000 draws of each kind with the closed form:
// mean and variance within five standard errors, and Kolmogorov's distance below
// 1.95/sqrt(n), which chance passes once in a thousand (Smirnov 1948).
func TestDistributions(t *testing.T) {
	for name, d := range draws {
		x := make([]float64, n)
		sum, squares := 0.0, 0.0
		for i := range x {
			x[i] = d.draw(New(1, 2, 3), uint64(i))
			sum += x[i]
			squares += (x[i] - d.mean) * (x[i] - d.mean)
		}
		if se := math.Sqrt(d.vary / n); math.Abs(sum/n-d.mean) > 5*se {
			t.Errorf("%s: mean %v, want %v within %v", name, sum/n, d.mean, 5*se)
		}
		if se := math.Sqrt((d.fourth - d.vary*d.vary) / n); math.Abs(squares/n-d.vary) > 5*se {
			t.Errorf("%s: variance %v, want %v within %v", name, squares/n, d.vary, 5*se)
		}
		slices.Sort(x)
		worst := 0.0
		for i, v := range x {
			p := d.below(v)
			worst = max(worst, math.Abs(p-float64(i)/n), math.Abs(p-float64(i+1)/n))
		}
		if worst > 1.95/math.Sqrt(n) {
			t.Errorf("%s: Kolmogorov's distance %v, want below %v", name, worst, 1.95/math.Sqrt(n))
		}
	}
}

// TestDrawsAreIndependent: neighbours in counter, neighbours in path, and the
// kinds of draw at one counter are uncorrelated: a correlation of n pairs has
// standard error 1/sqrt(n).
func TestDrawsAreIndependent(t *testing.T) {
	k := New(4)
	pairs := map[string]func(i uint64) (float64, float64){
		"next counter":            func(i uint64) (float64, float64) { return k.Normal(i), k.Normal(i + 1) },
		"next path":               func(i uint64) (float64, float64) { return k.At(i).Normal(0), k.At(i + 1).Normal(0) },
		"parent and child":        func(i uint64) (float64, float64) { return k.Uniform(i), k.At(i).Uniform(i) },
		"uniform and normal":      func(i uint64) (float64, float64) { return k.Uniform(i), k.Normal(i) },
		"uniform and its square":  func(i uint64) (float64, float64) { x := k.Normal(i); return k.Uniform(i), x * x },
		"exponential and normal":  func(i uint64) (float64, float64) { return k.Exponential(i), k.Normal(i) },
		"exponential and uniform": func(i uint64) (float64, float64) { return k.Exponential(i), k.Uniform(i) },
		"word and uniform":        func(i uint64) (float64, float64) { return float64(k.Uint64(i)), k.Uniform(i) },
	}
	for name, pair := range pairs {
		var sx, sy, sxx, syy, sxy float64
		for i := range uint64(n) {
			x, y := pair(i)
			sx, sy, sxx, syy, sxy = sx+x, sy+y, sxx+x*x, syy+y*y, sxy+x*y
		}
		r := (n*sxy - sx*sy) / math.Sqrt((n*sxx-sx*sx)*(n*syy-sy*sy))
		if math.Abs(r) > 4.5/math.Sqrt(n) {
			t.Errorf("%s: correlation %v", name, r)
		}
	}
}

// TestRangesAtTheEnds: the draws of extreme bits are finite and in range.
func TestRangesAtTheEnds(t *testing.T) {
	if u := fraction(0, 0); u != 0 {
		t.Errorf("no bits give %v, want 0", u)
	}
	if u := fraction(math.MaxUint32, math.MaxUint32); u >= 1 || 1-u != 0x1p-53 {
		t.Errorf("all bits give %v, want 1-2^-53", u)
	}
}

func BenchmarkUniform(b *testing.B) {
	k, sum := New(1), 0.0
	for i := range b.N {
		sum += k.Uniform(uint64(i))
	}
	_ = sum
}

func BenchmarkNormal(b *testing.B) {
	k, sum := New(1), 0.0
	for i := range b.N {
		sum += k.Normal(uint64(i))
	}
	_ = sum
}
