package photometry

import (
	"fmt"
	"math"
	"slices"
)

// When signal and control look exchanged. Calcium makes dF/F reach up and never down:
// of rendered recordings it reaches up 5.8 to 15 times as far as down, and with the
// channels exchanged 0.2 to 1.6 times; where no cell is active both lie between 0.7 and
// 1.4.
const (
	reachesUp     = 2.0 // so many times as far as down, and so many times what the other way round does
	moreRises     = 2.0 // so many times as many transients in the control as in the signal
	leastExchange = 10  // of them; fewer are chance
)

// exchanged says why signal and control look exchanged, "" where they do not: dF/F with
// the roles exchanged reaches up and dF/F itself does not, or the control, over its own
// bleaching, has clearly more transients than the signal.
func (d Processed) exchanged(signal, control int) string {
	first, alone := d.dff(BleachFirst), d.dff(SignalOnly)
	if first == nil || alone == nil || d.Control.Pipeline == "" {
		return ""
	}
	if control >= leastExchange && float64(control) > moreRises*float64(signal) {
		return fmt.Sprintf("the control has %d transients, the signal %d: %s", control, signal, exchangedAdvice)
	}
	up := upOverDown(first.Smooth)
	if !(up < reachesUp) {
		return ""
	}
	other := upOverDown(bleachFirst(d.Control, *alone, d.Trace.RateHz).Smooth)
	if other > reachesUp && other > reachesUp*up {
		return fmt.Sprintf("dF/F reaches up %.1f times as far as down, and %.1f times with signal and control exchanged: %s", up, other, exchangedAdvice)
	}
	return ""
}

const exchangedAdvice = "are the two exchanged? Compare the names of the columns with the wiring of the recorder, and name the channels with --signal and --control; if they are right, this fibre shows no calcium"

// upOverDown is how far a course reaches above its median over how far below, by its
// 0.99 and 0.01 quantiles: 1 of noise. It is NaN where nothing is known.
func upOverDown(x []float64) float64 {
	var all []float64
	for _, v := range x {
		if !math.IsNaN(v) {
			all = append(all, v)
		}
	}
	if len(all) == 0 {
		return nan
	}
	slices.Sort(all)
	at := func(q float64) float64 { return all[int(math.Round(q*float64(len(all)-1)))] }
	return (at(0.99) - at(0.5)) / (at(0.5) - at(0.01))
}
