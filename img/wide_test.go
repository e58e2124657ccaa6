package img

import (
	"math"
	"testing"
)

// Halves are the nearest numbers of eight bits, and those of eight bits are kept.
func TestRound16IsNearest(t *testing.T) {
	x := append(noise(1, 1000), 0, 1, -1, 1.5, 1+1.0/128, 1+1.0/256, float32(math.NaN()), float32(math.Inf(-1)))
	half, back, again := make([]uint16, len(x)), make([]float32, len(x)), make([]uint16, len(x))
	Round16(half, x)
	Widen16(back, half)
	Round16(again, back)
	for i, v := range x {
		if again[i] != half[i] || isNaN(v) != isNaN(back[i]) {
			t.Errorf("%g is %#x, %g, %#x", v, half[i], back[i], again[i])
		}
		if isNaN(v) || math.IsInf(float64(v), 0) {
			continue
		}
		_, exponent := math.Frexp(float64(v))
		if off := math.Abs(float64(back[i] - v)); off > math.Ldexp(1, exponent-9) { // half of the last of eight bits
			t.Errorf("%g became %g", v, back[i])
		}
	}
	if back[1005] != 1+1.0/128 {
		t.Errorf("what lies halfway became %g, not the farther from 0", back[1005])
	}
}

// Transposed twice is what it was, whatever the sides, and nothing beyond is written.
func TestTranspose(t *testing.T) {
	for _, c := range [][2]int{{1, 1}, {8, 8}, {16, 100}, {19, 130}, {7, 65}} {
		rows, columns := c[0], c[1]
		x := noise(2, rows*columns)
		turned := make([]float32, columns*(rows+3))
		Transpose(turned, rows+3, x, columns, rows, columns)
		for i, v := range turned {
			want := float32(0)
			if k := i % (rows + 3); k < rows {
				want = x[k*columns+i/(rows+3)]
			}
			if v != want {
				t.Fatalf("%d x %d: value %d is %g, want %g", rows, columns, i, v, want)
			}
		}
	}
}

func TestWidePanicsOnOtherLengths(t *testing.T) {
	for name, call := range map[string]func(){
		"AddProducts": func() { AddProducts(make([]float32, 2), make([]float32, 2), make([]float32, 3)) },
		"Round16":     func() { Round16(make([]uint16, 2), make([]float32, 1)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s took slices of different length", name)
				}
			}()
			call()
		}()
	}
}
