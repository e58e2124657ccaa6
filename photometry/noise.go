package photometry

import "math"

// noises fills how much of the recording's noise every course has kept.
func (d *Processed) noises(p Params) {
	t := d.Trace
	signalCurve := d.SignalBleach.Curve(len(t.Signal), t.RateHz)
	var controlCurve []float64
	if t.Control != nil {
		controlCurve = d.ControlBleach.Curve(len(t.Control), t.RateHz)
		d.Control.NoiseMAD = leftNoise(over(t.Control, controlCurve), d.Control.Smooth, t.RateHz, p.LowpassHz)
	}
	for k := range d.All {
		x := &d.All[k]
		raw := over(t.Signal, signalCurve)
		switch x.Pipeline {
		case BleachFirst:
			raw = over(t.Control, controlCurve)
			slow, fast := bands(raw, t.RateHz, LowpassBoth)
			raw = x.minus(over(t.Signal, signalCurve), fast, slow)
		case Isosbestic:
			if !x.Fit.Mirrored {
				raw = over(t.Signal, x.Fit.At(t.Control))
			}
		}
		x.NoiseMAD = leftNoise(raw, x.Smooth, t.RateHz, p.LowpassHz)
	}
}

// leftNoise is the MAD of the noise in smooth, from what the low-pass filter took
// away of raw: for white noise the two are in the ratio sqrt(Σh²/Σ(δ-h)²), h being the
// filter's answer to one sample. Movement and calcium below the corner are in
// neither; steps of a quick indicator are outliers that a MAD does not mind.
func leftNoise(raw, smooth []float64, rateHz, hz float64) float64 {
	var gone []float64
	for i, v := range raw {
		if d := v - smooth[i]; !math.IsNaN(d) {
			gone = append(gone, d)
		}
	}
	if len(gone) == 0 {
		return nan
	}
	if hz >= rateHz/2 {
		return 0
	}
	impulse := make([]float64, 2*int(5*rateHz/hz)+1)
	impulse[len(impulse)/2] = 1
	h := LowpassBoth(impulse, rateHz, hz)
	var kept, lost float64
	for i, v := range h {
		kept, lost = kept+v*v, lost+(impulse[i]-v)*(impulse[i]-v)
	}
	return mad(gone) * math.Sqrt(kept/lost)
}
