package spatial

import "testing"

// Two new points on a branch of length L: their distance at random is L/3 on
// average, and at most r apart with chance 1-(1-r/L)².
func TestFormedClusteringClosedForm(t *testing.T) {
	b := []Branch{{Path: []Span{{0, 12}}, Formed: []Site{{5, 1}, {8, 1}}}}
	c := FormedClusterings([][]Branch{b}, Shuffling{RadiiUm: []float64{3}}, Placement{Draws: 40000}, seeded(71)).Animal[0]
	// sd of a distance is L/√18 = 2.8, so of the mean 0.014; of a p 0.0025
	if !near(c.NullMeanUm, 4, 0.06) || !near(c.P, 1-0.75*0.75, 0.01) || !near(c.K[0].P, 1-0.75*0.75, 0.01) {
		t.Errorf("mean %v, p %v, %v; want 4, 0.4375", c.NullMeanUm, c.P, c.K[0].P)
	}
	if c.MeanUm != 3 || b[0].Formed[0].PositionUm != 5 {
		t.Errorf("observed %v; input %v", c.MeanUm, b[0].Formed)
	}
	// N4: standing points leave [0,1] and [11,12], one of each end or both of one.
	b[0].Standing = []float64{6}
	b[0].Formed = []Site{{0.2, 1}, {0.9, 1}}
	c = FormedClusterings([][]Branch{b}, Shuffling{RadiiUm: []float64{1}}, Placement{AvoidUm: 5, Draws: 40000}, seeded(72)).Animal[0]
	if !near(c.K[0].P, 0.5, 0.01) {
		t.Errorf("p of one end %v, want 0.5", c.K[0].P)
	}
}

func TestFormedClusteringIsCalibratedAndUndetermined(t *testing.T) {
	rng := seeded(73)
	const reps = 200
	p := make([]float64, reps)
	for i := range p {
		var animals [][]Branch
		for range 2 {
			var a []Branch
			for range 3 {
				a = append(a, Branch{Path: []Span{{0, 30}, {35, 60}}, Formed: make([]Site, 4)})
				x := make([]float64, 4)
				place(x, a[len(a)-1].Path, rng)
				for j := range x {
					a[len(a)-1].Formed[j].PositionUm = x[j]
				}
			}
			animals = append(animals, a)
		}
		p[i] = FormedClusterings(animals, Shuffling{}, Placement{Draws: 99}, rng).Pooled.P
	}
	if d := ksUniform(p); d > ksOnePercent(reps) {
		t.Errorf("Kolmogorov-Smirnov distance %v > %v", d, ksOnePercent(reps))
	}
	for _, b := range []Branch{
		{Path: []Span{{0, 10}}, Formed: []Site{{1, 1}}},
		{Path: []Span{{0, 10}}, Formed: []Site{{1, 1}, {2, 1}}, Standing: []float64{5}},
	} {
		c := FormedClusterings([][]Branch{{b}}, Shuffling{}, Placement{AvoidUm: 6}, seeded(1))
		if c.Undetermined == "" || c.Pooled.P != 1 || c.Animal[0].P != 1 {
			t.Errorf("%+v", c)
		}
	}
}
