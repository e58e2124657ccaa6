package twin

import "respine/table"

func (m Mouse) cellTable() *table.Table {
	t := m.table("cell", table.Int("session", ""), table.Float("hour", "h"), table.Int("cell_id", ""), table.Int("assembly", ""),
		table.Int("spikes", ""), table.Float("seconds", "s"), table.Float("rate_hz", "Hz"))
	for _, s := range m.Sessions {
		if s.Kind != CalciumSession {
			continue
		}
		spikes := make([]int, m.Wiring.Cells)
		for _, v := range s.Activity.Spikes {
			spikes[v.Neuron]++
		}
		for cell, n := range spikes {
			t.Append(m.Name, s.Number, s.Hours, cell, m.Wiring.Assembly(cell), n, s.Activity.Seconds, float64(n)/s.Activity.Seconds)
		}
	}
	return t
}

func (m Mouse) ensembleTable() *table.Table {
	t := m.table("ensemble_event", table.Int("session", ""), table.Float("hour", "h"), table.Float("from_s", "s"), table.Float("to_s", "s"),
		table.Int("cells", ""), table.Int("of", ""), table.Float("participation", ""))
	for _, s := range m.Sessions {
		for _, e := range s.Ensemble {
			t.Append(m.Name, s.Number, s.Hours, e.StartSec, e.EndSec, e.Cells, m.Wiring.Cells, s.Activity.Participation(e))
		}
	}
	return t
}

func (m Mouse) boutTable() *table.Table {
	t := m.table("bout", table.Int("session", ""), table.Float("hour", "h"), table.String("state", ""),
		table.Float("from_s", "s"), table.Float("to_s", "s"), table.Bool("censored", ""))
	for _, s := range m.Sessions {
		for _, b := range s.Bouts {
			state := "struggling"
			if b.Immobile {
				state = "immobile"
			}
			t.Append(m.Name, s.Number, s.Hours, state, b.FromSec, b.ToSec, b.Censored)
		}
	}
	return t
}

func (m Mouse) photometryTable() *table.Table {
	t := m.table("photometry_event", table.Int("session", ""), table.Float("hour", "h"), table.Float("onset_s", "s"),
		table.Float("peak_s", "s"), table.Float("peak_hz", "Hz"), table.Bool("immobile", ""))
	for _, s := range m.Sessions {
		for _, v := range s.Transients {
			t.Append(m.Name, s.Number, s.Hours, v.OnsetSec, v.PeakSec, v.PeakHz, immobileAt(s.Bouts, v.OnsetSec))
		}
	}
	return t
}

func (m Mouse) sucroseTable() *table.Table {
	t := m.table("sucrose", table.Int("session", ""), table.Float("hour", "h"), table.Int("half", ""), table.String("bottle", ""), table.String("side", ""),
		table.Float("drunk_g", "g"), table.Float("lost_g", "g"), table.Float("blank_lost_g", "g"), table.Bool("leaked", ""))
	for _, s := range m.Sessions {
		for _, b := range s.Bottles {
			what, side := "water", "right"
			if b.Sucrose {
				what = "sucrose"
			}
			if b.Left {
				side = "left"
			}
			t.Append(m.Name, s.Number, s.Hours, b.Half, what, side, b.DrunkG, b.LostG, b.BlankLostG, b.Leaked)
		}
	}
	return t
}

func (m Mouse) punctaTable() *table.Table {
	t := m.table("puncta", table.Int("session", ""), table.Float("hour", "h"), table.String("spine_id", ""), table.Int("branch_id", ""),
		table.Float("position_um", "um"), table.Float("intensity", ""))
	for _, s := range m.Sessions {
		for _, v := range s.Puncta {
			l := m.Lives[v.Life]
			t.Append(m.Name, s.Number, s.Hours, m.SpineName(v.Life), m.Wiring.Branch(l.Contact), l.PositionUm, v.Intensity)
		}
	}
	return t
}
