package twin

import (
	"slices"
	"strings"
)

// Ablation switches one mechanism off.
type Ablation struct {
	Name   string
	What   string
	Change func(*Params)
}

// Params returns the preset without the mechanism.
func (a Ablation) Params(p Params) Params {
	a.Change(&p)
	return p
}

// Breaks returns the IDs of the claims that must fail without the mechanism, by
// Explain. Ablate says what broken means; what hangs on a broken claim may break
// with it.
func (a Ablation) Breaks() []string {
	var out []string
	for _, e := range Explain() {
		if slices.Contains(strings.Split(e.Ablations, ", "), a.Name) {
			out = append(out, e.Claim)
		}
	}
	return out
}

// Ablations returns every switch there is.
func Ablations() []Ablation {
	return []Ablation{
		{"no stress on spines", "r_q = a_S = b_S = 0, formation as without stress", func(p *Params) {
			p.Contagion.PerHour, p.Stress.Elimination, p.Stress.PSDDeficit, p.Stress.Formation = 0, 0, 0, 0
		}},
		{"no contagion", "r_q = 0, stress raises every hazard alike; no cooperation", func(p *Params) {
			p.Contagion.PerHour, p.Stress.Elimination, p.Spines.Cooperation = 0, evenElimination, 0
		}},
		{"no growth field", "a_g = 0 and a lost neighbour raises no hazard", func(p *Params) {
			p.Formation.Growth, p.Contagion.PerHour, p.Stress.Elimination = 0, 0, evenElimination
		}},
		{"no bouton memory", "R_b = 1 and a_c = 0, with more formation to hold density: a lost place draws a new spine no more than another", func(p *Params) {
			p.Formation.Bouton, p.Formation.Coactivity, p.Formation.PerHour = 1, 0, forgetful
		}},
		{"co-activity the same for all", "c is one constant", func(p *Params) {
			p.Spines.ConstantC = nullCoactivity
		}},
		{"no acute state", "a_A = 0", func(p *Params) { p.Ketamine.Disinhibit = 0 }},
		{"no plasticity", "a_B = k_BS = 0: the cascade does nothing", func(p *Params) {
			p.Ketamine.Formation, p.Ketamine.Recovery, p.Ketamine.Half = 0, 0, never
		}},
		{"frozen network", "the network keeps the spines it had before the study", func(p *Params) { p.Coupling.Frozen = true }},
		{"uncoupled behaviour", "struggling does not see the network", func(p *Params) { p.Behaviour.Uncoupled = true }},
		{"light without shrinking", "light leaves size and maturity", func(p *Params) { p.Light.ShrinkLog, p.Light.UnripeShare = 0, 1 }},
		{"no anhedonia", "sucrose preference is constant", func(p *Params) { p.Sucrose.PerAnhedon = 0 }},
		{"sucrose reads spines", "preference falls with the weight of own-assembly spines, so that light must lower it", func(p *Params) {
			p.Sucrose.FromSpines = 6
		}},
	}
}

// evenElimination gives about the loss that contagion gives.
const evenElimination = 0.95

// forgetful is the formation per hour that holds density without memory.
const forgetful = 9e-4
