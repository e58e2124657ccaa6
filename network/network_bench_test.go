package network

import (
	"testing"

	"respine/random"
)

// BenchmarkSimulate reports the time for one second of the default network with
// the wiring of an undisturbed animal, recorded a minute at a time, on every path
// of the processor.
func BenchmarkSimulate(b *testing.B) {
	const seconds = 60
	p := Default()
	synapses := cortex(p, 42, 1)
	for _, path := range available() {
		b.Run(path.name, func(b *testing.B) {
			for i := range b.N {
				record(newNet(p, synapses, Drive{}, random.New(uint64(i)), path), seconds)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(seconds+warmupSec), "ns/simulated-s")
		})
	}
}

// BenchmarkReadouts reports what is counted in ten minutes of it.
func BenchmarkReadouts(b *testing.B) {
	p := Default()
	a := Simulate(p, cortex(p, 42, 1), Drive{}, 600, random.New(1))
	b.Run("correlation", func(b *testing.B) {
		for range b.N {
			a.Correlation(0.2)
		}
	})
	b.Run("events", func(b *testing.B) {
		for range b.N {
			a.Events(EventParams{})
		}
	})
}
