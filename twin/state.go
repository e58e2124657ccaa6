package twin

import "math"

// State is what a whole mouse is in, hour by hour.
type State struct {
	Hour     float64
	Stress   float64 // S, 0 to about 1
	Acute    float64 // A, 1 right after a full dose
	x, b1    float64 // first stages of the cascade
	Cascade  float64 // B
	Anhedone float64 // the slow state of sucrose preference
	Standing int     // spines on all branches
	Ensemble float64 // weight of own-assembly spines per cell, in ripe spines of mean size
}

// fullDose is the ketamine dose in mg/kg that sets the acute state to 1.
const fullDose = 10.0

// dose adds a dose of ketamine; the effect saturates with half of its most at
// the full dose, an assumption.
func (s *State) dose(mgPerKg float64) {
	strength := 2 * mgPerKg / (mgPerKg + fullDose)
	s.Acute = math.Max(s.Acute, strength)
	s.x = math.Max(s.x, strength)
}

// gain returns how far the cascade acts, 0 to 1: B^n/(B^n + half^n).
func (k Ketamine) gain(s State) float64 {
	if s.Cascade <= 0 {
		return 0
	}
	b := math.Pow(s.Cascade/k.Half, k.Hill)
	return b / (1 + b)
}

// advance moves the whole-mouse states on by an hour, in exact steps for the
// linear parts:
//
//	dS/dt = (drive - S)/tau_on under stress, -S/tau_off without; - k_BS B S
//	dA/dt = -A/tau_A;  dX/dt = -X/tau_B, dB1/dt = (X - B1)/tau_B, dB/dt = (B1 - B)/tau_B
//	dH/dt = (S - H)/tau_H - k_ket A H
func (s *State) advance(p Params, drive float64) {
	if drive > 0 {
		s.Stress = drive + (s.Stress-drive)*math.Exp(-1/p.Stress.OnHours)
	} else {
		s.Stress *= math.Exp(-1 / p.Stress.OffHours)
	}
	s.Stress *= math.Exp(-p.Ketamine.Recovery * s.Cascade)
	s.Anhedone = s.Stress + (s.Anhedone-s.Stress)*math.Exp(-1/p.Sucrose.DriveHours)
	s.Anhedone *= math.Exp(-p.Sucrose.Ketamine * s.Acute)
	s.Acute *= math.Exp(-1 / p.Ketamine.AcuteHours)
	u, e := 1/p.Ketamine.CascadeHours, math.Exp(-1/p.Ketamine.CascadeHours)
	s.x, s.b1, s.Cascade = s.x*e, (s.b1+s.x*u)*e, (s.Cascade+s.b1*u+s.x*u*u/2)*e
	s.Hour++
}

// ceiling returns P95, the maturity a spine can reach under stress.
func (p Params) ceiling(s State) float64 {
	return 1 - p.Stress.PSDDeficit*math.Min(s.Stress, 1)*(1-p.Ketamine.gain(s))
}
