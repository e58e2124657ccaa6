package cellmatch

import "math"

// Model is what pairs of the same and of different cells look like, in bins of
// distance and footprint correlation.
type Model struct {
	WithinPx          float64
	Share             float64       // of pairs that are the same cell
	DistanceSame      [bins]float64 // densities over the bins, which sum to 1
	DistanceApart     [bins]float64
	CorrSame          [bins]float64
	CorrApart         [bins]float64
	Pairs, NotNearest int
}

const bins = 12

// rounds of expectation and maximisation; the likelihood has settled long before.
const rounds = 60

// fitModel fits the mixture by expectation and maximisation. What different
// cells look like is taken from pairs that are not each other's nearest, once,
// and stays: cells keep their distance from their neighbours, which random
// places would not. Distance and correlation are taken as independent within
// each of the two, as Sheintuch et al. do for each alone. Histograms have a
// pseudo-count and are smoothed over neighbouring bins; with few pairs the
// probabilities are therefore near the share.
func fitModel(pairs []pair, within float64) Model {
	m := Model{WithinPx: within, Share: 0.5, Pairs: len(pairs)}
	var apart, near []weighed
	for _, q := range pairs {
		if q.nearest {
			near = append(near, weighed{q, 1})
		} else {
			apart = append(apart, weighed{q, 1})
		}
	}
	m.NotNearest = len(apart)
	m.DistanceApart, m.CorrApart = m.histograms(apart)
	m.DistanceSame, m.CorrSame = m.histograms(near)
	all := make([]weighed, len(pairs))
	for range rounds {
		sum := 0.0
		for i, q := range pairs {
			p := 0.0
			if q.nearest { // a pair that is not nearest is no candidate
				p = m.Same(q.distance, q.corr)
			}
			all[i] = weighed{q, p}
			sum += p
		}
		if len(pairs) > 0 {
			m.Share = min(0.99, max(0.01, sum/float64(len(pairs))))
		}
		m.DistanceSame, m.CorrSame = m.histograms(all)
	}
	return m
}

// weighed is a pair that counts for so much.
type weighed struct {
	pair
	w float64
}

func (m Model) histograms(pairs []weighed) (distance, corr [bins]float64) {
	for _, q := range pairs {
		distance[m.distanceBin(q.distance)] += q.w
		corr[corrBin(q.corr)] += q.w
	}
	return smoothed(distance), smoothed(corr)
}

func (m Model) distanceBin(d float64) int { return min(bins-1, int(d/m.WithinPx*bins)) }
func corrBin(r float64) int               { return max(0, min(bins-1, int(r*bins))) }

func smoothed(h [bins]float64) [bins]float64 {
	var out [bins]float64
	sum := 0.0
	for i := range h {
		v := 0.5*h[i] + 0.25*h[max(0, i-1)] + 0.25*h[min(bins-1, i+1)] + 0.5
		out[i] = v
		sum += v
	}
	for i := range out {
		out[i] /= sum
	}
	return out
}

// Same returns the probability that a pair of footprints is one cell.
func (m Model) Same(distance, corr float64) float64 {
	if distance >= m.WithinPx || math.IsNaN(distance) {
		return 0
	}
	d, r := m.distanceBin(distance), corrBin(corr)
	same := m.Share * m.DistanceSame[d] * m.CorrSame[r]
	apart := (1 - m.Share) * m.DistanceApart[d] * m.CorrApart[r]
	return same / (same + apart)
}
