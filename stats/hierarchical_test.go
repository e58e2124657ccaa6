package stats

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// flatten lays out x[animal][branch][spine] as rows.
func flatten(data [][][]float64) (x []float64, h Hierarchy) {
	h.Level = make([][]int, 2)
	for a := range data {
		for b := range data[a] {
			for _, v := range data[a][b] {
				x = append(x, v)
				h.Level[0] = append(h.Level[0], a)
				h.Level[1] = append(h.Level[1], b)
			}
		}
	}
	return x, h
}

func meanOfRows(x []float64) func(rows []int) float64 {
	return func(rows []int) float64 {
		sum := 0.0
		for _, i := range rows {
			sum += x[i]
		}
		return sum / float64(len(rows))
	}
}

func TestHierarchicalBootstrapMatchesEnumeration(t *testing.T) {
	var want struct {
		H struct {
			Data            [][][]float64
			Grand           float64 `json:"grand_mean"`
			Mean            float64 `json:"boot_mean"`
			Var             float64 `json:"boot_var"`
			Naive           float64 `json:"naive_boot_var"`
			Q025, Q50, Q975 float64
		} `json:"hierarchical_bootstrap_exact"`
	}
	readShipped(t, "exact_resampling.json", &want)
	w := want.H
	x, h := flatten(w.Data)
	m := HierarchicalMoments(x, h)[0]
	if !near(m.Mean, w.Mean, rounding) || !near(m.Variance, w.Var, rounding) || m.Units != 3 {
		t.Errorf("moments %+v, enumerated %v %v", m, w.Mean, w.Var)
	}
	if got := MeanOfMeans(x, h); !near(got, w.Grand, rounding) {
		t.Errorf("mean %v, want %v", got, w.Grand)
	}
	flat := Hierarchy{Level: [][]int{make([]int, len(x))}}
	for i := range x {
		flat.Level[0][i] = i // every row an animal of its own
	}
	if m := HierarchicalMoments(x, flat)[0]; !near(m.Variance, w.Naive, rounding) {
		t.Errorf("rows as animals %v, naive %v", m.Variance, w.Naive)
	}
	const draws = 200000
	d := HierarchicalBootstrap(h, draws, rand.New(rand.NewPCG(1, 5)), meanOfRows(x))
	mean, sq := 0.0, 0.0
	for _, v := range d {
		mean += v / draws
		sq += (v - w.Mean) * (v - w.Mean) / draws
	}
	// Four Monte Carlo standard errors; of a variance, 4·sqrt(2/draws) of it.
	if !near(mean, w.Mean, 4*math.Sqrt(w.Var/draws)) || !near(sq, w.Var, 4*w.Var*math.Sqrt(2.0/draws)) {
		t.Errorf("drawn mean %v variance %v, enumerated %v %v", mean, sq, w.Mean, w.Var)
	}
	for q, v := range map[float64]float64{0.025: w.Q025, 0.5: w.Q50, 0.975: w.Q975} {
		if got := Quantile(d, q); !near(got, v, 0.05) { // the next values of the lattice are 0.04 off
			t.Errorf("quantile %v: %v, enumerated %v", q, got, v)
		}
	}
}

// Arms keep their number of animals, and units with one id in two animals are
// two units.
func TestHierarchicalBootstrapKeepsArms(t *testing.T) {
	h := Hierarchy{Arm: []int{0, 0, 0, 1, 1}, Level: [][]int{{1, 1, 2, 3, 4}, {9, 9, 9, 9, 9}}}
	HierarchicalBootstrap(h, 200, rand.New(rand.NewPCG(1, 1)), func(rows []int) float64 {
		treated := 0
		for _, i := range rows {
			if i >= 3 {
				treated++
			}
		}
		if treated != 2 {
			t.Fatalf("rows %v", rows)
		}
		return 0
	})
	if m := HierarchicalMoments([]float64{1, 2, 3, 4, 5}, h); len(m) != 2 || m[0].Units != 2 {
		t.Errorf("%+v", m)
	}
	if m := HierarchicalMoments([]float64{1, 2}, Hierarchy{Level: [][]int{{1, 1}}}); m[0].Undetermined == "" {
		t.Error("one animal has no spread to see")
	}
	if m := HierarchicalMoments(nil, Hierarchy{Level: [][]int{nil}}); m[0].Undetermined == "" {
		t.Error("no rows")
	}
}

// Shift and scale of the data shift and scale the moments.
func TestHierarchicalMomentsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(4, 30).Draw(t, "n")
		x, y := make([]float64, n), make([]float64, n)
		h, g := Hierarchy{Level: make([][]int, 2)}, Hierarchy{Level: make([][]int, 2)}
		for i := range x {
			x[i] = rng.NormFloat64()
			h.Level[0], h.Level[1] = append(h.Level[0], rng.IntN(4)), append(h.Level[1], rng.IntN(3))
		}
		scale, shift := rapid.Float64Range(-9, 9).Draw(t, "scale"), rapid.Float64Range(-9, 9).Draw(t, "shift")
		for k, i := range rng.Perm(n) {
			y[k] = shift + scale*x[i]
			g.Level[0], g.Level[1] = append(g.Level[0], -h.Level[0][i]), append(g.Level[1], 5+h.Level[1][i])
		}
		a, b := HierarchicalMoments(x, h)[0], HierarchicalMoments(y, g)[0]
		if !near(b.Mean, shift+scale*a.Mean, 1e-10) || !near(b.Variance, scale*scale*a.Variance, 1e-9) {
			t.Fatalf("%+v %+v", a, b)
		}
	})
}

// bootstrapCoverage simulates nested data around zero and returns how often
// the percentile interval, plain and widened, holds the truth.
func bootstrapCoverage(rng *rand.Rand, animals, runs int) (plain, widened float64) {
	for range runs {
		var data [][][]float64
		for range animals {
			level := rng.NormFloat64()
			var a [][]float64
			for range 3 {
				branch := level + 0.5*rng.NormFloat64()
				a = append(a, []float64{branch + rng.NormFloat64(), branch + rng.NormFloat64(), branch + rng.NormFloat64()})
			}
			data = append(data, a)
		}
		x, h := flatten(data)
		iv := PercentileInterval(HierarchicalBootstrap(h, 400, rng, meanOfRows(x)), 0.95)
		if iv.Contains(0) {
			plain++
		}
		if SmallSample(iv, MeanOfMeans(x, h), animals).Contains(0) {
			widened++
		}
	}
	return plain / float64(runs), widened / float64(runs)
}

// What is documented of a handful of animals is what is asserted: the
// hierarchical interval undercovers, the wider one less so, and with thirty
// animals both are near nominal.
func TestHierarchicalBootstrapCoverage(t *testing.T) {
	runs := 600
	if testing.Short() {
		runs = 200
	}
	rng := rand.New(rand.NewPCG(31, 1))
	p4, w4 := bootstrapCoverage(rng, 4, runs)
	p30, w30 := bootstrapCoverage(rng, 30, runs/2)
	if p4 > 0.93 || p4 < 0.78 {
		t.Errorf("four animals: covers %.3f, documented as 0.8 to 0.92", p4)
	}
	if w4 <= p4 || w4 > 0.965 {
		t.Errorf("four animals, widened: covers %.3f against %.3f", w4, p4)
	}
	if p30 < 0.91 || p30 > 0.99 || w30 < 0.92 {
		t.Errorf("thirty animals: covers %.3f, widened %.3f", p30, w30)
	}
	t.Logf("coverage: 4 animals %.3f, widened %.3f; 30 animals %.3f, widened %.3f", p4, w4, p30, w30)
}

// Of the mean of a skewed sample BCa covers better than percentiles; for a
// symmetric statistic without bias the two agree.
func TestBCa(t *testing.T) {
	rng := rand.New(rand.NewPCG(32, 1))
	runs := 500
	if testing.Short() {
		runs = 150
	}
	group := make([]int, 40)
	for i := range group {
		group[i] = i
	}
	covered := 0
	for range runs {
		x := make([]float64, 40)
		for i := range x {
			x[i] = rng.ExpFloat64()
		}
		stat := meanOfRows(x)
		b := BCa(stat(group), BootstrapGroups(group, 500, rng, stat), JackknifeGroups(group, stat), 0.95)
		if b.Undetermined != "" {
			t.Fatal(b.Undetermined)
		}
		if b.Interval.Contains(1) {
			covered++
		}
	}
	// Of so skewed a sample of 40 it covers 0.93 to 0.94; the runs are drawn, so
	// three of their standard errors are allowed beside that.
	if c, allowed := float64(covered)/float64(runs), 3*math.Sqrt(0.93*0.07/float64(runs)); c < 0.93-allowed || c > 0.94+allowed {
		t.Errorf("BCa covers %.3f of %d runs", c, runs)
	}
	draws := make([]float64, 9999)
	for i := range draws {
		draws[i] = float64(i + 1)
	}
	b := BCa(5000, draws, []float64{-1, 0, 1}, 0.9)
	if p := PercentileInterval(draws, 0.9); !near(b.Interval.Lo, p.Lo, 1e-6) || !near(b.Interval.Hi, p.Hi, 1e-6) {
		t.Errorf("%+v, percentiles %v", b, p)
	}
	if b := BCa(1, []float64{1, 1, 1}, nil, 0.95); b.Undetermined == "" {
		t.Error("draws without spread")
	}
	if b := BCa(9, []float64{1, 2, 3}, nil, 0.95); b.Undetermined == "" {
		t.Error("an estimate outside the draws")
	}
}

// For the mean the jackknife acceleration is skewness/(6 sqrt n), Efron 1987.
func TestAccelerationOfTheMean(t *testing.T) {
	x := []float64{1, 2, 4, 8, 16}
	group := []int{0, 1, 2, 3, 4}
	m2, m3 := 0.0, 0.0
	for _, v := range x {
		m2 += (v - 6.2) * (v - 6.2) / 5
		m3 += math.Pow(v-6.2, 3) / 5
	}
	want := m3 / math.Pow(m2, 1.5) / (6 * math.Sqrt(5))
	if got := acceleration(JackknifeGroups(group, meanOfRows(x))); !near(got, want, rounding) {
		t.Errorf("%v, want %v", got, want)
	}
}
