package stats

import (
	"math"
	"math/rand/v2"
)

// TraceCluster is a run of samples beyond the threshold.
type TraceCluster struct {
	First, Last int     // samples, both included
	Mass        float64 // sum of t over them
	P           float64 // corrected for the whole trace
}

// TraceTest is a cluster permutation test of a mean trace against zero.
type TraceTest struct {
	T           []float64 // Student's t of every sample
	Threshold   float64
	Clusters    []TraceCluster
	P           float64 // of the largest cluster; 1 without any
	MinimumP    float64
	Assignments int
	Exact       bool
	// NullMean and NullUpper describe the largest mass by chance: mean and 95th
	// percentile.
	NullMean, NullUpper float64
	Undetermined        string
}

// TraceParams: Threshold of |t| that starts a cluster (0: the two-sided 5 %
// point), and how far to enumerate sign flips.
type TraceParams struct {
	Threshold float64
	ExactUpTo int // 0: 20 000
	Draws     int // 0: 4999
}

func (p TraceParams) exactUpTo() int {
	if p.ExactUpTo == 0 {
		return 20_000
	}
	return p.ExactUpTo
}

func (p TraceParams) draws() int {
	if p.Draws == 0 {
		return 4999
	}
	return p.Draws
}

// ClusterSignFlip tests whether traces, one for each animal and already
// averaged within it, differ from zero anywhere: samples with |t| above the
// threshold form clusters of one sign, and the mass of each is compared with
// the largest mass after flipping the signs of whole animals (Maris &
// Oostenveld 2007, doi 10.1016/j.jneumeth.2007.03.024). All 2^n flips are
// visited when they are few.
//
// It says that the traces differ from zero somewhere, not when they begin to:
// the edges of a cluster are no onset (Sassenhagen & Draschkow 2019, doi
// 10.1111/psyp.13335). The unit is the animal, not the bout.
func ClusterSignFlip(trace [][]float64, p TraceParams, rng *rand.Rand) TraceTest {
	n, out := len(trace), TraceTest{}
	if reason := traceFault(trace); reason != "" {
		return TraceTest{Undetermined: reason}
	}
	out.Threshold = p.Threshold
	if out.Threshold == 0 {
		out.Threshold = studentQuantile(0.975, float64(n-1))
	}
	f := newFlipper(trace)
	out.T = append([]float64(nil), f.t(make([]bool, n))...)
	out.Clusters = traceClusters(out.T, out.Threshold)
	var null []float64
	f.visit(p, rng, func(t []float64) { null = append(null, largestMass(t, out.Threshold)) })
	out.Exact = f.exact(p)
	out.Assignments = len(null)
	out.summarise(null)
	return out
}

func traceFault(trace [][]float64) string {
	if len(trace) < 2 {
		return "fewer than two animals"
	}
	for _, x := range trace {
		if len(x) != len(trace[0]) {
			panic("stats: traces of different length")
		}
		if hasNaN(x) {
			return "a sample is missing"
		}
	}
	if len(trace[0]) == 0 {
		return "no samples"
	}
	return ""
}

// summarise fills p-values from the null of the largest mass.
func (out *TraceTest) summarise(null []float64) {
	tail := func(mass float64) float64 {
		k := 0
		for _, v := range null {
			if v >= mass-1e-9*math.Max(1, mass) {
				k++
			}
		}
		if out.Exact {
			return float64(k) / float64(len(null))
		}
		return float64(k+1) / float64(len(null)+1)
	}
	out.P = 1
	for i := range out.Clusters {
		c := &out.Clusters[i]
		c.P = tail(math.Abs(c.Mass))
		out.P = math.Min(out.P, c.P)
	}
	top := 0.0
	for _, v := range null {
		out.NullMean += v / float64(len(null))
		top = math.Max(top, v)
	}
	out.MinimumP = tail(top)
	out.NullUpper = Quantile(null, 0.95)
}

// traceClusters returns the runs with t beyond the threshold, positive ones
// and negative ones apart, from first to last.
func traceClusters(t []float64, threshold float64) []TraceCluster {
	var out []TraceCluster
	for i := 0; i < len(t); {
		if math.Abs(t[i]) <= threshold {
			i++
			continue
		}
		c := TraceCluster{First: i, Mass: t[i]}
		s := sign(t[i])
		for i++; i < len(t) && t[i]*float64(s) > threshold; i++ {
			c.Mass += t[i]
		}
		c.Last = i - 1
		out = append(out, c)
	}
	return out
}

func largestMass(t []float64, threshold float64) float64 {
	best := 0.0
	for i := 0; i < len(t); {
		if math.Abs(t[i]) <= threshold {
			i++
			continue
		}
		mass, s := t[i], float64(sign(t[i]))
		for i++; i < len(t) && t[i]*s > threshold; i++ {
			mass += t[i]
		}
		best = math.Max(best, math.Abs(mass))
	}
	return best
}
