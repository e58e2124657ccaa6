package network

import (
	"math"

	"respine/random"
)

// Ornstein-Uhlenbeck noise is stepped exactly, x <- k·x + σ·sqrt(1-k²)·z with
// k = exp(-dt/τ): standard deviation and autocorrelation hold for any dt. z is the
// sum of the four bytes of a random word, brought to mean 0 and variance 1: its
// excess kurtosis is -0.3, and that of x less by (1-k²)/(1+k²), which is -0.07
// for the default noise of a cell. That costs a tenth of a normal draw.
const (
	fourBytes    = 4 * 255 / 2.0            // mean of the sum
	fourBytesVar = 4 * (256*256 - 1) / 12.0 // its variance
)

// wander holds the numbers of a step of Ornstein-Uhlenbeck noise.
type wander struct{ keep, scale float32 }

func newWander(stepMs, sdMv, tauMs float64) wander {
	k := math.Exp(-stepMs / tauMs)
	return wander{keep: float32(k), scale: float32(sdMv * math.Sqrt((1-k*k)/fourBytesVar))}
}

// startWander forgets what was before: a draw from the stationary distribution.
func startWander(sdMv float64) wander {
	return wander{scale: float32(sdMv / math.Sqrt(fourBytesVar))}
}

// streams are xoshiro128++ generators side by side, one for each lane (Blackman &
// Vigna 2021, doi 10.1145/3460772): word w of the state of lane l is s[w][l]. Noise
// takes words by the million, and these cost a tenth of a Philox block.
type streams [4][lanes]uint32

// newStreams starts every lane at a state drawn by the key. The lanes cannot
// meet: 2^128 states make an overlap unlikelier than 2^-80.
func newStreams(key random.Key) *streams {
	var s streams
	for lane := range lanes {
		a, b := key.Uint64(2*uint64(lane)), key.Uint64(2*uint64(lane)+1)
		s[0][lane], s[1][lane] = uint32(a), uint32(a>>32)
		s[2][lane], s[3][lane] = uint32(b), uint32(b>>32)
	}
	return &s
}

// next returns the next word of a lane.
func (s *streams) next(lane int) uint32 {
	a, b, c, d := s[0][lane], s[1][lane], s[2][lane], s[3][lane]
	sum := a + d
	word := (sum<<7 | sum>>25) + a
	t := b << 9
	c ^= a
	d ^= b
	b ^= c
	a ^= d
	c ^= t
	d = d<<11 | d>>21
	s[0][lane], s[1][lane], s[2][lane], s[3][lane] = a, b, c, d
	return word
}
