package cell

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestAFittedShareIsThatOfTheRing(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	raw, ring := make([]float32, 2000), make([]float32, 2000)
	for i := range raw {
		ring[i] = 100 + 10*float32(math.Sin(float64(i)/40))
		raw[i] = 50 + 0.4*ring[i] + float32(rng.NormFloat64())
		if i/50%8 == 2 {
			raw[i] += 40 // the cell's own
		}
	}
	p := TraceParams{Params: Params{RateHz: 30}, Neuropil: Neuropil{Fit: true}}
	tr := NewTrace(raw, ring, p)
	const tol = 0.02 // five standard errors of the slope
	if !tr.Fitted || math.Abs(tr.Share-0.4) > tol {
		t.Errorf("share %v", tr.Share)
	}
	flat := make([]float32, 2000)
	if tr = NewTrace(raw, flat, p); tr.Fitted || tr.Share != 0.7 {
		t.Errorf("a ring that does not change: share %v", tr.Share)
	}
}

// TestWithTheOffsetTheShareIsFitted, and not without it or where a share is asked for.
func TestWithTheOffsetTheShareIsFitted(t *testing.T) {
	raw, ring := make([]float32, 2000), make([]float32, 2000)
	for i := range raw {
		ring[i] = 200 + 10*float32(math.Sin(float64(i)/40))
		raw[i] = 100 + 0.2*ring[i] + float32(math.Sin(float64(i)*1.7))
	}
	for _, c := range []struct {
		p    TraceParams
		want float64
	}{{TraceParams{}, 0.7}, {TraceParams{Offset: 100}, 0.2}, {TraceParams{Offset: 100, Neuropil: Neuropil{Share: 0.7}}, 0.7}} {
		c.p.RateHz = 30
		const tol = 0.02 // five standard errors of the slope
		if tr := NewTrace(raw, ring, c.p); math.Abs(tr.Share-c.want) > tol {
			t.Errorf("offset %v, %+v: share %v, not %v", c.p.Offset, c.p.Neuropil, tr.Share, c.want)
		}
	}
}

// TestATraceThatNeverChanges has dF/F 0, no noise and no bleaching: 50 grey values
// everywhere leave 15 after the neuropil.
func TestATraceThatNeverChanges(t *testing.T) {
	flat := make([]float32, 900)
	for i := range flat {
		flat[i] = 50
	}
	for _, n := range []Neuropil{{}, {Fit: true}} {
		tr := NewTrace(flat, flat, TraceParams{Params: Params{RateHz: 30}, Neuropil: n})
		if tr.Reason != "" || tr.Noise != 0 || tr.Bleached != 0 || tr.Seen != 1 || tr.Fitted {
			t.Errorf("%+v: %q, noise %v, bleached %v, seen %v, fitted %v", n, tr.Reason, tr.Noise, tr.Bleached, tr.Seen, tr.Fitted)
		}
		for i, v := range tr.DFF {
			if v != 0 || math.Abs(float64(tr.Baseline[i])-15) > 1e-4 { // rounding of 0.7 times 50
				t.Fatalf("%+v: dF/F %v, baseline %v", n, v, tr.Baseline[i])
			}
		}
	}
}

// TestADarkCellHasNoDFF: what is left after the neuropil is too little to divide by.
func TestADarkCellHasNoDFF(t *testing.T) {
	raw, ring := make([]float32, 900), make([]float32, 900)
	for i := range raw {
		raw[i], ring[i] = 50, 70
	}
	tr := NewTrace(raw, ring, TraceParams{Params: Params{RateHz: 30}})
	if tr.Reason == "" || tr.DFF[3] == tr.DFF[3] || math.Abs(float64(tr.Corrected[3])-1) > 1e-4 || !math.IsNaN(tr.Noise) {
		t.Errorf("%q: dF/F %v, corrected %v, noise %v", tr.Reason, tr.DFF[3], tr.Corrected[3], tr.Noise)
	}
}
