package measure

import (
	"slices"

	"respine/study"
)

// All returns every measure, in the order of docs/claims.md.
func All() []Measure {
	session := []string{"session"}
	interval := []string{"from", "to"}
	bouts := []string{"bouts"}
	spines := [][]string{{"observations"}}
	placed := [][]string{{"observations"}, {"branches"}}
	return []Measure{
		{Name: "immobility", What: "time immobile in the last 240 s of tail suspension", Unit: "s", Kind: study.TailSuspension, Times: session,
			Needs: [][]string{{"bouts", "immobility"}}, value: immobility},
		{Name: "immobile bout", What: "time immobile per bout that ended", Unit: "s", Kind: study.TailSuspension, Times: session, Log: true, Rows: "bout",
			Needs: [][]string{bouts}, value: immobileBout},
		{Name: "transients", What: "photometry transients per immobile minute", Unit: "1/min", Kind: study.TailSuspension, Times: session,
			Needs: [][]string{{"transients"}, bouts}, value: transientRate("transients")},
		{Name: "struggle hazard", What: "hazard of struggling within 2 s of a transient over that otherwise, in immobility", Kind: study.TailSuspension, Log: true,
			Needs: [][]string{{"transients"}, bouts}, value: struggleHazard("transients")},
		{Name: "control hazard", What: "the same, for transients of the control channel", Kind: study.TailSuspension, Log: true,
			Needs: [][]string{{"control_transients"}, bouts}, value: struggleHazard("control_transients")},
		{Name: "struggle lag", What: "median time from the peak of a transient to the struggle it comes before", Unit: "s", Kind: study.TailSuspension,
			Needs: [][]string{{"transients"}, bouts}, value: struggleLag},
		{Name: "sucrose preference", What: "share of sucrose in what was drunk", Unit: "%", Kind: study.Sucrose, Times: session,
			Needs: [][]string{{"sucrose", "preference"}}, value: preference},
		{Name: "fluid intake", What: "all that was drunk", Unit: "g", Kind: study.Sucrose, Times: session,
			Needs: [][]string{{"sucrose", "preference"}}, value: intake},
		{Name: "elimination", What: "share of standing spines lost", Kind: study.Spines, Times: interval, Rows: "branch", Needs: spines, value: elimination},
		{Name: "formation", What: "new spines over those standing before", Kind: study.Spines, Times: interval, Rate: true, Rows: "branch", Needs: spines, value: formation},
		{Name: "lost nearness", What: "how near lost spines stand to each other, in SD from labels exchanged within branches", Kind: study.Spines, Times: interval,
			Needs: placed, Robust: true, value: lostNearness},
		{Name: "lost dispersion", What: "how unevenly losses fall on branches, over chance", Kind: study.Spines, Times: interval, Chance: 1,
			Needs: spines, Robust: true, value: lostDispersion},
		{Name: "new nearness", What: "how near new spines stand to each other, in SD from places drawn on the branch but for standing spines", Kind: study.Spines, Times: interval,
			Needs: placed, Robust: true, value: newNearness},
		{Name: "new dispersion", What: "how unevenly new spines fall on branches for their length, over chance", Kind: study.Spines, Times: interval, Chance: 1,
			Needs: placed, Robust: true, value: newDispersion},
		{Name: "restored share", What: "share of new spines within 2 um of a lost place", Kind: study.Spines, Times: []string{"lost from", "lost to", "new at"}, Pooled: true,
			Needs: spines, value: restoredShare},
		{Name: "restored excess", What: "that share less chance", Kind: study.Spines, Times: []string{"lost from", "lost to", "new at"}, Pooled: true,
			Needs: placed, value: restoredExcess},
		{Name: "restored survival", What: "survival of restored spines less that of others as new", Kind: study.Spines, Times: []string{"lost from", "lost to", "new at", "until"}, Pooled: true, Rows: "spine",
			Needs: placed, value: restoredSurvival},
		{Name: "loss of new", What: "share lost of spines new at a session", Kind: study.Spines, Times: []string{"not at", "new at", "until"}, Pooled: true, Needs: spines, value: lossOfNew},
		{Name: "loss of old", What: "share lost of spines standing before", Kind: study.Spines, Times: []string{"at", "and at", "until"}, Needs: spines, value: lossOfOld},
		{Name: "loss new less old", What: "share lost of new spines less that of old ones", Kind: study.Spines, Times: []string{"not at", "new at", "until"}, Pooled: true,
			Needs: spines, value: lossNewLessOld},
		{Name: "loss restored less others", What: "share lost of restored spines less that of others as new", Kind: study.Spines, Times: []string{"lost from", "lost to", "new at", "until"}, Pooled: true, Needs: placed, value: lossRestoredLess},
		{Name: "ensemble events", What: "synchronous events per minute", Unit: "1/min", Kind: study.Calcium, Times: session, Rows: "event",
			Needs: [][]string{{"movies"}, {"ensemble_events"}}, value: eventRate},
		{Name: "event excess", What: "synchronous events per minute beyond chance", Unit: "1/min", Kind: study.Calcium, Times: session,
			Needs: [][]string{{"movies"}, {"ensemble_events"}}, value: eventExcess},
		{Name: "participation", What: "mean share of cells in a synchronous event", Kind: study.Calcium, Times: session, Rows: "event",
			Needs: [][]string{{"ensemble_events"}}, value: participation},
		{Name: "psd95", What: "PSD95 as puncta times intensity, per um of dendrite or um2 of image", Kind: study.PSD95, Times: session, Rows: "image",
			Needs: [][]string{{"puncta", "images"}}, value: psd95},
		{Name: "psd95 density", What: "PSD95 puncta per um of dendrite or um2 of image", Kind: study.PSD95, Times: session, Rows: "image",
			Needs: [][]string{{"puncta", "images"}}, value: psd95Density},
		{Name: "psd95 intensity", What: "mean intensity of PSD95 puncta", Kind: study.PSD95, Times: session, Rows: "image",
			Needs: [][]string{{"puncta", "images"}}, value: psd95Intensity},
	}
}

// Named returns the measure of a name.
func Named(name string) (Measure, bool) {
	all := All()
	i := slices.IndexFunc(all, func(m Measure) bool { return m.Name == name })
	if i < 0 {
		return Measure{}, false
	}
	return all[i], true
}

// Names returns the names of all measures.
func Names() []string {
	var out []string
	for _, m := range All() {
		out = append(out, m.Name)
	}
	return out
}
