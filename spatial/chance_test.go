package spatial

import (
	"math"
	"testing"
)

func TestChanceAnalyticPublishedExamples(t *testing.T) {
	for _, c := range []struct{ r, rho, e, want float64 }{
		{2, 0.45, 0.1, 0.16}, {2, 0.45, 0.2, 0.30}, {2, 0.45, 0.3, 0.42}, {2, 0.45, 0.4, 0.51}, {2, 0.6, 0.3, 0.51},
	} {
		if got := ChanceAnalytic(c.r, c.rho, c.e); !near(got, c.want, 0.005) { // two decimals
			t.Errorf("ChanceAnalytic(%v, %v, %v) = %v, want %v", c.r, c.rho, c.e, got, c.want)
		}
	}
}

func TestCoverageClipsAndMerges(t *testing.T) {
	path := []Span{{0, 10}, {20, 30}}
	lost := []Site{{1, 1}, {2, 1}, {15, 1}, {29, -1}}
	// windows [-1,3] [0,4] [13,17] [27,31] cover 4 + 3 of 20 um
	if got := Coverage(path, lost, 2); !near(got, 7.0/20, rounding) {
		t.Errorf("Coverage = %v, want 0.35", got)
	}
	if !math.IsNaN(Coverage(nil, lost, 2)) {
		t.Error("the coverage of no path must be NaN")
	}
}

// On a long branch with sites at random, Coverage is the analytic formula.
func TestCoverageTendsToTheFormula(t *testing.T) {
	rng := seeded(4)
	const length, rho, e = 200000.0, 0.45, 0.2
	lost := uniformSites(int(length*rho*e), length, rng)
	got, want := Coverage([]Span{{0, length}}, lost, 2), ChanceAnalytic(2, rho, e)
	// sd of coverage of 18000 random windows is about 0.002
	if !near(got, want, 0.008) {
		t.Errorf("coverage %v, formula %v", got, want)
	}
}

func TestExpectedCountWithSides(t *testing.T) {
	b := Branch{
		Path:   []Span{{0, 100}},
		Lost:   []Site{{20, 1}, {60, 1}, {80, -1}},
		Formed: []Site{{5, 1}, {6, -1}},
	}
	if got := ExpectedCount([]Branch{b}, Match{}); !near(got, 2*0.12, rounding) {
		t.Errorf("expected %v, want 0.24", got)
	}
	if got := ExpectedCount([]Branch{b}, Match{SameSide: true}); !near(got, 0.08+0.04, rounding) {
		t.Errorf("same side: expected %v, want 0.12", got)
	}
}
