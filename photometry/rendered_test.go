package photometry

import (
	"math"
	"testing"

	"respine/scope"
)

// TestRenderedTransients: of rendered animals that rest and struggle nine in ten true
// transients are found and nine in ten found are true, in interleaved recordings
// at 30 Hz and lock-in ones at 20 Hz; dF/F goes with the true one.
func TestRenderedTransients(t *testing.T) {
	for _, p := range []scope.Photometry{{Interleaved: true}, {RateHz: 20, Clock: scope.FibreClock{OffsetSec: 4, DriftPPM: 100}}} {
		var right, found, truth int
		for seed := range uint64(3) {
			m := planted("m", 5000+seed, 300, math.NaN(), p)
			got := m.InFilmTime(Rises(m.Data.All[0].Smooth, m.Data.All[0].NoiseMAD, m.Data.Trace.StartSec, m.Data.Trace.RateHz, Params{}))
			var want []Transient
			for _, v := range m.recording.Transients {
				want = append(want, Transient{OnsetSec: v.OnsetSec, PeakSec: v.PeakSec})
			}
			right, found, truth = right+len(Pairs(got, want, 0.1)), found+len(got), truth+len(want)
			if r := correlation(m.Data.All[0].Smooth[:len(m.recording.DFF)-2], m.recording.DFF[:len(m.recording.DFF)-2]); r < 0.9 {
				t.Errorf("correlation with the true dF/F %.3f", r)
			}
		}
		if float64(right) < 0.9*float64(truth) || float64(right) < 0.9*float64(found) || truth < 50 {
			t.Errorf("of %d true and %d found transients %d agree", truth, found, right)
		}
	}
}

// TestMovementIsTakenOff: with a fibre that moves by a hundredth the slope above 0.5 Hz is
// near one, for movement dims both channels alike.
func TestMovementIsTakenOff(t *testing.T) {
	m := planted("m", 6000, 300, math.NaN(), scope.Photometry{Fibre: scope.Fibre{JerkSD: 0.02}})
	near(t, "slope", m.Data.All[0].Fit.Slope, 1, 0.06) // noise of the control makes it less
}

// TestMirroredControl: a control that falls as the signal rises is told, and nothing of
// it is taken off.
func TestMirroredControl(t *testing.T) {
	control := scope.DefaultControl()
	control.Calcium = -0.5
	m := planted("m", 7000, 300, math.NaN(), scope.Photometry{Control: control, Fibre: scope.Fibre{JerkSD: 1e-6}})
	d := m.Data.All[0]
	if !d.Fit.Mirrored || d.Fit.Slope != 0 || d.Note == "" {
		t.Errorf("%+v %q", d.Fit, d.Note)
	}
}

// TestArtefacts: a jump in both channels is cut out with what lies beside it, nothing is
// joined, and a transient in one channel is left alone.
func TestArtefacts(t *testing.T) {
	m := planted("m", 8000, 120, math.NaN(), scope.Photometry{})
	x := m.Data.Trace
	x.Signal, x.Control = append([]float64(nil), x.Signal...), append([]float64(nil), x.Control...)
	n := len(x.Signal)
	if len(x.Artefacts(15)) > 0 {
		t.Error("a clean recording has artefacts")
	}
	for i := 1000; i < 1010; i++ {
		x.Signal[i] *= 0.5
		x.Control[i] *= 0.5
	}
	spans := x.Artefacts(15)
	if len(spans) != 1 || math.Abs(spans[0].FromSec-(x.At(999)-besideSec)) > 1e-9 || math.Abs(spans[0].ToSec-(x.At(1010)+besideSec)) > 1e-9 {
		t.Fatalf("%+v", spans)
	}
	d := Process(x, nil, Params{})
	if len(d.All[0].Smooth) != n || !math.IsNaN(d.All[0].Smooth[1005]) || math.IsNaN(d.All[0].Smooth[1030]) {
		t.Error("samples were joined, or not cut out")
	}
	near(t, "seconds cut out", d.ArtefactSec, spans[0].ToSec-spans[0].FromSec, 0.04)
}

// TestSignalAlone: without a control there is one pipeline, which says so.
func TestSignalAlone(t *testing.T) {
	m := planted("m", 9000, 120, math.NaN(), scope.Photometry{})
	x := m.Data.Trace
	x.Control = nil
	d := Process(x, nil, Params{})
	if len(d.All) != 1 || d.All[0].Note == "" || d.dff("control") != nil {
		t.Errorf("%d pipelines, %q", len(d.All), d.All[0].Note)
	}
}
