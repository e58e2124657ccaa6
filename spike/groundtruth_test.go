package spike

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// recorded is a real trace with the true spikes per frame.
type recorded struct {
	set    string
	rateHz float64
	trace  []float32
	spikes []float64
	truth  []float64 // spikes smoothed with an SD of 0.2 s
}

// groundTruth reads recordings with simultaneous cell-attached spikes, or skips.
func groundTruth(t *testing.T) []recorded {
	dir := os.Getenv("RESPINE_DATA")
	if dir == "" {
		dir = "../../shared/data"
	}
	traces, _ := filepath.Glob(filepath.Join(dir, "calcium/spike_groundtruth/*.csv"))
	traces = slices.DeleteFunc(traces, func(p string) bool { return strings.HasSuffix(p, ".spikes.csv") })
	if len(traces) == 0 {
		t.Skip("NOT TESTED ON REAL SPIKES: no spike_groundtruth under " + dir)
	}
	var out []recorded
	for _, path := range traces {
		sec, dff := column(t, path, 0), column(t, path, 1)
		set, _, _ := strings.Cut(filepath.Base(path), "-")
		r := recorded{set: set, rateHz: float64(len(sec)-1) / (sec[len(sec)-1] - sec[0]), spikes: make([]float64, len(sec))}
		for _, v := range dff {
			r.trace = append(r.trace, float32(v))
		}
		for _, s := range column(t, strings.TrimSuffix(path, ".csv")+".spikes.csv", 0) {
			if k := int(math.Round((s - sec[0]) * r.rateHz)); k >= 0 && k < len(sec) {
				r.spikes[k]++
			}
		}
		r.truth = smoothed(r.spikes, 0.2*r.rateHz)
		out = append(out, r)
	}
	return out
}

func column(t *testing.T, path string, n int) []float64 {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []float64
	for _, row := range rows[1:] {
		v, err := strconv.ParseFloat(row[n], 64)
		if err != nil {
			t.Fatal(path, err)
		}
		out = append(out, v)
	}
	return out
}

// smoothed convolves with a Gaussian of an SD in frames; NaN counts as 0.
func smoothed(x []float64, sd float64) []float64 {
	half := int(4*sd + 0.5)
	weights := make([]float64, 2*half+1)
	for k := range weights {
		weights[k] = math.Exp(-float64((k-half)*(k-half)) / (2 * sd * sd))
	}
	out := make([]float64, len(x))
	for t, v := range x {
		for k := max(0, half-t); v > 0 && k < min(2*half+1, len(x)+half-t); k++ {
			out[t+k-half] += v * weights[k]
		}
	}
	return out
}

func pearson(a, b []float64) float64 {
	var ma, mb, ab, aa, bb float64
	for i := range a {
		ma, mb = ma+a[i]/float64(len(a)), mb+b[i]/float64(len(a))
	}
	for i := range a {
		x, y := a[i]-ma, b[i]-mb
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa*bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// likeness returns the correlation of what was found with the spikes there were,
// both smoothed with an SD of 0.2 s; NaN counts as silence.
func (r recorded) likeness(found []float32) float64 {
	x := make([]float64, len(found))
	for t, v := range found {
		x[t] = float64(v)
	}
	return pearson(smoothed(x, 0.2*r.rateHz), r.truth)
}

func middleOf(x []float64) float64 {
	slices.Sort(x)
	return (x[(len(x)-1)/2] + x[len(x)/2]) / 2
}
