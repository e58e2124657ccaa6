package stats

import (
	"os"
	"path/filepath"
	"testing"
)

// The jobs of bench/stats.sh: the same rows in R.

func shippedSurvival(b *testing.B) SurvivalData {
	c := readText(b, "testdata/survival.csv")
	var d SurvivalData
	for i := range c["time"] {
		d.Time = append(d.Time, number(b, c["time"][i]))
		d.Event = append(d.Event, c["event"][i] == "1")
		d.X = append(d.X, []float64{number(b, c["arm"][i]), number(b, c["size"][i])})
		d.Cluster = append(d.Cluster, int(number(b, c["animal"][i])))
	}
	return d
}

func BenchmarkCoxClustered(b *testing.B) {
	d := shippedSurvival(b)
	b.ReportAllocs()
	for b.Loop() {
		Cox(d, CoxParams{})
	}
}

func BenchmarkFrailtyGamma(b *testing.B) {
	d := shippedSurvival(b)
	for b.Loop() {
		SharedFrailty(d, FrailtyParams{})
	}
}

func BenchmarkFrailtyGaussian(b *testing.B) {
	d := shippedSurvival(b)
	for b.Loop() {
		SharedFrailty(d, FrailtyParams{Distribution: GaussianFrailty})
	}
}

// BenchmarkCoxLung fits age, sex and ph.ecog to survival's lung, where that is
// at hand.
func BenchmarkCoxLung(b *testing.B) {
	path := filepath.Join("..", "..", "shared", "oracles", "lung.csv")
	if _, err := os.Stat(path); err != nil {
		b.Skipf("SKIPPED, data absent: %v", err)
	}
	c := readText(b, path)
	var d SurvivalData
	for i := range c["time"] {
		if c["ph.ecog"][i] == "NA" {
			continue
		}
		d.Time = append(d.Time, number(b, c["time"][i]))
		d.Event = append(d.Event, c["status"][i] == "2")
		d.X = append(d.X, []float64{number(b, c["age"][i]), number(b, c["sex"][i]), number(b, c["ph.ecog"][i])})
	}
	for b.Loop() {
		Cox(d, CoxParams{})
	}
}
