package scope

import (
	"math"

	"respine/random"
)

// tipState is what happens at the tip of the fibre at one time of the film.
type tipState struct{ sec, dff, motion, blood float64 }

// tip evaluates the course of activity at the fibre at any time: exactly for a
// rate that is constant within each bin.
type tip struct {
	FibreActivity
	Photometry
	key        random.Key
	rise, fall []float64 // low-passed rate at the start of each bin, Hz
	flow       []float64 // low-passed twice, over bloodSec
}

// bloodSec makes blood peak this long after a burst of activity, as a
// haemodynamic response does after one to three seconds.
const bloodSec = 1.5

func newTip(a FibreActivity, p Photometry, key random.Key) *tip {
	t := &tip{FibreActivity: a, Photometry: p, key: key}
	// The animal was there before the recording: start from the mean of its
	// first seconds.
	n := min(len(a.RateHz), int(math.Ceil(5/a.BinSec)))
	var start float64
	for _, r := range a.RateHz[:n] {
		start += float64(r) / float64(n)
	}
	rise, fall, first, second := start, start, start, start
	for _, r := range a.RateHz {
		t.rise, t.fall, t.flow = append(t.rise, rise), append(t.fall, fall), append(t.flow, second)
		rise = lowpass(rise, float64(r), a.BinSec, p.Indicator.RiseSec)
		fall = lowpass(fall, float64(r), a.BinSec, p.Indicator.DecaySec)
		first = lowpass(first, float64(r), a.BinSec, bloodSec)
		second = lowpass(second, first, a.BinSec, bloodSec)
	}
	return t
}

// lowpass is where x stands after sec seconds of drawing near to r.
func lowpass(x, r, sec, tau float64) float64 { return r + (x-r)*math.Exp(-sec/tau) }

// at returns the state at a time of the film; outside the recording that of its
// first or last bin goes on.
func (t *tip) at(sec float64) tipState {
	i := max(0, min(len(t.FibreActivity.RateHz)-1, int(sec/t.BinSec)))
	into := max(0, sec-float64(i)*t.BinSec)
	r := float64(t.FibreActivity.RateHz[i])
	moves := 0.2
	if t.Movement != nil {
		moves = float64(t.Movement[i])
	}
	return tipState{
		sec: sec, dff: t.dff(i, into, r),
		motion: t.Fibre.SwaySD*wobble(t.key.At(forSway), sec, 0.2) + t.Fibre.JerkSD*moves*wobble(t.key.At(forJerk), sec, 6),
		blood:  t.Fibre.BloodPerHz*t.flow[i] + t.Fibre.VasomotionSD*wobble(t.key.At(forVasomotion), sec, 0.2),
	}
}

// dff is the difference of two exponentials scaled to unit area,
// (exp(-t/d) - exp(-t/r))/(d - r), under the rate, times the gain.
func (t *tip) dff(bin int, into, rate float64) float64 {
	r, d := t.Indicator.RiseSec, t.Indicator.DecaySec
	rise, fall := lowpass(t.rise[bin], rate, into, r), lowpass(t.fall[bin], rate, into, d)
	return t.Indicator.GainPerHz * (d*fall - r*rise) / (d - r)
}

// bleach is the share of the indicator left after sec seconds of light. A share of
// 0 needs no time constant.
func (c FibreChannel) bleach(sec float64) float64 {
	left := 1.0
	if c.Fast > 0 {
		left -= c.Fast * (1 - math.Exp(-sec/c.FastSec))
	}
	if c.Slow > 0 {
		left -= c.Slow * (1 - math.Exp(-sec/c.SlowSec))
	}
	return left
}

// light is the noiseless fluorescence, without leak.
func (c FibreChannel) light(s tipState) float64 {
	return (1 + s.motion) * math.Exp(-c.Absorption*s.blood) * (c.Level*c.bleach(s.sec)*(1+c.Calcium*s.dff) + c.Background)
}

// sample is one value of the channel, with the leak of the other.
func (c FibreChannel) sample(other FibreChannel, s tipState, normal float64) float64 {
	v := c.light(s) + c.Leak*other.light(s)
	if c.NoiseSD == 0 {
		return v
	}
	return v + c.NoiseSD*math.Sqrt(math.Max(0, v)/c.Level)*normal
}

// FibreTransient is a rise of the noiseless dF/F, in seconds of the film: from
// when it was last within a tenth of the rise of the lowest point before, to its
// peak.
type FibreTransient struct {
	OnsetSec, PeakSec float64
	Rise              float64 // dF/F, from that lowest point
}

// transients lists the rises of the noiseless dF/F of at least size that are
// followed by a fall of at least size, or by the end.
func (t *tip) transients(size float64) []FibreTransient {
	var out []FibreTransient
	course := make([]float64, len(t.FibreActivity.RateHz))
	for i, r := range t.FibreActivity.RateHz {
		course[i] = t.dff(i, 0, float64(r))
	}
	low, high, rising := 0, 0, false
	end := func() {
		rise := course[high] - course[low]
		onset := high
		for onset > low && course[onset-1] > course[low]+rise/10 {
			onset--
		}
		out = append(out, FibreTransient{float64(onset) * t.BinSec, float64(high) * t.BinSec, rise})
	}
	for i, v := range course {
		switch {
		case !rising && v < course[low]:
			low = i
		case !rising && v >= course[low]+size:
			rising, high = true, i
		case rising && v > course[high]:
			high = i
		case rising && v <= course[high]-size:
			end()
			rising, low = false, i
		}
	}
	if rising {
		end()
	}
	return out
}
