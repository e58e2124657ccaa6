package spine

import (
	"math"
	"math/rand/v2"

	"golang.org/x/sync/errgroup"

	"respine/stats"
	"respine/turnover"
)

// minTrials is how many spines are planted per session at least, where there
// is room for any.
const (
	minTrials = 400
	maxRounds = 40
	fewTrials = 30 // too few to say anything
)

// missRates plants spines into all sessions, follows them as spines are
// followed, and weighs the spines found by the chance of finding one like them.
func (t *Tracker) missRates(r *Result, views [][]*view) {
	donors, called := r.donors(views)
	trials := t.trials(r, views, donors)
	for k := range r.Errors {
		e := &r.Errors[k]
		e.Planted = len(trials[k])
		for _, p := range trials[k] {
			if p.found {
				e.Found++
			}
		}
		if e.Planted < fewTrials {
			e.Why = r.whyFew(k, len(donors[k]))
			continue
		}
		e.Miss = missShare(fitRecall(trials[k]), called[k])
		e.MissLo, e.MissHi = bootstrapMiss(trials[k], called[k], rand.New(rand.NewPCG(1, uint64(k))))
	}
}

// whyFew says why hardly anything could be planted in a session.
func (r *Result) whyFew(k, donors int) string {
	switch {
	case r.judgeableUm(k) == 0:
		return "nothing of this session could be judged"
	case donors == 0:
		return "no spine to plant"
	}
	return "too little free shaft to plant spines on"
}

// standing is a spine called in a session: how far it stands out, and how
// likely it is one.
type standing struct{ contrast, p float64 }

// donors are the spines of every session that can be copied, and called all
// spines called there.
func (r *Result) donors(views [][]*view) (donors [][]graft, called [][]standing) {
	donors, called = make([][]graft, len(r.Sessions)), make([][]standing, len(r.Sessions))
	for _, s := range r.Sites {
		for k, o := range s.Seen {
			v := views[r.branch(s.Branch)][k]
			if v == nil || o.State != turnover.Present {
				continue
			}
			called[k] = append(called[k], standing{v.contrast(o.Candidate), o.P})
			if g, ok := v.cut(o.Candidate); ok {
				donors[k] = append(donors[k], g)
			}
		}
	}
	return donors, called
}

// trials plants round after round on every branch until every session has
// enough. Each branch and round has random numbers of its own, so that any
// number of workers gives the same trials.
func (t *Tracker) trials(r *Result, views [][]*view, donors [][]graft) [][]planted {
	all := make([][]planted, len(r.Sessions))
	for round := 0; round < maxRounds && r.fewest(all, donors) < minTrials; round++ {
		per := make([][][]planted, len(r.Branches))
		var g errgroup.Group
		g.SetLimit(t.params.Workers)
		for i := range r.Branches {
			g.Go(func() error {
				rng := rand.New(rand.NewPCG(uint64(round), uint64(i)))
				per[i] = t.plantBranch(&r.Branches[i], views[i], r.on(r.Branches[i].ID), donors, rng)
				return nil
			})
		}
		g.Wait()
		for _, sessions := range per {
			for k, p := range sessions {
				all[k] = append(all[k], p...)
			}
		}
	}
	return all
}

// fewest is the number of trials of the session that has fewest, among those in
// which spines can be planted.
func (r *Result) fewest(all [][]planted, donors [][]graft) int {
	least := math.MaxInt
	for k := range all {
		if len(donors[k]) > 0 && r.judgeableUm(k) > 0 {
			least = min(least, len(all[k]))
		}
	}
	return least
}

// on lists the sites of one branch.
func (r *Result) on(branch int) []Site {
	var out []Site
	for _, s := range r.Sites {
		if s.Branch == branch {
			out = append(out, s)
		}
	}
	return out
}

// recall is the chance of finding a spine of given contrast: a logistic curve
// in the logarithm of contrast.
type recall struct{ a, b float64 }

func (f recall) at(contrast float64) float64 {
	return logistic(f.a + f.b*math.Log(math.Max(contrast, 1e-3)))
}

func fitRecall(trials []planted) recall {
	x, y := make([]float64, len(trials)), make([]bool, len(trials))
	for i, t := range trials {
		x[i], y[i] = math.Log(math.Max(t.contrast, 1e-3)), t.found
	}
	a, b := fitLogistic(x, y)
	return recall{a, b}
}

// leastRecall bounds how many spines one found can stand for.
const leastRecall = 0.2

// missShare is the share missed of the spines there are. A called spine that is
// one with probability p, and of a contrast where a share f is found, stands for
// p/f spines.
func missShare(f recall, called []standing) float64 {
	var found, there float64
	for _, c := range called {
		found += c.p
		there += c.p / math.Max(leastRecall, f.at(c.contrast))
	}
	return 1 - found/there
}

// bootstrapMiss resamples both the planted and the found spines.
func bootstrapMiss(trials []planted, called []standing, rng *rand.Rand) (lo, hi float64) {
	const draws = 400
	all := make([]float64, draws)
	t, c := make([]planted, len(trials)), make([]standing, len(called))
	for n := range all {
		for i := range t {
			t[i] = trials[rng.IntN(len(trials))]
		}
		for i := range c {
			c[i] = called[rng.IntN(len(called))]
		}
		all[n] = missShare(fitRecall(t), c)
	}
	return stats.Quantile(all, 0.025), stats.Quantile(all, 0.975)
}
