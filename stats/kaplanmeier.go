package stats

import (
	"math"
	"sort"
)

// Survival is a Kaplan-Meier curve: one entry per distinct time at which an
// event or a censoring happened, in rising order. All slices have one length.
type Survival struct {
	Time     []float64
	AtRisk   []int     // still watched just before Time
	Events   []int     // events at Time
	Censored []int     // last seen without an event at Time
	Surv     []float64 // probability of no event up to and including Time
	SE       []float64 // Greenwood standard error of Surv; NaN once nobody is left
	Band     []Interval
}

// KaplanMeier estimates survival from times that end in an event or in right
// censoring (event false). A censoring at the time of an event counts as after
// it. The variance is Greenwood's,
//
//	Var S(t) = S(t)² · Σ d/(n(n-d)),
//
// and the interval is symmetric on the log(-log S) scale (Kalbfleisch &
// Prentice 1980), which keeps it within 0 and 1. While S is 1, and once it is
// 0, that scale has no value and the ends of Band are NaN.
func KaplanMeier(time []float64, event []bool, confidence float64) Survival {
	if len(time) != len(event) {
		panic("stats: KaplanMeier: slice length mismatch")
	}
	z := zTwoSided(confidence)
	var s Survival
	order := ascending(time)
	surv, sum := 1.0, 0.0
	for i := 0; i < len(order); {
		t, atRisk := time[order[i]], len(order)-i
		d, c := 0, 0
		for ; i < len(order) && time[order[i]] == t; i++ {
			if event[order[i]] {
				d++
			} else {
				c++
			}
		}
		n := float64(atRisk)
		surv *= (n - float64(d)) / n
		sum += float64(d) / (n * (n - float64(d))) // +Inf when all fail
		s.Time = append(s.Time, t)
		s.AtRisk = append(s.AtRisk, atRisk)
		s.Events = append(s.Events, d)
		s.Censored = append(s.Censored, c)
		s.Surv = append(s.Surv, surv)
		s.SE = append(s.SE, surv*math.Sqrt(sum))
		s.Band = append(s.Band, logLogBand(surv, sum, z))
	}
	return s
}

// logLogBand returns S^exp(±z·sqrt(sum)/log S).
func logLogBand(surv, sum, z float64) Interval {
	if surv <= 0 || surv >= 1 {
		return Interval{math.NaN(), math.NaN()}
	}
	theta := z * math.Sqrt(sum) / math.Log(surv) // negative
	return Interval{math.Pow(surv, math.Exp(-theta)), math.Pow(surv, math.Exp(theta))}
}

// At returns the probability of no event up to and including time t.
func (s Survival) At(t float64) float64 {
	i := sort.Search(len(s.Time), func(i int) bool { return s.Time[i] > t })
	if i == 0 {
		return 1
	}
	return s.Surv[i-1]
}

// BandAt returns the confidence interval of At(t).
func (s Survival) BandAt(t float64) Interval {
	i := sort.Search(len(s.Time), func(i int) bool { return s.Time[i] > t })
	if i == 0 {
		return Interval{math.NaN(), math.NaN()}
	}
	return s.Band[i-1]
}

// ascending returns the indices of x from smallest to largest value.
func ascending(x []float64) []int {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return x[order[a]] < x[order[b]] })
	return order
}
