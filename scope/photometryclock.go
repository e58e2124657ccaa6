package scope

import "respine/random"

// FibreClock is the recorder's, which neither starts nor runs with the film's.
type FibreClock struct {
	OffsetSec float64 // what it shows at time zero of the film
	DriftPPM  float64 // how much faster it runs, parts per million
}

// device is what the recorder's clock shows at a time of the film.
func (c FibreClock) device(film float64) float64 { return c.OffsetSec + film*(1+c.DriftPPM*1e-6) }

// film is the reverse.
func (c FibreClock) film(device float64) float64 {
	return (device - c.OffsetSec) / (1 + c.DriftPPM*1e-6)
}

// pulseSec is how long a pulse is up: three frames of a film.
const pulseSec = 0.1

// pulses are when the line that goes to both recorder and film goes up, in
// seconds of the film: every 5 to 15 s, so that no shift fits by accident.
func pulses(seconds float64, key random.Key) []float64 {
	var out []float64
	at := 1 + 2*key.Uniform(0)
	for i := uint64(1); at < seconds-pulseSec; i++ {
		out = append(out, at)
		at += 5 + 10*key.Uniform(i)
	}
	return out
}

// up reports whether a pulse is up; pulses are in order.
func up(pulses []float64, sec float64) bool {
	low, high := 0, len(pulses)
	for low < high {
		if m := (low + high) / 2; pulses[m] <= sec {
			low = m + 1
		} else {
			high = m
		}
	}
	return low > 0 && sec < pulses[low-1]+pulseSec
}
