package spatial

import (
	"math/rand/v2"
	"sort"
)

// Shuffle says among which points the lost labels are exchanged. The two ask
// different questions: within branches, whether the points lost on a branch are
// neighbours, however many they are; across branches, whether they are nearer
// than if branches did not matter at all. "Clustered on specific dendrites" needs
// the first, and BranchDispersions for the second half. Across branches, K is the
// statistic to trust: a point lost alone on a spared branch has no neighbour, and
// the branch length it counts instead can hide the rest.
type Shuffle int

const (
	WithinBranch   Shuffle = iota // N1: tests clustering on the branch
	AcrossBranches                // N2: tests clustering and the choice of branch together
)

// Shuffling says how labels are exchanged and what is measured on them.
type Shuffling struct {
	How     Shuffle
	RadiiUm []float64 // of K, rising; nil means 1, 2, 3, 4, 5 um, empty none
	Draws   int       // 0 means 999
	// LeaveAlone leaves a lost point alone on its branch out of the mean
	// distance instead of counting the branch's length.
	LeaveAlone bool
}

func (s Shuffling) draws() int { return Placement{Draws: s.Draws}.draws() }

func (s Shuffling) radii() []float64 {
	if s.RadiiUm == nil {
		return []float64{1, 2, 3, 4, 5}
	}
	return s.RadiiUm
}

// labels is one animal laid out for many draws: points of a branch side by
// side and rising, labels as bytes, buffers that are used again. A draw
// allocates nothing.
type labels struct {
	x        []float64 // positions, branch by branch, rising within each
	first    []int     // of each branch in x; one more at the end
	lost     []int     // labels of each branch, kept by WithinBranch
	total    int       // labels of all branches
	lengthUm []float64
	pathUm   float64 // of all branches
	label    []uint8
	index    []int32 // points in the order of the last draw
	on       []float64
	how      Shuffling
	radii    []float64
}

func newLabels(branches []Labelled, how Shuffling) *labels {
	l := &labels{how: how, radii: how.radii(), first: []int{0}}
	if !sort.Float64sAreSorted(l.radii) {
		panic("spatial: radii must rise")
	}
	longest := 0
	for _, b := range branches {
		if len(b.Lost) != len(b.PositionsUm) {
			panic("spatial: slice length mismatch of positions and labels")
		}
		order := make([]int, len(b.Lost))
		for i := range order {
			order[i] = i
		}
		sort.SliceStable(order, func(i, j int) bool { return b.PositionsUm[order[i]] < b.PositionsUm[order[j]] })
		for _, i := range order {
			l.index = append(l.index, int32(len(l.x)))
			l.x = append(l.x, b.PositionsUm[i])
			bit := uint8(0)
			if b.Lost[i] {
				bit = 1
			}
			l.label = append(l.label, bit)
		}
		k := count(b.Lost)
		l.lost = append(l.lost, k)
		l.total += k
		l.first = append(l.first, len(l.x))
		l.lengthUm = append(l.lengthUm, b.LengthUm)
		l.pathUm += b.LengthUm
		longest = max(longest, len(order))
	}
	l.on = make([]float64, longest+1)
	return l
}

// perPair is what an unordered pair adds to K, 2L/(n(n-1)).
func (l *labels) perPair() float64 { return 2 * l.pathUm / float64(l.total*(l.total-1)) }

// draw exchanges the labels.
func (l *labels) draw(rng *rand.Rand) {
	clear(l.label)
	if l.how.How == AcrossBranches {
		l.choose(0, len(l.x), l.total, rng)
		return
	}
	for b, k := range l.lost {
		l.choose(l.first[b], l.first[b+1], k, rng)
	}
}

// choose labels k of the points from..to-1, every set alike: the first k steps
// of a Fisher-Yates shuffle, which from any order gives a uniform one.
func (l *labels) choose(from, to, k int, rng *rand.Rand) {
	at := l.index[from:to]
	for i := range k {
		j := i + int(rng.Uint32N(uint32(len(at)-i)))
		at[i], at[j] = at[j], at[i]
		l.label[at[i]] = 1
	}
}

// measure returns the mean distance from a labelled point to the nearest other
// of its branch, and in pairs, one per radius, how many unordered pairs lie
// within it.
func (l *labels) measure(pairs []float64) (meanUm float64) {
	clear(pairs)
	sum, n := 0.0, 0
	for b := range l.lost {
		from, to := l.first[b], l.first[b+1]
		k := 0
		for i := from; i < to; i++ { // without a branch to mispredict
			l.on[k] = l.x[i]
			k += int(l.label[i])
		}
		on := l.on[:k]
		switch {
		case k > 1:
			sum += nearestSum(on)
			n += k
			addPairs(pairs, on, l.radii)
		case k == 1 && !l.how.LeaveAlone:
			sum += l.lengthUm[b]
			n++
		}
	}
	for r := 1; r < len(pairs); r++ {
		pairs[r] += pairs[r-1]
	}
	if n == 0 {
		return 0 // only with LeaveAlone, when no branch has two
	}
	return sum / float64(n)
}

// nearestSum adds up the nearest-neighbour distances of rising positions, two
// at least.
func nearestSum(x []float64) float64 {
	before := x[1] - x[0]
	sum := before
	for i := 2; i < len(x); i++ {
		after := x[i] - x[i-1]
		if before < after { // positions are never NaN, which min would look for
			sum += before
		} else {
			sum += after
		}
		before = after
	}
	return sum + before
}

// addPairs counts each unordered pair of rising positions at the first radius
// it is within.
func addPairs(dst []float64, x, radii []float64) {
	if len(radii) == 0 {
		return
	}
	far := radii[len(radii)-1]
	for i := 1; i < len(x); i++ {
		for j := i - 1; j >= 0; j-- {
			d := x[i] - x[j]
			if d > far {
				break
			}
			r := 0
			for d > radii[r] {
				r++
			}
			dst[r]++
		}
	}
}
