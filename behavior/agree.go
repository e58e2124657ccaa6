package behavior

import (
	"math"
	"slices"
)

// Agreement compares two scorers frame by frame and bout by bout.
type Agreement struct {
	Kappa         float64 // Cohen 1960, doi 10.1177/001316446002000104; NaN where both use one state only and agree
	TolerantKappa float64 // disagreements within ToleranceSec of a change of both forgiven
	F1            float64 // of immobile
	OnsetErrorSec float64 // median distance of matched onsets of immobility
	OnsetsMatched int     // within 1 s, one to one
	OnsetsA       int
	OnsetsB       int
}

// ToleranceSec is how far apart two people put the same edge.
const ToleranceSec = 0.5

const (
	agreeStep = 0.04 // s, at which states are compared
	onsetSec  = 1.0
)

// Stretch is one immobile stretch, seconds.
type Stretch struct{ FromSec, ToSec float64 }

// Immobility returns the immobile stretches of bouts.
func Immobility(all []Bout) []Stretch {
	var out []Stretch
	for _, b := range all {
		if b.State == Immobile {
			out = append(out, Stretch{b.FromSec, b.ToSec})
		}
	}
	return out
}

// Agree compares immobile stretches of a and b from a time to another, every
// 40 ms.
func Agree(a, b []Stretch, from, to float64) Agreement {
	x, y := sampled(a, from, to), sampled(b, from, to)
	out := Agreement{Kappa: Kappa(x, y), TolerantKappa: Kappa(x, forgiven(x, y)), F1: f1(x, y), OnsetErrorSec: missing}
	var off []float64
	used := make([]bool, len(b))
	for _, s := range a {
		best := -1
		for k, t := range b {
			if d := math.Abs(t.FromSec - s.FromSec); !used[k] && d <= onsetSec && (best < 0 || d < math.Abs(b[best].FromSec-s.FromSec)) {
				best = k
			}
		}
		if best >= 0 {
			used[best] = true
			off = append(off, math.Abs(b[best].FromSec-s.FromSec))
		}
	}
	out.OnsetErrorSec, out.OnsetsMatched, out.OnsetsA, out.OnsetsB = median(off), len(off), len(a), len(b)
	return out
}

func sampled(s []Stretch, from, to float64) []bool {
	n := max(0, int(math.Floor((to-from)/agreeStep)))
	out := make([]bool, n)
	for i := range out {
		t := from + (float64(i)+0.5)*agreeStep
		out[i] = slices.ContainsFunc(s, func(v Stretch) bool { return v.FromSec <= t && t < v.ToSec })
	}
	return out
}

// forgiven returns y with the state of x where each of the two has the other's
// state within ToleranceSec.
func forgiven(x, y []bool) []bool {
	reach := int(math.Round(ToleranceSec / agreeStep))
	out := slices.Clone(y)
	for i := range x {
		if x[i] != y[i] {
			lo, hi := max(0, i-reach), min(len(x), i+reach+1)
			if slices.Contains(y[lo:hi], x[i]) && slices.Contains(x[lo:hi], y[i]) {
				out[i] = x[i]
			}
		}
	}
	return out
}

// Kappa is (observed - expected agreement)/(1 - expected); NaN where the expected
// is 1.
func Kappa(x, y []bool) float64 {
	var n [2][2]float64
	for i := range x {
		n[index(x[i])][index(y[i])]++
	}
	all := float64(len(x))
	expected := ((n[0][0]+n[0][1])*(n[0][0]+n[1][0]) + (n[1][0]+n[1][1])*(n[0][1]+n[1][1])) / (all * all)
	if all == 0 || expected >= 1 {
		return missing
	}
	return ((n[0][0]+n[1][1])/all - expected) / (1 - expected)
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

func f1(x, y []bool) float64 {
	var both, one float64
	for i := range x {
		switch {
		case x[i] && y[i]:
			both++
		case x[i] != y[i]:
			one++
		}
	}
	if both+one == 0 {
		return missing
	}
	return 2 * both / (2*both + one)
}

// ICC21 is the intraclass correlation of single scores, two-way random effects,
// absolute agreement (Shrout & Fleiss 1979, doi 10.1037/0033-2909.86.2.420), of
// x[subject][rater]; NaN for fewer than two of either or no variance.
func ICC21(x [][]float64) float64 {
	n := float64(len(x))
	if len(x) < 2 || len(x[0]) < 2 {
		return missing
	}
	k := float64(len(x[0]))
	grand, rater := 0.0, make([]float64, len(x[0]))
	for _, row := range x {
		for j, v := range row {
			grand += v / (n * k)
			rater[j] += v / n
		}
	}
	var rows, columns, total float64
	for _, row := range x {
		mean := 0.0
		for _, v := range row {
			mean += v / k
			total += (v - grand) * (v - grand)
		}
		rows += k * (mean - grand) * (mean - grand)
	}
	for _, m := range rater {
		columns += n * (m - grand) * (m - grand)
	}
	msr, msc, mse := rows/(n-1), columns/(k-1), (total-rows-columns)/((n-1)*(k-1))
	below := msr + (k-1)*mse + k*(msc-mse)/n
	if below == 0 {
		return missing
	}
	return (msr - mse) / below
}

// BlandAltman is the mean difference a - b and its limits of agreement, mean
// +- 1.96 sd (Bland & Altman 1986, doi 10.1016/S0140-6736(86)90837-8).
func BlandAltman(a, b []float64) (bias, lo, hi float64) {
	if len(a) < 2 {
		return missing, missing, missing
	}
	var sum, square float64
	for i := range a {
		sum += a[i] - b[i]
	}
	bias = sum / float64(len(a))
	for i := range a {
		square += (a[i] - b[i] - bias) * (a[i] - b[i] - bias)
	}
	sd := math.Sqrt(square / float64(len(a)-1))
	return bias, bias - 1.96*sd, bias + 1.96*sd
}
