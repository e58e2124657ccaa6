package twin

import (
	"math"
	"slices"
)

// formation returns the chance per hour of a spine at vacant contact k:
//
//	k_f (1 + a_c c) (1 + a_B G) (1 + (R_b - 1) u) (1 + a_g g/(1+g)) (1 - a_f S (1 - G))
//
// with u the bouton, 1 when it lost its spine and fading since, G the gain of the
// cascade and a_f what full stress takes off.
func (l *life) formation(k int, h hourly) float64 {
	f := l.Params.Formation
	rate := h.plastic * (1 + f.Coactivity*l.coactive[k])
	if since := h.hour - l.lostHour[k]; !math.IsInf(since, 1) {
		rate *= 1 + (f.Bouton-1)*math.Exp(-since/f.BoutonHours)
	}
	g := l.growth.value(k)
	return rate * (1 + f.Growth*g/(1+g))
}

// births returns the contacts that grow a spine. Candidates are drawn at the
// highest rate there can be, by waiting times along all contacts, and kept in
// proportion to their own (Lewis & Shedler 1979, doi 10.1002/nav.3800260304),
// which takes few draws.
func (l *life) births(h hourly) []int {
	most := -math.Expm1(-h.most)
	if most <= 0 {
		return nil
	}
	var risen []int
	perLog, n := 1/math.Log1p(-most), float64(l.contacts.Len())
	for k, draw := -1, uint64(0); ; draw++ {
		step := math.Floor(math.Log1p(-h.born.Uniform(draw)) * perLog)
		if float64(k)+1+step >= n {
			return risen
		}
		k += 1 + int(step)
		if l.standing[k] {
			continue
		}
		rate, need := l.formation(k, h), h.accepted.Uniform(uint64(k))*most
		// The chance is below the rate: most candidates need no exponential.
		if need < rate && need < -math.Expm1(-rate) && !l.crowded(k) {
			risen = append(risen, k)
		}
	}
}

// newMaturity is that of a spine at birth.
const newMaturity = 0.05

// rise puts a new spine on contact k.
func (l *life) rise(k int, hour float64) {
	key := at(l.key, ofNewborn, hour)
	i, _ := slices.BinarySearch(l.there, int32(k))
	l.there = slices.Insert(l.there, i, int32(k))
	l.standing[k], l.maturity[k], l.gained[k] = true, newMaturity, 0
	l.endure(k, key.At(2).Exponential(uint64(k)))
	l.volume[k] = l.Params.Spines.NewVolume
	if !l.Params.Spines.ConstantVolume {
		l.volume[k] += 0.5 * l.Params.Spines.VolumeSD * key.Normal(uint64(k))
	}
	l.expose(k)
	before := int(l.current[k])
	l.current[k] = int32(len(l.lives))
	l.lives = append(l.lives, Life{Contact: k, PositionUm: l.jittered(k, key.At(1).Normal(uint64(k))),
		Born: hour + 0.5, Died: math.Inf(1), Before: before, LitHour: math.NaN()})
	l.growth.spread(l.contacts, k, l.Params.Formation.GrowthUm)
}
