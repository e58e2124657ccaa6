package scope

import (
	"cmp"
	"math"

	"respine/random"
)

// Photometry is a fibre that excites a calcium indicator at 470 nm and, as a
// control, where it hardly tells of calcium, near 405 nm.
//
// A channel is, in arbitrary units and with t the seconds since the light went
// on,
//
//	F(t) = (1 + motion) exp(-absorption h) (level bleach(t) (1 + calcium dF/F) + background) + leak + noise
//
// dF/F follows population activity through a double-exponential kernel; h is
// blood, which follows activity over seconds and wanders by itself; motion of
// the fibre is shared by both channels; noise is not. The zero Photometry has
// the defaults below, chosen to look like recordings of mice in forced swimming
// at 30 Hz, not fitted to them.
//
// It cannot show detector saturation, light artefacts, or an indicator whose
// expression changes; one fibre is one region.
type Photometry struct {
	// RateHz is how often each channel is sampled; default 30. When
	// Interleaved, as in Neurophotometrics, the control comes half a period
	// after the signal; else, as in lock-in systems, both at once.
	RateHz      float64
	Interleaved bool
	Indicator   FibreIndicator
	Signal      FibreChannel
	Control     FibreChannel
	Fibre       Fibre
	Clock       FibreClock
	// TransientDFF is by how much the noiseless dF/F must rise and fall to be
	// listed as a transient; default 0.02.
	TransientDFF float64
}

// FibreIndicator turns activity into dF/F: GainPerHz times the rate, smoothed by a
// kernel of unit area that rises with RiseSec and falls with DecaySec. The
// defaults peak after 0.19 s and have half decayed 0.63 s later, as GCaMP6s
// does (Chen et al. 2013, doi 10.1038/nature12354).
type FibreIndicator struct {
	GainPerHz float64 // default 0.02
	RiseSec   float64 // default 0.07
	DecaySec  float64 // default 0.8
}

// FibreChannel is what one light gives.
type FibreChannel struct {
	Level      float64 // of the indicator when the light goes on
	Background float64 // autofluorescence and stray light; does not bleach
	// Fast and Slow are the shares of Level that bleach, with their time
	// constants; the rest stays.
	Fast, FastSec float64
	Slow, SlowSec float64
	// Calcium is how much of dF/F it shows: 1 for the signal; near 0, and
	// below it under 405 nm or above it over 410, for the control.
	Calcium float64
	// Absorption is by how much blood dims it.
	Absorption float64
	// Leak is the share of the other channel seen in this one.
	Leak    float64
	NoiseSD float64 // at Level, growing with the root of the light
}

// Fibre is what moves and what flows at its tip.
type Fibre struct {
	SwaySD float64 // of slow bending of the cord, relative
	JerkSD float64 // of fast movement, relative, while the animal moves fully
	// BloodPerHz is the rise of blood with activity, in units in which
	// Absorption counts; VasomotionSD its slow waves.
	BloodPerHz, VasomotionSD float64
}

// DefaultSignal and DefaultControl are the two channels of the zero
// Photometry. Haemoglobin absorbs several times as much at 405 as at 470 nm.
func DefaultSignal() FibreChannel {
	return FibreChannel{Level: 1, Background: 0.5, Fast: 0.12, FastSec: 90, Slow: 0.3, SlowSec: 2400, Calcium: 1, Absorption: 1, NoiseSD: 0.004}
}

// DefaultControl is the control channel of the zero Photometry.
func DefaultControl() FibreChannel {
	return FibreChannel{Level: 0.6, Background: 0.4, Fast: 0.09, FastSec: 60, Slow: 0.2, SlowSec: 1800, Calcium: -0.03, Absorption: 4, Leak: 0.02, NoiseSD: 0.003}
}

// DefaultFibre is the fibre of the zero Photometry.
func DefaultFibre() Fibre {
	return Fibre{SwaySD: 0.004, JerkSD: 0.01, BloodPerHz: 0.001, VasomotionSD: 0.002}
}

func (p Photometry) orDefaults() Photometry {
	p.RateHz = cmp.Or(p.RateHz, 30)
	p.Indicator.GainPerHz = cmp.Or(p.Indicator.GainPerHz, 0.02)
	p.Indicator.RiseSec, p.Indicator.DecaySec = cmp.Or(p.Indicator.RiseSec, 0.07), cmp.Or(p.Indicator.DecaySec, 0.8)
	p.Signal, p.Control, p.Fibre = cmp.Or(p.Signal, DefaultSignal()), cmp.Or(p.Control, DefaultControl()), cmp.Or(p.Fibre, DefaultFibre())
	p.TransientDFF = cmp.Or(p.TransientDFF, 0.02)
	return p
}

// FibreActivity is what the fibre looks at: the population rate, Hz, in bins of
// BinSec from time zero of the film; and, where the animal's movement is known,
// how much it moves in each, 0 to 1. Without Movement it moves a fifth of that
// all the time.
type FibreActivity struct {
	BinSec   float64
	RateHz   []float32
	Movement []float32
}

// FibreRecording is a recording with its truth. Times are of its own clock,
// seconds; DFF and what follows are at the times of the signal.
type FibreRecording struct {
	Photometry                  Photometry
	SignalSec, ControlSec       []float64
	Signal, Control             []float64
	Sync                        []bool // whether a pulse was up at a signal sample
	ControlSync                 []bool // and at a control sample
	Pulses                      []float64
	DFF, Motion, Blood          []float64
	SignalBleach, ControlBleach []float64
	Transients                  []FibreTransient
}

// RecordFibre samples the activity from its first bin to its last. The light
// goes on at time zero of the film. It panics when there is no activity or
// Movement is not as long. The same key gives the same recording.
func RecordFibre(a FibreActivity, p Photometry, key random.Key) FibreRecording {
	if len(a.RateHz) == 0 || !(a.BinSec > 0) || a.Movement != nil && len(a.Movement) != len(a.RateHz) {
		panic("scope: photometry needs activity, and movement as long")
	}
	p = p.orDefaults()
	seconds := float64(len(a.RateHz)) * a.BinSec
	r := FibreRecording{Photometry: p, Pulses: pulses(seconds, key.At(forPulses))}
	tip := newTip(a, p, key)
	n := samples(seconds*(1+p.Clock.DriftPPM*1e-6), p.RateHz)
	late := 0.0
	if p.Interleaved {
		late = 0.5 / p.RateHz
	}
	for i := range n {
		at := p.Clock.OffsetSec + float64(i)/p.RateHz
		film, other := p.Clock.film(at), p.Clock.film(at+late)
		here, there := tip.at(film), tip.at(other)
		r.SignalSec, r.ControlSec = append(r.SignalSec, at), append(r.ControlSec, at+late)
		r.Signal = append(r.Signal, p.Signal.sample(p.Control, here, key.At(forSignal).Normal(uint64(i))))
		r.Control = append(r.Control, p.Control.sample(p.Signal, there, key.At(forControl).Normal(uint64(i))))
		r.Sync, r.ControlSync = append(r.Sync, up(r.Pulses, film)), append(r.ControlSync, up(r.Pulses, other))
		r.DFF, r.Motion, r.Blood = append(r.DFF, here.dff), append(r.Motion, here.motion), append(r.Blood, here.blood)
		r.SignalBleach, r.ControlBleach = append(r.SignalBleach, p.Signal.bleach(film)), append(r.ControlBleach, p.Control.bleach(film))
	}
	r.Transients = tip.transients(p.TransientDFF)
	return r
}

// samples is how many whole periods there are in some seconds; one that only
// rounding keeps from being whole counts.
func samples(seconds, rateHz float64) int { return int(math.Floor(seconds*rateHz + 1e-6)) }

// What the keys of a recording are for.
const (
	forPulses = iota
	forSignal
	forControl
	forSway
	forJerk
	forVasomotion
)
