// Package twin is the study as a mechanism: stress, spines with places on
// branches, a spiking network wired by those spines, behaviour, ketamine and
// photoactivation, with everything true about it as tables. Every measurement
// can be checked against it, because nothing in it is measured.
//
// Two clocks run. Once an hour every potential contact of every branch is
// asked: spines ripen where their two cells fire together, drift in size
// (Yasumatsu et al. 2008, doi 10.1523/JNEUROSCI.0603-08.2008), die with a
// hazard that falls with ripeness, size and ripe neighbours and rises under
// stress near places just lost, and are born most readily where a bouton
// outlived its spine. On chosen hours package network runs in milliseconds on
// the weights of the standing spines, and its spike correlations are what the
// next hours' ripening reads. Struggling in tail suspension is a race driven
// by the population rate of that same network.
//
// Time is in hours from the drug, positions in um along a branch. Simulate is
// a pure function of its arguments: draws are keyed by seed, animal, purpose,
// hour and contact, so two arms of one mouse agree bit for bit up to the hour
// in which their manipulations differ, however many run at a time.
//
// What it cannot tell: rows of Explain marked assumed were put in by hand, and
// those marked calibrated were fitted to the text of the study (Moda-Sava et al.
// 2019, doi 10.1126/science.aat8078) or to open data; agreement there is no
// evidence. The constants are a starting point, not estimates.
package twin

import (
	"context"
	"math"

	"respine/random"
)

// Mouse is one simulated animal and everything true about it.
type Mouse struct {
	Animal    int
	Name      string // in tables; the number unless the caller gives another
	Params    Params // its own, after the spread between mice
	Protocol  Protocol
	StartHour float64
	Wiring    Contacts
	Imaged    []int  // branches under the microscope, rising
	Lives     []Life // of every spine that ever stood, by birth
	Hours     []State
	Sessions  []Recording
}

// purposes keep the draws of one animal apart.
const (
	ofVariation uint64 = iota + 1
	ofWiring
	ofOccupancy
	ofVolume
	ofBirth
	ofAccept
	ofNewborn
	ofLight
	ofNetwork
	ofCoactivity
	ofBehaviour
	ofSucrose
	ofPuncta
	ofImaging
	ofScoring
)

// Simulate lives one mouse through a protocol. A session sees the state before
// anything dated the same hour happens. The protocol is data: what is wrong
// with it is an error. Animal numbers name mice; the same seed and animal is
// the same mouse in every protocol.
func Simulate(ctx context.Context, p Params, protocol Protocol, seed uint64, animal int) (Mouse, error) {
	m, err := SimulateArms(ctx, p, []Protocol{protocol}, seed, animal)
	if err != nil {
		return Mouse{}, err
	}
	return m[0], nil
}

// at returns the key of one purpose in one hour, and of a moment within it its
// own: two sessions of an hour see one state and draw apart.
func at(key random.Key, purpose uint64, hours float64) random.Key {
	whole := math.Floor(hours)
	key = key.At(purpose, uint64(int64(whole)))
	if hours != whole {
		key = key.At(math.Float64bits(hours - whole))
	}
	return key
}
