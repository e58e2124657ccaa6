package pipeline

import (
	"fmt"
	"slices"

	"respine/measure"
	"respine/plot"
	"respine/report"
	"respine/study"
	"respine/table"
)

// designOf is the manifest as the report draws it.
func designOf(s study.Study) (arms []report.DesignArm, sessions []report.DesignSession) {
	for _, a := range s.Arms {
		one := report.DesignArm{ID: a.ID, Purpose: a.Purpose}
		for _, m := range a.Manipulations {
			one.Done = append(one.Done, plot.SpanMark{Name: doneName(m), From: float64(m.From), To: float64(m.To), Colour: doneColour(m)})
		}
		for _, v := range s.Animals {
			if v.Arm == a.ID {
				one.Animals = append(one.Animals, v.ID)
			}
		}
		arms = append(arms, one)
	}
	for _, kind := range study.SessionKinds() {
		one := report.DesignSession{Kind: string(kind)}
		for _, v := range s.Sessions {
			if v.Kind == kind {
				one.Hours = append(one.Hours, float64(v.At))
			}
		}
		if one.Hours != nil {
			slices.Sort(one.Hours)
			sessions = append(sessions, one)
		}
	}
	return arms, sessions
}

// momentsOf are the sessions of the manifest, as the report names them.
func momentsOf(s study.Study) []report.Moment {
	var out []report.Moment
	for _, v := range s.Sessions {
		out = append(out, report.Moment{Session: v.ID, Kind: string(v.Kind), Hour: float64(v.At)})
	}
	return out
}

func doneName(m study.Manipulation) string {
	if m.Kind == study.Photoactivation {
		return fmt.Sprintf("light on %s", m.Probe)
	}
	return string(m.Kind)
}

// doneColour tells light that should act from light that should not.
func doneColour(m study.Manipulation) plot.Colour {
	if m.Kind == study.Photoactivation && m.Probe != study.ProbeASPaRAC1 {
		return plot.Green
	}
	i := slices.Index(study.ManipulationKinds(), m.Kind)
	return []plot.Colour{plot.Orange, plot.Purple, plot.Grey, plot.Blue, plot.Vermilion, plot.Black}[i]
}

// analysed adds to the counts of recordings how many animals have a value in some
// claim, of each arm and kind of session, and leaves out rows of nothing.
func analysed(s study.Study, flow []report.FlowRow, tables []*table.Table) []report.FlowRow {
	in := map[string]map[string]bool{}
	for _, t := range tables {
		if t.Name != "values" {
			continue
		}
		animals, measures := t.Strings("animal"), t.Strings("measure")
		for i, id := range animals {
			m, ok := measure.Named(measures[i])
			arm := slices.IndexFunc(s.Animals, func(a study.Animal) bool { return a.ID == id })
			if !ok || arm < 0 {
				continue
			}
			for _, kind := range kindsOf(m) {
				key := s.Animals[arm].Arm + "/" + string(kind)
				if in[key] == nil {
					in[key] = map[string]bool{}
				}
				in[key][id] = true
			}
		}
	}
	var out []report.FlowRow
	for _, f := range flow {
		f.Analysed = len(in[f.Arm+"/"+f.Kind])
		if f.Recorded+f.Analysed > 0 {
			out = append(out, f)
		}
	}
	return out
}

// kindsOf are the kinds of session a measure reads: its own, and photometry where it
// needs transients, which are recorded in another session at the same moment.
func kindsOf(m measure.Measure) []study.SessionKind {
	out := []study.SessionKind{m.Kind}
	for _, one := range m.Needs {
		if slices.Contains(one, "transients") || slices.Contains(one, "control_transients") {
			return append(out, study.Photometry)
		}
	}
	return out
}

// inArms counts the arms, where they may be known.
func inArms(s study.Study, masked bool) string {
	if masked {
		return ""
	}
	return fmt.Sprintf(" in %d arms", len(s.Arms))
}

// claimedUm is the radius within which claims call a new spine restored (measure
// "restored share"). It belongs to their declaration: measure: restored_um of a
// manifest changes the tables of dynamics alone.
const claimedUm = 2.0

// methods are the paragraphs of the report, from what was done and by whom.
func methods(s study.Study, p reportParams, scored []report.ScoredRow) []string {
	first := fmt.Sprintf("The study has %d animals%s. Time is counted from %s.", len(s.Animals), inArms(s, p.Masked), s.TimeZero.Event)
	if slices.ContainsFunc(scored, func(r report.ScoredRow) bool { return r.Measured != nil }) {
		first += " What was measured from recordings was measured from files and parameters alone: the steps are told neither arms nor names of animals; arms join the measured tables when claims are judged."
	}
	if slices.ContainsFunc(scored, func(r report.ScoredRow) bool { return r.ByHand != nil }) {
		first += " Of tables brought ready-made this page knows what the manifest says, who scored them; whether they knew arms or animals it does not know."
	}
	out := append([]string{first}, p.Methods...)
	if p.Masked || !s.Claims.Declared() {
		return out
	}
	return append(out,
		"The claims are those of the "+p.Declared+". The hash tells whether they are the ones that were written down before the data; this page cannot know that. Every test is over animals: a difference is supported when its 95 % interval lies on the side claimed, absence of a difference only by equivalence (two one-sided tests), and p is adjusted within families (Holm 1979). Claims about spines are judged as scored and again with the estimated errors of scoring taken off, and hold only if they survive that. A new spine is restored within "+fmt.Sprintf("%g µm", claimedUm)+" of a lost one there, whatever radius the tables of dynamics have (below). docs/claims.md and docs/statistics.md give every rule with its source.")
}
