package twin

import "fmt"

// Preset is a named set of constants with the question it asks.
type Preset struct {
	Name   string
	What   string
	Params Params
	// Reaches reports on which claims its constants can bear; nil when on all.
	Reaches func(Claim) bool
}

// Presets returns the study as it reads itself, the null and the rivals.
func Presets() []Preset {
	return []Preset{
		{"moda-sava-2019", "the study's own reading", Default(), nil},
		{"null", "spines come and go by chance: no contagion, no contact met twice, co-activity the same for all, a drug without effect", null(), nil},
		{"rival-formation", "ketamine leaves formation as it is and heals acutely and by ending stress", changed(func(p *Params) { p.Ketamine.Formation, p.Ketamine.Half = 0, never }), given(KetamineDose)},
		{"rival-sucrose", "sucrose preference is read from the same prefrontal spines", changed(func(p *Params) { p.Sucrose.FromSpines = 3 }), reading(SucroseSession)},
		{"rival-epiphenomenal", "stress and drug act on the network directly; spines change beside it", epiphenomenal(), nil},
		{"rival-acute", "the acute state simply persists", changed(func(p *Params) { p.Ketamine.AcuteHours = 480 }), given(KetamineDose)},
	}
}

// PresetNamed returns the preset of a name.
func PresetNamed(name string) (Preset, error) {
	names := ""
	for _, p := range Presets() {
		if p.Name == name {
			return p, nil
		}
		names += " " + p.Name
	}
	return Preset{}, fmt.Errorf("twin: no preset %q\nhint: there are%s", name, names)
}

func changed(change func(*Params)) Params {
	p := Default()
	change(&p)
	return p
}

func null() Params {
	return changed(func(p *Params) {
		p.Contagion.PerHour, p.Spines.Cooperation = 0, 0
		p.Formation.Bouton, p.Formation.Growth, p.Formation.Coactivity, p.Formation.PerHour = 0, 0, 0, nullFormation
		p.Formation.BoutonHours = never
		p.Spines.ConstantC, p.Spines.ConstantVolume = nullCoactivity, true
		p.Ketamine.Formation, p.Ketamine.Disinhibit, p.Ketamine.Recovery, p.Sucrose.Ketamine = 0, 0, 0, 0
		p.Ketamine.Half = never
		p.Coupling.Frozen, p.Coupling.Seconds = true, 0 // chance would take the assemblies apart
	})
}

// With one co-activity for all, maturity settles where 2-day turnover and
// density are about those of the study, at this formation per hour.
const (
	nullCoactivity = 0.074
	nullFormation  = 1.2e-3
)

// never is a half point no cascade reaches.
const never = 1e9

func epiphenomenal() Params {
	return changed(func(p *Params) {
		p.Coupling.Frozen, p.Coupling.Seconds = true, 0
		p.Stress.Direct = 0.6
		p.Ketamine.Recovery = 0.25
	})
}

// Arm is a group of the study.
type Arm struct {
	ID       string
	Purpose  string
	Protocol Protocol
}

// drugAt is the hour of the drug; stress goes before it.
const (
	drugAt     = 0
	stressFrom = -240
	studyStart = -384 // of every arm, so that arms of one mouse begin alike
)

// Arms returns the nine arms A to I of the photoactivation design, and J,
// repeated restraint in place of corticosterone.
func Arms() []Arm {
	none := func(do ...Manipulation) []Manipulation { return do }
	cort := func(do ...Manipulation) []Manipulation {
		return append([]Manipulation{{Kind: Corticosterone, FromHours: stressFrom, ToHours: drugAt}}, do...)
	}
	vehicle := Manipulation{Kind: Vehicle, FromHours: drugAt}
	ketamine := Manipulation{Kind: KetamineDose, FromHours: drugAt, Dose: fullDose}
	light := func(hour float64, probe Probe) Manipulation {
		return Manipulation{Kind: Photoactivation, FromHours: hour, Probe: probe}
	}
	arms := []Arm{
		{ID: "A", Purpose: "healthy reference", Protocol: Protocol{Manipulations: none(vehicle)}},
		{ID: "B", Purpose: "deficit reference", Protocol: Protocol{Manipulations: cort(vehicle)}},
		{ID: "C", Purpose: "ketamine", Protocol: Protocol{Manipulations: cort(ketamine)}},
		{ID: "D", Purpose: "new spines shrunk at 3 h", Protocol: Protocol{Manipulations: cort(ketamine, light(3, ASPaRAC1))}},
		{ID: "E", Purpose: "new spines shrunk at 24 h", Protocol: Protocol{Manipulations: cort(ketamine, light(24, ASPaRAC1))}},
		{ID: "F", Purpose: "light without probe at 24 h", Protocol: Protocol{Manipulations: cort(ketamine, light(24, NoProbe))}},
		{ID: "G", Purpose: "shrunk at 24 h without drug", Protocol: Protocol{Manipulations: cort(vehicle, light(24, ASPaRAC1))}},
		{ID: "H", Purpose: "shrunk at 24 h without stress or drug", Protocol: Protocol{Manipulations: none(vehicle, light(24, ASPaRAC1))}},
		{ID: "I", Purpose: "random spines shrunk at 24 h", Protocol: Protocol{Manipulations: cort(ketamine, light(24, Untargeted))}},
		{ID: "J", Purpose: "restraint", Protocol: Protocol{Manipulations: none(
			Manipulation{Kind: Restraint, FromHours: stressFrom, ToHours: drugAt}, vehicle)}},
	}
	for i := range arms {
		arms[i].Protocol.Name, arms[i].Protocol.Sessions = arms[i].ID, studySessions()
		arms[i].Protocol.StartHours = studyStart
	}
	return arms
}

// studySessions is what every arm of the preset records.
func studySessions() []Session {
	var out []Session
	for _, h := range []float64{-264, -12, 3, 6, 12, 24, 48, 120} {
		out = append(out, Session{SpineSession, h})
	}
	for _, h := range []float64{-264, -12, 3, 24, 48} {
		out = append(out, Session{CalciumSession, h}, Session{SuspensionSession, h})
	}
	out = append(out, Session{SuspensionSession, 4})
	for _, h := range []float64{-264, -12, 24, 48} {
		out = append(out, Session{SucroseSession, h}, Session{PunctaSession, h})
	}
	return out
}
