package turnover

import (
	"fmt"
	"math/rand/v2"
)

// Params says how dynamics are computed; the zero value means the defaults.
type Params struct {
	Restore RestoreParams
	RadiiUm []float64   // of the restored sweep; nil means DefaultRadiiUm
	Errors  *ErrorRates // known scoring errors; nil corrects nothing
	NoSweep bool        // leave the sweep over radii out, which draws most
}

// Result is everything this package computes from one presence table.
type Result struct {
	Presence    Presence
	Params      Params
	Intervals   []Interval // spines, then filopodia
	Corrected   []Corrected
	Densities   []Density // spines, then filopodia
	Events      []Event
	Confirmed   []Confirmable
	Survival    []Survival // of all spines, from each used session but the last
	NewSurvival []Survival // of new spines, from the second to the last but one
	Restored    []Restoration
	Sweep       []RestoreSweep
}

// Analyse computes the dynamics of one presence table. Corrected runs along
// Intervals when error rates are given. The same rng state gives the same
// result.
func Analyse(p Presence, params Params, rng *rand.Rand) (Result, error) {
	if err := p.Check(); err != nil {
		return Result{}, err
	}
	if len(p.Sessions) == 0 {
		return Result{}, fmt.Errorf("turnover: no sessions")
	}
	r := Result{Presence: p, Params: params, Events: Events(p)}
	for _, kind := range []Kind{Spine, Filopodium} {
		r.Intervals = append(r.Intervals, Intervals(p, kind)...)
		r.Densities = append(r.Densities, Densities(p, kind)...)
		r.Confirmed = append(r.Confirmed, ConfirmedRates(p, kind)...)
	}
	if params.Errors != nil {
		for _, v := range r.Intervals {
			r.Corrected = append(r.Corrected, Correct(v, *params.Errors))
		}
	}
	used := p.used()
	for k := 0; k < len(used)-1; k++ {
		start := used[k]
		s, err := SurvivalFrom(p, Spine, start)
		if err != nil {
			return Result{}, err
		}
		r.Survival = append(r.Survival, s)
		if k == 0 {
			continue
		}
		if s, err = NewSurvivalFrom(p, Spine, start); err != nil {
			return Result{}, err
		}
		r.NewSurvival = append(r.NewSurvival, s)
	}
	r.Restored = Restore(p, params.Restore, rng)
	if !params.NoSweep {
		r.Sweep = SweepRadius(p, params.Restore, params.RadiiUm, rng)
	}
	return r, nil
}
