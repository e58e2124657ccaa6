// Package mapmanager reads the map folders of MapManager (Cudmore lab): the
// same dendrites traced, and their spines marked and linked by hand, on several
// days.
//
// A folder <map> holds <map>.txt (the sessions), <map>_objMap.txt (the links),
// and if segments were linked <map>_segMap.txt; stackdb/ with one table of
// marks per session, and line/ with one of traces.
//
// Four things in these files are not what they seem:
//
//   - The link tables are indexed by the row of a mark in its stackdb table, not
//     by the Idx written in that row. Rows count from 0.
//   - Positions from the pivot are right only with the marks. The pDist of the
//     line file, and the row of the pivot itself, may belong to an earlier
//     trace or to none.
//   - The x, y, z of a mark are the tip of the spine, not the centre of its head.
//   - A map need not hold every dendrite of a picture. Where nothing is traced,
//     nothing is said.
//
// z is written in slices, x and y in micrometres; here all are micrometres
// from the centre of the first voxel. Distances along a trace are in the plane
// of the image, as MapManager counts them. An identity never spans a gap: a
// spine that is missed for one session comes back under a new id.
//
// The layout is that of stackdb version 20151224, learnt from the public map
// rr30a (github.com/mapmanager/PyMapManager-Data). Its slices are 1 um apart,
// so that z counts slices there is checked against its images only.
package mapmanager

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"
)

// Map is a series of sessions of one field of view.
type Map struct {
	Name     string
	Sessions []Session
}

// Session is one day's stack with its traces and marks.
type Session struct {
	Name      string    // of its files
	StackPath string    // as on the computer of whoever marked it
	Time      time.Time // local, zone unknown; zero when not written
	Day       float64   // since the first session; NaN when not written
	Condition string    // the lab's own word
	D, H, W   int       // slices, rows and columns of the stack
	Voxel     Voxel
	Segments  []Segment
	Spines    []Spine
}

// Voxel is the size of a voxel in micrometres.
type Voxel struct {
	Z, Y, X float64
}

// Point is a place in a stack, in micrometres.
type Point struct {
	X, Y, Z float64
}

// Segment is one traced stretch of dendrite.
type Segment struct {
	ID     int // the same dendrite has the same id in every session
	Points []Point
	// PivotUm is where along the trace the pivot lies, the place that all
	// sessions share: a distance from the first point in the image plane. NaN
	// when no mark tells.
	PivotUm float64
}

// Spine is one marked spine.
type Spine struct {
	ID      int // the same in every session that a hand link reaches
	Row     int // in the stackdb table, from 0
	Segment int // Segment.ID

	Tip  Point
	Base Point // where it leaves the edge of the dendrite
	Side int   // of the shaft: 1 or -1, the same sign on the same side of a trace
	// Anchor is the point of the segment that the spine is tied to.
	Anchor int
	// PositionUm is the distance of Anchor from the first point of the
	// segment, and FromPivotUm that from the pivot, both in the image plane.
	PositionUm, FromPivotUm float64

	Bad  bool   // marked, then rejected
	Note string // often doubt
}

// Open reads a map folder.
func Open(dir string) (Map, error) {
	maps, err := filepath.Glob(filepath.Join(dir, "*_objMap.txt"))
	if err != nil || len(maps) != 1 {
		return Map{}, fmt.Errorf("%s: %d files *_objMap.txt, not 1\nhint: give the folder that holds <map>.txt, stackdb and line", dir, len(maps))
	}
	stem := strings.TrimSuffix(maps[0], "_objMap.txt")
	m := Map{Name: filepath.Base(stem)}
	files, err := readHeader(stem+".txt", &m)
	if err != nil {
		return Map{}, err
	}
	links, err := readBlocks(maps[0], len(m.Sessions))
	if err != nil {
		return Map{}, err
	}
	segments, err := readSegmentLinks(stem+"_segMap.txt", len(m.Sessions))
	if err != nil {
		return Map{}, err
	}
	for i := range m.Sessions {
		s := &m.Sessions[i]
		trace, err := readTrace(filepath.Join(dir, "line", s.Name+"_l.txt"))
		if err != nil {
			return Map{}, err
		}
		marks, err := readMarks(filepath.Join(dir, "stackdb", files[i]+".txt"))
		if err != nil {
			return Map{}, err
		}
		if err := s.assemble(i, marks, trace, links, segments); err != nil {
			return Map{}, err
		}
	}
	return m, checkChains(m, links)
}
