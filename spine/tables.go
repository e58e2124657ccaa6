package spine

import (
	"respine/dendrite"
	"respine/table"
	"respine/turnover"
)

// Tables returns the result as tidy tables: sessions, branches, centerlines,
// spines, observations, errors and exclusions.
func (r Result) Tables() []*table.Table {
	return []*table.Table{
		r.sessionTable(), r.branchTable(), r.centerlineTable(),
		r.spineTable(), r.observationTable(), r.errorTable(), r.exclusionTable(),
	}
}

func (r Result) sessionTable() *table.Table {
	t := table.New("sessions", table.Int("session", ""), table.Float("day", "d"), table.String("recording", ""),
		table.Bool("aligned", ""), table.Float("correlation", ""),
		table.Float("voxel_z_um", "um"), table.Float("voxel_y_um", "um"), table.Float("voxel_x_um", "um"))
	for k, s := range r.Sessions {
		t.Append(k, s.Day, s.Name, s.Aligned, s.Correlation, s.Voxel.Z, s.Voxel.Y, s.Voxel.X)
	}
	return t
}

func (r Result) branchTable() *table.Table {
	t := table.New("branches", table.Int("branch_id", ""), table.Int("session", ""), table.Float("length_um", "um"),
		table.Float("judgeable_um", "um"), table.Float("correlation", ""), table.String("reason", ""))
	for _, b := range r.Branches {
		for k, d := range b.Days {
			t.Append(b.ID, k, b.LengthUm, d.JudgeableUm(), d.medianCorrelation(), d.Reason)
		}
	}
	return t
}

// JudgeableUm is the length of path on which absence can be told.
func (d Day) JudgeableUm() float64 {
	n := 0
	for _, ok := range d.Judgeable {
		if ok {
			n++
		}
	}
	return float64(n) * dendrite.StepUm
}

// centerlineTable gives every fifth column: a point each half micrometre.
func (r Result) centerlineTable() *table.Table {
	t := table.New("centerlines", table.Int("session", ""), table.Int("branch_id", ""), table.Int("point_index", ""),
		table.Float("position_um", "um"), table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"))
	for _, b := range r.Branches {
		for k, d := range b.Days {
			for n, i := 0, 0; i < d.Strip.NS; n, i = n+1, i+5 {
				p := d.Strip.Centre[i]
				t.Append(k, b.ID, n, float64(i)*dendrite.StepUm, p.X, p.Y, p.Z)
			}
		}
	}
	return t
}

func (r Result) spineTable() *table.Table {
	t := table.New("spines", table.String("spine_id", ""), table.Int("branch_id", ""), table.Int("side", ""),
		table.Float("position_um", "um"), table.Float("lateral_um", "um"), table.String("kind", ""),
		table.Bool("crowded", ""), table.String("sequence", ""))
	for _, s := range r.Sites {
		t.Append(s.ID, s.Branch, s.Side, s.PositionUm, s.LateralUm, s.Kind.String(), s.Crowded, s.Sequence())
	}
	return t
}

// Sequence spells the states of a site: X present, . absent, ? not judgeable.
func (s Site) Sequence() string {
	var out []byte
	for _, o := range s.Seen {
		out = append(out, "?.X"[o.State])
	}
	return string(out)
}

func (r Result) observationTable() *table.Table {
	t := table.New("observations", table.Int("session", ""), table.Float("day", "d"),
		table.String("spine_id", ""), table.Int("branch_id", ""), table.Int("side", ""), table.Float("position_um", "um"),
		table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"),
		table.Float("base_x_um", "um"), table.Float("base_y_um", "um"), table.Float("base_z_um", "um"),
		table.Float("length_um", "um"), table.Float("head_width_um", "um"), table.Float("brightness", ""),
		table.Float("p_present", ""), table.Float("p_alone", ""), table.Bool("present", ""), table.Bool("judgeable", ""),
		table.String("kind", ""), table.Bool("crowded", ""), table.String("reason", ""), table.String("source", ""))
	for _, s := range r.Sites {
		for k, o := range s.Seen {
			t.Append(k, r.Sessions[k].Day, s.ID, s.Branch, s.Side, s.PositionUm,
				o.Tip.X, o.Tip.Y, o.Tip.Z, o.Base.X, o.Base.Y, o.Base.Z,
				o.LengthUm, o.HeadWidthUm, o.Brightness,
				o.P, o.PAlone, o.State == turnover.Present, o.State != turnover.NotJudgeable,
				s.Kind.String(), s.Crowded, o.Reason, "auto")
		}
	}
	return t
}

func (r Result) exclusionTable() *table.Table {
	t := table.New("exclusions", table.Int("session", ""), table.Int("branch_id", ""),
		table.Float("from_um", "um"), table.Float("to_um", "um"), table.String("reason", ""), table.String("who", ""))
	for _, e := range r.Exclusions {
		t.Append(e.Session, e.Branch, e.FromUm, e.ToUm, e.Reason, "auto")
	}
	return t
}
