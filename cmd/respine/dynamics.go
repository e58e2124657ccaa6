package main

import (
	"fmt"
	"math/rand/v2"

	"respine/spatial"
	"respine/spine"
	"respine/table"
	"respine/turnover"
)

// analyse computes the dynamics of what was measured.
func analyse(r spine.Result, restoredUm float64, seed uint64) (turnover.Result, error) {
	return dynamics(r.Presence(), restoredUm, seed)
}

// dynamics computes the dynamics of a presence table.
func dynamics(p turnover.Presence, restoredUm float64, seed uint64) (turnover.Result, error) {
	params := turnover.Params{Restore: turnover.RestoreParams{Match: spatial.Match{RadiusUm: restoredUm}}}
	return turnover.Analyse(p, params, rand.New(rand.NewPCG(seed, 0)))
}

// plainNames are the names of the dynamics in a folder that holds nothing but
// spines.
var plainNames = map[string]string{
	"spine_intervals": "dynamics", "spine_density": "density", "spine_events": "events",
	"spine_confirmed": "confirmed", "spine_survival": "survival", "spine_restored": "restored",
	"spine_restored_pairs": "restored_pairs", "spine_restored_sweep": "restored_sweep",
}

// allTables are the tables of a tracked data set, in the order of the way.
func allTables(r spine.Result, d turnover.Result) []*table.Table {
	tables := r.Tables()
	for _, t := range d.Tables() {
		name, ok := plainNames[t.Name]
		if !ok {
			panic(fmt.Sprintf("respine: no plain name for table %s", t.Name))
		}
		t.Name = name
		tables = append(tables, t)
	}
	return tables
}
