package ensemble

import (
	"math"
	"math/rand/v2"
	"testing"
)

// byCounting is the coefficient by its definition, frame by frame and onset by
// onset, round the end.
func byCounting(x, y []int32, within, frames int) float64 {
	near := func(t int32, train []int32) bool {
		for _, u := range train {
			d := int(math.Abs(float64(t - u)))
			if min(d, frames-d) <= within {
				return true
			}
		}
		return false
	}
	share := func(a, b []int32) float64 {
		n := 0.0
		for _, t := range a {
			if near(t, b) {
				n++
			}
		}
		return n / float64(len(a))
	}
	var every []int32
	for t := range frames {
		every = append(every, int32(t))
	}
	return coefficient(share(x, y), share(every, y), share(y, x), share(every, x))
}

func TestShiftedCoefficientsAreThoseOfShiftedTrains(t *testing.T) {
	const frames, within = 200, 3
	rng := rand.New(rand.NewPCG(1, 1))
	for range 20 {
		draw := func() (out []int32) {
			for t := range frames {
				if rng.Float64() < 0.08 {
					out = append(out, int32(t))
				}
			}
			return append(out, frames-1)
		}
		x, y := draw(), draw()
		if n := len(x); n > 1 && x[n-1] == x[n-2] {
			x = x[:n-1]
		}
		if n := len(y); n > 1 && y[n-1] == y[n-2] {
			y = y[:n-1]
		}
		s := newShifts(frames)
		got, chance, _ := s.test(newTiling(x, within, frames), newTiling(y, within, frames), 10)
		if want := byCounting(x, y, within, frames); math.Abs(got-want) > 1e-12 {
			t.Fatalf("coefficient %g, by counting %g", got, want)
		}
		mean := 0.0
		for d := 10; d <= frames-10; d++ {
			moved := make([]int32, len(y))
			for i, u := range y {
				moved[i] = (u + int32(d)) % frames
			}
			mean += byCounting(x, moved, within, frames) / (frames - 19)
		}
		if math.Abs(chance-mean) > 1e-12 {
			t.Fatalf("mean over shifts %g, by counting %g", chance, mean)
		}
	}
}

func TestConnectedAndMembersAreThePlantedCells(t *testing.T) {
	const size = 12
	rng := rand.New(rand.NewPCG(2, 2))
	r := independent(rng, 50, 6000, 3, nil)
	plant(&r, rng, size, 0.8, 20)
	var right, found int
	for _, c := range Connect(r, nil, ConnectParams{}) {
		if c.Q <= 0.05 {
			found++
			if c.B < size {
				right++
			}
		}
	}
	pairs := size * (size - 1) / 2
	if float64(right) < 0.9*float64(pairs) || float64(right) < 0.9*float64(found) {
		t.Errorf("of %d planted pairs %d were found, with %d in all", pairs, right, found)
	}
	members := Members(r, Find(r, Params{Surrogates: 200}, rng))
	right, found = 0, 0
	for _, m := range members {
		if m.Q <= 0.05 {
			found++
			if m.Cell < size {
				right++
			}
		}
	}
	if right < size-1 || found > right+2 {
		t.Errorf("of %d planted cells %d were found, with %d in all", size, right, found)
	}
}

func TestPOfIndependentCellsIsUniform(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	n, low, sum := 0.0, 0.0, 0.0
	for range 10 {
		for _, c := range Connect(independent(rng, 20, 3000, 6, nil), nil, ConnectParams{}) {
			if c.Undetermined == "" {
				n++
				sum += c.P
				if c.P <= 0.05 {
					low++
				}
			}
		}
	}
	// few coincidences: P is discrete and above uniform; it must not be below
	if low/n > 0.06 || sum/n < 0.48 {
		t.Errorf("of %g independent pairs %.3f have p <= 0.05, mean %.3f", n, low/n, sum/n)
	}
}
