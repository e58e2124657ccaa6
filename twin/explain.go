package twin

// Grade says what agreement with a claim is worth.
type Grade int

// The grades.
const (
	Assumed    Grade = iota // put in by hand: agreement is a check of consistency, no evidence
	Calibrated              // a constant was fitted to it: agreement is no evidence
	Predicted               // follows from mechanisms put in for other reasons
)

func (g Grade) String() string { return [...]string{"assumed outright", "calibrated", "predicted"}[g] }

// Explanation says how the twin comes to one claim.
type Explanation struct {
	Claim     string // its ID
	Grade     Grade
	Assumes   string // mechanism put in
	Knob      string // constant fitted, "" for none
	Emerges   string // what was not put in
	Ablations string // names of the ablations that must break it, "" where none can
}

// Explain returns the table of assumption, calibration and prediction, in the
// order of Claims.
func Explain() []Explanation {
	return []Explanation{
		{"C2", Calibrated, "struggling reads the population rate", "Behaviour.ThresholdHz, PullPerSec", "that loss of spines alone lowers the rate: stress has no term in the network", "uncoupled behaviour, frozen network, no stress on spines"},
		{"C3", Assumed, "a slow state of its own follows stress", "Sucrose.PerAnhedon", "", "no anhedonia"},
		{"C6a", Predicted, "restraint is an intermittent drive of the same stress state", "dose of a restraint", "similarity in behaviour", "uncoupled behaviour, frozen network, no stress on spines"},
		{"C6b", Assumed, "restraint drives the same stress state", "dose of a restraint", "", "no stress on spines"},
		{"C6c", Assumed, "restraint drives the same slow state", "dose of a restraint", "", "no anhedonia"},
		{"C7a", Calibrated, "the acute state lifts inhibition of dendrites", "Ketamine.Disinhibit", "rescue while spines are as few as before", "no acute state, uncoupled behaviour, no stress on spines"},
		{"C7b", Calibrated, "a delayed cascade raises formation", "Ketamine.Formation, AcuteHours", "hand-over from the acute state to new spines", "uncoupled behaviour, frozen network, no bouton memory, no stress on spines"},
		{"C7c", Predicted, "a delayed cascade raises formation", "Ketamine.Formation", "the effect outlasts the acute state by two days, and rests on new spines, not all of them restored", "no plasticity, uncoupled behaviour, frozen network, no stress on spines"},
		{"C7d", Assumed, "the acute state heals the slow state", "Sucrose.Ketamine", "", "no anhedonia"},
		{"C4", Calibrated, "stress feeds a local signal and lowers the ceiling of maturity", "Contagion.PerHour", "which spines are lost", "no stress on spines"},
		{"C5a", Predicted, "what a lost spine leaves behind reaches about a micrometre", "Contagion.ReachUm", "clusters beyond exchange of labels within branches: no place is marked beforehand", "no contagion, neither field, no stress on spines"},
		{"C5b", Predicted, "nothing about branches", "", "branches differ because loss feeds on loss", "no contagion, neither field, no stress on spines"},
		{"C8a", Calibrated, "the cascade multiplies formation", "Ketamine.Formation", "", "no plasticity"},
		{"C8b", Calibrated, "the cascade has three stages and a threshold", "Ketamine.CascadeHours, Half, Hill", "", "no plasticity"},
		{"C9", Calibrated, "young spines raise formation beside them", "Formation.Growth", "that clustered losses make part of it, for their boutons call new spines; and that it takes many births", "neither field, no plasticity"},
		{"C10", Calibrated, "a bouton outlives its spine", "Formation.Bouton, BoutonHours", "how much of it exceeds chance", "no bouton memory"},
		{"C12", Predicted, "spines ripen by co-activity and know nothing of having been lost", "", "lost places keep partners of the own assembly", "new spines ripen alike"},
		{"C13a", Assumed, "stress lowers the ceiling of maturity and takes spines", "Stress.PSDDeficit", "", "no stress on spines"},
		{"C13b", Assumed, "the cascade lifts the ceiling and adds spines", "Ketamine.Recovery", "", "no plasticity, no stress on spines"},
		{"C16a", Predicted, "no stress term in the network", "", "rarer events from fewer spines", "frozen network, no stress on spines"},
		{"C16b", Predicted, "no stress term in the network", "", "smaller events from fewer spines", "frozen network, no stress on spines"},
		{"C17a", Predicted, "no drug term at 48 h", "", "events come back with spines", "frozen network, no plasticity"},
		{"C17b", Predicted, "no drug term at 48 h", "", "size comes back with spines of the own assembly, which without bouton memory are few among the new", "frozen network, no plasticity, no bouton memory, no stress on spines"},
		{"C18a", Assumed, "struggling reads the population rate", "", "", "uncoupled behaviour"},
		{"C18b", Calibrated, "an accumulator and a motor delay", "Behaviour.DelaySec", "", ""},
		{"C19a", Predicted, "no stress term in the network", "Imaging.TransientHz", "rarer transients in immobility", "frozen network, no stress on spines"},
		{"C19b", Predicted, "struggling reads the population rate", "", "longer bouts", "uncoupled behaviour, frozen network, no stress on spines"},
		{"C20", Calibrated, "the acute state lifts inhibition of dendrites", "Ketamine.Disinhibit", "transients before spines", "no acute state, no stress on spines"},
		{"C22", Assumed, "light shrinks young and ripening spines", "Light.ShrinkLog, UnripeShare", "they die of the ordinary hazard", "light without shrinking"},
		{"C23", Predicted, "few spines are young at 3 h", "", "no block", ""},
		{"C24a", Predicted, "light shrinks young and ripening spines", "Light.ShrinkLog", "events at 48 h rest on them", "frozen network, light without shrinking"},
		{"C24b", Predicted, "light shrinks young and ripening spines", "Light.ShrinkLog", "transients at 48 h rest on them, if they are of the own assembly", "frozen network, light without shrinking"},
		{"C25a", Predicted, "light shrinks young and ripening spines", "Light.ShrinkLog", "behaviour at 48 h rests on them", "uncoupled behaviour, frozen network, light without shrinking, no stress on spines"},
		{"C25b", Predicted, "few spines are young at 3 h", "", "no block", ""},
		{"C25c", Predicted, "spines come at 12-24 h", "Ketamine.CascadeHours", "timing", "uncoupled behaviour, frozen network, light without shrinking"},
		{"C25d", Assumed, "light without probe does nothing", "", "", ""},
		{"C26", Assumed, "sucrose preference does not read prefrontal spines", "", "only the power of a comparison", "sucrose reads spines"},
	}
}
