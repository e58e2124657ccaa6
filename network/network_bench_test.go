package network

import (
	"testing"

	"respine/random"
)

// BenchmarkSimulate reports the time for one second of the default network with
// the wiring of an undisturbed animal, recorded for a minute at a time.
func BenchmarkSimulate(b *testing.B) {
	const seconds = 60
	p := Default()
	synapses := cortex(p, 42, 1)
	for i := range b.N {
		Simulate(p, synapses, Drive{}, seconds, random.New(uint64(i)))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(seconds+warmupSec), "ns/simulated-s")
}
