package network

import "math"

// Counts returns spikes per cell and full bin: one row per E cell. It panics when
// a bin is shorter than a step or long enough to overflow, 300 s.
func (a Activity) Counts(binSec float64) [][]uint16 {
	perBin, bins := a.bins(binSec)
	flat := make([]uint16, a.Neurons*bins)
	out := make([][]uint16, a.Neurons)
	for c := range out {
		out[c] = flat[c*bins : (c+1)*bins : (c+1)*bins]
	}
	for _, s := range a.Spikes {
		if b := int(s.Step) / perBin; b < bins {
			out[s.Neuron][b]++
		}
	}
	return out
}

// bins returns steps per bin and the number of full bins.
func (a Activity) bins(binSec float64) (perBin, bins int) {
	perBin = round(binSec / a.StepSec)
	if perBin < 1 || binSec > 300 {
		panic("network: a bin is at least one step and at most 300 s")
	}
	return perBin, round(a.Seconds/a.StepSec) / perBin
}

// Correlation returns Pearson's correlation of the spike counts of every pair of
// E cells over full bins, r[i][j] = r[j][i], 1 on the diagonal. A cell whose count
// is the same in every bin, a silent one above all, has no correlation with
// another: NaN.
func (a Activity) Correlation(binSec float64) [][]float64 {
	perBin, bins := a.bins(binSec)
	n := a.Neurons
	sum, product := make([]int, n), make([]int, n*n)
	count, active := make([]int, n), make([]int32, 0, n)
	for at := 0; at < len(a.Spikes); {
		bin := int(a.Spikes[at].Step) / perBin
		if bin >= bins {
			break
		}
		for ; at < len(a.Spikes) && int(a.Spikes[at].Step)/perBin == bin; at++ {
			c := a.Spikes[at].Neuron
			if count[c] == 0 {
				active = append(active, c)
			}
			count[c]++
		}
		for _, i := range active {
			sum[i] += count[i]
			row := product[int(i)*n : int(i)*n+n]
			for _, j := range active {
				row[j] += count[i] * count[j]
			}
		}
		for _, i := range active {
			count[i] = 0
		}
		active = active[:0]
	}
	return pearson(sum, product, bins)
}

// pearson turns sums and sums of products over bins into correlations. The sums
// are whole numbers, so nothing is rounded before the last line.
func pearson(sum, product []int, bins int) [][]float64 {
	n := len(sum)
	spread := make([]float64, n)
	for i, s := range sum {
		spread[i] = math.Sqrt(float64(bins*product[i*n+i] - s*s))
	}
	out := make([][]float64, n)
	for i := range out {
		out[i] = make([]float64, n)
		for j := range out[i] {
			out[i][j] = float64(bins*product[i*n+j]-sum[i]*sum[j]) / (spread[i] * spread[j])
		}
		if spread[i] > 0 {
			out[i][i] = 1
		}
	}
	return out
}
