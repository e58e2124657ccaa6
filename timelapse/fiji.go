package timelapse

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"respine/imagejroi"
	"respine/img"
	"respine/spine"
	"respine/swc"
	"respine/turnover"
)

// WriteRegions writes rois_s<k>.zip for every used session into dir: a point at
// the tip of every spine, on its slice, to be opened over the stack in Fiji.
func (f Field) WriteRegions(dir string) error {
	for k, s := range f.Result.Sessions {
		if !s.Aligned {
			continue
		}
		rois := regions(f.Result.Sites, k, s.Voxel, f.Opened[k].Channels > 1)
		if err := writeFile(filepath.Join(dir, fmt.Sprintf("rois_s%d.zip", k)), func(w *os.File) error { return imagejroi.WriteZip(w, rois) }); err != nil {
			return err
		}
	}
	return nil
}

// regions are the tips of the spines present in a session, in pixels. In a file
// of several channels slices are an axis of their own.
func regions(sites []spine.Site, session int, v img.Voxel, channels bool) []imagejroi.ROI {
	var rois []imagejroi.ROI
	for _, s := range sites {
		o := s.Seen[session]
		if o.State != turnover.Present {
			continue
		}
		r := imagejroi.ROI{Name: s.ID, Kind: imagejroi.Points,
			Points: []imagejroi.Point{{X: o.Tip.X / v.X, Y: o.Tip.Y / v.Y}}}
		slice := int(math.Round(o.Tip.Z/v.Z)) + 1
		if channels {
			r.Z = slice
		} else {
			r.Slice = slice
		}
		rois = append(rois, r)
	}
	return rois
}

// Written for every node of an SWC file: a dendrite, whose radius is not
// measured.
const (
	swcDendrite = 3
	swcRadiusUm = 0.5
)

// WriteCenterlines writes centerlines_s<k>.swc for every used session into dir.
func (f Field) WriteCenterlines(dir string) error {
	for k, s := range f.Result.Sessions {
		if !s.Aligned {
			continue
		}
		file := swc.File{Comments: []string{
			" centrelines of " + s.Name + ", um from the centre of the first voxel",
			fmt.Sprintf(" radii are not measured and set to %g um", swcRadiusUm),
		}}
		for _, b := range f.Result.Branches {
			file.Nodes = appendBranch(file.Nodes, b, k)
		}
		if err := writeFile(filepath.Join(dir, fmt.Sprintf("centerlines_s%d.swc", k)), func(w *os.File) error { return swc.Write(w, file) }); err != nil {
			return err
		}
	}
	return nil
}

// appendBranch adds a node every half micrometre, as the centerlines table
// does.
func appendBranch(nodes []swc.Node, b spine.Branch, session int) []swc.Node {
	const every = 5
	parent := -1
	for i := 0; i < len(b.Days[session].Strip.Centre); i += every {
		p := b.Days[session].Strip.Centre[i]
		n := swc.Node{ID: len(nodes) + 1, Type: swcDendrite, X: p.X, Y: p.Y, Z: p.Z, R: swcRadiusUm, Parent: parent}
		nodes = append(nodes, n)
		parent = n.ID
	}
	return nodes
}

// writeFile creates a file and fills it.
func writeFile(path string, fill func(*os.File) error) error {
	w, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := errors.Join(fill(w), w.Close()); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
