package scope

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Dynamics says how spines come and go between sessions. In every interval a
// spine is lost with probability Elimination, and each of those present founds
// a new one with probability Formation. New spines survive their first interval
// with a probability of their own. The zero Dynamics means the defaults; a
// negative probability means 0.
type Dynamics struct {
	DensityPerUm     float64 // of the visible spines of the first session; default 0.45
	Elimination      float64 // default 0.09
	Formation        float64 // default 0.09
	RestoredFraction float64 // of new spines, standing where one was lost; default 0
	RestoredSDUm     float64 // scatter about the lost place; default 0.5
	SurvivalDeNovo   float64 // of the first interval; default 0.55
	SurvivalRestored float64 // of the first interval; default 0.75
	SpacingUm        float64 // least distance of a new spine from present ones; default 0.5
}

func (d Dynamics) orDefaults() Dynamics {
	for _, f := range []struct {
		value    *float64
		standard float64
	}{
		{&d.DensityPerUm, 0.45}, {&d.Elimination, 0.09}, {&d.Formation, 0.09}, {&d.RestoredFraction, 0},
		{&d.RestoredSDUm, 0.5}, {&d.SurvivalDeNovo, 0.55}, {&d.SurvivalRestored, 0.75}, {&d.SpacingUm, 0.5},
	} {
		if *f.value == 0 {
			*f.value = f.standard
		}
		*f.value = max(0, *f.value)
	}
	return d
}

// gapShape makes neighbours keep apart as they do in rr30a, whose gaps have a
// coefficient of variation of 0.69 to 0.80: gamma gaps of shape 1.7.
const gapShape = 1.7

// visibleShare of the spines stand out by visibleFromUm beside the shaft; the
// others are hidden above or below it.
const visibleShare = 0.667

// placeTries is how often a place for a new spine is sought before it is given up.
const placeTries = 50

// RandomDynamics grows spines on the branches and follows them over sessions.
func RandomDynamics(rng *rand.Rand, branches []Branch, sessions int, d Dynamics) []Spine {
	g := colony{rng: rng, Dynamics: d.orDefaults(), sessions: sessions}
	for _, b := range branches {
		first := len(g.spines)
		g.found(b)
		for session := 1; session < sessions; session++ {
			g.step(b, first, session)
		}
	}
	return g.spines
}

// colony is the population as it grows. The spines of a branch follow each
// other in spines.
type colony struct {
	Dynamics
	rng      *rand.Rand
	sessions int
	spines   []Spine
}

// found sets the spines of the first session.
func (g *colony) found(b Branch) {
	gap := distuv.Gamma{Alpha: gapShape, Beta: gapShape * g.DensityPerUm / visibleShare, Src: g.rng}
	length := b.LengthUm()
	for at := gap.Rand() * g.rng.Float64(); at < length; at += gap.Rand() {
		s := g.grow(b, at, 2*math.Pi*g.rng.Float64(), Original)
		s.Present[0] = true
		g.spines = append(g.spines, s)
	}
}

// step takes branch b, whose spines begin at index first, to a session.
func (g *colony) step(b Branch, first, session int) {
	present := 0
	var lost []int
	for i := first; i < len(g.spines); i++ {
		s := &g.spines[i]
		if s.Present[session-1] {
			present++
			s.Present[session] = g.rng.Float64() < g.survival(*s, session)
		} else if !g.isReplaced(s.ID, first) {
			lost = append(lost, i)
		}
	}
	for range int(poisson(g.rng, g.Formation*float64(present))) {
		if s, ok := g.newSpine(b, first, session, &lost); ok {
			s.Present[session] = true
			g.spines = append(g.spines, s)
		}
	}
}

// survival is the probability that a spine present in the session before is
// still there: its class's own in the first interval after it formed.
func (g *colony) survival(s Spine, session int) float64 {
	young := session == 1 || !s.Present[session-2]
	switch {
	case young && s.Origin == DeNovo:
		return g.SurvivalDeNovo
	case young && s.Origin == Restored:
		return g.SurvivalRestored
	default:
		return 1 - g.Elimination
	}
}

func (g *colony) isReplaced(id string, first int) bool {
	for _, s := range g.spines[first:] {
		if s.RestoredFrom == id {
			return true
		}
	}
	return false
}

// newSpine finds a place: with probability RestoredFraction, and as long as
// there are any, at one of the lost spines; else anywhere. It reports false
// when the branch is full.
func (g *colony) newSpine(b Branch, first, session int, lost *[]int) (Spine, bool) {
	if len(*lost) > 0 && g.rng.Float64() < g.RestoredFraction {
		k := g.rng.IntN(len(*lost))
		old := g.spines[(*lost)[k]]
		for range placeTries {
			at := old.PositionUm + g.RestoredSDUm*g.rng.NormFloat64()
			if g.isFree(b, first, session, at) {
				*lost = append((*lost)[:k], (*lost)[k+1:]...)
				s := g.grow(b, at, old.AzimuthRad+azimuthScatter*g.rng.NormFloat64(), Restored)
				s.RestoredFrom = old.ID
				return s, true
			}
		}
	}
	for range placeTries {
		at := b.LengthUm() * g.rng.Float64()
		if g.isFree(b, first, session, at) {
			return g.grow(b, at, 2*math.Pi*g.rng.Float64(), DeNovo), true
		}
	}
	return Spine{}, false
}

// azimuthScatter, in radians, is how much a restored spine is turned against
// the lost one: little, so that it stands on the same side.
const azimuthScatter = 0.3

// isFree reports whether a place is on the branch and no spine of this session
// is near.
func (g *colony) isFree(b Branch, first, session int, at float64) bool {
	if at < 0 || at > b.LengthUm() {
		return false
	}
	for _, s := range g.spines[first:] {
		if s.Present[session] && math.Abs(s.PositionUm-at) < g.SpacingUm {
			return false
		}
	}
	return true
}

// Sizes of spines: medians and standard deviations of the logarithm. Lengths
// are those of rr30a (median 1.48 um, 5 to 95 % 0.73 to 2.92) less 0.15 um, for
// there the tip is the rim of the blurred image; head volumes spread by 0.75 of their logarithm, so radii by a third of it; a median head
// is a quarter as bright as the shaft.
const (
	lengthMedianUm     = 1.33
	lengthSigma        = 0.42
	lengthMinUm        = 0.6
	headMedianUm       = 0.3
	headSigma          = 0.25
	neckMedianUm       = 0.09
	neckSigma          = 0.2
	filopodiumFraction = 0.05
	filopodiumMedianUm = 2.8
	filopodiumRadiusUm = 0.11
)

// grow makes a spine, absent in all sessions.
func (g *colony) grow(b Branch, at, azimuth float64, o Origin) Spine {
	s := Spine{
		ID: fmt.Sprintf("s%04d", len(g.spines)), BranchID: b.ID, PositionUm: at,
		AzimuthRad: math.Mod(azimuth+2*math.Pi, 2*math.Pi),
		Kind:       KindSpine, Origin: o, Present: make([]bool, g.sessions),
	}
	if g.rng.Float64() < filopodiumFraction {
		s.Kind = KindFilopodium
		s.LengthUm = logNormal(g.rng, filopodiumMedianUm, 0.2)
		s.HeadRadiusUm, s.NeckRadiusUm = filopodiumRadiusUm, filopodiumRadiusUm
		return s
	}
	s.HeadRadiusUm = min(0.6, logNormal(g.rng, headMedianUm, headSigma))
	s.LengthUm = max(lengthMinUm, 2*s.HeadRadiusUm, logNormal(g.rng, lengthMedianUm, lengthSigma))
	s.NeckRadiusUm = min(s.HeadRadiusUm, logNormal(g.rng, neckMedianUm, neckSigma))
	return s
}
