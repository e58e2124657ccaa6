package stats

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/combin"
)

// ClusterPermute is ClusterSignFlip for two arms: traces, one for each animal,
// differ between treated and untreated animals somewhere. The t of a sample is
// Student's with pooled variance (threshold 0: its two-sided 5 % point on n-2
// degrees of freedom), and the null assigns animals to arms anew, all ways when
// they are few (Maris & Oostenveld 2007). Positive clusters: treated above.
func ClusterPermute(trace [][]float64, treated []bool, p TraceParams, rng *rand.Rand) TraceTest {
	if len(trace) != len(treated) {
		panic("stats: ClusterPermute: slice length mismatch")
	}
	n, k := len(trace), 0
	for _, t := range treated {
		if t {
			k++
		}
	}
	if reason := traceFault(trace); reason != "" {
		return TraceTest{Undetermined: reason}
	}
	if k == 0 || k == n || n < 3 {
		return TraceTest{Undetermined: "two arms need an animal each, and three in all"}
	}
	out := TraceTest{Threshold: p.Threshold}
	if out.Threshold == 0 {
		out.Threshold = studentQuantile(0.975, float64(n-2))
	}
	a := newArmTraces(trace, k)
	out.T = append([]float64(nil), a.t(treated)...)
	out.Clusters = traceClusters(out.T, out.Threshold)
	var null []float64
	if combin.GeneralizedBinomial(float64(n), float64(k)) <= float64(p.exactUpTo())+0.5 {
		out.Exact = true
		arm := make([]bool, n)
		g := combin.NewCombinationGenerator(n, k)
		for chosen := make([]int, k); g.Next(); {
			clear(arm)
			for _, i := range g.Combination(chosen) {
				arm[i] = true
			}
			null = append(null, largestMass(a.t(arm), out.Threshold))
		}
	} else {
		arm := append([]bool(nil), treated...)
		for range p.draws() {
			rng.Shuffle(n, func(i, j int) { arm[i], arm[j] = arm[j], arm[i] })
			null = append(null, largestMass(a.t(arm), out.Threshold))
		}
	}
	out.Assignments = len(null)
	out.summarise(null)
	return out
}

// armTraces holds what no assignment changes: the traces centred at their mean
// and, of every sample, the sum of squares.
type armTraces struct {
	trace [][]float64
	k     int
	sq    []float64
	out   []float64
}

func newArmTraces(trace [][]float64, k int) *armTraces {
	samples := len(trace[0])
	a := &armTraces{k: k, sq: make([]float64, samples), out: make([]float64, samples)}
	mean := make([]float64, samples)
	for _, x := range trace {
		for j, v := range x {
			mean[j] += v / float64(len(trace))
		}
	}
	for _, x := range trace {
		c := make([]float64, samples)
		for j, v := range x {
			c[j] = v - mean[j]
			a.sq[j] += c[j] * c[j]
		}
		a.trace = append(a.trace, c)
	}
	return a
}

// t returns the pooled t of every sample; the caller must not keep it. With S
// the sum over the k treated of n centred values, the difference of means is
// S·n/(k(n-k)) and the sum of squares within arms is Σ x² - S²·n/(k(n-k)).
func (a *armTraces) t(treated []bool) []float64 {
	clear(a.out)
	for i, x := range a.trace {
		if treated[i] {
			for j, v := range x {
				a.out[j] += v
			}
		}
	}
	n := float64(len(a.trace))
	c := n / (float64(a.k) * (n - float64(a.k)))
	for j, s := range a.out {
		within := a.sq[j] - s*s*c
		switch {
		case within > 1e-12*a.sq[j]:
			a.out[j] = s * math.Sqrt(c*(n-2)/within)
		case a.sq[j] == 0:
			a.out[j] = 0
		default:
			a.out[j] = noSpread * float64(sign(s))
		}
	}
	return a.out
}
