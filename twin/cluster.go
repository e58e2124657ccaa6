package twin

import (
	"math"

	"respine/random"
	"respine/spatial"
	"respine/turnover"
)

// LossNearness returns the mean distance from a lost spine to the nearest other
// one, over what exchanging labels within branches gives: below 1 when lost
// spines stand together.
func (m Mouse) LossNearness(from, to float64) Value {
	branches, why := m.losses(from, to)
	if why != "" {
		return undefined(why)
	}
	c := m.nearness(branches)
	if c.Undetermined != "" {
		return undefined(c.Undetermined)
	}
	return ratio(c.MeanUm, c.NullMeanUm, "no losses")
}

// nearness exchanges labels within branches.
func (m Mouse) nearness(branches []spatial.Labelled) spatial.Clustering {
	return spatial.LostClustering(branches, spatial.WithinBranch, 199, random.New(restorationSeed, uint64(m.Animal), 1).Rand())
}

// LossDispersion returns how unevenly losses fall on branches, 1 by chance.
func (m Mouse) LossDispersion(from, to float64) Value {
	branches, why := m.losses(from, to)
	if why != "" {
		return undefined(why)
	}
	return ratio(dispersion(branches), 1, "all on one branch")
}

// losses returns the spines of the imaged branches standing at the session of
// one hour, with those gone at that of a later one, or why they say nothing of
// where losses are.
func (m Mouse) losses(from, to float64) ([]spatial.Labelled, string) {
	a, b := m.sessionAt(from), m.sessionAt(to)
	if a < 0 || b < 0 {
		return nil, "no spine session at one of the hours"
	}
	branches := labelled(m.Presence(), a, b)
	if lost, of := countLost(branches); lost < 2 || lost == of {
		return nil, "fewer than two spines lost, or all"
	}
	return branches, ""
}

func countLost(branches []spatial.Labelled) (lost, of int) {
	for _, b := range branches {
		of += len(b.Lost)
		for _, l := range b.Lost {
			if l {
				lost++
			}
		}
	}
	return lost, of
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

// dispersion returns the chi-square of losses over branches relative to its mean
// when labels are exchanged among all branches, (B-1)(N-K)/(N-1): above 1 when
// some branches lose more than others; NaN for one branch.
func dispersion(branches []spatial.Labelled) float64 {
	k, n := countLost(branches)
	chi, used := 0.0, 0
	for i, b := range branches {
		if len(b.Lost) == 0 {
			continue
		}
		used++
		lost, _ := countLost(branches[i : i+1])
		expected := float64(k) * float64(len(b.Lost)) / float64(n)
		chi += (float64(lost) - expected) * (float64(lost) - expected) / expected
	}
	if used < 2 {
		return math.NaN()
	}
	return chi / (float64(used-1) * float64(n-k) / float64(n-1))
}
