package turnover

import (
	"respine/table"
)

// Tables returns the result as tidy tables: spine_intervals, spine_density,
// spine_events, spine_confirmed, spine_survival, spine_restored,
// spine_restored_pairs and spine_restored_sweep. branch_id -1 is the total.
// Numbers without a value are missing and their reason stands beside them.
func (r Result) Tables() []*table.Table {
	return []*table.Table{
		r.intervalTable(), r.densityTable(), r.eventTable(), r.confirmedTable(),
		r.survivalTable(), r.restoredTable(), r.pairTable(), r.sweepTable(),
	}
}

func (r Result) intervalTable() *table.Table {
	columns := []table.Column{
		table.Int("session_from", ""), table.Int("session_to", ""),
		table.Float("day_from", "d"), table.Float("day_to", "d"),
		table.Int("branch_id", ""), table.String("kind", ""),
		table.Int("n_a", ""), table.Int("n_b", ""), table.Int("kept", ""), table.Int("lost", ""), table.Int("gained", ""),
		table.Int("not_judged", ""), table.Int("n_first", ""), table.Float("common_um", "um"),
		table.Float("formation", ""), table.Float("formation_first", ""), table.Float("elimination", ""),
		table.Float("turnover_ratio", ""), table.Float("density_a_per_um", "1/um"), table.Float("density_b_per_um", "1/um"),
		table.String("undefined", ""),
	}
	if r.Corrected != nil {
		columns = append(columns, table.Float("formation_corrected", ""),
			table.Float("elimination_corrected", ""), table.String("undefined_corrected", ""))
	}
	t := table.New("spine_intervals", columns...)
	for i, v := range r.Intervals {
		row := []any{v.From, v.To, v.DayFrom, v.DayTo, v.Branch, v.Kind.String(),
			v.NA, v.NB, v.Kept, v.Lost, v.Gained, v.NotJudged, v.NFirst, v.CommonUm,
			v.Formation.Value(), v.FormationFirst.Value(), v.Elimination.Value(),
			v.Turnover.Value(), v.DensityA.Value(), v.DensityB.Value(),
			reasons(v.Formation.Undefined, v.Turnover.Undefined, v.FormationFirst.Undefined, v.DensityA.Undefined)}
		if r.Corrected != nil {
			c := r.Corrected[i]
			row = append(row, c.Formation.Value, c.Elimination.Value,
				reasons(c.Formation.Undefined, c.Elimination.Undefined))
		}
		t.Append(row...)
	}
	return t
}

// reasons joins the distinct reasons.
func reasons(all ...string) string {
	out := ""
	seen := map[string]bool{"": true}
	for _, s := range all {
		if seen[s] {
			continue
		}
		seen[s] = true
		if out != "" {
			out += "; "
		}
		out += s
	}
	return out
}

func (r Result) densityTable() *table.Table {
	t := table.New("spine_density", table.Int("session", ""), table.Float("day", "d"),
		table.Int("branch_id", ""), table.String("kind", ""), table.Int("present", ""), table.Int("not_judgeable", ""),
		table.Float("judgeable_um", "um"), table.Float("density_per_um", "1/um"), table.String("undefined", ""))
	for _, d := range r.Densities {
		t.Append(d.Session, d.Day, d.Branch, d.Kind.String(), d.Present, d.NotJudgeable,
			d.PerUm.Den, d.PerUm.Value(), d.PerUm.Undefined)
	}
	return t
}

func (r Result) eventTable() *table.Table {
	t := table.New("spine_events", table.String("spine_id", ""), table.Int("branch_id", ""), table.Int("side", ""),
		table.Float("position_um", "um"), table.String("kind", ""), table.String("change", ""),
		table.Int("session_from", ""), table.Int("session_to", ""), table.Float("day_from", "d"), table.Float("day_to", "d"),
		table.Bool("consecutive", ""), table.String("confirmation", ""))
	for _, e := range r.Events {
		s := r.Presence.Sites[e.Site]
		t.Append(s.Spine, s.Branch, s.Side, s.PositionUm, s.Kind.String(), e.Change.String(),
			e.From, e.To, e.DayFrom, e.DayTo, e.Consecutive, e.Confirmation.String())
	}
	return t
}

func (r Result) confirmedTable() *table.Table {
	t := table.New("spine_confirmed", table.Int("session_from", ""), table.Int("session_to", ""),
		table.String("kind", ""), table.String("change", ""), table.Int("confirmed", ""), table.Int("contradicted", ""),
		table.Int("unconfirmable", ""), table.Int("of", ""), table.Float("rate", ""), table.String("undefined", ""))
	for _, c := range r.Confirmed {
		t.Append(c.From, c.To, c.Kind.String(), c.Change.String(), c.Confirmed, c.Contradicted,
			c.Unknown, c.Of, c.Rate.Value(), c.Rate.Undefined)
	}
	return t
}

func (r Result) survivalTable() *table.Table {
	t := table.New("spine_survival", table.String("spines", ""), table.Int("session_start", ""), table.Int("n", ""),
		table.Int("session", ""), table.Float("days", "d"), table.Int("judged", ""), table.Int("present", ""),
		table.Float("fraction", ""), table.Float("fraction_lo", ""), table.Float("fraction_hi", ""),
		table.Float("bracketed_least", ""), table.Float("bracketed_most", ""),
		table.Float("kaplan_meier", ""), table.Float("kaplan_meier_lo", ""), table.Float("kaplan_meier_hi", ""),
		table.String("undefined", ""))
	add := func(which string, curves []Survival) {
		for _, s := range curves {
			for _, v := range s.Rows {
				t.Append(which, s.Start, s.N, v.Session, v.Days, v.Judged, v.Present,
					v.Fraction.Value(), v.Wilson.Lo, v.Wilson.Hi, v.Least, v.Most,
					v.KaplanMeier, v.Band.Lo, v.Band.Hi, v.Fraction.Undefined)
			}
		}
	}
	add("all", r.Survival)
	add("new", r.NewSurvival)
	return t
}

func (r Result) restoredTable() *table.Table {
	t := table.New("spine_restored", table.Int("session_from", ""), table.Int("session_to", ""),
		table.Int("new", ""), table.Int("lost_before", ""), table.Int("restored", ""), table.Int("de_novo", ""),
		table.Float("fraction_of_new", ""), table.Float("fraction_of_new_lo", ""), table.Float("fraction_of_new_hi", ""),
		table.Float("fraction_of_lost", ""), table.Float("chance_formula", ""), table.Float("chance_exact", ""),
		table.Float("chance_uniform", ""), table.Float("chance_uniform_lo", ""), table.Float("chance_uniform_hi", ""), table.Float("p_uniform", ""),
		table.Float("chance_avoiding", ""), table.Float("chance_avoiding_lo", ""), table.Float("chance_avoiding_hi", ""), table.Float("p_avoiding", ""),
		table.Float("excess", ""), table.Float("excess_lo", ""), table.Float("excess_hi", ""), table.String("undefined", ""))
	for _, v := range r.Restored {
		n := float64(v.New)
		t.Append(v.From, v.To, v.New, v.Lost, v.Restored, v.DeNovo,
			v.FractionNew.Value(), v.Wilson.Lo, v.Wilson.Hi, v.FractionLost.Value(), v.Formula, v.Expected,
			v.Uniform.Mean/n, v.Uniform.Lo/n, v.Uniform.Hi/n, v.Uniform.P,
			v.Avoiding.Mean/n, v.Avoiding.Lo/n, v.Avoiding.Hi/n, v.Avoiding.P,
			v.Excess, v.ExcessInterval.Lo, v.ExcessInterval.Hi,
			reasons(v.FractionNew.Undefined, v.FractionLost.Undefined, v.NoChance))
	}
	return t
}

func (r Result) pairTable() *table.Table {
	t := table.New("spine_restored_pairs", table.Int("session_to", ""), table.Int("branch_id", ""),
		table.String("new_spine_id", ""), table.String("lost_spine_id", ""),
		table.Float("distance_um", "um"), table.Bool("same_side", ""))
	for _, v := range r.Restored {
		for _, pair := range v.Pairs {
			n, l := r.Presence.Sites[pair.New], r.Presence.Sites[pair.Lost]
			t.Append(v.To, n.Branch, n.Spine, l.Spine, pair.DistanceUm, pair.SameSide)
		}
	}
	return t
}

func (r Result) sweepTable() *table.Table {
	t := table.New("spine_restored_sweep", table.Int("session_from", ""), table.Int("session_to", ""),
		table.Float("radius_um", "um"), table.Int("new", ""), table.Int("restored", ""),
		table.Float("chance_mean", ""), table.Float("chance_lo", ""), table.Float("chance_hi", ""), table.Float("p", ""))
	for _, v := range r.Sweep {
		for i, c := range v.Chance {
			t.Append(v.From, v.To, v.RadiusUm[i], c.Of, c.Observed, c.Mean, c.Lo, c.Hi, c.P)
		}
	}
	return t
}
