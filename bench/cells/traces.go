package main

import (
	"context"
	"fmt"
	"math"
	"slices"

	"respine/cell"
	"respine/scope"
	"respine/score"
)

// detectorOffset is the grey value of no light in the simulated movies.
const detectorOffset = 100

// compare prints how dF/F of the cells found that fired agrees with the truth: median
// of the correlation, and quartiles of the slope of measured on true dF/F, with the
// neuropil's share fixed and fitted, the detector's offset known and not.
func (o options) compare(m scope.Movie, frames movie, kept []cell.Cell, pairs []score.RegionPair) error {
	p := cell.TraceParams{Params: cell.Params{RateHz: m.RateHz, Workers: o.workers}}
	raw, err := cell.Extract(context.Background(), frames, cell.Footprints(kept), p, &cell.Memory{})
	if err != nil {
		return err
	}
	for _, way := range []struct {
		name     string
		neuropil cell.Neuropil
		offset   float64
	}{
		{"share 0.7", cell.Neuropil{Share: 0.7}, detectorOffset},
		{"share fitted", cell.Neuropil{Fit: true}, detectorOffset},
		{"no share", cell.Neuropil{Share: -1}, detectorOffset},
		{"share 0.7, offset unknown", cell.Neuropil{}, 0},
		{"share fitted, offset unknown", cell.Neuropil{Fit: true}, 0},
	} {
		p.Neuropil, p.Offset = way.neuropil, way.offset
		var like, slope, shares []float64
		without := 0
		for _, q := range pairs {
			if len(m.Cells[q.True].Spikes) == 0 {
				continue
			}
			r, ring, err := raw.Cell(q.Measured)
			if err != nil {
				return err
			}
			t := cell.NewTrace(r, ring, p)
			if t.Reason != "" {
				without++
				continue
			}
			truth := make([]float64, len(t.DFF))
			for f := range truth {
				truth[f] = m.DFF(q.True, f)
			}
			a, b := agreement(t.DFF, truth)
			like, slope, shares = append(like, a), append(slope, b), append(shares, t.Share)
		}
		fmt.Printf("        %-28s cells %d without %d; correlation median %.3f lower quartile %.3f; slope %.2f (%.2f to %.2f); share %.2f (%.2f to %.2f)\n", way.name, len(like), without,
			at(like, 0.5), at(like, 0.25), at(slope, 0.5), at(slope, 0.25), at(slope, 0.75), at(shares, 0.5), at(shares, 0.25), at(shares, 0.75))
	}
	return nil
}

// agreement returns Pearson's correlation and the slope of measured on true.
func agreement(measured []float32, truth []float64) (r, slope float64) {
	var n, mx, my float64
	for i, v := range measured {
		if v == v {
			n, mx, my = n+1, mx+truth[i], my+float64(v)
		}
	}
	mx, my = mx/n, my/n
	var xx, xy, yy float64
	for i, v := range measured {
		if v == v {
			x, y := truth[i]-mx, float64(v)-my
			xx, xy, yy = xx+x*x, xy+x*y, yy+y*y
		}
	}
	return xy / math.Sqrt(xx*yy), xy / xx
}

// at returns a quantile of what is there, NaN for nothing.
func at(x []float64, q float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	x = slices.Sorted(slices.Values(x))
	return x[int(q*float64(len(x)-1)+0.5)]
}
