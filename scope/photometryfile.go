package scope

import (
	"bufio"
	"fmt"
	"io"
	"math"

	"respine/table"
)

// CSV returns the recording as a plain table, one row per pair: time_s, of the
// signal, signal_470, control_405 and sync.
func (r FibreRecording) CSV() *table.Table {
	t := table.New("photometry", table.Float("time_s", "s"), table.Float("signal_470", ""), table.Float("control_405", ""), table.Int("sync", ""))
	for i, at := range r.SignalSec {
		t.Append(round(at, 6), round(r.Signal[i], 7), round(r.Control[i], 7), bit(r.Sync[i]))
	}
	return t
}

// PulseCSV returns the pulses as the film saw them, time_s of its own clock.
func (r FibreRecording) PulseCSV() *table.Table {
	t := table.New("film_pulses", table.Float("time_s", "s"))
	for _, p := range r.Pulses {
		t.Append(round(p, 6))
	}
	return t
}

// States of the lamps in files of Neurophotometrics: 1 is 415 nm, 2 is 470 nm;
// in the first frame all are on.
const (
	led415  = 1
	led470  = 2
	ledAll  = 7
	npTimes = 6 // decimals
)

// WriteNeurophotometrics writes the recording as that system's CSV: a row per
// frame, 470 and 415 nm by turns, after a first frame with all lamps on. Pulses
// are in Input0. It panics unless the recording is interleaved.
func (r FibreRecording) WriteNeurophotometrics(w io.Writer) error {
	if !r.Photometry.Interleaved {
		panic("scope: a Neurophotometrics file needs an interleaved recording")
	}
	b := bufio.NewWriter(w)
	fmt.Fprint(b, "FrameCounter,Timestamp,LedState,Stimulation,Output0,Output1,Input0,Input1,Region0G\n")
	frame := 0
	row := func(sec float64, led int, sync bool, v float64) {
		fmt.Fprintf(b, "%d,%.*f,%d,0,1,0,%d,0,%.9f\n", frame, npTimes, sec, led, bit(sync), v)
		frame++
	}
	if len(r.SignalSec) > 0 {
		row(r.SignalSec[0]-0.5/r.Photometry.RateHz, ledAll, false, r.Signal[0]+r.Control[0])
	}
	for i := range r.SignalSec {
		row(r.SignalSec[i], led470, r.Sync[i], r.Signal[i])
		row(r.ControlSec[i], led415, r.ControlSync[i], r.Control[i])
	}
	return b.Flush()
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// round keeps some decimals.
func round(v float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(v*p) / p
}

// Tables returns the truth: photometry_clock, how the recorder's clock went;
// photometry_event, transients of the noiseless dF/F in seconds of the film; and
// photometry_trace, what each signal sample was made of, at both clocks.
func (r FibreRecording) Tables() []*table.Table {
	clock := table.New("photometry_clock", table.Float("offset_s", "s"), table.Float("drift_ppm", "ppm"),
		table.Float("seconds", "s"), table.Float("rate_hz", "Hz"))
	c := r.Photometry.Clock
	clock.Append(c.OffsetSec, c.DriftPPM, float64(len(r.SignalSec))/r.Photometry.RateHz, r.Photometry.RateHz)
	events := table.New("photometry_event", table.Float("onset_s", "s"), table.Float("peak_s", "s"), table.Float("rise_dff", ""))
	for _, v := range r.Transients {
		events.Append(v.OnsetSec, v.PeakSec, v.Rise)
	}
	trace := table.New("photometry_trace", table.Float("time_s", "s"), table.Float("film_s", "s"), table.Float("dff", ""), table.Float("motion", ""),
		table.Float("blood", ""), table.Float("bleach_470", ""), table.Float("bleach_405", ""))
	for i, at := range r.SignalSec {
		trace.Append(at, c.film(at), r.DFF[i], r.Motion[i], r.Blood[i], r.SignalBleach[i], r.ControlBleach[i])
	}
	return []*table.Table{clock, events, trace}
}
