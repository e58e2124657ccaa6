package recording

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"respine/dendrite"
	"respine/mapmanager"
	"respine/swc"
	"respine/table"
)

// Centerlines holds traced branches by session.
type Centerlines map[int][]dendrite.Branch

// OpenCenterlines reads traced branches from
//
//   - an SWC file: session 0; each unbranched path is a branch, numbered from
//     0 in the order of the file. Nodes of the soma are left out, and so is a
//     path of which a single point remains.
//   - a CSV or Parquet table with a row per point and the columns branch_id or
//     segment_id, x_um, y_um, z_um, and, if need be, session (else 0) and
//     point_index (else points stand in order).
//   - a MapManager folder: all its sessions; segments are branches.
//
// Positions are micrometres from the centre of the first voxel.
func OpenCenterlines(path string) (Centerlines, error) {
	stat, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if stat.IsDir() {
		m, err := mapmanager.Open(path)
		if err != nil {
			return nil, err
		}
		return fromMap(path, m)
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".swc":
		return openSWC(path)
	case ".csv", ".parquet":
		return openTable(path)
	}
	return nil, fmt.Errorf("%s: centrelines come from SWC, CSV or a MapManager folder\nhint: save the traces as SWC, which most tracers can", path)
}

func fromMap(path string, m mapmanager.Map) (Centerlines, error) {
	lines := make(Centerlines, len(m.Sessions))
	for i, session := range m.Sessions {
		for _, segment := range session.Segments {
			if len(segment.Points) < 2 {
				return nil, fmt.Errorf("%s: session %d: segment %d has one point", path, i, segment.ID)
			}
			b := dendrite.Branch{ID: segment.ID, Points: make([]dendrite.Point, len(segment.Points))}
			for k, p := range segment.Points {
				b.Points[k] = dendrite.Point(p)
			}
			lines[i] = append(lines[i], b)
		}
	}
	return lines, nil
}

func openSWC(path string) (Centerlines, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	traced, err := swc.Read(f, path)
	if err != nil {
		return nil, err
	}
	const soma = 1
	var branches []dendrite.Branch
	for _, nodes := range swc.Paths(traced.Nodes) {
		var points []dendrite.Point
		for _, n := range nodes {
			if n.Type != soma {
				points = append(points, dendrite.Point{X: n.X, Y: n.Y, Z: n.Z})
			}
		}
		if len(points) > 1 {
			branches = append(branches, dendrite.Branch{ID: len(branches), Points: points})
		}
	}
	if len(branches) == 0 {
		return nil, fmt.Errorf("%s: no path of two points outside the soma", path)
	}
	return Centerlines{0: branches}, nil
}

// openTable reads one row per point.
func openTable(path string) (Centerlines, error) {
	t, err := table.ReadFile(path,
		table.Float("x_um", "um"), table.Float("y_um", "um"), table.Float("z_um", "um"),
		table.Optional(table.Int("session", "")), table.Optional(table.Int("point_index", "")),
		table.Optional(table.Int("branch_id", "")), table.Optional(table.Int("segment_id", "")))
	if err != nil {
		return nil, err
	}
	id := "branch_id"
	if !t.Has(id) {
		id = "segment_id"
	}
	if !t.Has(id) {
		return nil, fmt.Errorf("%s: no column branch_id or segment_id; it has %s", path, strings.Join(t.Names(), ", "))
	}
	if t.Len() == 0 {
		return nil, fmt.Errorf("%s: no points", path)
	}
	by := []string{id}
	if t.Has("session") {
		by = []string{"session", id}
	}
	lines := make(Centerlines)
	for _, g := range t.GroupBy(by...) {
		b := dendrite.Branch{ID: int(g.Rows.Ints(id)[0])}
		session := 0
		if t.Has("session") {
			session = int(g.Rows.Ints("session")[0])
		}
		if b.Points, err = pointsOf(g.Rows); err != nil {
			return nil, fmt.Errorf("%s: session %d, branch %d: %w", path, session, b.ID, err)
		}
		lines[session] = append(lines[session], b)
	}
	return lines, nil
}

// pointsOf returns the points of one branch, in the order of point_index if
// the table has one.
func pointsOf(t *table.Table) ([]dendrite.Point, error) {
	if t.Len() < 2 {
		return nil, fmt.Errorf("%d point, where a line needs two", t.Len())
	}
	order := make([]int, t.Len())
	for i := range order {
		order[i] = i
	}
	if t.Has("point_index") {
		index := t.Ints("point_index")
		slices.SortFunc(order, func(a, b int) int { return int(index[a] - index[b]) })
		for i := range order[1:] {
			if index[order[i]] == index[order[i+1]] {
				return nil, fmt.Errorf("point_index %d comes twice", index[order[i]])
			}
		}
	}
	x, y, z := t.Floats("x_um"), t.Floats("y_um"), t.Floats("z_um")
	points := make([]dendrite.Point, t.Len())
	for i, r := range order {
		if sum := x[r] + y[r] + z[r]; math.IsNaN(sum) || math.IsInf(sum, 0) {
			return nil, fmt.Errorf("point %d is at (%g, %g, %g)", i, x[r], y[r], z[r])
		}
		points[i] = dendrite.Point{X: x[r], Y: y[r], Z: z[r]}
	}
	return points, nil
}
