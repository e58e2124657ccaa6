package timelapse

import (
	"respine/dendrite"
	"respine/img"
)

// flatten moves what pictures need out of the strips, and lets their pixels go.
func (f *Field) flatten() {
	for i := range f.Result.Branches {
		b := &f.Result.Branches[i]
		var ribbons []img.Image
		for k := range b.Days {
			ribbons = append(ribbons, ribbon(b.Days[k].Strip))
			b.Days[k].Strip.Pix = nil
		}
		f.Ribbons = append(f.Ribbons, ribbons)
	}
}

// ribbon is the largest of the middle planes of a strip, NS rows along the
// branch by NR columns across it; empty where there is no strip.
func ribbon(t dendrite.Strip) img.Image {
	if len(t.Pix) == 0 {
		return img.Image{}
	}
	const reach = 3 // planes of 1 um to either side, as the classifier looks
	m := img.NewImage(t.NS, t.NR)
	mid := dendrite.Planes / 2
	copy(m.Pix, t.Plane(mid-reach).Pix)
	for k := mid - reach + 1; k <= mid+reach; k++ {
		for i, v := range t.Plane(k).Pix {
			m.Pix[i] = max(m.Pix[i], v)
		}
	}
	return m
}
