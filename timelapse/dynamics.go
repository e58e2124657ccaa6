package timelapse

import (
	"fmt"
	"math/rand/v2"

	"respine/spatial"
	"respine/table"
	"respine/turnover"
)

// Analyse computes the dynamics of what was measured.
func (f Field) Analyse(restoredUm float64, seed uint64) (turnover.Result, error) {
	return Dynamics(f.Result.Presence(), restoredUm, seed)
}

// Dynamics computes the dynamics of a presence table; new spines nearer than
// restoredUm to a lost one are restored, and seed is that of chance.
func Dynamics(p turnover.Presence, restoredUm float64, seed uint64) (turnover.Result, error) {
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

// Tables are those of a field and its dynamics, in the order of the way.
func (f Field) Tables(d turnover.Result) []*table.Table {
	return append(f.Result.Tables(), DynamicsTables(d)...)
}

// DynamicsTables are those of the dynamics of one field.
func DynamicsTables(d turnover.Result) []*table.Table {
	tables := d.Tables()
	for _, t := range tables {
		name, ok := plainNames[t.Name]
		if !ok {
			panic(fmt.Sprintf("timelapse: no plain name for table %s", t.Name))
		}
		t.Name = name
	}
	return tables
}
