package scope

import (
	"respine/dendrite"
	"respine/table"
)

// Observation is the truth about one spine in one session, in the coordinates
// of that session's stack.
type Observation struct {
	Session int
	Spine   Spine
	Anatomy Anatomy
	Present bool
	// Visible says that the spine, present or not, stands out by 0.4 um or
	// more beside the shaft, and within the field. LateralUm is taken in the
	// first session.
	Visible bool
}

// Observations returns the truth about every spine in every session, session
// by session.
func (sc Scene) Observations() []Observation {
	branches := map[int]Branch{}
	for _, b := range sc.Branches {
		branches[b.ID] = b
	}
	var all []Observation
	for i, session := range sc.Sessions {
		for _, s := range sc.Spines {
			a := branches[s.BranchID].Anatomy(s)
			moved := session.View.moveAnatomy(a)
			all = append(all, Observation{
				Session: i, Spine: s, Anatomy: moved, Present: s.Present[i],
				Visible: a.LateralUm >= visibleFromUm && sc.inField(moved.Tip) && sc.inField(moved.Base),
			})
		}
	}
	return all
}

func (sc Scene) inField(p dendrite.Point) bool {
	f := sc.FieldUm
	return p.X >= 0 && p.Y >= 0 && p.Z >= 0 && p.X <= f.X && p.Y <= f.Y && p.Z <= f.Z
}

// Centerlines returns the dendrites where they lie in one session.
func (sc Scene) Centerlines(session int) []dendrite.Branch {
	var lines []dendrite.Branch
	for _, b := range sc.Branches {
		lines = append(lines, dendrite.Branch{ID: b.ID, Points: sc.Sessions[session].View.moveAll(b.Points)})
	}
	return lines
}

// Tables returns the truth of a scene as tables: sessions; spines, with how
// each came to be; observations, spine by session; and centerlines. Positions
// along a branch are path lengths in the first session, and so compare across
// sessions; points are where they lie in each session's own stack.
func Tables(sc Scene) []*table.Table {
	return []*table.Table{sessionTable(sc), spineTable(sc), observationTable(sc), centerlineTable(sc)}
}

func sessionTable(sc Scene) *table.Table {
	t := table.New("sessions", table.Int("session", ""), table.Float("day", "d"))
	for i, s := range sc.Sessions {
		t.Append(i, s.Day)
	}
	return t
}

func spineTable(sc Scene) *table.Table {
	t := table.New("spines",
		table.String("spine_id", ""), table.Int("branch_id", ""), table.Float("position_um", "um"),
		table.String("kind", ""), table.String("origin", ""), table.String("restored_from", ""))
	for _, s := range sc.Spines {
		t.Append(s.ID, s.BranchID, s.PositionUm, string(s.Kind), string(s.Origin), s.RestoredFrom)
	}
	return t
}

func observationTable(sc Scene) *table.Table {
	t := table.New("observations",
		table.Int("session", ""), table.String("spine_id", ""), table.Int("branch_id", ""),
		table.Float("position_um", "um"), table.Int("side", ""),
		table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"),
		table.Float("base_x_um", "um"), table.Float("base_y_um", "um"), table.Float("base_z_um", "um"),
		table.Float("head_x_um", "um"), table.Float("head_y_um", "um"), table.Float("head_z_um", "um"),
		table.Float("length_um", "um"), table.Float("head_radius_um", "um"),
		table.String("kind", ""), table.Bool("present", ""), table.Bool("visible", ""))
	for _, o := range sc.Observations() {
		a, s := o.Anatomy, o.Spine
		t.Append(o.Session, s.ID, s.BranchID, s.PositionUm, a.Side,
			a.Tip.X, a.Tip.Y, a.Tip.Z, a.Base.X, a.Base.Y, a.Base.Z, a.Head.X, a.Head.Y, a.Head.Z,
			s.LengthUm, s.HeadRadiusUm, string(s.Kind), o.Present, o.Visible)
	}
	return t
}

func centerlineTable(sc Scene) *table.Table {
	t := table.New("centerlines",
		table.Int("session", ""), table.Int("branch_id", ""), table.Int("point_index", ""),
		table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"),
		table.Float("position_um", "um"))
	for session := range sc.Sessions {
		for i, line := range sc.Centerlines(session) {
			path := sc.Branches[i].PositionsUm()
			for k, p := range line.Points {
				t.Append(session, line.ID, k, p.X, p.Y, p.Z, path[k])
			}
		}
	}
	return t
}
