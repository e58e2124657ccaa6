package stats

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMediationMatchesR(t *testing.T) {
	a := readAnswers(t, "testdata/mediation_synth.json")
	c := readColumns(t, "testdata/mediation_synth.csv")
	m := Mediation(c["treat"], c["med"], c["y"], nil, 2000, rand.New(rand.NewPCG(1, 1)), 0.95)
	check(t, "a", m.A.Estimate, a.num("a"), 10*closedForm)
	check(t, "SE a", m.A.SE, a.num("se_a"), 10*closedForm)
	check(t, "b", m.B.Estimate, a.num("b"), 10*closedForm)
	check(t, "SE b", m.B.SE, a.num("se_b"), 10*closedForm)
	check(t, "direct", m.Direct.Estimate, a.num("direct"), 100*closedForm)
	check(t, "total", m.Total.Estimate, a.num("total"), 10*closedForm)
	check(t, "ab", m.Sobel.Estimate, a.num("indirect"), 10*closedForm)
	check(t, "Sobel", m.Sobel.SE, a.num("sobel_se"), 10*closedForm)
	check(t, "z", m.Sobel.Statistic, a.num("sobel_z"), 10*closedForm)
	check(t, "Aroian", m.AroianSE, a.num("aroian_se"), 10*closedForm)
	check(t, "total = direct + ab", m.Total.Estimate, m.Direct.Estimate+m.Sobel.Estimate, 1e-12)
	check(t, "ab in closed form", indirect(c["treat"], c["med"], c["y"]), m.Sobel.Estimate, 1e-11)
	if m.Draws != 2000 || !m.Bootstrap.Contains(m.Sobel.Estimate) {
		t.Errorf("bootstrap %v of %d", m.Bootstrap, m.Draws)
	}
}

// Rows of one animal copied ten times over say no more: resampling animals
// leaves the interval, resampling rows shrinks it by about √10.
func TestMediationResamplesGroups(t *testing.T) {
	c := readColumns(t, "testdata/mediation_synth.csv")
	var tr, md, y []float64
	var group []int
	for i := range c["y"] {
		for range 10 {
			tr, md, y, group = append(tr, c["treat"][i]), append(md, c["med"][i]), append(y, c["y"][i]), append(group, i)
		}
	}
	width := func(iv Interval) float64 { return iv.Hi - iv.Lo }
	draw := func(group []int) float64 {
		return width(Mediation(tr, md, y, group, 400, rand.New(rand.NewPCG(2, 2)), 0.95).Bootstrap)
	}
	once := width(Mediation(c["treat"], c["med"], c["y"], nil, 400, rand.New(rand.NewPCG(3, 3)), 0.95).Bootstrap)
	// 400 draws know a width to about a tenth.
	if r := draw(group) / once; r < 0.8 || r > 1.25 {
		t.Errorf("animals: %v times as wide", r)
	}
	if r := once / draw(nil); r < 2.3 || r > 4.2 {
		t.Errorf("rows: %v times as narrow", r)
	}
}

func TestMediationSaysWhyThereIsNone(t *testing.T) {
	tr := []float64{0, 0, 1, 1, 0, 1}
	m := Mediation(tr, moved(tr, 2, 1), []float64{1, 2, 3, 4, 5, 6}, nil, 10, rand.New(rand.NewPCG(1, 1)), 0.95)
	if m.Undetermined == "" || m.Sobel.Undetermined != m.Undetermined || !math.IsNaN(m.Bootstrap.Lo) {
		t.Errorf("a mediator that is the treatment: %+v", m)
	}
}

func TestMediationBootstrapCovers(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED, -short: coverage of the bootstrap of a product")
	}
	rng := rand.New(rand.NewPCG(5, 5))
	const runs, n = 400, 40
	hit := 0
	for range runs {
		tr, md, y := make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range tr {
			tr[i] = float64(i % 2)
			md[i] = 0.9*tr[i] + rng.NormFloat64()
			y[i] = 0.2*tr[i] + 0.8*md[i] + rng.NormFloat64()
		}
		if Mediation(tr, md, y, nil, 400, rng, 0.95).Bootstrap.Contains(0.72) {
			hit++
		}
	}
	c := float64(hit) / runs
	t.Logf("the bootstrap of a·b covers %.3f", c)
	if c < 0.91 || c > 0.98 { // four standard errors of 0.95 in 400 are 0.044
		t.Errorf("the bootstrap of a·b covers %.3f", c)
	}
}
