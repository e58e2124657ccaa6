package img

import (
	"math"
	"testing"
)

func TestDotIsTheSumOfProducts(t *testing.T) {
	for _, n := range []int{0, 1, 31, 32, 100, dotBlock, 3*dotBlock + 45} {
		x, y := noise(1, n), noise(2, n)
		var want, size, squares float64
		for i := range x {
			want += float64(x[i]) * float64(y[i])
			size += math.Abs(float64(x[i]) * float64(y[i]))
			squares += float64(x[i]) * float64(x[i])
		}
		underEachKernel(t, func(t *testing.T) {
			if got := Dot(x, y); math.Abs(got-want) > 1e-5*size || got != dot(plain(), x, y) {
				t.Errorf("Dot of %d is %v, want %v, plain %v", n, got, want, dot(plain(), x, y))
			}
			if got := SumSquares(x); math.Abs(got-squares) > 1e-5*squares {
				t.Errorf("SumSquares of %d is %v, want %v", n, got, squares)
			}
		})
	}
}

func TestAddScaledAndMaxInto(t *testing.T) {
	dst := []float32{1, 2, 3}
	AddScaled(dst, []float32{10, -10, 0.5}, 2)
	wantSame(t, "sum", dst, []float32{21, -18, 4})
	MaxInto(dst, []float32{0, 0, 9})
	wantSame(t, "maximum", dst, []float32{21, 0, 9})
}

func TestAddFinite(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	underEachKernel(t, func(t *testing.T) {
		sum, count := []float32{1, 2, 3, 4}, []float32{0, 5, 6, 7}
		AddFinite(sum, count, []float32{10, inf, nan, -20})
		wantSame(t, "sum", sum, []float32{11, 2, 3, -16})
		wantSame(t, "count", count, []float32{1, 5, 6, 8})
	})
}

func TestCorrelate(t *testing.T) {
	underEachKernel(t, func(t *testing.T) {
		dst := make([]float32, 3)
		Correlate(dst, []float32{1, 2, 3, 4}, []float32{10, 1})
		wantSame(t, "correlation", dst, []float32{12, 23, 34})
	})
}

func TestSlicesOfDifferentLengthPanic(t *testing.T) {
	for name, do := range map[string]func(){
		"AddScaled": func() { AddScaled(make([]float32, 2), make([]float32, 3), 1) },
		"AddFinite": func() { AddFinite(make([]float32, 3), make([]float32, 2), make([]float32, 3)) },
		"MaxInto":   func() { MaxInto(make([]float32, 3), make([]float32, 2)) },
		"Correlate": func() { Correlate(make([]float32, 3), make([]float32, 3), make([]float32, 2)) },
		"Dot":       func() { Dot(make([]float32, 3), make([]float32, 2)) },
		"Gaussian":  func() { Gaussian(NewImage(2, 2), NewImage(1, 4), 1, 1) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("did not panic")
				}
			}()
			do()
		})
	}
}
