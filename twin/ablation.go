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
	// Reaches reports whether the mechanism can bear on a claim at all; nil when
	// on every one. What it does not reach is to the last bit what it was.
	Reaches func(Claim) bool
}

// reading returns whether a claim reads a kind of session.
func reading(kind SessionKind) func(Claim) bool {
	return func(c Claim) bool {
		return slices.ContainsFunc(c.Reads, func(s Session) bool { return s.Kind == kind })
	}
}

// given returns whether something of a kind is done in an arm of a claim.
func given(kind Kind) func(Claim) bool {
	var arms []string
	for _, a := range Arms() {
		if slices.ContainsFunc(a.Protocol.Manipulations, func(m Manipulation) bool { return m.Kind == kind }) {
			arms = append(arms, a.ID)
		}
	}
	return func(c Claim) bool { return slices.Contains(arms, c.Arm) || slices.Contains(arms, c.Against) }
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
		}, nil},
		{"no contagion", "r_q = 0, stress raises every hazard alike; no cooperation", func(p *Params) {
			p.Contagion.PerHour, p.Stress.Elimination, p.Spines.Cooperation = 0, evenElimination, 0
		}, nil},
		{"neither field", "a_g = r_q = 0: neither young nor lost spines bear on their neighbours", func(p *Params) {
			p.Formation.Growth, p.Contagion.PerHour, p.Stress.Elimination = 0, 0, evenElimination
		}, nil},
		{"no bouton memory", "R_b = 1 and a_c = 0, with more formation to hold density: a lost place draws a new spine no more than another", func(p *Params) {
			p.Formation.Bouton, p.Formation.Coactivity, p.Formation.PerHour = 1, 0, forgetful
		}, nil},
		{"new spines ripen alike", "c is one constant for all spines born since the beginning: a partner of the own assembly ripens none sooner", func(p *Params) {
			p.Spines.ConstantNewC = alikeCoactivity
		}, nil},
		{"no acute state", "a_A = 0", func(p *Params) { p.Ketamine.Disinhibit = 0 }, given(KetamineDose)},
		{"no plasticity", "a_B = k_BS = 0: the cascade does nothing", func(p *Params) {
			p.Ketamine.Formation, p.Ketamine.Recovery, p.Ketamine.Half = 0, 0, never
		}, given(KetamineDose)},
		{"frozen network", "the network keeps the spines it had before the study", func(p *Params) { p.Coupling.Frozen = true }, nil},
		{"uncoupled behaviour", "struggling does not see the network", func(p *Params) { p.Behaviour.Uncoupled = true }, reading(SuspensionSession)},
		{"light without shrinking", "light leaves size and maturity", func(p *Params) { p.Light.ShrinkLog, p.Light.UnripeShare = 0, 1 }, given(Photoactivation)},
		{"no anhedonia", "sucrose preference is constant", func(p *Params) { p.Sucrose.PerAnhedon = 0 }, reading(SucroseSession)},
		{"sucrose reads spines", "preference falls with the weight of own-assembly spines, so that light must lower it", func(p *Params) {
			p.Sucrose.FromSpines = 6
		}, reading(SucroseSession)},
	}
}

// evenElimination gives about the loss that contagion gives.
const evenElimination = 0.95

// forgetful is the formation per hour that holds density without memory.
const forgetful = 9e-4

// alikeCoactivity lets about as many new spines live as ripening by co-activity
// does.
const alikeCoactivity = 0.08
