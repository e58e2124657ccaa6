package ensemble

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// membership is which cells join which event: a row an event, a bit a cell.
type membership [][]uint64

func newMembership(events []Event, cells int) membership {
	m := make(membership, len(events))
	for i, e := range events {
		m[i] = make([]uint64, (cells+63)/64)
		for _, c := range e.Cells {
			m[i][c/64] |= 1 << (c % 64)
		}
	}
	return m
}

func (m membership) clone() membership {
	out := make(membership, len(m))
	for i, row := range m {
		out[i] = append([]uint64(nil), row...)
	}
	return out
}

// shared calls f with the number of cells in both events of every pair.
func (m membership) shared(f func(pair, n int)) {
	pair := 0
	for a := range m {
		for b := a + 1; b < len(m); b++ {
			n := 0
			for w, v := range m[a] {
				n += bits.OnesCount64(v & m[b][w])
			}
			f(pair, n)
			pair++
		}
	}
}

// trade deals the cells that joined one of two events but not both out to them
// anew, each getting as many as it had.
func (m membership) trade(a, b int, cells []int, rng *rand.Rand) {
	cells = cells[:0]
	mine := 0
	for w, v := range m[a] {
		only := v &^ m[b][w]
		mine += bits.OnesCount64(only)
		for either := v ^ m[b][w]; either != 0; either &= either - 1 {
			cells = append(cells, 64*w+bits.TrailingZeros64(either))
		}
	}
	for i := range mine { // a sample without replacement, to the front
		j := i + rng.IntN(len(cells)-i)
		cells[i], cells[j] = cells[j], cells[i]
	}
	for i, c := range cells {
		to, from := b, a
		if i < mine {
			to, from = a, b
		}
		m[to][c/64] |= 1 << (c % 64)
		m[from][c/64] &^= 1 << (c % 64)
	}
}

// tradesPerEvent separate one surrogate from the next; Strona et al. 2014 find
// matrices well mixed after five.
const tradesPerEvent = 5

// walk calls f with surrogates one after the other; the same seed gives the same.
func (m membership) walk(surrogates int, seed [2]uint64, f func(membership)) {
	rng := rand.New(rand.NewPCG(seed[0], seed[1]))
	at, cells := m.clone(), make([]int, 0, 64*len(m[0]))
	for range surrogates {
		for range tradesPerEvent * len(m) {
			a := rng.IntN(len(m))
			b := (a + 1 + rng.IntN(len(m)-1)) % len(m)
			at.trade(a, b, cells, rng)
		}
		f(at)
	}
}

// shares is what surrogates, and the recording among them, share.
type shares struct {
	mean, sd []float64 // per pair of events
	largest  []float64 // Z, per surrogate
	p        float64
}

// play makes the surrogates twice: for mean and SD of every pair, and for the
// largest Z of each.
func (m membership) play(surrogates int, seed [2]uint64) shares {
	pairs, n := len(m)*(len(m)-1)/2, float64(surrogates+1)
	s := shares{mean: make([]float64, pairs), sd: make([]float64, pairs)}
	squares := func(x membership) (sum int) {
		x.shared(func(k, n int) {
			s.mean[k] += float64(n)
			s.sd[k] += float64(n * n)
			sum += n * n
		})
		return sum
	}
	seen, reach := squares(m), 1
	m.walk(surrogates, seed, func(x membership) {
		if squares(x) >= seen {
			reach++
		}
	})
	s.p = float64(reach) / n
	for k := range s.mean {
		s.mean[k] /= n
		s.sd[k] = math.Sqrt(max(0, s.sd[k]/n-s.mean[k]*s.mean[k]))
	}
	m.walk(surrogates, seed, func(x membership) {
		most := math.Inf(-1)
		x.shared(func(k, n int) { most = max(most, s.z(k, n)) })
		s.largest = append(s.largest, most)
	})
	return s
}

// z returns by how many SDs a pair shares more cells than surrogates do.
func (s *shares) z(pair, n int) float64 {
	if s.sd[pair] < 1e-9 {
		return 0
	}
	return (float64(n) - s.mean[pair]) / s.sd[pair]
}

// pairs returns what the recording shows, pairs in order of their first event.
func (s *shares) pairs(m membership) []EventPair {
	out := make([]EventPair, 0, len(s.mean))
	a, b := 0, 0
	m.shared(func(k, n int) {
		if b++; b == len(m) {
			a++
			b = a + 1
		}
		z, reach := s.z(k, n), 1
		for _, most := range s.largest {
			if most >= z-1e-9 {
				reach++
			}
		}
		out = append(out, EventPair{A: a, B: b, Shared: n, Chance: s.mean[k], Z: z, P: float64(reach) / float64(len(s.largest)+1)})
	})
	return out
}
