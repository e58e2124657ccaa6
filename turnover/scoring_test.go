package turnover

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"

	"respine/spatial"
)

// scored is a toy of a whole experiment: spines on 100 um branches, seen by a
// scorer who misses some, invents some and places all with a little jitter, and
// links each session to the next. Nothing in it restores anything.
type scored struct {
	sessions  []float64  // days
	eliminate []float64  // chance to go, between session k and k+1
	form      []float64  // new ones between k and k+1, per um, uniform
	errors    ErrorRates // of the scorer
	branches  int
	jitterUm  float64 // 0 means 0.2
	linkUm    float64 // 0 means 0.7
}

const (
	toyLengthUm = 100.0
	toyDensity  = 0.45
)

func poisson(mean float64, rng *rand.Rand) int {
	n, p := 0, rng.Float64()
	for limit := math.Exp(-mean); p > limit; n++ {
		p *= rng.Float64()
	}
	return n
}

// presence plays the experiment and returns what the scorer's table says.
func (x scored) presence(rng *rand.Rand) Presence {
	if x.jitterUm == 0 {
		x.jitterUm, x.linkUm = 0.2, 0.7
	}
	p := Presence{}
	for _, day := range x.sessions {
		p.Sessions = append(p.Sessions, Session{Day: day})
		spans := map[int][]spatial.Span{}
		for b := range x.branches {
			spans[b] = []spatial.Span{{Lo: 0, Hi: toyLengthUm}}
		}
		p.Judgeable = append(p.Judgeable, spans)
	}
	for b := range x.branches {
		p.Sites = append(p.Sites, x.branch(b, rng)...)
	}
	return p
}

func (x scored) branch(b int, rng *rand.Rand) []Site {
	var truth []float64
	for range poisson(toyDensity*toyLengthUm, rng) {
		truth = append(truth, rng.Float64()*toyLengthUm)
	}
	var sites []Site
	var last []int // sites seen in the session before
	for t := range x.sessions {
		if t > 0 {
			var left []float64
			for _, s := range truth {
				if rng.Float64() >= x.eliminate[t-1] {
					left = append(left, s)
				}
			}
			truth = left
			for range poisson(x.form[t-1]*toyLengthUm, rng) {
				truth = append(truth, rng.Float64()*toyLengthUm)
			}
		}
		last = link(&sites, last, x.look(truth, rng), b, t, len(x.sessions), x.linkUm)
	}
	return sites
}

// look scores one session.
func (x scored) look(truth []float64, rng *rand.Rand) []float64 {
	var seen []float64
	for _, s := range truth {
		if rng.Float64() >= x.errors.Miss {
			seen = append(seen, s+x.jitterUm*rng.NormFloat64())
		}
	}
	for range poisson(x.errors.FalsePerUm*toyLengthUm, rng) {
		seen = append(seen, rng.Float64()*toyLengthUm)
	}
	sort.Float64s(seen)
	return seen
}

// link continues the sites seen in the session before, or opens new ones.
func link(sites *[]Site, last []int, seen []float64, b, t, n int, linkUm float64) []int {
	now := make([]spatial.Site, len(seen))
	for i, s := range seen {
		now[i].PositionUm = s
	}
	before := make([]spatial.Site, len(last))
	for i, k := range last {
		before[i].PositionUm = (*sites)[k].PositionUm
	}
	continued := map[int]int{}
	for _, pair := range spatial.Restored(now, before, spatial.Match{RadiusUm: linkUm}) {
		continued[pair.Formed] = last[pair.Lost]
	}
	var out []int
	for i, s := range seen {
		k, ok := continued[i]
		if !ok {
			k = len(*sites)
			states := make([]State, n)
			for j := range states {
				states[j] = Absent
			}
			*sites = append(*sites, Site{Spine: fmt.Sprintf("b%d.%d", b, k), Branch: b, States: states})
		}
		(*sites)[k].States[t] = Present
		(*sites)[k].PositionUm = s
		out = append(out, k)
	}
	return out
}
