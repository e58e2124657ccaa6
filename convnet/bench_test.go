package convnet

import "testing"

// flops is the multiplications and additions of one pixel.
func flops(n Net) float64 {
	sum := 0
	for _, l := range n.Layers {
		sum += 2 * len(l.W)
	}
	return float64(sum)
}

func reportGFlops(b *testing.B, perRound float64) {
	b.ReportMetric(perRound*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFlop/s")
}

func BenchmarkForward(b *testing.B) {
	n, x := New(13, 16, source(1)), noise(2, 13, 24, 3000)
	for _, k := range available() {
		b.Run(k.name, func(b *testing.B) {
			for b.Loop() {
				n.forward(k, x)
			}
			reportGFlops(b, flops(n)*24*3000)
		})
	}
}

// BenchmarkTrainStep counts the gradients of the weights and of the input as
// one forward pass each.
func BenchmarkTrainStep(b *testing.B) {
	batch := make([]Sample, 16)
	for i := range batch {
		batch[i] = Sample{noise(1, 13, 24, 64), uniform(2, 1, 24, 64), uniform(3, 1, 24, 64)}
	}
	for _, k := range available() {
		for _, workers := range []int{1, 2} {
			b.Run(k.name+map[int]string{1: "/1 worker", 2: "/2 workers"}[workers], func(b *testing.B) {
				tr := NewTrainer(New(13, 16, source(1)), Recipe{Workers: workers})
				tr.kernel = k
				rng := source(2)
				for b.Loop() {
					tr.Step(batch, rng)
				}
				reportGFlops(b, 3*flops(tr.net)*float64(len(batch)*24*64))
			})
		}
	}
}
