package spatial

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func twoBranches(rng *rand.Rand, nFormed int) []Branch {
	return []Branch{
		{Path: []Span{{0, 60}}, Lost: uniformSites(6, 60, rng), Formed: uniformSites(nFormed, 60, rng)},
		{Path: []Span{{10, 30}, {40, 50}}, Lost: uniformSites(3, 60, rng)},
	}
}

// Many to one, the mean of the draws is the exact coverage.
func TestPlacementAgreesWithCoverage(t *testing.T) {
	rng := seeded(5)
	b := twoBranches(rng, 8)
	b[1].Formed = []Site{{12, 1}, {45, -1}}
	for _, same := range []bool{false, true} {
		m := Match{SameSide: same, ManyToOne: true}
		c, err := RestoredChance(b, m, Placement{Draws: 20000}, rng)
		if err != nil {
			t.Fatal(err)
		}
		// sd of one count is below 1.6, so of the mean below 0.012
		if want := ExpectedCount(b, m); !near(c.Mean, want, 0.05) {
			t.Errorf("same side %v: mean of draws %v, coverage %v", same, c.Mean, want)
		}
		if !near(c.Branch[0].Mean+c.Branch[1].Mean, c.Mean, rounding) || c.Of != 10 {
			t.Errorf("branches %+v do not add up to %v of %d", c.Branch, c.Mean, c.Of)
		}
	}
}

// Two new points and one place: one to one the count is 1 with chance 1-(1-q)².
func TestOneToOneClosedForm(t *testing.T) {
	b := []Branch{{Path: []Span{{0, 20}}, Lost: []Site{{10, 1}}, Formed: []Site{{1, 1}, {2, 1}}}}
	c, err := RestoredChance(b, Match{RadiusUm: 3}, Placement{Draws: 40000}, seeded(6))
	if err != nil {
		t.Fatal(err)
	}
	// q = 0.3; sd of the mean 0.0025
	if want := 1 - 0.7*0.7; !near(c.Mean, want, 0.01) {
		t.Errorf("mean %v, closed form %v", c.Mean, want)
	}
}

// N4: q is the covered share of the path outside the zones.
func TestAvoidingStandingPoints(t *testing.T) {
	b := []Branch{{
		Path: []Span{{0, 20}}, Lost: []Site{{10, 1}}, Formed: []Site{{1, 1}},
		Standing: []float64{11, 3},
	}}
	c, err := RestoredChance(b, Match{RadiusUm: 2}, Placement{AvoidUm: 1, Draws: 40000}, seeded(7))
	if err != nil {
		t.Fatal(err)
	}
	// 16 um outside [10,12] and [2,4]; of the window [8,12] the part [8,10] is left
	if want := 2.0 / 16; !near(c.Mean, want, 0.008) {
		t.Errorf("mean %v, closed form %v", c.Mean, want)
	}
	b[0].Standing = []float64{5, 15}
	_, err = RestoredChance(b, Match{}, Placement{AvoidUm: 10}, seeded(7))
	if err == nil || !strings.Contains(err.Error(), "hint:") {
		t.Errorf("no path left gave %v", err)
	}
}

// With new points placed by chance, p is uniform once ties are broken by lot.
func TestPlacementPIsUniformUnderTheNull(t *testing.T) {
	rng := seeded(8)
	const reps = 400
	p := make([]float64, reps)
	below := 0
	for i := range p {
		c, err := RestoredChance(twoBranches(rng, 10), Match{}, Placement{Draws: 199}, rng)
		if err != nil {
			t.Fatal(err)
		}
		more, ties := 0, 1
		for _, k := range c.Draws {
			if k > c.Observed {
				more++
			} else if k == c.Observed {
				ties++
			}
		}
		p[i] = (float64(more) + rng.Float64()*float64(ties)) / float64(len(c.Draws)+1)
		if c.P <= 0.05 {
			below++
		}
	}
	if d := ksUniform(p); d > ksOnePercent(reps) {
		t.Errorf("Kolmogorov-Smirnov distance %v > %v", d, ksOnePercent(reps))
	}
	if below > 31 { // 20 expected at most, sd 4.4
		t.Errorf("P <= 0.05 in %d of %d", below, reps)
	}
}

func TestSweep(t *testing.T) {
	rng := seeded(9)
	b := twoBranches(rng, 12)
	radii := []float64{0.5, 1, 2, 3, 5}
	before := slices.Clone(b[0].Formed)
	rows, err := Sweep(b, radii, Match{}, Placement{Draws: 300}, seeded(10))
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(rows); i++ {
		if rows[i].Observed < rows[i-1].Observed || rows[i].Mean < rows[i-1].Mean {
			t.Errorf("from %v to %v um the count falls", radii[i-1], radii[i])
		}
	}
	one, err := RestoredChance(b, Match{RadiusUm: 2}, Placement{Draws: 300}, seeded(10))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(one.Draws, rows[2].Draws) || one.P != rows[2].P {
		t.Error("the sweep and the single radius differ for the same seed")
	}
	if rows[2].Lo > rows[2].Mean || rows[2].Hi < rows[2].Mean {
		t.Errorf("band [%v, %v] leaves out the mean %v", rows[2].Lo, rows[2].Hi, rows[2].Mean)
	}
	if !slices.Equal(before, b[0].Formed) {
		t.Error("the input was changed")
	}
}

// Nothing drawn reaches the count: p is 1/(n+1), never 0. Nothing to restore: p is 1.
func TestPlacementPNeverZero(t *testing.T) {
	b := []Branch{{Path: []Span{{0, 1000}}}}
	for i := range 10 {
		x := float64(100 * i)
		b[0].Lost = append(b[0].Lost, Site{x, 1})
		b[0].Formed = append(b[0].Formed, Site{x + 0.01, 1})
	}
	c, err := RestoredChance(b, Match{}, Placement{Draws: 99}, seeded(14))
	if err != nil || c.P != 1.0/100 {
		t.Errorf("p = %v, %v; want 0.01", c.P, err)
	}
	b[0].Lost = nil
	if c, _ := RestoredChance(b, Match{}, Placement{Draws: 99}, seeded(14)); c.P != 1 {
		t.Errorf("p = %v, want 1", c.P)
	}
}
