package scope

import "respine/table"

// MovieTables returns the truth of a movie as tables: shifts of whole frames, the
// local displacement of blocks, cells, footprints, and spikes. Rows and columns
// are pixels of the reference, counted from 0. See MovieTraces for fluorescence.
func MovieTables(m Movie) []*table.Table {
	return []*table.Table{m.shiftTable(), m.warpTable(), m.cellTable(), m.footprintTable(), m.spikeTable()}
}

// shiftTable has the mean displacement of each frame; what lies at (y, x) in the
// reference appears at (y + dy_px, x + dx_px).
func (m Movie) shiftTable() *table.Table {
	t := table.New("shifts", table.Int("frame", ""), table.Float("t_s", "s"),
		table.Float("dy_px", "px"), table.Float("dx_px", "px"), table.Float("z_um", "um"))
	for f := range m.Frames {
		s := m.Shift(f)
		t.Append(f, m.Seconds(f), s.Y, s.X, s.ZUm)
	}
	return t
}

// warpBlocks is the number of blocks along each axis in which displacement is
// tabled.
const warpBlocks = 6

// warpTable has the whole displacement in the middle of each block of each frame.
// It is empty for movies whose frames move as one.
func (m Movie) warpTable() *table.Table {
	t := table.New("warp", table.Int("frame", ""), table.Float("y_px", "px"), table.Float("x_px", "px"),
		table.Float("dy_px", "px"), table.Float("dx_px", "px"))
	if len(m.Path) == 0 || m.Rigid {
		return t
	}
	for f := range m.Frames {
		w := m.newWarp(f)
		for i := range warpBlocks * warpBlocks {
			y := (float64(i/warpBlocks) + 0.5) * float64(m.Height) / warpBlocks
			x := (float64(i%warpBlocks) + 0.5) * float64(m.Width) / warpBlocks
			dy, dx := m.displacement(w, f, y, x)
			t.Append(f, y, x, dy, dx)
		}
	}
	return t
}

// visibleCell is the brightness above which a cell is said to be visible at rest,
// relative to the median cell in focus.
const visibleCell = 0.3

func (m Movie) cellTable() *table.Table {
	t := table.New("cells", table.Int("cell_id", ""), table.String("kind", ""),
		table.Float("y_px", "px"), table.Float("x_px", "px"), table.Float("z_um", "um"), table.Float("radius_um", "um"),
		table.Float("brightness", ""), table.Float("peak", ""), table.Bool("visible", ""), table.Int("spikes", ""))
	for i, c := range m.Cells {
		peak := 0.0
		m.eachPixel(i, func(_, _ int, light float64) { peak = max(peak, light) })
		t.Append(i, string(c.Kind), c.Y, c.X, c.ZUm, c.RadiusUm, c.Brightness, peak, peak >= visibleCell, len(c.Spikes))
	}
	return t
}

// faintest is the share of a footprint's brightest pixel that still is a row of the
// footprint table.
const faintest = 0.05

// footprintTable has the light of each cell on the pixels of the field at rest with
// the focus at depth 0, in units of the median cell's cytoplasm.
func (m Movie) footprintTable() *table.Table {
	t := table.New("footprints", table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Float("weight", ""))
	for i := range m.Cells {
		peak := 0.0
		m.eachPixel(i, func(_, _ int, light float64) { peak = max(peak, light) })
		m.eachPixel(i, func(y, x int, light float64) {
			if light > 0 && light >= faintest*peak {
				t.Append(i, y, x, light)
			}
		})
	}
	return t
}

// eachPixel calls do with the light of a cell on each pixel of the field that it
// may reach, in the reference.
func (m Movie) eachPixel(cell int, do func(y, x int, light float64)) {
	ti := m.tissue
	f := ti.feet[cell]
	plane, upper := ti.between(0)
	for i := range f.h * f.w {
		y, x := f.y0+i/f.w-ti.margin, f.x0+i%f.w-ti.margin
		if y >= 0 && x >= 0 && y < m.Height && x < m.Width {
			do(y, x, float64(lerp32(f.planes[plane][i], f.planes[plane+1][i], upper)))
		}
	}
}

func (m Movie) spikeTable() *table.Table {
	t := table.New("spikes", table.Int("cell_id", ""), table.Float("t_s", "s"))
	for i, c := range m.Cells {
		for _, s := range c.Spikes {
			t.Append(i, s)
		}
	}
	return t
}

// MovieTraces returns dF/F and the calcium of each body in each frame, before
// bleaching, motion and noise. It has bodies times frames rows.
func MovieTraces(m Movie) *table.Table {
	t := table.New("traces", table.Int("cell_id", ""), table.Int("frame", ""), table.Float("calcium", ""), table.Float("dff", ""))
	for i, c := range m.Cells {
		if c.Kind != Soma {
			continue
		}
		for f := range m.Frames {
			calcium := m.tissue.kinetics.calcium(c.Spikes, m.cellSeconds(c, f))
			t.Append(i, f, calcium, m.tissue.kinetics.dff(calcium))
		}
	}
	return t
}
