package stats

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"sort"
	"testing"
)

// checkUniform fails when p-values of true nulls are not uniform by the
// Kolmogorov-Smirnov test at a level (1e-4) that a fixed seed passes unless
// something is wrong.
func checkUniform(t *testing.T, name string, p []float64) {
	t.Helper()
	d, pks := uniformKS(p)
	if pks < 1e-4 {
		t.Errorf("%s: p-values of %d true nulls are not uniform: D %.3f, KS p %.2g, %.3f below 0.05", name, len(p), d, pks, share(p, 0.05))
	}
	t.Logf("%s: %.3f below 0.05, KS p %.2f (%d runs)", name, share(p, 0.05), pks, len(p))
}

// checkValid fails when p-values reject more often than they say, at any of
// the usual levels; a discrete or conservative test may reject less.
func checkValid(t *testing.T, name string, p []float64) {
	t.Helper()
	for _, level := range []float64{0.01, 0.05, 0.1, 0.5} {
		if s, sd := share(p, level), math.Sqrt(level*(1-level)/float64(len(p))); s > level+3.7*sd {
			t.Errorf("%s: %.3f of true nulls at or below %v", name, s, level)
		}
	}
	t.Logf("%s: %.3f below 0.05 (%d runs)", name, share(p, 0.05), len(p))
}

// uniformKS returns the Kolmogorov-Smirnov distance from uniform and its
// asymptotic p (Stephens 1970).
func uniformKS(p []float64) (d, pks float64) {
	p = append([]float64(nil), p...)
	sort.Float64s(p)
	n := float64(len(p))
	for i, v := range p {
		d = math.Max(d, math.Max(float64(i+1)/n-v, v-float64(i)/n))
	}
	l := (math.Sqrt(n) + 0.12 + 0.11/math.Sqrt(n)) * d
	for k := 1; k < 100; k++ {
		pks += 2 * math.Pow(-1, float64(k-1)) * math.Exp(-2*float64(k*k)*l*l)
	}
	return d, math.Min(1, math.Max(0, pks))
}

// readShipped reads a reference of ours from testdata.
func readShipped(t *testing.T, name string, into any) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatal(err)
	}
}
