package score

import (
	"errors"
	"io/fs"
	"math"
	"slices"

	"respine/table"
)

// CalciumParams says how a calcium movie is scored; the zero value means the
// defaults.
type CalciumParams struct {
	Regions RegionParams
	// EventSec is how far apart an ensemble event and the true one may begin; 0
	// means 0.5.
	EventSec float64
	// RateSec is the standard deviation over which spikes are smoothed before they
	// are correlated; 0 means 0.2.
	RateSec float64
}

// CalciumResult is the whole comparison. Parts whose tables are missing are nil, with
// the reason in NotScored. Its JSON names do not change.
type CalciumResult struct {
	Registration *ShiftScore       `json:"registration"`
	Cells        *Counts           `json:"cells"`
	Centres      *Counts           `json:"cells_by_centre"` // without the demand on overlap
	Traces       *CorrelationScore `json:"traces"`
	Spikes       *CorrelationScore `json:"spikes"`
	Ensembles    *Counts           `json:"ensemble_events"`
	NotScored    []string          `json:"not_scored,omitempty"`
}

// ShiftScore is the error of the displacement of whole frames, less its mean: the
// reference of the measurement may lie elsewhere.
type ShiftScore struct {
	Frames  int    `json:"frames"`  // compared
	Missing int    `json:"missing"` // true frames without a measured displacement
	RMSPx   Number `json:"rms_px"`  // root of the mean square of the length of the error
	P99Px   Number `json:"p99_px"`
	Over1Px Number `json:"over_1_px"` // share of the frames whose error is longer than a pixel
}

// CorrelationScore is how measured courses of time correlate with true ones, over
// the cells that were found and whose truth is not constant.
type CorrelationScore struct {
	Cells     int    `json:"cells"`
	Undefined int    `json:"undefined"` // matched cells whose truth or measurement is constant or missing
	Median    Number `json:"median"`
	Lower     Number `json:"lower_quartile"`
	Upper     Number `json:"upper_quartile"`
}

// Calcium scores a folder of measured tables against one of true tables, as package
// scope writes them. Footprints must be in both; what else is missing is not scored
// and told. The true cells that count are bodies that are visible.
func Calcium(measured, truth string, p CalciumParams) (CalciumResult, error) {
	if p.EventSec == 0 {
		p.EventSec = 0.5
	}
	if p.RateSec == 0 {
		p.RateSec = 0.2
	}
	f, err := readFound(measured, truth)
	if err != nil {
		return CalciumResult{}, err
	}
	var r CalciumResult
	c, pairs := Regions(f.measured, f.truth, p.Regions)
	loose := p.Regions
	loose.Overlap = -1
	centres, _ := Regions(f.measured, f.truth, loose)
	r.Cells, r.Centres = &c, &centres
	named := map[int64]int64{} // true cell of a measured one
	for _, q := range pairs {
		named[f.measured[q.Measured].ID] = f.truth[q.True].ID
	}
	parts := []func() error{
		func() (err error) { r.Registration, err = shiftScore(measured, truth); return err },
		func() (err error) { r.Traces, err = traceScore(measured, truth, named); return err },
		func() (err error) { r.Spikes, err = spikeScore(measured, truth, named, p.RateSec); return err },
		func() (err error) { r.Ensembles, err = ensembleScore(measured, truth, p.EventSec); return err },
	}
	for _, part := range parts {
		switch err := part(); {
		case errors.Is(err, fs.ErrNotExist):
			r.NotScored = append(r.NotScored, err.Error())
		case err != nil:
			return CalciumResult{}, err
		}
	}
	return r, nil
}

// found is the cells of both sides.
type found struct{ measured, truth []Region }

func readFound(measured, truth string) (found, error) {
	prints := []table.Column{table.Int("cell_id", ""), table.Int("y_px", "px"), table.Int("x_px", "px"), table.Float("weight", "")}
	var f found
	for _, side := range []struct {
		dir string
		to  *[]Region
	}{{measured, &f.measured}, {truth, &f.truth}} {
		t, err := table.Read(side.dir, "footprints", prints...)
		if err != nil {
			return found{}, err
		}
		if *side.to, err = regionsOf(t, side.dir+": footprints"); err != nil {
			return found{}, err
		}
	}
	cells, err := table.Read(truth, "cells", table.Int("cell_id", ""), table.String("kind", ""), table.Bool("visible", ""))
	if err != nil {
		return found{}, err
	}
	counts := map[int64]bool{}
	for i, id := range cells.Ints("cell_id") {
		counts[id] = cells.Bools("visible")[i] && cells.Strings("kind")[i] == "soma"
	}
	for i := range f.truth {
		f.truth[i].Ignored = !counts[f.truth[i].ID]
	}
	return f, nil
}

func shiftScore(measured, truth string) (*ShiftScore, error) {
	columns := []table.Column{table.Int("frame", ""), table.Float("dy_px", "px"), table.Float("dx_px", "px")}
	m, err := table.Read(measured, "shifts", columns...)
	if err != nil {
		return nil, err
	}
	t, err := table.Read(truth, "shifts", columns...)
	if err != nil {
		return nil, err
	}
	row := map[int64]int{}
	for i, f := range m.Ints("frame") {
		row[f] = i
	}
	var dy, dx []float64
	s := &ShiftScore{}
	for i, f := range t.Ints("frame") {
		k, ok := row[f]
		if !ok || !finite(m.Floats("dy_px")[k]) || !finite(m.Floats("dx_px")[k]) {
			s.Missing++
			continue
		}
		dy = append(dy, m.Floats("dy_px")[k]-t.Floats("dy_px")[i])
		dx = append(dx, m.Floats("dx_px")[k]-t.Floats("dx_px")[i])
	}
	s.Frames = len(dy)
	my, mx := mean(dy), mean(dx)
	lengths, squares, over := make([]float64, len(dy)), 0.0, 0.0
	for i := range dy {
		lengths[i] = math.Hypot(dy[i]-my, dx[i]-mx)
		squares += lengths[i] * lengths[i]
		if lengths[i] > 1 {
			over++
		}
	}
	n := float64(len(dy))
	s.RMSPx, s.P99Px, s.Over1Px = Number(math.Sqrt(squares/n)), Number(quantile(lengths, 0.99)), Number(over/n)
	return s, nil
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// quantile returns the q-quantile by linear interpolation, NaN for none.
func quantile(x []float64, q float64) float64 {
	if len(x) == 0 {
		return math.NaN()
	}
	s := slices.Clone(x)
	slices.Sort(s)
	at := q * float64(len(s)-1)
	k := min(int(at), max(0, len(s)-2))
	return s[k] + (at-float64(k))*(s[min(k+1, len(s)-1)]-s[k])
}
