package twin

import (
	"math"
	"slices"

	"respine/table"
)

// Tables returns the truth about a mouse: animal, manipulation, session, state,
// branch, spine, spine_observation, spine_event, cell, ensemble_event, bout,
// photometry_event, sucrose and puncta. The first column of each is animal, so
// that the tables of many mice can be put under each other. What has no value
// is NaN with its reason beside it. Only imaged branches have spines here;
// Mouse.Lives has all.
func (m Mouse) Tables() []*table.Table {
	return []*table.Table{
		m.animalTable(), m.manipulationTable(), m.sessionTable(), m.stateTable(),
		m.branchTable(), m.spineTable(), m.observationTable(), m.eventTable(),
		m.cellTable(), m.ensembleTable(), m.boutTable(), m.photometryTable(), m.sucroseTable(), m.punctaTable(),
	}
}

func (m Mouse) table(name string, columns ...table.Column) *table.Table {
	return table.New(name, append([]table.Column{table.String("animal", "")}, columns...)...)
}

func (m Mouse) animalTable() *table.Table {
	t := m.table("animal", table.String("arm", ""), table.Float("start_h", "h"), table.Float("elimination_per_h", "1/h"),
		table.Float("formation_per_h", "1/h"), table.Float("spine_weight", ""), table.Float("struggle_pull_per_s", "1/s"), table.Float("sucrose_logit", ""))
	p := m.Params
	t.Append(m.Name, m.Protocol.Name, m.StartHour, p.Spines.HazardPerHour, p.Formation.PerHour, p.Coupling.Weight, p.Behaviour.PullPerSec, p.Sucrose.Logit)
	return t
}

func (m Mouse) manipulationTable() *table.Table {
	t := m.table("manipulation", table.String("kind", ""), table.Float("from_h", "h"), table.Float("to_h", "h"),
		table.Float("dose", ""), table.String("probe", ""))
	for _, v := range m.Protocol.Manipulations {
		to := v.ToHours
		if !v.chronic() {
			to = v.FromHours
		}
		t.Append(m.Name, v.Kind.String(), v.FromHours, to, v.Dose, v.Probe.String())
	}
	return t
}

func (m Mouse) sessionTable() *table.Table {
	t := m.table("session", table.Int("session", ""), table.String("kind", ""), table.Float("hour", "h"), table.Float("stress", ""),
		table.Float("acute", ""), table.Float("cascade", ""), table.Float("anhedonia", ""), table.Float("ensemble_weight", ""))
	for _, s := range m.Sessions {
		t.Append(m.Name, s.Number, s.Kind.String(), s.Hours, s.State.Stress, s.State.Acute, s.State.Cascade, s.State.Anhedone, s.State.Ensemble)
	}
	return t
}

func (m Mouse) stateTable() *table.Table {
	t := m.table("state", table.Float("hour", "h"), table.Float("stress", ""), table.Float("acute", ""),
		table.Float("cascade", ""), table.Float("anhedonia", ""), table.Int("spines", ""), table.Float("ensemble_weight", ""))
	for _, s := range m.Hours {
		t.Append(m.Name, s.Hour, s.Stress, s.Acute, s.Cascade, s.Anhedone, s.Standing, s.Ensemble)
	}
	return t
}

func (m Mouse) branchTable() *table.Table {
	t := m.table("branch", table.Int("branch_id", ""), table.Int("cell_id", ""), table.Int("assembly", ""), table.Float("length_um", "um"))
	for _, b := range m.Imaged {
		cell := b / m.Wiring.BranchesOf
		t.Append(m.Name, b, cell, m.Wiring.Assembly(cell), m.Wiring.LengthUm)
	}
	return t
}

// imagedLives returns the lives on imaged branches.
func (m Mouse) imagedLives() []int {
	var out []int
	for i, l := range m.Lives {
		if _, ok := slices.BinarySearch(m.Imaged, m.Wiring.Branch(l.Contact)); ok {
			out = append(out, i)
		}
	}
	return out
}

func (m Mouse) spineTable() *table.Table {
	t := m.table("spine", table.String("spine_id", ""), table.Int("branch_id", ""), table.Int("site", ""), table.Int("side", ""),
		table.Float("position_um", "um"), table.Float("azimuth_rad", "rad"), table.Int("partner_cell", ""), table.Bool("own_assembly", ""),
		table.Float("born_h", "h"), table.Float("died_h", "h"), table.String("cause", ""), table.String("spine_before", ""),
		table.Float("lit_h", "h"), table.String("undefined", ""))
	c := m.Wiring
	for _, i := range m.imagedLives() {
		l := m.Lives[i]
		born, died, why := l.Born, l.Died, ""
		if math.IsInf(born, -1) {
			born, why = math.NaN(), "stood before the simulation began"
		}
		if math.IsInf(died, 1) {
			died, why = math.NaN(), joined(why, "still stood at its end")
		}
		before := ""
		if l.Before >= 0 {
			before = m.SpineName(l.Before)
		}
		t.Append(m.Name, m.SpineName(i), c.Branch(l.Contact), l.Contact, int(c.Side[l.Contact]), l.PositionUm, c.Azimuth[l.Contact],
			int(c.Pre[l.Contact]), c.Own[l.Contact], born, died, l.Cause.String(), before, l.LitHour, why)
	}
	return t
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

func (m Mouse) observationTable() *table.Table {
	t := m.table("spine_observation", table.Int("session", ""), table.Float("hour", "h"), table.String("spine_id", ""), table.Int("branch_id", ""),
		table.Int("side", ""), table.Float("position_um", "um"), table.Float("volume", ""), table.Float("maturity", ""), table.Bool("tagged", ""))
	for _, s := range m.Sessions {
		for _, v := range s.Spines {
			l := m.Lives[v.Life]
			t.Append(m.Name, s.Number, s.Hours, m.SpineName(v.Life), m.Wiring.Branch(l.Contact), int(m.Wiring.Side[l.Contact]), l.PositionUm,
				v.Volume, v.Maturity, v.Tagged)
		}
	}
	return t
}

// eventTable lists births and deaths to the half hour, also of spines no
// session saw.
func (m Mouse) eventTable() *table.Table {
	t := m.table("spine_event", table.String("spine_id", ""), table.Int("branch_id", ""), table.Float("position_um", "um"),
		table.String("change", ""), table.Float("hour", "h"), table.String("cause", ""))
	for _, i := range m.imagedLives() {
		l := m.Lives[i]
		b := m.Wiring.Branch(l.Contact)
		if !math.IsInf(l.Born, -1) {
			t.Append(m.Name, m.SpineName(i), b, l.PositionUm, "formed", l.Born, "")
		}
		if !math.IsInf(l.Died, 1) {
			t.Append(m.Name, m.SpineName(i), b, l.PositionUm, "eliminated", l.Died, l.Cause.String())
		}
	}
	return t
}
