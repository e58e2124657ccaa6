package spine

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"respine/dendrite"
	"respine/turnover"
)

const (
	plantEvery = 25  // steps along one side between planted spines
	headUm     = 0.4 // along one side between heads, at least: their width
	foundUm    = 0.8 // from where it was planted
	changing   = 0.2 // share of planted spines that come or go between two sessions
)

// trial is a spine planted at a place, in some of the sessions.
type trial struct {
	Place
	contrast float64
	in       []bool // per session
}

// plantBranch runs one round of trials on one branch: spines are planted in its
// sessions, all sessions are looked at, pooled and decided anew, and what was
// planted is looked for among what is called, per session. known are the
// branch's own sites.
func (t *Tracker) plantBranch(b *Branch, views []*view, known []Site, donors [][]graft, rng *rand.Rand) [][]planted {
	c := t.classifier(b.ID)
	out := make([][]planted, len(views))
	trials := t.plan(b, known, donors, rng)
	if len(trials) == 0 {
		return out
	}
	with := make([]*view, len(views))
	for k, v := range views {
		if v == nil {
			continue
		}
		w := *v
		w.Pix = slices.Clone(v.Pix)
		for _, x := range trials {
			if x.in[k] {
				w.plant(x, donors[k])
			}
		}
		w = w.look(c)
		with[k] = &w
	}
	var sites []Site
	for _, s := range pool(with, c) {
		if s.Branch = b.ID; !t.onOther(b, s) {
			s.decide(b, t.params.Presence)
			sites = append(sites, s)
		}
	}
	for k := range views {
		out[k] = foundAgain(k, trials, called(known, k), called(sites, k))
	}
	return out
}

// plan draws where spines are planted, how bright, and in which sessions. Most
// stand in all of them. None stands where it would be another dendrite's, or in
// a session that has no spine like it to copy.
func (t *Tracker) plan(b *Branch, known []Site, donors [][]graft, rng *rand.Rand) []trial {
	all := slices.Concat(donors...)
	if len(all) == 0 {
		return nil
	}
	n := len(b.Days[0].Judgeable)
	var out []trial
	for s, side := range []int{1, -1} {
		for i := graftAlong + rng.IntN(plantEvery) + s; i < n-graftAlong; i += plantEvery {
			g := all[rng.IntN(len(all))]
			at := Place{Side: side, PositionUm: float64(i) * dendrite.StepUm, LateralUm: g.lateralUm}
			x := trial{Place: at, contrast: g.contrast, in: stands(len(b.Days), rng)}
			if !free(known, at) || t.onOther(b, Site{Place: at}) {
				continue
			}
			for k, d := range b.Days {
				x.in[k] = x.in[k] && d.Reason == "" && d.Judgeable[i] && slices.ContainsFunc(donors[k], x.like)
			}
			out = append(out, x)
		}
	}
	return out
}

// stands draws the sessions in which a planted spine stands.
func stands(n int, rng *rand.Rand) []bool {
	in := slices.Repeat([]bool{true}, n)
	if n == 1 || rng.Float64() >= changing {
		return in
	}
	at := 1 + rng.IntN(n-1)
	if rng.IntN(2) == 0 {
		clear(in[:at])
	} else {
		clear(in[at:])
	}
	return in
}

// plant adds a spine to a view: of the session's own like it the one most like
// it, dimmed to the wanted contrast.
func (v view) plant(x trial, donors []graft) {
	var best graft
	for _, g := range donors {
		if x.like(g) && (best.pix == nil || x.misfit(g) < x.misfit(best)) {
			best = g
		}
	}
	v.put(v.Pix, best, x.contrast/best.contrast, v.columnOf(x.Place), x.Side)
}

// A spine is copied from one whose head stands within likeUm as far out, and
// brightened by a tenth at most: more would show its noise too.
const (
	likeUm       = 0.3
	brightenedBy = 1.1
)

func (x trial) like(g graft) bool {
	return math.Abs(g.lateralUm-x.LateralUm) <= likeUm && x.contrast <= brightenedBy*g.contrast
}

// misfit is how unlike a graft is to what is to be planted: in place, and in
// being dimmer.
func (x trial) misfit(g graft) float64 {
	return math.Abs(g.lateralUm-x.LateralUm) + math.Max(0, x.contrast-g.contrast)
}

// called are the places of the sites called present in a session.
func called(sites []Site, k int) []Place {
	var out []Place
	for _, s := range sites {
		if o := s.Seen[k]; o.State == turnover.Present {
			out = append(out, o.Place)
		}
	}
	return out
}

// free tells whether a head has room at a place.
func free(known []Site, at Place) bool {
	return !slices.ContainsFunc(known, func(s Site) bool {
		return s.Side == at.Side && math.Abs(s.PositionUm-at.PositionUm) < headUm
	})
}

// foundAgain matches what is called in session k after planting with what was
// planted there and what was known before, one to one and the nearest first: a
// planted spine that melts into its neighbour is not found.
func foundAgain(k int, trials []trial, known, seen []Place) []planted {
	places := slices.Clone(known)
	var out []planted
	for _, x := range trials {
		if x.in[k] {
			places = append(places, x.Place)
			out = append(out, planted{contrast: x.contrast})
		}
	}
	type pair struct {
		place, seen int
		um          float64
	}
	var pairs []pair
	for i, p := range places {
		for j, s := range seen {
			if d := math.Hypot(p.PositionUm-s.PositionUm, p.LateralUm-s.LateralUm); p.Side == s.Side && d < foundUm {
				pairs = append(pairs, pair{i, j, d})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(a.um, b.um) })
	found, used := make([]bool, len(places)), make([]bool, len(seen))
	for _, p := range pairs {
		if !found[p.place] && !used[p.seen] {
			found[p.place], used[p.seen] = true, true
		}
	}
	for i := range out {
		out[i].found = found[len(known)+i]
	}
	return out
}
