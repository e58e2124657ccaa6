package network

import (
	"math"
	"testing"

	"respine/random"
)

// TestKnownWords: xoshiro128++ from the state 1, 2, 3, 4, as the rand_xoshiro
// crate tests it against the authors' C code.
func TestKnownWords(t *testing.T) {
	var s streams
	for w := range s {
		s[w][7] = uint32(w + 1)
	}
	for i, want := range []uint32{641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732, 1355841295, 495546011, 621204420} {
		if got := s.next(7); got != want {
			t.Errorf("word %d is %d, want %d", i, got, want)
		}
	}
}

func TestLanesDiffer(t *testing.T) {
	s := newStreams(random.New(1))
	seen := map[uint32]bool{}
	for lane := range lanes {
		seen[s.next(lane)] = true
	}
	if len(seen) != lanes {
		t.Errorf("%d lanes begin with %d different words", lanes, len(seen))
	}
}

// TestOrnsteinUhlenbeck: standard deviation σ, autocorrelation exp(-lag/τ) and the
// excess kurtosis -0.3·(1-k²)/(1+k²) of a sum of bytes, from the start on. With
// n draws of correlation time τ the mean square has a relative standard error of
// sqrt(2/n · (1+k²)/(1-k²)).
func TestOrnsteinUhlenbeck(t *testing.T) {
	const stepMs, sd, tauMs, cells, steps = 5, 2.5, 20, 160, 5000
	w := newWander(stepMs, sd, tauMs)
	x := make([]float32, cells)
	s := newStreams(random.New(2))
	wanderPlain(x, s, startWander(sd))
	past := make([][]float32, 9)
	var sum, square, fourth float64
	product := make([]float64, len(past))
	n := 0.0
	for step := range steps {
		if step > 0 {
			wanderPlain(x, s, w)
		}
		past[step%len(past)] = append([]float32(nil), x...)
		for c, v := range x {
			f := float64(v)
			sum, square, fourth, n = sum+f, square+f*f, fourth+f*f*f*f, n+1
			for lag := range min(step+1, len(past)) {
				product[lag] += f * float64(past[(step-lag)%len(past)][c])
			}
		}
		if step == 0 && math.Abs(math.Sqrt(square/n)-sd) > 5*sd/math.Sqrt(2*cells) {
			t.Errorf("the first draw has standard deviation %.3f, want %v", math.Sqrt(square/n), sd)
		}
	}
	k := math.Exp(-stepMs * 1.0 / tauMs)
	k2 := k * k
	longer := math.Sqrt((1 + k2) / (1 - k2) / n)
	if mean := sum / n; math.Abs(mean) > 5*sd*math.Sqrt((1+k)/(1-k)/n) {
		t.Errorf("mean %.4f, want 0", mean)
	}
	if v := square / n / (sd * sd); math.Abs(v-1) > 5*math.Sqrt2*longer {
		t.Errorf("variance is %.4f of σ², want 1", v)
	}
	for lag := 1; lag < len(past); lag++ {
		r := product[lag] / (n - float64(lag*cells)) / (sd * sd)
		if want := math.Pow(k, float64(lag)); math.Abs(r-want) > 10*longer {
			t.Errorf("autocorrelation at %d ms is %.4f, want %.4f", lag*stepMs, r, want)
		}
	}
	want := -0.3 * (1 - k2) / (1 + k2)
	if excess := fourth*n/(square*square) - 3; math.Abs(excess-want) > 0.03 {
		t.Errorf("excess kurtosis %.3f, want %.3f", excess, want)
	}
}
