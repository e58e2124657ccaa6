package spatial

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// rates are the true changes of one branch, by interval.
type rates struct {
	lose [3]float64 // chance of a point to go
	form [3]float64 // new points per micrometre
}

// player plays a branch under N5 and scores it, without allocating much.
type player struct {
	truth, seen []float64
	sites       []site
	linker      linker
	from        []float64 // positions of the sites linked to
	fromSite    []int
	left        []float64
	leftSeen    []int
}

// play starts from what was called present at the first time: a share of it
// false, and what was missed added where chance puts it. From time to time
// points go with the given chance each and new ones come uniformly on the path,
// outside the zones of those that stand. Every session is scored with its
// errors and linked to the ones before. Nothing depends on what was lost.
func (p *player) play(s Scoring, path []Span, first []float64, r rates, rng *rand.Rand) []site {
	total := 0.0
	for _, v := range path {
		total += v.Hi - v.Lo
	}
	p.begin(s, path, total, first, rng)
	p.sites = p.sites[:0]
	last := -1
	for t, sessions := range s.Times {
		if t > 0 {
			p.change(s, path, total, r.lose[t-1], r.form[t-1], rng)
		}
		for _, k := range sessions {
			p.look(s, s.Errors[k], path, total, rng)
			p.link(s.LinkUm, k, last)
			last = k
		}
	}
	return p.sites
}

func (p *player) begin(s Scoring, path []Span, total float64, first []float64, rng *rand.Rand) {
	p.truth = p.truth[:0]
	fake := s.falsePerUm(0) * total
	true0 := math.Max(0, float64(len(first))-fake)
	for _, x := range first {
		if rng.Float64()*float64(len(first)) < true0 {
			p.truth = append(p.truth, x)
		}
	}
	for range poisson(true0*(1/s.presentIf(0)-1), rng) {
		p.form(s, path, total, rng)
	}
}

func (p *player) change(s Scoring, path []Span, total, lose, form float64, rng *rand.Rand) {
	left := p.truth[:0]
	for _, x := range p.truth {
		if rng.Float64() >= lose {
			left = append(left, x)
		}
	}
	p.truth = left
	for range poisson(form*total, rng) {
		p.form(s, path, total, rng)
	}
}

// noRoom is how often a new point is put somewhere else before there is taken
// to be no room for it.
const noRoom = 1000

func (p *player) form(s Scoring, path []Span, total float64, rng *rand.Rand) {
	for range noRoom {
		x := along(path, rng.Float64()*total)
		if s.AvoidUm == 0 || p.free(x, s.AvoidUm) {
			p.truth = append(p.truth, x)
			return
		}
	}
}

func (p *player) free(x, zone float64) bool {
	for _, v := range p.truth {
		if apart(v, x) < zone {
			return false
		}
	}
	return true
}

// look scores one session: some points missed, all displaced, some invented.
func (p *player) look(s Scoring, e Errors, path []Span, total float64, rng *rand.Rand) {
	p.seen = p.seen[:0]
	for _, x := range p.truth {
		if e.Miss == 0 || rng.Float64() >= e.Miss {
			p.seen = append(p.seen, x+s.JitterUm*rng.NormFloat64())
		}
	}
	for range poisson(e.FalsePerUm*total, rng) {
		p.seen = append(p.seen, along(path, rng.Float64()*total))
	}
	slices.Sort(p.seen)
}

// link joins what is seen in session k to the sites seen in the session before,
// what is left to those seen earlier, and opens sites for the rest.
func (p *player) link(linkUm float64, k, last int) {
	p.left, p.leftSeen = p.left[:0], p.leftSeen[:0]
	p.among(func(v site) bool { return v.last == last })
	for i, j := range p.linker.pair(p.seen, p.from, linkUm) {
		if j < 0 {
			p.left, p.leftSeen = append(p.left, p.seen[i]), append(p.leftSeen, i)
		} else {
			p.sites[p.fromSite[j]].see(p.seen[i], k)
		}
	}
	p.among(func(v site) bool { return v.last != last && v.last != k })
	for i, j := range p.linker.pair(p.left, p.from, linkUm) {
		if j < 0 {
			p.sites = append(p.sites, site{x: p.left[i], in: 1 << k, last: k})
		} else {
			p.sites[p.fromSite[j]].see(p.left[i], k)
		}
	}
	insertionSort(p.sites)
}

func (v *site) see(x float64, k int) { v.x, v.in, v.last = x, v.in|1<<k, k }

func (p *player) among(which func(site) bool) {
	p.from, p.fromSite = p.from[:0], p.fromSite[:0]
	for i, v := range p.sites {
		if which(v) {
			p.from, p.fromSite = append(p.from, v.x), append(p.fromSite, i)
		}
	}
}

// insertionSort orders sites that are nearly in order already.
func insertionSort(s []site) {
	for i := 1; i < len(s); i++ {
		for j := i; j > 0 && s[j].x < s[j-1].x; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
}

func poisson(mean float64, rng *rand.Rand) int {
	if !(mean > 0) {
		return 0
	}
	return int(distuv.Poisson{Lambda: mean, Src: rng}.Rand())
}
