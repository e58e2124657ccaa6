package main

import (
	"fmt"
	"math"
	"slices"

	"respine/dendrite"
	"respine/mapmanager"
	"respine/table"
)

type importCommand struct {
	Dir string `arg:"" help:"Map folder, the one that holds <map>.txt."`
	Out string `required:"" placeholder:"DIR" help:"Folder for the tables."`
}

// importName is the command as users type it.
const importName = "import mapmanager"

func (importCommand) Help() string {
	return `Writes sessions, centerlines, spines, observations and chains as CSV and Parquet, in the form that respine score spines reads as truth and --centerline as dendrites to follow.

Example:

  respine import mapmanager rr30a --out truth`
}

func (c importCommand) Run(e *env) error {
	m, err := mapmanager.Open(c.Dir)
	if err != nil {
		return err
	}
	if _, _, err := readState(c.Out, importName); err != nil {
		return err
	}
	f, err := newFolder(c.Out)
	if err != nil {
		return err
	}
	defer f.discard()
	tables := mapTables(m)
	if err := table.WriteFiles(f.Work, tables...); err != nil {
		return err
	}
	if err := e.ctx.Err(); err != nil {
		return err
	}
	if err := f.commit(state{Made: importName}); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%d sessions, %d spines, %d marks: %s\n",
		len(m.Sessions), chainsOf(m).Len(), marks(m), c.Out)
	return err
}

func marks(m mapmanager.Map) int {
	n := 0
	for _, s := range m.Sessions {
		n += len(s.Spines)
	}
	return n
}

func mapTables(m mapmanager.Map) []*table.Table {
	return []*table.Table{sessionsOf(m), linesOf(m), observationsOf(m), chainsOf(m)}
}

func sessionsOf(m mapmanager.Map) *table.Table {
	t := table.New("sessions", table.Int("session", ""), table.Float("day", "d"), table.String("recording", ""), table.String("condition", ""),
		table.Float("voxel_z_um", "um"), table.Float("voxel_y_um", "um"), table.Float("voxel_x_um", "um"))
	for k, s := range m.Sessions {
		t.Append(k, s.Day, s.Name, s.Condition, s.Voxel.Z, s.Voxel.Y, s.Voxel.X)
	}
	return t
}

func linesOf(m mapmanager.Map) *table.Table {
	t := table.New("centerlines", table.Int("session", ""), table.Int("branch_id", ""), table.Int("point_index", ""),
		table.Float("position_um", "um"), table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"))
	for k, s := range m.Sessions {
		for _, g := range s.Segments {
			b := dendrite.Branch{}
			for _, p := range g.Points {
				b.Points = append(b.Points, dendrite.Point(p))
			}
			path := b.PositionsUm()
			for i, p := range b.Points {
				t.Append(k, g.ID, i, path[i], p.X, p.Y, p.Z)
			}
		}
	}
	return t
}

// observationsOf has a row for every linked spine in every session: present
// where it is marked, else absent; not judgeable where its dendrite is not
// traced.
func observationsOf(m mapmanager.Map) *table.Table {
	t := table.New("observations", table.Int("session", ""), table.Float("day", "d"),
		table.String("spine_id", ""), table.Int("branch_id", ""), table.Int("side", ""), table.Float("position_um", "um"),
		table.Float("from_pivot_um", "um"), table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"),
		table.Float("base_x_um", "um"), table.Float("base_y_um", "um"), table.Float("base_z_um", "um"),
		table.Float("length_um", "um"), table.Bool("present", ""), table.Bool("judgeable", ""), table.Bool("visible", ""),
		table.String("note", ""), table.String("source", ""))
	nan := math.NaN()
	chains := chainList(m)
	for k, s := range m.Sessions {
		for _, c := range chains {
			v, ok := c.marks[k]
			if !ok {
				t.Append(k, s.Day, c.name(), c.segment, c.side, nan, nan, nan, nan, nan, nan, nan, nan, nan,
					false, traced(s, c.segment), true, "", "reviewer")
				continue
			}
			t.Append(k, s.Day, c.name(), v.Segment, v.Side, v.PositionUm, v.FromPivotUm, v.Tip.X, v.Tip.Y, v.Tip.Z,
				v.Base.X, v.Base.Y, v.Base.Z, math.Hypot(v.Tip.X-v.Base.X, v.Tip.Y-v.Base.Y),
				true, true, !v.Bad, v.Note, "reviewer")
		}
	}
	return t
}

func traced(s mapmanager.Session, segment int) bool {
	return slices.ContainsFunc(s.Segments, func(g mapmanager.Segment) bool { return g.ID == segment })
}

// chain is one spine over the sessions a hand linked it through.
type chain struct {
	id, segment, side int
	marks             map[int]mapmanager.Spine // by session
}

func (c chain) name() string { return fmt.Sprintf("m%04d", c.id) }

func chainList(m mapmanager.Map) []chain {
	at := map[int]int{}
	var chains []chain
	for k, s := range m.Sessions {
		for _, v := range s.Spines {
			i, ok := at[v.ID]
			if !ok {
				i = len(chains)
				at[v.ID] = i
				chains = append(chains, chain{id: v.ID, segment: v.Segment, side: v.Side, marks: map[int]mapmanager.Spine{}})
			}
			chains[i].marks[k] = v
		}
	}
	slices.SortFunc(chains, func(a, b chain) int { return a.id - b.id })
	return chains
}

// chainsOf has a row for every linked spine: where it stands and in which
// sessions, X present, . absent, ? its dendrite is not traced.
func chainsOf(m mapmanager.Map) *table.Table {
	t := table.New("chains", table.String("spine_id", ""), table.Int("branch_id", ""), table.Int("side", ""),
		table.Int("session_first", ""), table.Int("session_last", ""), table.Int("marks", ""), table.String("sequence", ""))
	for _, c := range chainList(m) {
		first, last, sequence := -1, -1, ""
		for k, s := range m.Sessions {
			_, ok := c.marks[k]
			switch {
			case ok:
				sequence += "X"
				last = k
				if first < 0 {
					first = k
				}
			case traced(s, c.segment):
				sequence += "."
			default:
				sequence += "?"
			}
		}
		t.Append(c.name(), c.segment, c.side, first, last, len(c.marks), sequence)
	}
	return t
}
