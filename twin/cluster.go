package twin

import (
	"math"
	"math/rand/v2"

	"respine/spatial"
	"respine/turnover"
)

// Clustered is whether lost spines stand together, and on few branches.
type Clustered struct {
	Lost, Of int
	Within   spatial.Clustering // labels shuffled within branches
	Across   spatial.Clustering // and across them
	// Dispersion is the chi-square of losses over branches relative to its mean
	// when labels are exchanged among all branches, (B-1)(N-K)/(N-1): above 1
	// when some branches lose more than others.
	Dispersion float64
	Undefined  string // why there is nothing to test, "" if there is
}

// LossClustering tests the spines that stand in one session and not in a later
// one. Too few lost make it Undefined; either test may be undetermined by itself.
func LossClustering(p turnover.Presence, from, to, draws int, rng *rand.Rand) Clustered {
	branches := labelled(p, from, to)
	c := Clustered{Dispersion: dispersion(branches)}
	nothing := spatial.Clustering{P: 1, Undetermined: "fewer than two spines lost, or all"}
	for _, b := range branches {
		c.Of += len(b.Lost)
		for _, lost := range b.Lost {
			if lost {
				c.Lost++
			}
		}
	}
	if c.Lost < 2 || c.Lost == c.Of {
		c.Undefined = nothing.Undetermined
		c.Within, c.Across, c.Dispersion = nothing, nothing, math.NaN()
		return c
	}
	c.Within = spatial.LostClustering(branches, spatial.WithinBranch, draws, rng)
	c.Across = spatial.LostClustering(branches, spatial.AcrossBranches, draws, rng)
	return c
}

// labelled returns the spines standing in session from, by branch, with those
// gone in session to.
func labelled(p turnover.Presence, from, to int) []spatial.Labelled {
	var out []spatial.Labelled
	for _, b := range p.Branches() {
		row := spatial.Labelled{LengthUm: spatial.LengthUm(p.Judgeable[from][b])}
		for _, s := range p.Sites {
			if s.Branch != b || s.States[from] != turnover.Present || s.States[to] == turnover.NotJudgeable {
				continue
			}
			row.PositionsUm = append(row.PositionsUm, s.PositionUm)
			row.Lost = append(row.Lost, s.States[to] == turnover.Absent)
		}
		out = append(out, row)
	}
	return out
}

// dispersion returns the chi-square over branches relative to its mean.
func dispersion(branches []spatial.Labelled) float64 {
	n, k, used := 0.0, 0.0, 0.0
	count := func(b spatial.Labelled) (lost float64) {
		for _, l := range b.Lost {
			if l {
				lost++
			}
		}
		return lost
	}
	for _, b := range branches {
		n += float64(len(b.Lost))
		k += count(b)
	}
	chi := 0.0
	for _, b := range branches {
		if len(b.Lost) == 0 {
			continue
		}
		used++
		expected := k * float64(len(b.Lost)) / n
		chi += (count(b) - expected) * (count(b) - expected) / expected
	}
	return chi / ((used - 1) * (n - k) / (n - 1))
}
