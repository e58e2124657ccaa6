package photometry

import "math"

// The pipelines. All run on every recording; those that need a control are left
// out without one.
const (
	Isosbestic  = "isosbestic"   // control fitted to the signal, dF/F = (signal - fit)/fit
	BleachFirst = "bleach-first" // bleaching off each channel, then the control's movement off the signal's
	SignalOnly  = "signal-only"  // bleaching off the signal: what it would be without a control
)

// DFF is dF/F by one pipeline, a value a sample, NaN where missing.
type DFF struct {
	Pipeline string
	Smooth   []float64 // low-passed forth and back
	Causal   []float64 // low-passed by earlier samples only
	Fit      Fit       // of BleachFirst, faster than bandHz
	Slow     Fit       // of BleachFirst, slower
	NoiseMAD float64   // of Smooth: the median absolute deviation that white noise of the recording has left in it
	Note     string    // what had to be done otherwise
}

// Processed is a trace with its dF/F by every pipeline, the first being the one to
// report.
type Processed struct {
	Trace     Trace
	Artefacts []Span
	All       []DFF
	// Control is the control channel without its bleaching, treated as if it were
	// a signal: what it shows is not calcium.
	Control                     DFF
	SignalBleach, ControlBleach Bleach
	Fitted                      []float64 // control fitted to the signal, low-passed, of the first pipeline
	SignalSmooth, ControlSmooth []float64
	ArtefactSec                 float64
}

// Process takes artefacts out of a trace and makes dF/F of it. The constants of
// the fits are of the whole session; beyond these, Causal at a sample depends on
// nothing later. The causal course lags behind by LowpassDelaySec.
func Process(t Trace, artefacts []Span, p Params) Processed {
	p = p.orDefaults()
	spans := append(append([]Span(nil), artefacts...), t.Artefacts(p.ArtefactSD)...)
	whole := known(t.Signal)
	t = t.Without(spans)
	out := Processed{Trace: t, Artefacts: spans, ArtefactSec: float64(whole-known(t.Signal)) / t.RateHz}
	s := filtered(t.Signal, t.RateHz, p.LowpassHz)
	out.SignalSmooth, out.SignalBleach = s.smooth, Bleaching(t.Signal, t.RateHz)
	signalCurve := out.SignalBleach.Curve(len(t.Signal), t.RateHz)
	alone := DFF{Pipeline: SignalOnly, Smooth: over(s.smooth, signalCurve), Causal: over(s.causal, signalCurve)}
	if t.Control == nil {
		alone.Note = "there is no control channel: movement and blood are in dF/F"
		out.All, out.Fitted = []DFF{alone}, signalCurve
		out.noises(p)
		return out
	}
	c := filtered(t.Control, t.RateHz, p.LowpassHz)
	out.ControlSmooth, out.ControlBleach = c.smooth, Bleaching(t.Control, t.RateHz)
	controlCurve := out.ControlBleach.Curve(len(t.Control), t.RateHz)
	out.Control = DFF{Pipeline: "control", Smooth: over(c.smooth, controlCurve), Causal: over(c.causal, controlCurve)}
	whole1 := isosbestic(s, c, signalCurve)
	out.Fitted = whole1.fitted
	out.All = []DFF{bleachFirst(alone, out.Control, t.RateHz), whole1.DFF, alone}
	out.noises(p)
	return out
}

func known(x []float64) int {
	n := 0
	for _, v := range x {
		if !math.IsNaN(v) {
			n++
		}
	}
	return n
}

// course is a channel low-passed both ways.
type course struct{ smooth, causal []float64 }

func filtered(x []float64, rateHz, hz float64) course {
	return course{LowpassBoth(x, rateHz, hz), Lowpass(x, rateHz, hz)}
}

// over is x/curve - 1.
func over(x, curve []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = v/curve[i] - 1
	}
	return out
}

type fittedDFF struct {
	DFF
	fitted []float64
}

// isosbestic fits the low-passed control to the low-passed signal. Where the fit
// is mirrored the curve of bleaching stands in for it.
func isosbestic(s, c course, bleach []float64) fittedDFF {
	out := fittedDFF{DFF: DFF{Pipeline: Isosbestic, Fit: IsosbesticFit(s.smooth, c.smooth)}}
	out.fitted = out.Fit.At(c.smooth)
	causal := out.Fit.At(c.causal)
	if out.Fit.Mirrored {
		out.Note = "the control mirrors the signal: nothing of it was taken off, bleaching is that of the signal alone"
		out.fitted, causal = bleach, bleach
	}
	out.Smooth, out.Causal = over(s.smooth, out.fitted), over(s.causal, causal)
	return out
}

// bandHz parts what blood and bleaching do from what movement of the fibre does.
// Haemodynamics follow activity over seconds, with little above 0.5 Hz (Buxton et
// al. 2004, doi 10.1016/j.neuroimage.2004.07.013); movement has most above.
const bandHz = 0.5

// bleachFirst regresses the signal on the control after bleaching was taken off
// both, slower and faster than bandHz apart: movement dims both channels alike,
// blood the control several times as much, so that no one slope is right for
// both. Each slope is bounded at zero.
func bleachFirst(s, c DFF, rateHz float64) DFF {
	out := DFF{Pipeline: BleachFirst}
	slowS, fastS := bands(s.Smooth, rateHz, LowpassBoth)
	slowC, fastC := bands(c.Smooth, rateHz, LowpassBoth)
	out.Fit, out.Slow = IsosbesticFit(fastS, fastC), IsosbesticFit(slowS, slowC)
	switch {
	case out.Fit.Mirrored && out.Slow.Mirrored:
		out.Note = "without bleaching the control mirrors the signal: nothing of it was taken off"
	case out.Fit.Mirrored:
		out.Note = "above 0.5 Hz the control mirrors the signal: of that nothing was taken off"
	case out.Slow.Mirrored:
		out.Note = "below 0.5 Hz the control mirrors the signal: of that nothing was taken off"
	}
	slowK, fastK := bands(c.Causal, rateHz, Lowpass)
	out.Smooth, out.Causal = out.minus(s.Smooth, fastC, slowC), out.minus(s.Causal, fastK, slowK)
	return out
}

// bands parts a course at bandHz; the parts add up to it.
func bands(x []float64, rateHz float64, lowpass func([]float64, float64, float64) []float64) (slow, fast []float64) {
	slow = lowpass(x, rateHz, bandHz)
	fast = make([]float64, len(x))
	for i, v := range x {
		fast[i] = v - slow[i]
	}
	return slow, fast
}

func (d DFF) minus(x, fast, slow []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = v - d.Fit.Slope*fast[i] - d.Slow.Slope*slow[i]
	}
	return out
}
