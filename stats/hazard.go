package stats

// EventSeries is one session in equal bins: a signal, whether an event could
// begin in the bin (the animal was immobile when it began), and whether one
// did. Sessions of one animal share its Group.
type EventSeries struct {
	Group  int
	Signal []float64
	AtRisk []bool
	Event  []bool
}

// HazardParams: FirstLag to LastLag are the lags, in bins, at which the signal
// may act; a bin is used only if the signal is known at all of them, so that
// every lag is judged on the same bins. Lag 3 is the signal three bins earlier;
// negative lags look ahead and are there as a check.
type HazardParams struct {
	FirstLag, LastLag int
	Confidence        float64
	Draws             int // of the bootstrap over groups (0: 1999)
}

func (p HazardParams) draws() int {
	if p.Draws == 0 {
		return 1999
	}
	return p.Draws
}

// EventHazard is a discrete-time hazard of an event given an earlier signal.
type EventHazard struct {
	Signal       LogisticCoefficient // log odds ratio for one unit, robust by group
	LR           Omnibus             // of the signal, over the time in the state alone
	Bins, Events int
	Groups       int
	// AUC is of predictions for a group by the model of all others, within the
	// group, averaged over groups; Baseline is the same with the time in the
	// state alone, and Gain their difference, with Student's interval over groups.
	AUC, Baseline RankAUC
	Gain          Difference
	Undetermined  string
}

// HazardAt fits, over the bins at risk,
//
//	logit P(event in bin t) = β0 + β·signal(t - lag) + s(time in the state),
//
// s a restricted cubic spline of the bins since the state began (Harrell 2001),
// and predicts every group from the others. The lag is to be fixed beforehand;
// one chosen by HazardLag on the same data makes every p too small. A Baseline
// below 0.5 is no mistake: a model without information, told the mean of all
// others, is wrong about the one left out more often than not. Smooth the
// signal with causal kernels only: a symmetric one lets the event's own
// movement into its past.
//
// With few groups the robust test is too bold; the test to report is
// SessionPermutation with HazardAssociation.
func HazardAt(series []EventSeries, lag int, p HazardParams) EventHazard {
	d := newHazardRows(series, p)
	if lag < p.FirstLag || lag > p.LastLag {
		panic("stats: HazardAt: the lag lies outside FirstLag to LastLag")
	}
	out := EventHazard{Bins: len(d.event), Groups: len(rowsByGroup(d.group))}
	for _, e := range d.event {
		if e {
			out.Events++
		}
	}
	base, full := d.state, d.withSignal(lag)
	without := Logistic(base, d.event, nil, p.Confidence)
	with := Logistic(full, d.event, d.group, p.Confidence)
	if out.Undetermined = with.Undetermined; out.Undetermined != "" {
		return out
	}
	out.Signal = with.Coef[1]
	out.LR = newOmnibus(2*(with.LogLik-without.LogLik), 1)
	if out.Signal.Undetermined == aliased {
		out.LR = Omnibus{Undetermined: aliased}
	}
	predicted, plain := leaveGroupOut(full, d), leaveGroupOut(base, d)
	out.AUC, _ = AUCByGroup(predicted, d.event, d.group, p.Confidence)
	out.Baseline, _ = AUCByGroup(plain, d.event, d.group, p.Confidence)
	gain, _ := groupAUCs(predicted, d.event, d.group)
	before, _ := groupAUCs(plain, d.event, d.group)
	for g := range gain {
		gain[g] -= before[g]
	}
	out.Gain = meanOverGroups(gain, 0, p.Confidence)
	return out
}

// leaveGroupOut returns, for every row, its probability by a model fitted to
// all other groups; one half where they have a single outcome.
func leaveGroupOut(x [][]float64, d hazardRows) []float64 {
	out := make([]float64, len(x))
	for _, rows := range rowsByGroup(d.group) {
		held := make([]bool, len(x))
		for _, i := range rows {
			held[i] = true
		}
		var train [][]float64
		var event []bool
		for i := range x {
			if !held[i] {
				train, event = append(train, x[i]), append(event, d.event[i])
			}
		}
		fit := Logistic(train, event, nil, 0)
		for _, i := range rows {
			out[i] = 0.5
			if fit.Undetermined == "" {
				out[i] = fit.Probability(x[i])
			}
		}
	}
	return out
}

// HazardAssociation returns what SessionPermutation asks for: the association
// of the events of one session with the signal of another, the mean signal
// lag bins before events less the mean before other bins at risk. Bins beyond
// the end of the shorter session are left out; it is NaN without an event.
func HazardAssociation(series []EventSeries, lag int) func(behaviour, signal int) float64 {
	return func(behaviour, signal int) float64 {
		b, s := series[behaviour], series[signal].Signal
		var sum, n [2]float64
		for t := range b.AtRisk {
			if from := t - lag; b.AtRisk[t] && from >= 0 && from < len(s) {
				k := 0
				if b.Event[t] {
					k = 1
				}
				sum[k] += s[from]
				n[k]++
			}
		}
		return sum[1]/n[1] - sum[0]/n[0]
	}
}
