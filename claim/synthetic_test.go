package claim

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"respine/scored"
	"respine/study"
	"respine/table"
)

// synthetic fills every kind of table for every animal of a study with chance
// alone: what each claim needs is there, and nothing is true.
func synthetic(t testing.TB, s study.Study, seed uint64) *scored.Set {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	data := scored.New(s)
	id, num := table.String, table.Float
	make := func(name string, columns ...table.Column) *table.Table {
		return table.New(name, append([]table.Column{id("animal", ""), id("session", "")}, columns...)...)
	}
	spines := make("observations", id("spine_id", ""), id("branch_id", ""), num("position_um", "um"))
	branches := table.New("branches", id("animal", ""), id("branch_id", ""), num("length_um", "um"))
	bouts := make("bouts", id("state", ""), num("from_s", "s"), num("to_s", "s"), table.Bool("censored", ""))
	transients, control := make("transients", num("onset_s", "s")), make("control_transients", num("onset_s", "s"))
	preference := make("preference", num("preference_percent", "%"), num("intake_g", "g"))
	movies := make("movies", num("seconds", "s"), num("chance_per_min", "1/min"))
	events := make("ensemble_events", num("participation", ""))
	images := make("images", num("density_per_um2", "1/um2"), num("intensity", ""))
	for _, a := range s.Animals {
		for b := range 4 {
			branches.Append(a.ID, fmt.Sprint(b), 60.0)
		}
		stands := map[int]bool{}
		for _, v := range s.Sessions {
			if !v.Covers(a.Arm) {
				continue
			}
			switch v.Kind {
			case study.Spines:
				for i := range 120 {
					if rng.Float64() < 0.3 {
						stands[i] = rng.Float64() < 0.5
					}
					if stands[i] {
						spines.Append(a.ID, v.ID, fmt.Sprint(i), fmt.Sprint(i%4), 60*float64((i*37)%120)/120)
					}
				}
			case study.TailSuspension:
				at := 0.0
				for i := 0; at < 360; i++ {
					to := at + 2 + 8*rng.Float64()
					state := []string{"struggling", "immobile"}[i%2]
					bouts.Append(a.ID, v.ID, state, at, min(to, 360), to >= 360)
					at = to
				}
				for range 30 {
					transients.Append(a.ID, v.ID, 360*rng.Float64())
					control.Append(a.ID, v.ID, 360*rng.Float64())
				}
			case study.Sucrose:
				preference.Append(a.ID, v.ID, 60+20*rng.Float64(), 4+rng.Float64())
			case study.Calcium:
				movies.Append(a.ID, v.ID, 600.0, 0.5)
				for range 10 + rng.IntN(10) {
					events.Append(a.ID, v.ID, 0.1+0.2*rng.Float64())
				}
			case study.PSD95:
				images.Append(a.ID, v.ID, 0.3+0.1*rng.Float64(), 1+rng.Float64())
			}
		}
	}
	for _, one := range []*table.Table{spines, branches, bouts, transients, control, preference, movies, events, images} {
		if err := data.Add(one.Name, one, one.Name); err != nil {
			t.Fatal(err)
		}
	}
	data.SetErrors(0.02, 0.002)
	return data
}

// nineArms is the study of the preset with a few animals an arm.
func nineArms(t testing.TB, animals int) study.Study {
	t.Helper()
	s, err := study.Preset("moda-sava-2019")
	if err != nil {
		t.Fatal(err)
	}
	return s.Keep(animals)
}

func preset(t testing.TB) Set {
	t.Helper()
	s, err := Preset("moda-sava-2019")
	if err != nil {
		t.Fatal(err)
	}
	return s
}
