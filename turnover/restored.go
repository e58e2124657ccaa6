package turnover

import (
	"fmt"
	"math"
	"math/rand/v2"

	"respine/spatial"
	"respine/stats"
)

// RestoreParams says which new spines count as restored. The zero value is the
// rule of Moda-Sava et al. 2019: nearer than 2 um of path on the same branch to
// a spine lost in the interval before, either side of the shaft, each lost
// place used once.
type RestoreParams struct {
	spatial.Match
	// AnyEarlier looks at every earlier loss whose place has not been taken
	// again, not only at those of the interval before.
	AnyEarlier bool
	// LostWithin looks only at losses between these two sessions, as when the
	// spines a stress took are asked for after several later sessions. It
	// rules over AnyEarlier.
	LostWithin *Window
	// Confirmed uses only confirmed events, on both sides.
	Confirmed bool
	// AvoidUm is the zone around standing spines in the null N4; 0 means 0.5,
	// about the distance below which two spines are seen as one.
	AvoidUm float64
	Draws   int // of each permutation null; 0 means 999
}

const defaultAvoidUm = 0.5

// Window is a stretch of sessions, both ends included.
type Window struct {
	From, To int
}

// looksAt reports whether a loss counts for the spines new between from and to.
func (p RestoreParams) looksAt(loss Event, from, to int) bool {
	switch {
	case loss.To >= to:
		return false
	case p.LostWithin != nil:
		return loss.From >= p.LostWithin.From && loss.To <= p.LostWithin.To
	case p.AnyEarlier:
		return true
	}
	return loss.To == from
}

// Restoration is what became of the new spines of one interval.
type Restoration struct {
	From, To     int
	New, Lost    int // new spines; lost places they could take
	Restored     int
	DeNovo       int // New - Restored
	Pairs        []RestoredPair
	FractionNew  Ratio          // Restored / New
	FractionLost Ratio          // places taken / Lost: another question, another denominator
	Wilson       stats.Interval // 95 %, of FractionNew

	// Formula is 1 - exp(-2·r·lost density), averaged over the new spines;
	// Expected the exact chance on the judgeable path, ends and overlaps
	// included. Both let spines share a place.
	Formula, Expected float64
	// Uniform (N3) and Avoiding (N4) are counts under the permutation nulls,
	// paired as the observed ones were.
	Uniform, Avoiding spatial.Chance
	// Excess is FractionNew less the mean of Uniform; its interval is Wilson's
	// shifted by that mean, which is taken as known.
	Excess         float64
	ExcessInterval stats.Interval
	NoChance       string // why the chance is missing (and NaN), "" if it is not
}

// RestoredPair is one restored spine.
type RestoredPair struct {
	New, Lost  int // sites
	DistanceUm float64
	SameSide   bool
}

// Restore finds the restored spines of every interval but the first. Only
// spines, never filopodia, count, as new, lost and standing ones alike.
func Restore(p Presence, params RestoreParams, rng *rand.Rand) []Restoration {
	events := Events(p)
	taken := map[int]int{} // by lost site, the session in which a pair took its place
	used := p.used()
	var out []Restoration
	for k := 2; k < len(used); k++ {
		r := Restoration{From: used[k-1], To: used[k]}
		formed, lost := p.candidates(events, params, r.From, r.To, taken)
		r.count(p, formed, lost, params)
		for _, pair := range r.Pairs {
			if !params.ManyToOne {
				taken[pair.Lost] = r.To
			}
		}
		r.addChance(p, formed, lost, params, rng)
		out = append(out, r)
	}
	return out
}

// candidates returns the sites formed between neighbouring used sessions and
// the lost sites they are compared with.
func (p Presence) candidates(events []Event, params RestoreParams, from, to int, taken map[int]int) (formed, lost []int) {
	latest := map[int]int{} // of a site lost more than once, the last loss counts
	for _, e := range events {
		s := p.Sites[e.Site]
		if s.Kind != Spine || params.Confirmed && e.Confirmation != Confirmed {
			continue
		}
		switch {
		case e.Change == Formed && e.To == to && e.Consecutive:
			formed = append(formed, e.Site)
		case e.Change == Eliminated && s.States[from] == Absent && params.looksAt(e, from, to):
			latest[e.Site] = e.To
		}
	}
	for i := range p.Sites {
		at, ok := latest[i]
		if when, before := taken[i]; ok && (!before || at > when) {
			lost = append(lost, i)
		}
	}
	return formed, lost
}

// sitesOf returns the sites of one branch as places, with their numbers.
func (p Presence) sitesOf(branch int, sites []int) (places []spatial.Site, number []int) {
	for _, i := range sites {
		if s := p.Sites[i]; s.Branch == branch {
			places = append(places, spatial.Site{PositionUm: s.PositionUm, Side: s.Side})
			number = append(number, i)
		}
	}
	return places, number
}

func (r *Restoration) count(p Presence, formed, lost []int, params RestoreParams) {
	places := map[int]bool{}
	for _, b := range p.Branches() {
		f, fi := p.sitesOf(b, formed)
		l, li := p.sitesOf(b, lost)
		for _, pair := range spatial.Restored(f, l, params.Match) {
			i, j := fi[pair.Formed], li[pair.Lost]
			r.Pairs = append(r.Pairs, RestoredPair{New: i, Lost: j, DistanceUm: pair.DistanceUm,
				SameSide: p.Sites[i].Side == p.Sites[j].Side})
			places[j] = true
		}
	}
	r.New, r.Lost, r.Restored = len(formed), len(lost), len(r.Pairs)
	r.DeNovo = r.New - r.Restored
	r.FractionNew = ratio(float64(r.Restored), float64(r.New), "no new spines")
	r.FractionLost = ratio(float64(len(places)), float64(r.Lost), "no spines lost before")
	r.Wilson = stats.Wilson(r.Restored, r.New, stats.DefaultConfidence)
}

// branchesFor lays out the interval for the nulls: the path on which a new
// spine could be seen is what both its sessions show.
func (p Presence) branchesFor(r Restoration, formed, lost []int) []spatial.Branch {
	var out []spatial.Branch
	for _, b := range p.Branches() {
		branch := spatial.Branch{Path: p.commonPath(b, r.From, r.To)}
		branch.Formed, _ = p.sitesOf(b, formed)
		branch.Lost, _ = p.sitesOf(b, lost)
		for _, s := range p.Sites {
			if s.Branch == b && s.Kind == Spine && s.States[r.From] == Present {
				branch.Standing = append(branch.Standing, s.PositionUm)
			}
		}
		out = append(out, branch)
	}
	return out
}

func (r *Restoration) addChance(p Presence, formed, lost []int, params RestoreParams, rng *rand.Rand) {
	nan := math.NaN()
	unknown := spatial.Chance{Observed: r.Restored, Of: r.New, Mean: nan, Lo: nan, Hi: nan, P: nan}
	r.Formula, r.Expected, r.Excess = nan, nan, nan
	r.ExcessInterval = stats.Interval{Lo: nan, Hi: nan}
	r.Uniform, r.Avoiding = unknown, unknown
	if r.New == 0 {
		r.NoChance = "no new spines"
		return
	}
	if p.Judgeable == nil {
		r.NoChance = "the judgeable path is not known, so chance has nowhere to place spines"
		return
	}
	branches := p.branchesFor(*r, formed, lost)
	uniform, err := spatial.RestoredChance(branches, params.Match, spatial.Placement{Draws: params.Draws}, rng)
	if err != nil {
		r.NoChance = err.Error()
		return
	}
	r.Uniform = uniform
	avoid := params.AvoidUm
	if avoid == 0 {
		avoid = defaultAvoidUm
	}
	r.Avoiding, err = spatial.RestoredChance(branches, params.Match, spatial.Placement{Draws: params.Draws, AvoidUm: avoid}, rng)
	if err != nil {
		r.Avoiding = unknown
		r.NoChance = fmt.Sprintf("avoiding standing spines: %v", err)
	}
	n := float64(r.New)
	r.Expected = spatial.ExpectedCount(branches, params.Match) / n
	r.Formula = formula(branches, params.Match) / n
	r.Excess = r.FractionNew.Value() - uniform.Mean/n
	r.ExcessInterval = stats.Interval{Lo: r.Wilson.Lo - uniform.Mean/n, Hi: r.Wilson.Hi - uniform.Mean/n}
}

// formula sums 1 - exp(-2·r·λ) over the new spines, λ being the lost places
// per micrometre of judgeable path on their branch (and side, if asked).
func formula(branches []spatial.Branch, m spatial.Match) float64 {
	radius := m.RadiusUm
	if radius == 0 {
		radius = spatial.DefaultRadiusUm
	}
	sum := 0.0
	for _, b := range branches {
		length := spatial.LengthUm(b.Path)
		for _, f := range b.Formed {
			lost := 0
			for _, l := range b.Lost {
				if !m.SameSide || l.Side == f.Side {
					lost++
				}
			}
			sum += spatial.ChanceAnalytic(radius, float64(lost)/length, 1)
		}
	}
	return sum
}

// RestoreSweep is one interval at several radii with the uniform null, every
// radius on the same draws.
type RestoreSweep struct {
	From, To int
	RadiusUm []float64
	Chance   []spatial.Chance // by radius
	NoChance string           // why Chance is missing, "" if it is not
}

// DefaultRadiiUm are the radii of a sweep when none are given.
func DefaultRadiiUm() []float64 { return []float64{0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5} }

// SweepRadius repeats Restore's count at every radius, without letting an
// earlier interval's pairs take places away.
func SweepRadius(p Presence, params RestoreParams, radiiUm []float64, rng *rand.Rand) []RestoreSweep {
	events := Events(p)
	if radiiUm == nil {
		radiiUm = DefaultRadiiUm()
	}
	used := p.used()
	var out []RestoreSweep
	for k := 2; k < len(used); k++ {
		s := RestoreSweep{From: used[k-1], To: used[k], RadiusUm: radiiUm}
		formed, lost := p.candidates(events, params, s.From, s.To, nil)
		if p.Judgeable == nil {
			s.NoChance = "the judgeable path is not known, so chance has nowhere to place spines"
		} else {
			var err error
			branches := p.branchesFor(Restoration{From: s.From, To: s.To}, formed, lost)
			s.Chance, err = spatial.Sweep(branches, radiiUm, params.Match, spatial.Placement{Draws: params.Draws}, rng)
			if err != nil {
				s.NoChance = err.Error()
			}
		}
		out = append(out, s)
	}
	return out
}
