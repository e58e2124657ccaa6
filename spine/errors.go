package spine

import (
	"math"
	"math/rand/v2"
	"slices"

	"golang.org/x/sync/errgroup"

	"respine/table"
	"respine/turnover"
)

// ErrorRates are the estimated errors of one session's scoring. A value that
// cannot be estimated is NaN, with the reason in Why.
type ErrorRates struct {
	Session int
	// Miss is the share of the spines there are that were not found, from
	// planted spines: every spine found at a contrast where one in n is found
	// stands for n (Horvitz & Thompson 1952, doi:10.1080/01621459.1952.10483446).
	Miss           float64
	MissLo, MissHi float64 // 95 % bootstrap interval over planted spines and found ones
	Planted, Found int
	// FalsePerUm is the expected number of false spines on a micrometre of
	// judgeable path, and FalseShare their share of the spines called, from
	// the calibrated probability of each site in its clearest session.
	FalsePerUm, FalseShare float64
	// MissRepeat and FalseRepeatPerUm come from disagreement of three
	// neighbouring sessions: present-absent-present over present-?-present, and
	// absent-present-absent per micrometre. Spines that truly come and go
	// within the three raise them.
	MissRepeat, FalseRepeatPerUm float64
	Why                          string
}

// minTrials is how many spines are planted per session at least, where there
// is room for any.
const (
	minTrials = 400
	maxRounds = 40
)

// estimateErrors fills the error rates of every session.
func (r *Result) estimateErrors(views [][]*view, of func(branch int) Classifier, above float64, workers int) {
	for k := range r.Sessions {
		e := ErrorRates{Session: k, Miss: math.NaN(), MissLo: math.NaN(), MissHi: math.NaN()}
		r.falseRates(k, &e)
		r.repeatRates(k, &e)
		r.missRate(k, views, of, above, workers, &e)
		r.Errors = append(r.Errors, e)
	}
}

func (r *Result) judgeableUm(k int) float64 {
	var um float64
	for _, b := range r.Branches {
		um += b.Days[k].JudgeableUm()
	}
	return um
}

func (r *Result) falseRates(k int, e *ErrorRates) {
	var called, wrong float64
	for _, s := range r.Sites {
		if s.Seen[k].State == turnover.Present {
			called++
			wrong += 1 - s.surest()
		}
	}
	e.FalseShare, e.FalsePerUm = wrong/called, wrong/r.judgeableUm(k)
	if called == 0 {
		e.FalseShare = math.NaN()
	}
	if r.judgeableUm(k) == 0 {
		e.FalsePerUm = math.NaN()
	}
}

// surest is the highest probability any session alone gives a site. What is
// taken for a spine but is none looks alike every day, so the days are no
// independent witnesses and their joint probability would be too sure; the mean
// of the days would be too doubtful of spines that one day shows clearly.
func (s Site) surest() float64 {
	var p float64
	for _, o := range s.Seen {
		if o.State == turnover.Present {
			p = math.Max(p, o.PAlone)
		}
	}
	return p
}

func (r *Result) repeatRates(k int, e *ErrorRates) {
	e.MissRepeat, e.FalseRepeatPerUm = math.NaN(), math.NaN()
	if k == 0 || k == len(r.Sessions)-1 {
		return
	}
	var kept, missed, alone float64
	for _, s := range r.Sites {
		before, now, after := s.Seen[k-1].State, s.Seen[k].State, s.Seen[k+1].State
		switch {
		case now == turnover.NotJudgeable:
		case before == turnover.Present && after == turnover.Present && now == turnover.Present:
			kept++
		case before == turnover.Present && after == turnover.Present:
			missed++
		case before == turnover.Absent && after == turnover.Absent && now == turnover.Present:
			alone++
		}
	}
	if kept+missed > 0 {
		e.MissRepeat = missed / (kept + missed)
	}
	if um := r.judgeableUm(k); um > 0 {
		e.FalseRepeatPerUm = alone / um
	}
}

// missRate plants spines in session k and weighs the spines found by the
// chance of finding one like them.
func (r *Result) missRate(k int, views [][]*view, of func(int) Classifier, above float64, workers int, e *ErrorRates) {
	var donors []graft
	var contrasts []float64
	for _, s := range r.Sites {
		o := s.Seen[k]
		v := views[r.branch(s.Branch)][k]
		if v == nil || o.State != turnover.Present {
			continue
		}
		contrasts = append(contrasts, v.contrast(o.Candidate))
		if o.PAlone >= donorP {
			if g, ok := v.cut(o.Candidate); ok {
				donors = append(donors, g)
			}
		}
	}
	if len(donors) == 0 {
		e.Why = "no clear spine to plant"
		return
	}
	trials := r.trials(k, views, of, above, donors, workers)
	e.Planted = len(trials)
	for _, t := range trials {
		if t.found {
			e.Found++
		}
	}
	if len(trials) < 30 {
		e.Why = "too little empty shaft to plant spines on"
		return
	}
	e.Miss = missShare(fitRecall(trials), contrasts)
	e.MissLo, e.MissHi = bootstrapMiss(trials, contrasts, rand.New(rand.NewPCG(1, uint64(k))))
}

// trials plants round after round on every branch of session k until there are
// enough. Each branch has random numbers of its own, so that any number of
// workers gives the same trials.
func (r *Result) trials(k int, views [][]*view, of func(int) Classifier, above float64, donors []graft, workers int) []planted {
	var all []planted
	for round := 0; len(all) < minTrials && round < maxRounds; round++ {
		per := make([][]planted, len(r.Branches))
		var g errgroup.Group
		g.SetLimit(workers)
		for i, b := range r.Branches {
			v := views[i][k]
			if v == nil {
				continue
			}
			g.Go(func() error {
				rng := rand.New(rand.NewPCG(uint64(k)<<32|uint64(round), uint64(i)))
				per[i] = v.plant(of(b.ID), above, donors, b.Days[k].Judgeable, rng)
				return nil
			})
		}
		g.Wait()
		all = append(all, slices.Concat(per...)...)
	}
	return all
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

func missShare(f recall, contrasts []float64) float64 {
	if len(contrasts) == 0 {
		return math.NaN()
	}
	var total float64
	for _, c := range contrasts {
		total += 1 / math.Max(leastRecall, f.at(c))
	}
	return 1 - float64(len(contrasts))/total
}

// bootstrapMiss resamples both the planted and the found spines.
func bootstrapMiss(trials []planted, contrasts []float64, rng *rand.Rand) (lo, hi float64) {
	const draws = 400
	all := make([]float64, draws)
	t, c := make([]planted, len(trials)), make([]float64, len(contrasts))
	for n := range all {
		for i := range t {
			t[i] = trials[rng.IntN(len(trials))]
		}
		for i := range c {
			c[i] = contrasts[rng.IntN(len(contrasts))]
		}
		all[n] = missShare(fitRecall(t), c)
	}
	return quantile(all, 0.025), quantile(all, 0.975)
}

func (r Result) errorTable() *table.Table {
	t := table.New("errors", table.Int("session", ""), table.Float("miss", ""), table.Float("miss_lo", ""), table.Float("miss_hi", ""),
		table.Int("planted", ""), table.Int("planted_found", ""),
		table.Float("false_per_um", "1/um"), table.Float("false_share", ""),
		table.Float("miss_repeat", ""), table.Float("false_repeat_per_um", "1/um"), table.String("reason", ""))
	for _, e := range r.Errors {
		t.Append(e.Session, e.Miss, e.MissLo, e.MissHi, e.Planted, e.Found,
			e.FalsePerUm, e.FalseShare, e.MissRepeat, e.FalseRepeatPerUm, e.Why)
	}
	return t
}

// quantile is the q-quantile of v by linear interpolation.
func quantile(v []float64, q float64) float64 {
	s := slices.Sorted(slices.Values(v))
	at := q * float64(len(s)-1)
	i := min(int(at), len(s)-2)
	return s[i] + (at-float64(i))*(s[i+1]-s[i])
}
