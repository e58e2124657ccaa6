package mapmanager

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// trace is the points of all segments of a session, in the order of the file,
// by which marks refer to them.
type trace struct {
	sheet    sheet
	points   []Point   // z in slices
	segment  []int     // of each point
	position []float64 // of each point, from the first of its segment, in the plane
}

// readTrace reads a line file. Positions are computed from the points.
func readTrace(path string) (trace, error) {
	s, err := readSheet(path, "x", "y", "z", "ID")
	if err != nil {
		return trace{}, err
	}
	t := trace{sheet: s}
	for r := range s.rows {
		p, err := s.point(r, [3]string{"x", "y", "z"})
		if err != nil {
			return trace{}, err
		}
		id, err := s.int(r, "ID")
		if err != nil {
			return trace{}, err
		}
		position := 0.0
		if r > 0 && t.segment[r-1] == id {
			q := t.points[r-1]
			position = t.position[r-1] + math.Hypot(p.X-q.X, p.Y-q.Y)
		} else if slices.Contains(t.segment, id) {
			return trace{}, s.errorf(r, "segment %d comes in two parts", id)
		}
		t.points = append(t.points, p)
		t.segment = append(t.segment, id)
		t.position = append(t.position, position)
	}
	return t, nil
}

// readMarks reads a stackdb file.
func readMarks(path string) (sheet, error) {
	return readSheet(path, "roiTypeNum", "x", "y", "z", "parentID", "cPnt", "sDist", "pDist", "cLineNum", "cx", "cy", "cz", "note", "isBad")
}

// assemble fills session i with its stack, segments and spines.
func (s *Session) assemble(i int, marks sheet, t trace, links blocks, segmentID func(segment, session int) int) error {
	if err := s.readStack(marks); err != nil {
		return err
	}
	if len(marks.rows) > links.rows {
		return fmt.Errorf("%s: %d rows for the %d marks of %s", links.path, links.rows, len(marks.rows), marks.path)
	}
	number := make(map[int]int) // index in s.Segments by the file's segment
	start := make(map[int]int)  // first point by the file's segment
	for r, p := range t.points {
		k, ok := number[t.segment[r]]
		if !ok {
			id := segmentID(t.segment[r], i)
			if id == none {
				return t.sheet.errorf(r, "segment %d is not in the segment map", t.segment[r])
			}
			k = len(s.Segments)
			number[t.segment[r]], start[t.segment[r]] = k, r
			s.Segments = append(s.Segments, Segment{ID: id, PivotUm: math.NaN()})
		}
		s.Segments[k].Points = append(s.Segments[k].Points, s.toUm(p))
	}
	pivots := make([][]float64, len(s.Segments))
	for r := range marks.rows {
		const isSpine = "0" // 2 is a node of a trace, 3 a pivot, 8 the map's pivot
		if marks.text(r, "roiTypeNum") != isSpine {
			continue
		}
		spine, segment, err := s.readSpine(marks, r, t)
		if err != nil {
			return err
		}
		k := number[segment]
		spine.Segment = s.Segments[k].ID
		spine.Anchor -= start[segment]
		if spine.ID = links.at("runIdx", r, i); spine.ID == none {
			return marks.errorf(r, "the spine of row %d has no identity in %s", r, links.path)
		}
		s.Spines = append(s.Spines, spine)
		if pivot := spine.PositionUm - spine.FromPivotUm; !math.IsNaN(pivot) {
			pivots[k] = append(pivots[k], pivot)
		}
	}
	for k, all := range pivots {
		if len(all) > 0 {
			slices.Sort(all)
			s.Segments[k].PivotUm = all[(len(all)-1)/2]
		}
	}
	return nil
}

// readSpine reads a mark and returns it with the file's number of its segment.
// Its Anchor counts from the first point of the file.
func (s *Session) readSpine(marks sheet, r int, t trace) (spine Spine, segment int, err error) {
	tip, err := marks.point(r, [3]string{"x", "y", "z"})
	if err != nil {
		return Spine{}, 0, err
	}
	base, err := marks.point(r, [3]string{"cx", "cy", "cz"})
	if err != nil {
		return Spine{}, 0, err
	}
	if segment, err = marks.int(r, "parentID"); err != nil {
		return Spine{}, 0, err
	}
	anchor, err := marks.int(r, "cPnt")
	if err != nil {
		return Spine{}, 0, err
	}
	if anchor < 0 || anchor >= len(t.points) || t.segment[anchor] != segment {
		return Spine{}, 0, marks.errorf(r, "point %d is not on segment %d of %s", anchor, segment, t.sheet.path)
	}
	side, err := marks.int(r, "cLineNum")
	if err != nil {
		return Spine{}, 0, err
	}
	if side != 1 && side != 2 {
		return Spine{}, 0, marks.errorf(r, "cLineNum %d is neither side (1, 2)", side)
	}
	fromPivot, err := marks.float(r, "pDist")
	if err != nil {
		return Spine{}, 0, err
	}
	bad := marks.text(r, "isBad")
	return Spine{
		Row: r, Tip: s.toUm(tip), Base: s.toUm(base), Side: 3 - 2*side,
		Anchor: anchor, PositionUm: t.position[anchor], FromPivotUm: fromPivot,
		Bad: bad != "" && bad != "0", Note: marks.text(r, "note"),
	}, segment, nil
}

// readStack takes the size of the stack from the header of its marks.
func (s *Session) readStack(marks sheet) error {
	for _, size := range []struct {
		key string
		to  *int
	}{{"pixelz", &s.D}, {"pixely", &s.H}, {"pixelx", &s.W}} {
		v, err := strconv.Atoi(marks.header[size.key])
		if err != nil || v <= 0 {
			return fmt.Errorf("%s: line 1: %s=%q is not a size", marks.path, size.key, marks.header[size.key])
		}
		*size.to = v
	}
	for _, size := range []struct {
		key string
		to  *float64
	}{{"voxelz", &s.Voxel.Z}, {"voxely", &s.Voxel.Y}, {"voxelx", &s.Voxel.X}} {
		v, err := strconv.ParseFloat(marks.header[size.key], 64)
		if err != nil || !(v > 0) || math.IsInf(v, 1) {
			return fmt.Errorf("%s: line 1: %s=%q is not a size in um", marks.path, size.key, marks.header[size.key])
		}
		*size.to = v
	}
	return nil
}

// toUm turns the slice of a place into micrometres.
func (s *Session) toUm(p Point) Point { return Point{p.X, p.Y, p.Z * s.Voxel.Z} }
