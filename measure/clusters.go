package measure

import (
	"math"
	"slices"

	"respine/spatial"
	"respine/study"
	"respine/turnover"
)

// lostNearness is how far the mean distance of a lost spine to the nearest other
// lost one of its branch lies below what exchanging labels within branches gives
// (null N1), in SD of that: below zero when losses stand together. In SD, animals
// with few losses are not given the say.
func lostNearness(a animal, at []study.Hours) Value {
	v := a.see()
	p, why := v.pick(at, a.how.Reading)
	if why != "" {
		return undefined(why)
	}
	rows := make([]spatial.Labelled, len(v.branches))
	lost, of := 0, 0
	for i, b := range v.branches {
		rows[i].LengthUm = b.lengthUm
	}
	for _, s := range p.Sites {
		if s.States[0] != turnover.Present || s.States[1] == turnover.NotJudgeable {
			continue
		}
		row := &rows[s.Branch]
		row.PositionsUm = append(row.PositionsUm, s.PositionUm)
		row.Lost = append(row.Lost, s.States[1] == turnover.Absent)
		of++
		if s.States[1] == turnover.Absent {
			lost++
		}
	}
	if lost < 2 || lost == of {
		return undefined("fewer than two spines lost, or all")
	}
	c := spatial.LostClustering(rows, spatial.WithinBranch, a.how.Draws, a.rng)
	return standardised(c.MeanUm, c.Draws, Counts{Cells: v.counts(p).Cells, Branches: v.counts(p).Branches, Items: lost})
}

// standardised is how many SD of its draws a statistic lies from their mean.
func standardised(observed float64, draws []float64, counts Counts) Value {
	mean, ss := 0.0, 0.0
	for _, d := range draws {
		mean += d / float64(len(draws))
	}
	for _, d := range draws {
		ss += (d - mean) * (d - mean)
	}
	sd := math.Sqrt(ss / float64(len(draws)-1))
	if !(sd > 0) {
		return undefined("chance leaves no choice of places")
	}
	return Value{Sum: (observed - mean) / sd, Of: 1, Counts: counts}
}

// lostDispersion is Σ(kᵢ - eᵢ)²/eᵢ of losses over branches, over its mean when
// labels are exchanged among all spines of the animal, (B-1)(N-K)/(N-1): 1 by
// chance, above when some branches lose more than others.
func lostDispersion(a animal, at []study.Hours) Value {
	v := a.see()
	p, why := v.pick(at, a.how.Reading)
	if why != "" {
		return undefined(why)
	}
	n, k, chi, used := 0.0, 0.0, 0.0, 0.0
	all := byBranch(p)
	for _, b := range all {
		n, k = n+float64(b.NA), k+float64(b.Lost)
	}
	for _, b := range all {
		if b.NA == 0 {
			continue
		}
		used++
		e := k * float64(b.NA) / n
		chi += (float64(b.Lost) - e) * (float64(b.Lost) - e) / e
	}
	if used < 2 || k < 2 || k == n {
		return undefined("fewer than two branches, or fewer than two spines lost, or all")
	}
	return Value{Sum: chi, Of: (used - 1) * (n - k) / (n - 1), Counts: Counts{Cells: v.counts(p).Cells, Branches: int(used), Items: int(k)}}
}

// newNearness is as lostNearness for new spines. Chance draws their places
// uniformly on their branches, but not within half a micrometre of a standing
// spine (null N4).
func newNearness(a animal, at []study.Hours) Value {
	v := a.see()
	p, why := v.pick(at, a.how.Reading)
	if why != "" {
		return undefined(why)
	}
	if p.Judgeable == nil {
		return undefined("the length of the dendrite is not known (table branches)")
	}
	born := make([][]float64, len(v.branches))
	free := make([][]spatial.Span, len(v.branches))
	count, paired := 0, false
	for i, b := range v.branches {
		free[i] = []spatial.Span{{Lo: 0, Hi: b.lengthUm}}
	}
	for _, s := range p.Sites {
		switch {
		case s.States[0] == turnover.Present:
			free[s.Branch] = spatial.Subtract(free[s.Branch], []spatial.Span{{Lo: s.PositionUm - avoidUm, Hi: s.PositionUm + avoidUm}})
		case s.States[0] == turnover.Absent && s.States[1] == turnover.Present:
			born[s.Branch] = append(born[s.Branch], s.PositionUm)
			count++
			paired = paired || len(born[s.Branch]) > 1
		}
	}
	if !paired {
		return undefined("no branch with two new spines")
	}
	draws := make([]float64, a.how.Draws)
	for d := range draws {
		places := make([][]float64, len(born))
		for i := range born {
			places[i] = a.scatter(free[i], len(born[i]))
			if places[i] == nil && len(born[i]) > 0 {
				return undefined("standing spines leave chance no place on a branch with new ones")
			}
		}
		draws[d] = meanNearest(places)
	}
	c := v.counts(p)
	c.Items = count
	return standardised(meanNearest(born), draws, c)
}

// avoidUm is the distance below which two spines are seen as one, about.
const avoidUm = 0.5

// scatter draws places uniformly on a path, nil when there is none.
func (a animal) scatter(path []spatial.Span, n int) []float64 {
	total := spatial.LengthUm(path)
	if !(total > 0) {
		return nil
	}
	out := make([]float64, n)
	for i := range out {
		x := a.rng.Float64() * total
		for _, s := range path {
			if x <= s.Hi-s.Lo {
				out[i] = s.Lo + x
				break
			}
			x -= s.Hi - s.Lo
		}
	}
	return out
}

// meanNearest is the mean distance to the nearest other point of the branch, over
// the points that have one.
func meanNearest(branches [][]float64) float64 {
	sum, n := 0.0, 0.0
	for _, b := range branches {
		if len(b) < 2 {
			continue
		}
		x := slices.Clone(b)
		slices.Sort(x)
		for i := range x {
			near := math.Inf(1)
			if i > 0 {
				near = x[i] - x[i-1]
			}
			if i+1 < len(x) {
				near = math.Min(near, x[i+1]-x[i])
			}
			sum, n = sum+near, n+1
		}
	}
	return sum / n
}

// newDispersion is as lostDispersion for new spines, expected in proportion to
// the length of the branches; its mean by chance is B-1.
func newDispersion(a animal, at []study.Hours) Value {
	v := a.see()
	p, why := v.pick(at, a.how.Reading)
	if why != "" {
		return undefined(why)
	}
	total := v.pathUm()
	if p.Judgeable == nil || total == 0 {
		return undefined("the length of the dendrite is not known (table branches)")
	}
	born, k := make([]float64, len(v.branches)), 0.0
	for _, one := range byBranch(p) {
		born[one.Branch] = float64(one.Gained)
		k += float64(one.Gained)
	}
	if k < 2 || len(born) < 2 {
		return undefined("fewer than two branches or two new spines")
	}
	chi := 0.0
	for i, b := range v.branches {
		e := k * b.lengthUm / total
		chi += (born[i] - e) * (born[i] - e) / e
	}
	c := v.counts(p)
	c.Items = int(k)
	return Value{Sum: chi, Of: float64(len(born) - 1), Counts: c}
}
