package spatial

import (
	"math"
	"math/rand/v2"
)

// Reproduced compares a count with what playing under N5 gives on average.
type Reproduced struct {
	Lost, Gained             int     // as scored, called present and then absent, and the other way
	PlayedLost, PlayedGained float64 // mean
}

// animal is the branches of one animal, ready to be played.
type animal struct {
	s       Scoring
	path    [][]Span
	lengths []float64
	first   [][]float64 // called present at the first time, by branch
	rates   []rates
	seen    []reading // as scored, by branch
	total   reading
	reader  reader
	player  player
}

func newAnimal(branches []Scored, s Scoring) *animal {
	a := &animal{s: s}
	for _, b := range branches {
		path := Union(b.Path)
		sites := branchSites(b, len(s.Errors))
		if len(path) == 0 {
			continue
		}
		var first []float64
		for _, v := range sites {
			if v.at(s.Times[0]) == present {
				first = append(first, v.x)
			}
		}
		r := a.reader.read(s, path, sites)
		a.path, a.first, a.seen = append(a.path, path), append(a.first, first), append(a.seen, r)
		a.lengths = append(a.lengths, LengthUm(path))
		a.total.add(r)
	}
	return a
}

// intervals is how many there are between the times.
func (a *animal) intervals() int { return len(a.s.Times) - 1 }

// start sets the rates of each branch by the equations of moments, with P and M
// the chances that a standing point is called present and absent and F the
// false ones expected,
//
//	kept = K·P·P',  lost = D·P + K·P·M' + F,  gained = G·P' + K·M·P' + F'
//
// for K true points kept, D lost, G gained. Below 0 is 0. A branch's own rate
// counts as far as the branches differ by more than counting does (James &
// Stein's factor, 1 - (B-1)/chi-square of the counts); the rest is the animal's
// rate. Unshrunk, the counts' own noise would be played on top of itself.
func (a *animal) start() {
	a.rates = make([]rates, len(a.seen))
	path := 0.0
	for _, um := range a.lengths {
		path += um
	}
	for k := range a.intervals() {
		lose, form := a.moments(k, a.total, path)
		var lost, gained []uneven
		for b, r := range a.seen {
			lost = append(lost, uneven{float64(r.lost[k]), float64(r.kept[k] + r.lost[k])})
			gained = append(gained, uneven{float64(r.gained[k]), a.lengths[b]})
		}
		own, ownForm := ownShare(lost), ownShare(gained)
		for b, r := range a.seen {
			l, f := a.moments(k, r, a.lengths[b])
			a.rates[b].lose[k] = own*l + (1-own)*lose
			a.rates[b].form[k] = ownForm*f + (1-ownForm)*form
		}
	}
}

// moments solves the equations for one interval on so much path.
func (a *animal) moments(k int, r reading, um float64) (lose, form float64) {
	pa, pb := a.s.presentIf(k), a.s.presentIf(k+1)
	kept := float64(r.kept[k]) / (pa * pb)
	lost := (float64(r.lost[k])-a.s.falsePerUm(k)*um)/pa - kept*a.s.absentIf(k+1)
	gained := (float64(r.gained[k])-a.s.falsePerUm(k+1)*um)/pb - kept*a.s.absentIf(k)
	if lost > 0 {
		lose = lost / (lost + kept)
	}
	return lose, math.Max(0, gained) / um
}

// uneven is a count and what it should be in proportion to.
type uneven struct{ count, base float64 }

// ownShare is how much of the differences between branches is not counting.
func ownShare(branches []uneven) float64 {
	count, base := 0.0, 0.0
	for _, b := range branches {
		count, base = count+b.count, base+b.base
	}
	chi, free := 0.0, -1.0
	for _, b := range branches {
		if e := count * b.base / base; e > 0 {
			chi += (b.count - e) * (b.count - e) / e
			free++
		}
	}
	if free < 1 || chi <= free {
		return 0
	}
	return 1 - free/chi
}

// The search plays this often for each step, and takes this many steps, the
// later half of them with half the stride.
const (
	fitPlays = 24
	fitSteps = 6
)

// fit adjusts the rates until played counts are, over all branches, as scored:
// links that go wrong, which the equations leave out, are then paid for. Missing
// changes are spread evenly over points and path, surplus ones taken off every
// branch in proportion.
func (a *animal) fit(rng *rand.Rand) {
	a.start()
	for step := range fitSteps {
		played := a.mean(fitPlays, rng)
		stride := 1.0
		if step >= fitSteps/2 {
			stride = 0.5
		}
		for k := range a.intervals() {
			a.adjust(k, stride*(float64(a.total.lost[k])-played[k].PlayedLost)/a.s.presentIf(k),
				stride*(float64(a.total.gained[k])-played[k].PlayedGained)/a.s.presentIf(k+1))
		}
	}
}

// adjust changes the expected true losses and gains of an interval by so many.
func (a *animal) adjust(k int, lost, gained float64) {
	points, lose, path, form := 0.0, 0.0, 0.0, 0.0
	for b, r := range a.rates {
		n := float64(a.seen[b].kept[k] + a.seen[b].lost[k])
		points, lose = points+n, lose+n*r.lose[k]
		path, form = path+a.lengths[b], form+a.lengths[b]*r.form[k]
	}
	for b := range a.rates {
		r := &a.rates[b]
		r.lose[k] = math.Min(0.99, shift(r.lose[k], lose, points, lost))
		r.form[k] = shift(r.form[k], form, path, gained)
	}
}

// shift changes a rate so that its total over a base changes by delta.
func shift(rate, total, base, delta float64) float64 {
	switch {
	case delta > 0 && base > 0:
		return rate + delta/base
	case delta < 0 && total > 0:
		return rate * math.Max(0, 1+delta/total)
	}
	return rate
}

// mean returns the counts of n plays.
func (a *animal) mean(n int, rng *rand.Rand) []Reproduced {
	out := make([]Reproduced, a.intervals())
	for k := range out {
		out[k] = Reproduced{Lost: a.total.lost[k], Gained: a.total.gained[k]}
	}
	for range n {
		r := a.play(rng)
		for k := range out {
			out[k].PlayedLost += float64(r.lost[k]) / float64(n)
			out[k].PlayedGained += float64(r.gained[k]) / float64(n)
		}
	}
	return out
}

// play plays and reads every branch once.
func (a *animal) play(rng *rand.Rand) (sum reading) {
	for b := range a.path {
		sites := a.player.play(a.s, a.path[b], a.first[b], a.rates[b], rng)
		sum.add(a.reader.read(a.s, a.path[b], sites))
	}
	return sum
}
