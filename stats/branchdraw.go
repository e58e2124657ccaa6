package stats

import (
	"math"
	"math/rand/v2"
)

// branchDraw is one animal: n places on each branch, k of them taken.
type branchDraw struct {
	k, n     []int
	taken    int
	total    int
	expected float64
	out      []int
}

// newBranchDraw leaves out branches without places; expected is 0 when nothing
// could have come out differently.
func newBranchDraw(k, n []int) *branchDraw {
	countTotals(k, n) // checks
	a := &branchDraw{}
	for i := range k {
		if n[i] > 0 {
			a.k, a.n = append(a.k, k[i]), append(a.n, n[i])
			a.taken += k[i]
			a.total += n[i]
		}
	}
	if len(a.n) > 1 && a.taken > 0 && a.taken < a.total {
		a.expected = float64(len(a.n)-1) * float64(a.total-a.taken) / float64(a.total-1)
	}
	a.out = make([]int, len(a.n))
	return a
}

func (a *branchDraw) chiSquare(k []int) float64 {
	x := 0.0
	for i, n := range a.n {
		e := float64(a.taken) * float64(n) / float64(a.total)
		x += (float64(k[i]) - e) * (float64(k[i]) - e) / e
	}
	return x
}

// draw returns the chi-square of places drawn without replacement.
func (a *branchDraw) draw(rng *rand.Rand) float64 {
	DrawHypergeometric(a.out, a.n, a.taken, rng)
	return a.chiSquare(a.out)
}

// DrawHypergeometric sets dst to how many of `taken` places, drawn without
// replacement from all, fall on each branch of n[i] places (the multivariate
// hypergeometric distribution).
func DrawHypergeometric(dst, n []int, taken int, rng *rand.Rand) {
	total := 0
	for i, v := range n {
		total += v
		dst[i] = 0
	}
	if len(dst) != len(n) || taken > total {
		panic("stats: DrawHypergeometric: more taken than there are, or slice length mismatch")
	}
	for range taken {
		at := rng.IntN(total)
		for i := range n {
			if free := n[i] - dst[i]; at < free {
				dst[i]++
				break
			} else {
				at -= free
			}
		}
		total--
	}
}

// chiMass is a distribution of the chi-square: values and their probabilities.
type chiMass struct {
	value, mass []float64
}

// exactBranches returns the distribution of the summed chi-square when it has
// at most the given number of ways to fill branches.
func exactBranches(animals []*branchDraw, most int) (chiMass, int, bool) {
	dist, ways := chiMass{[]float64{0}, []float64{1}}, 1
	for _, a := range animals {
		var own chiMass
		k := make([]int, len(a.n))
		all := logChoose(a.total, a.taken)
		ok := true
		var fill func(i, left, room int, logWays float64)
		fill = func(i, left, room int, logWays float64) {
			if !ok {
				return
			}
			if i == len(a.n)-1 {
				k[i] = left
				own.value = append(own.value, a.chiSquare(k))
				own.mass = append(own.mass, math.Exp(logWays+logChoose(a.n[i], left)-all))
				ok = len(own.value)*ways <= most
				return
			}
			room -= a.n[i]
			for k[i] = max(0, left-room); k[i] <= min(left, a.n[i]); k[i]++ {
				fill(i+1, left-k[i], room, logWays+logChoose(a.n[i], k[i]))
			}
		}
		fill(0, a.taken, a.total, 0)
		if !ok {
			return chiMass{}, 0, false
		}
		var sum chiMass
		for i, v := range dist.value {
			for j, w := range own.value {
				sum.value = append(sum.value, v+w)
				sum.mass = append(sum.mass, dist.mass[i]*own.mass[j])
			}
		}
		dist, ways = sum, len(sum.value)
	}
	return dist, ways, true
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}

// tail returns the probability of a value at least seen, and of the largest.
func (d chiMass) tail(seen float64) (p, least float64) {
	top := 0.0
	for _, v := range d.value {
		top = math.Max(top, v)
	}
	for i, v := range d.value {
		if v >= seen*(1-1e-9) {
			p += d.mass[i]
		}
		if v >= top*(1-1e-9) {
			least += d.mass[i]
		}
	}
	return math.Min(1, p), least
}
