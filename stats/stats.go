// Package stats holds estimates and tests on plain slices: survival from
// right-censored times (Kaplan & Meier 1958, doi 10.1080/01621459.1958.10501452)
// and from bracketed times (Turnbull 1976, doi 10.1111/j.2517-6161.1976.tb01597.x),
// a proportion with its interval (Wilson 1927, doi 10.1080/01621459.1927.10502953),
// and resampling of whole groups (Efron 1979).
//
// The classical procedures are here as well, one a file, each with its interval,
// and with a reason in words where there is no answer: comparisons of groups and
// their equivalence, effect sizes, Bayes factors, ranks, tables of counts,
// analysis of variance with and without repeated measures, least squares with
// clustered rows, dissociation, mediation, multiplicity and power.
//
// It knows no biology: a time has whatever unit the caller gave it, a group is
// an integer. Randomness comes in as a *rand.Rand.
//
// Of survival: proportional hazards (Cox 1972) with clusters or a shared
// frailty, the log-rank family and restricted means. Of resampling: permutation
// and sign flips of what was assigned, nested bootstraps, clusters of traces,
// surrogates of series; hazards of events given a signal, ratios of effects,
// and dispersion of counts. A result is a value with Undetermined, the reason
// when there is no answer; while that is empty no number in it is NaN.
package stats

import "gonum.org/v1/gonum/stat/distuv"

// DefaultConfidence is the coverage of an interval when none is asked for.
const DefaultConfidence = 0.95

// Interval is a confidence interval, ends included.
type Interval struct {
	Lo, Hi float64
}

// Contains reports whether x lies in the interval.
func (i Interval) Contains(x float64) bool { return i.Lo <= x && x <= i.Hi }

// zTwoSided returns the normal quantile that leaves (1-confidence)/2 above it.
func zTwoSided(confidence float64) float64 {
	if !(confidence > 0 && confidence < 1) {
		panic("stats: confidence must lie between 0 and 1")
	}
	return distuv.UnitNormal.Quantile(0.5 + confidence/2)
}
