package scope

import (
	"math"
	"testing"
)

// manyBranches are 300 straight dendrites of 100 um: 3 cm, some 19 000 spines,
// so that a share of a tenth of them is known to 0.7 percent points at 3
// standard errors.
func manyBranches() []Branch {
	var all []Branch
	for id := range 300 {
		all = append(all, straight(id, 0, 100, 0, 0))
	}
	return all
}

func byID(spines []Spine) map[string]Spine {
	m := map[string]Spine{}
	for _, s := range spines {
		m[s.ID] = s
	}
	return m
}

func TestTheFirstSessionHasTheDensityAndTheGaps(t *testing.T) {
	branches := manyBranches()
	spines := RandomDynamics(newRand(1), branches, 1, Dynamics{})
	visible := 0.0
	var gap, gap2, n float64
	for i, s := range spines {
		if branches[s.BranchID].Anatomy(s).LateralUm >= visibleFromUm {
			visible++
		}
		if i > 0 && spines[i-1].BranchID == s.BranchID {
			g := s.PositionUm - spines[i-1].PositionUm
			gap, gap2, n = gap+g, gap2+g*g, n+1
		}
	}
	near(t, "density of visible spines", visible/30000, 0.45, 0.015)
	near(t, "visible share", visible/float64(len(spines)), visibleShare, 0.02)
	mean := gap / n
	near(t, "coefficient of variation of gaps", math.Sqrt(gap2/n-mean*mean)/mean, 1/math.Sqrt(gapShape), 0.02)
}

// TestRatesAreThoseAskedFor counts what happened between sessions by class.
func TestRatesAreThoseAskedFor(t *testing.T) {
	d := Dynamics{Elimination: 0.2, Formation: 0.15, RestoredFraction: 0.4, SurvivalDeNovo: 0.5, SurvivalRestored: 0.8}
	spines := RandomDynamics(newRand(2), manyBranches(), 4, d)
	var present, formed, restored float64 // into session 2
	var kept, all [3]float64              // original, de novo, restored: from session 2 to 3
	var older, olderKept float64          // formed in session 1, from session 2 to 3
	for _, s := range spines {
		if s.Present[1] {
			present++
		}
		if s.Present[2] && !s.Present[1] {
			formed++
			if s.Origin == Restored {
				restored++
			}
		}
		if s.Origin == DeNovo && s.Present[1] && s.Present[2] {
			older++
			if s.Present[3] {
				olderKept++
			}
		}
		class := map[Origin]int{Original: 0, DeNovo: 1, Restored: 2}[s.Origin]
		if s.Present[2] && (s.Origin == Original || !s.Present[1]) {
			all[class]++
			if s.Present[3] {
				kept[class]++
			}
		}
	}
	near(t, "formation", formed/present, 0.15, 0.01)
	near(t, "restored share of new spines", restored/formed, 0.4, 0.03)
	near(t, "survival of original spines", kept[0]/all[0], 0.8, 0.01)
	near(t, "survival of spines formed anywhere", kept[1]/all[1], 0.5, 0.04)
	near(t, "survival of those in a later interval", olderKept/older, 0.8, 0.04)
	near(t, "survival of restored spines", kept[2]/all[2], 0.8, 0.04)
}

func TestRestoredSpinesStandWhereOneWasLost(t *testing.T) {
	spines := RandomDynamics(newRand(3), manyBranches(), 4, Dynamics{RestoredFraction: 0.5})
	all := byID(spines)
	taken := map[string]bool{}
	var n, squares float64
	for _, s := range spines {
		if (s.Origin == Restored) != (s.RestoredFrom != "") {
			t.Fatalf("%s is %s but restored from %q", s.ID, s.Origin, s.RestoredFrom)
		}
		if s.Origin != Restored {
			continue
		}
		old := all[s.RestoredFrom]
		if first := firstSeen(s); old.Present[first] || old.Present[first-1] || firstSeen(old) >= first-1 || taken[old.ID] || old.BranchID != s.BranchID {
			t.Fatalf("%+v cannot be restored from %+v", s, old)
		}
		taken[old.ID] = true
		n++
		squares += (s.PositionUm - old.PositionUm) * (s.PositionUm - old.PositionUm)
	}
	near(t, "distance", math.Sqrt(squares/n), 0.5, 0.03)
}

func firstSeen(s Spine) int {
	for i, p := range s.Present {
		if p {
			return i
		}
	}
	return len(s.Present)
}

func TestNewSpinesKeepTheirDistanceAndLostOnesStayLost(t *testing.T) {
	spines := RandomDynamics(newRand(4), manyBranches()[:15], 4, Dynamics{Formation: 0.5, SpacingUm: 0.8})
	for i, s := range spines {
		first := firstSeen(s)
		for k := first + 1; k < 4; k++ {
			if s.Present[k] && !s.Present[k-1] {
				t.Fatalf("%s comes back", s.ID)
			}
		}
		for _, o := range spines[:i] {
			if first > 0 && o.BranchID == s.BranchID && o.Present[first] && math.Abs(o.PositionUm-s.PositionUm) < 0.8 {
				t.Fatalf("%s forms beside %s", s.ID, o.ID)
			}
		}
	}
}

func TestNegativeRatesMeanNone(t *testing.T) {
	for _, s := range RandomDynamics(newRand(5), manyBranches()[:20], 3, Dynamics{Elimination: -1, Formation: -1}) {
		if s.Origin != Original || !s.Present[2] {
			t.Fatalf("%+v in a standing population", s)
		}
	}
}

func TestSpinesHaveTheirShape(t *testing.T) {
	var filopodia, n float64
	for _, s := range RandomDynamics(newRand(6), manyBranches()[:100], 1, Dynamics{}) {
		n++
		if s.Kind == KindFilopodium {
			filopodia++
		}
		if s.LengthUm < lengthMinUm || 2*s.HeadRadiusUm > s.LengthUm || s.NeckRadiusUm > s.HeadRadiusUm || s.AzimuthRad < 0 || s.AzimuthRad >= 2*math.Pi {
			t.Fatalf("%+v", s)
		}
	}
	near(t, "share of filopodia", filopodia/n, filopodiumFraction, 0.01)
}
