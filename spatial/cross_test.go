package spatial

import "testing"

// Three points of a branch, one labelled, and another branch of two, one
// labelled: the six label sets by hand.
func TestCrossClusteringByHand(t *testing.T) {
	a := []Crossed{
		{Labelled{[]float64{1, 4, 9}, []bool{true, false, false}, 10}, []float64{2, 8}}, // 1, 2, 1 away
		{Labelled{[]float64{3, 5}, []bool{true, false}, 6}, []float64{3.5}},             // 0.5, 1.5
	}
	c := CrossClusterings([][]Crossed{a}, Shuffling{RadiiUm: []float64{1, 2}, Draws: 40000}, seeded(81)).Animal[0]
	// Sums 1.5 twice of six; within 1 um two pairs in the same two sets.
	if !near(c.MeanUm, 0.75, rounding) || !near(c.P, 2.0/6, 0.01) || !near(c.NullMeanUm, (4.0/3+1)/2, 0.01) {
		t.Errorf("%+v", c)
	}
	if !near(c.K[0].P, 2.0/6, 0.01) || !near(c.K[0].KUm, 2*16.0/(2*3), rounding) || !near(c.K[1].KUm, 2*16.0/(2*3), rounding) {
		t.Errorf("%+v", c.K)
	}
	a[0].PlacesUm, a[1].PlacesUm = nil, nil
	if c := CrossClusterings([][]Crossed{a}, Shuffling{}, seeded(1)); c.Undetermined == "" || c.Pooled.P != 1 {
		t.Errorf("no places: %+v", c)
	}
}

func TestCrossClusteringIsCalibrated(t *testing.T) {
	t.Parallel()
	for _, how := range []Shuffle{WithinBranch, AcrossBranches} {
		rng := seeded(82)
		const reps = 300
		var p, k, power []float64
		for r := range 2 * reps {
			var animals [][]Crossed
			for _, rows := range randomAnimals(2, 3, 20, 0, rng) {
				var a []Crossed
				for _, row := range rows {
					c := Crossed{Labelled: row}
					for range 4 {
						c.PlacesUm = append(c.PlacesUm, rng.Float64()*row.LengthUm)
					}
					for i, x := range row.PositionsUm { // in the second half, points near a place are likelier new
						if r >= reps && apart(x, c.PlacesUm[0]) < 2 {
							row.Lost[i] = true
						}
					}
					a = append(a, c)
				}
				animals = append(animals, a)
			}
			c := CrossClusterings(animals, Shuffling{How: how, Draws: 99}, rng)
			if r < reps {
				p, k = append(p, c.Pooled.P), append(k, c.Pooled.KP)
			} else {
				power = append(power, c.Pooled.P)
			}
		}
		if ksUniform(p) > ksOnePercent(reps) || ksUniform(k) > ksOnePercent(reps) {
			t.Errorf("shuffle %d: Kolmogorov-Smirnov distances %v, %v > %v", how, ksUniform(p), ksUniform(k), ksOnePercent(reps))
		}
		if s := shareBelow(power, 0.05); s < 0.5 {
			t.Errorf("shuffle %d: new points at lost places found in %v", how, s)
		}
	}
}
