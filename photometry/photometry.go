// Package photometry measures bulk calcium from one optical fibre: dF/F of a
// signal channel near 470 nm with a control channel near 405 to 415 nm, its
// transients, its course around behaviour, and whether it tells of behaviour
// to come.
//
// Traces are in the recorder's units, times in seconds. The control is fitted
// to the signal by iterated least squares with bisquare weights (Holland &
// Welsch 1977, doi 10.1080/03610927708827533) and a slope that is not
// negative, and dF/F = (signal - fit)/fit (Lerner et al. 2015, doi
// 10.1016/j.cell.2015.07.014; Keevers & Jean-Richard-dit-Bressel 2025, doi
// 10.1117/1.NPh.12.2.025003). A second pipeline takes bleaching off each
// channel first and movement after; both always run, and where they differ the
// difference is a result. Missing samples are NaN and stay in their place:
// nothing is ever joined across them.
//
// It cannot tell one cell's large answer from many cells' small ones, nor calcium
// from blood or movement where the control does not show them; dF/F is diluted
// by autofluorescence, so its size is comparable within a fibre only.
package photometry

import (
	"fmt"
	"math"
	"strings"
)

// Recording is what a photometry system left of one session, on its own clock.
type Recording struct {
	Format   string
	TimeUnit string // of the file's clock, s or ms, and whether that was inferred
	Channels []Channel
	Lines    []Line
	Notes    []string // what was odd about the file, and what was done
}

// Channel is one light's detected brightness.
type Channel struct {
	Name       string
	Nanometres int // 0 if the file does not say
	Sec, Value []float64
}

// Line is a digital input: when it went up, and how late that may have been
// seen.
type Line struct {
	Name          string
	RiseSec       []float64
	ResolutionSec float64
}

// The lights that indicators of the GCaMP family are excited with, nm.
const (
	signalFrom, signalTo   = 440, 500
	controlFrom, controlTo = 395, 425
)

// Choose returns the channels of a name, or of a light where the name is empty:
// the signal near 470 nm, the control near 405 nm. A recording without control
// has control nil.
func (r Recording) Choose(signal, control string) (s Channel, c *Channel, err error) {
	first, err := r.channel("signal", signal, signalFrom, signalTo)
	if err != nil {
		return Channel{}, nil, err
	}
	if first == nil {
		return Channel{}, nil, fmt.Errorf("no channel is known to be the signal, excited near 470 nm; there are %s\nhint: name the channel with --signal", r.names())
	}
	c, err = r.channel("control", control, controlFrom, controlTo)
	if err == nil && c != nil && c.Name == first.Name {
		err = fmt.Errorf("channel %s is both signal and control\nhint: name another one with --control", c.Name)
	}
	return *first, c, err
}

func (r Recording) channel(role, name string, from, to int) (*Channel, error) {
	var found []*Channel
	for i := range r.Channels {
		c := &r.Channels[i]
		if name != "" && strings.EqualFold(c.Name, name) || name == "" && c.Nanometres >= from && c.Nanometres <= to {
			found = append(found, c)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, fmt.Errorf("%d channels could be the %s: %s\nhint: name one with --%s", len(found), role, Recording{Channels: values(found)}.names(), role)
	case name != "":
		return nil, fmt.Errorf("there is no channel %s; there are %s", name, r.names())
	}
	return nil, nil
}

func values(p []*Channel) []Channel {
	out := make([]Channel, len(p))
	for i, v := range p {
		out[i] = *v
	}
	return out
}

func (r Recording) names() string {
	var out []string
	for _, c := range r.Channels {
		n := c.Name
		if c.Nanometres > 0 {
			n += fmt.Sprintf(" (%d nm)", c.Nanometres)
		}
		out = append(out, n)
	}
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, ", ")
}

// Line returns the pulse line of a name, or where the name is empty the only one
// that goes up at least twice; nil if there is none.
func (r Recording) Line(name string) (*Line, error) {
	var found []*Line
	for i := range r.Lines {
		l := &r.Lines[i]
		if name != "" && strings.EqualFold(l.Name, name) || name == "" && len(l.RiseSec) >= 2 {
			found = append(found, l)
		}
	}
	var names []string
	for _, l := range r.Lines {
		names = append(names, fmt.Sprintf("%s (%d pulses)", l.Name, len(l.RiseSec)))
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, fmt.Errorf("%d lines could carry the pulses: %s\nhint: name one with --sync", len(found), strings.Join(names, ", "))
	case name != "":
		return nil, fmt.Errorf("there is no line %s; there are: %s", name, strings.Join(names, ", "))
	}
	return nil, nil
}

// Trace is signal and control on one even grid, NaN where missing. Control is nil
// where there is none.
type Trace struct {
	StartSec, RateHz float64 // sample i is at StartSec + i/RateHz
	Signal, Control  []float64
}

// At returns the time of a sample.
func (t Trace) At(i int) float64 { return t.StartSec + float64(i)/t.RateHz }

// Params are choices of the measurement; the zero Params means the defaults.
type Params struct {
	LowpassHz      float64 // 3: calcium indicators carry little above
	ArtefactSD     float64 // 15: jumps beyond so many robust SD in both channels are artefacts; below 0: none are looked for
	WindowSec      float64 // 15: moving window of the transients' baseline (GuPPy)
	HighMAD        float64 // 2: samples so many MAD above the median are left out of the baseline (GuPPy)
	TransientMAD   float64 // 3: a transient rises by more than so many MAD of what is left (GuPPy)
	NoiseMAD       float64 // 14: a rise is of more than so many MAD of the noise
	MinDFF         float64 // 0: and by more than this, in dF/F
	MaxRateHz      float64 // 60: faster recordings are averaged down to at most this
	MaxSyncSec     float64 // 0.1: with a clock less certain nothing is claimed around behaviour
	BinSec         float64 // 0.1: of the hazard
	ReachSec       float64 // 2: how far back calcium may tell of a struggle, and how long immobility must have lasted
	LagSec         float64 // 1: lag at which prediction is tested, named beforehand (claim C18)
	LeastOnsets    int     // 15: an animal with fewer tells nothing about prediction
	Draws          int     // 4999: of permutations too many to visit
	Before, After  float64 // 5 and 5 s: of the peri-event window
	BaseFrom, Base float64 // -5 and -3 s: of its baseline
}

func (p Params) orDefaults() Params {
	or := func(v *float64, d float64) {
		if *v == 0 {
			*v = d
		}
	}
	or(&p.LowpassHz, 3)
	or(&p.ArtefactSD, 15)
	or(&p.WindowSec, 15)
	or(&p.HighMAD, 2)
	or(&p.TransientMAD, 3)
	or(&p.NoiseMAD, 14)
	or(&p.MaxRateHz, 60)
	or(&p.MaxSyncSec, 0.1)
	or(&p.BinSec, 0.1)
	or(&p.ReachSec, 2)
	or(&p.LagSec, 1)
	or(&p.Before, 5)
	or(&p.After, 5)
	or(&p.BaseFrom, -5)
	or(&p.Base, -3)
	if p.LeastOnsets == 0 {
		p.LeastOnsets = 15
	}
	if p.Draws == 0 {
		p.Draws = 4999
	}
	return p
}

var nan = math.NaN()
