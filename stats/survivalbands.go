package stats

import "math"

// SurvivalScale is the scale on which an interval of S is symmetric.
type SurvivalScale int

const (
	// LogLogScale is log(-log S), which keeps within 0 and 1 and behaves best
	// with few at risk.
	LogLogScale SurvivalScale = iota
	// LogScale is log S, cut at 1: the default of survival's survfit.
	LogScale
	// PlainScale is S itself, cut at 0 and 1.
	PlainScale
)

// Intervals returns the interval of S at every time of the curve, symmetric on
// the given scale (Kalbfleisch & Prentice 1980; Borgan & Liestøl 1990). While S
// is 1 it is [1, 1] on the plain and log scales and NaN on log(-log), which has
// no value there; once S is 0 it is NaN, Greenwood's variance having none.
func (s Survival) Intervals(scale SurvivalScale, confidence float64) []Interval {
	z := zTwoSided(confidenceOr(confidence))
	out := make([]Interval, len(s.Surv))
	for i, v := range s.Surv {
		if v <= 0 {
			out[i] = Interval{math.NaN(), math.NaN()}
			continue
		}
		relative := s.SE[i] / v
		switch scale {
		case LogScale:
			out[i] = Interval{v * math.Exp(-z*relative), math.Min(1, v*math.Exp(z*relative))}
		case PlainScale:
			out[i] = Interval{math.Max(0, v-z*s.SE[i]), math.Min(1, v+z*s.SE[i])}
		default:
			out[i] = logLogBand(v, relative*relative, z)
		}
	}
	return out
}

// TimeQuantile is a time by which a share of subjects have had the event. Lo
// and Hi of Interval may be ±Inf: the band never falls that far.
type TimeQuantile struct {
	Estimate     float64
	Interval     Interval
	Undetermined string
}

// Quantile returns the time at which survival falls to 1-q, q = 0.5 for the
// median; where the curve lies flat on 1-q, the middle of the step. The
// interval holds the times at which the band at that scale contains 1-q
// (Brookmeyer & Crowley 1982, doi 10.2307/2530286).
func (s Survival) Quantile(q float64, scale SurvivalScale, confidence float64) TimeQuantile {
	if !(q > 0 && q < 1) {
		panic("stats: Survival.Quantile needs 0 < q < 1")
	}
	band := s.Intervals(scale, confidence)
	lo, hi := make([]float64, len(band)), make([]float64, len(band))
	for i, b := range band {
		lo[i], hi[i] = b.Lo, b.Hi
		switch {
		case s.Surv[i] >= 1: // the scale has no value yet
			lo[i], hi[i] = 1, 1
		case s.Surv[i] <= 0: // nor any longer: keep the last
			lo[i], hi[i] = 0, 1
			if i > 0 {
				lo[i], hi[i] = 0, hi[i-1]
			}
		}
	}
	out := TimeQuantile{Estimate: s.fallsTo(s.Surv, 1-q),
		Interval: Interval{s.fallsTo(lo, 1-q), s.fallsTo(hi, 1-q)}}
	if math.IsInf(out.Estimate, 1) {
		out.Estimate = math.NaN()
		out.Undetermined = "survival never falls that far while anyone is watched"
	}
	return out
}

// fallsTo returns the first time y is below level, or the middle of the step
// on which it equals it; +Inf when it never gets there.
func (s Survival) fallsTo(y []float64, level float64) float64 {
	const tie = 1e-8 // a product of survival shares that should equal the level
	for i := range y {
		if math.Abs(y[i]-level) <= tie {
			for k := i + 1; k < len(y); k++ {
				if y[k] < level-tie {
					return (s.Time[i] + s.Time[k]) / 2
				}
			}
			return s.Time[i]
		}
		if y[i] < level {
			return s.Time[i]
		}
	}
	return math.Inf(1)
}

// HazardStep is one step of a Nelson-Aalen curve.
type HazardStep struct {
	Time, Cumulative, SE float64
}

// NelsonAalen returns the cumulative hazard Σ d/n with Aalen's standard error
// sqrt(Σ d/n²) at every time of the curve (Aalen 1978, doi
// 10.1214/aos/1176344198).
func (s Survival) NelsonAalen() []HazardStep {
	out := make([]HazardStep, len(s.Time))
	h, v := 0.0, 0.0
	for i := range s.Time {
		d, n := float64(s.Events[i]), float64(s.AtRisk[i])
		h += d / n
		v += d / (n * n)
		out[i] = HazardStep{s.Time[i], h, math.Sqrt(v)}
	}
	return out
}
